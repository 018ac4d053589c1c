import Experiments

/// What the page of a live run has beside that of a simulated one.
extension PageSections {
  /// Whether the generator can be believed, and whether the service is what its model says.
  func fidelity() -> Section? {
    guard let live = result.live else { return nil }
    var body = ""
    if live.generator.reasons.isEmpty {
      body += HTML.paragraph("The generator kept to its plan: what follows is of the service.")
    } else {
      let items = live.generator.reasons.map { "<li>\(HTML.escaped($0))</li>" }.joined(separator: "\n")
      body +=
        "<p>\(badge(.cannotJudge)) The generator, and not the service, is what was measured:</p><ul>\n\(items)\n</ul>\n"
    }
    if let stopped = live.stopped { body += HTML.paragraph("The run ended before its time: \(stopped).") }
    guard let fidelity = live.fidelity else { return Section(anchor: "service", title: "Service", body: body) }
    body += verdict(fidelity)
    let drawn = (1...3).flatMap { ["fidelity-time-\($0)", "fidelity-distribution-\($0)"] }.compactMap { figures[$0] }
    if !drawn.isEmpty { body += "<div class=\"figures\">\(drawn.joined())</div>\n" }
    return Section(anchor: "service", title: "Model and service", body: body + table(fidelity))
  }

  private func verdict(_ fidelity: LiveResult.Fidelity) -> String {
    switch fidelity.verdict {
    case "agrees":
      let text = LiveText.agreement(fidelity)
      return
        "<p>\(HTML.badge("held", "✓", "agrees")) \(HTML.escaped(text.prefix(1).uppercased() + text.dropFirst())). The predictions have the same arrivals and other demands.</p>\n"
    case "differs":
      let count = fidelity.figures.count { !$0.agrees }
      let since = fidelity.differsSince.map { " It shows from \(QuantityText.time($0)) on." } ?? ""
      let why =
        fidelity.causeText.map { " Why: <strong>\(HTML.escaped(fidelity.cause ?? ""))</strong>. \(HTML.escaped($0))." }
        ?? ""
      return
        "<p>\(HTML.badge("violated", "✗", "differs")) \(count) of \(fidelity.figures.count) figures lie outside of what \(fidelity.predictions) runs of the model say.\(since)\(why)</p>\n"
    default:
      return "<p>\(badge(.cannotJudge)) \(HTML.escaped(fidelity.reason ?? ""))</p>\n"
    }
  }

  private func badge(_ figure: LiveResult.Figure) -> String {
    if !figure.agrees { return HTML.badge("violated", "✗", "differs") }
    return figure.isTolerated ? HTML.badge("warned", "!", "tolerated") : HTML.badge("held", "✓", "agrees")
  }

  private func table(_ fidelity: LiveResult.Fidelity) -> String {
    var table = PageTable([
      ("Figure", .left), ("Service", .right), ("Predicted", .right), ("Median", .right), ("", .left),
    ])
    for figure in fidelity.figures {
      func text(_ value: Double) -> String { LiveText.value(value, figure.kind) }
      table.rows.append([
        .code(figure.name), .text(figure.live.map(text) ?? "no sample"),
        .text("\(text(figure.low)) to \(text(figure.high))"), .text(text(figure.median)),
        .html(badge(figure)),
      ])
    }
    return table.html
  }

  /// What went over the wire, and what this machine had to do with it.
  func wire() -> Section? {
    guard let live = result.live else { return nil }
    var table = PageTable(
      [("Call", .left)]
        + [
          "Calls", "Response p50", "p95", "p99", "Service p50", "p99", "Wait for a connection p99", "Send lag p50",
          "p99",
        ]
        .map { ($0, .right) })
    func time(_ value: Int64?) -> PageTable.Cell { .text(value.map { QuantityText.time($0) } ?? "–") }
    for call in live.calls {
      table.rows.append([
        .code(call.name), .text(QuantityText.count(call.started)), time(call.response.p50), time(call.response.p95),
        time(call.response.p99), time(call.service.p50), time(call.service.p99), time(call.connectionWait.p99),
        time(call.sendLag.p50), time(call.sendLag.p99),
      ])
    }
    let same = live.plannedDigest == live.arrivalDigest ? "equal to the plan's" : "the plan's is \(live.plannedDigest)"
    var facts = [
      "Target \(live.target) over \(live.connections) connections, of which \(live.renewed) were renewed; at most \(live.mostWaiting) calls waited for one.",
      "\(live.sent) of \(live.planned) planned arrivals began; digest of their instants \(live.arrivalDigest), \(same); of all draws \(live.drawDigest).",
      "Response runs from the intended instant, service from the write. Send lag is from the later of the intended instant and a free connection to the write.",
    ]
    if let floor = live.generator.floor {
      facts.append(
        "Against an echo of its own this machine carries \(QuantityText.rate(floor.carried)), and adds \(floor.latency.p50.map { QuantityText.time($0) } ?? "–") at the median and \(floor.latency.p99.map { QuantityText.time($0) } ?? "–") at p99."
      )
    }
    facts.append(
      "The generator's thread was busy for \(QuantityText.share(live.generator.meanBusy)) of the time, at most for \(QuantityText.share(live.generator.busiestSecond)) of a second."
    )
    facts += live.refusedBudgets.map { "\($0)." }
    return Section(
      anchor: "wire", title: "On the wire", body: table.html + facts.map { HTML.paragraph($0, class: "muted") }.joined()
    )
  }
}
