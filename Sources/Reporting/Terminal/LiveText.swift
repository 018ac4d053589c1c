import Experiments

/// What a live run says beside a simulated one, for a terminal: the verdicts on generator and model first, what they go by
/// at the end.
enum LiveText {
  static func verdicts(_ live: LiveResult, ink: Ink, glyphs: Glyphs) -> [String] {
    var lines: [String] = []
    if let stopped = live.stopped { lines.append(ink.verdict(.warned, "STOPPED: \(stopped)")) }
    lines += ["", ink.strong("GENERATOR")]
    if live.generator.reasons.isEmpty {
      lines.append("  \(ink.verdict(.held, glyphs.encoded("ok"))) it kept to its plan: what follows is of the service")
    }
    for reason in live.generator.reasons {
      lines.append("  \(ink.verdict(.cannotJudge, "cannot judge")) \(glyphs.encoded(reason))")
    }
    lines += fidelity(live, ink: ink, glyphs: glyphs)
    for sentence in live.refusedBudgets { lines.append(ink.muted("  \(glyphs.encoded(sentence))")) }
    return lines
  }

  private static func fidelity(_ live: LiveResult, ink: Ink, glyphs: Glyphs) -> [String] {
    guard let fidelity = live.fidelity else { return [] }
    var lines = ["", ink.strong("MODEL AND SERVICE")]
    switch fidelity.verdict {
    case "agrees":
      lines.append("  \(ink.verdict(.held, "agrees")) \(glyphs.encoded(agreement(fidelity)))")
    case "differs":
      let differing = fidelity.figures.filter { !$0.agrees }
      let since = fidelity.differsSince.map { ", from \(QuantityText.time($0)) on" } ?? ""
      lines.append(
        "  \(ink.verdict(.violated, "differs")) \(differing.count) of \(fidelity.figures.count) figures lie outside of what \(fidelity.predictions) predictions say\(since)"
      )
      for figure in differing.prefix(6) { lines.append("    \(glyphs.encoded(text(figure)))") }
      if differing.count > 6 { lines.append(ink.muted("    and \(differing.count - 6) more")) }
      if let word = fidelity.cause, let text = fidelity.causeText {
        lines.append("    why: \(word)\(glyphs.encoded(" — "))\(glyphs.encoded(text))")
      }
    default:
      lines.append("  \(ink.verdict(.cannotJudge, "cannot judge")) \(glyphs.encoded(fidelity.reason ?? ""))")
    }
    return lines
  }

  /// How many figures lie in their intervals, and how many only near them.
  static func agreement(_ fidelity: LiveResult.Fidelity) -> String {
    let near = fidelity.figures.count { $0.isTolerated }
    let all = fidelity.figures.count
    let intervals = "the intervals of \(fidelity.predictions) predictions, at 99 % for all of them together"
    if near == 0 { return "all \(all) figures lie in \(intervals)" }
    return
      "\(all - near) of \(all) figures lie in \(intervals), and \(near) as near to them as the file tolerates (\(fidelity.tolerance))"
  }

  private static func text(_ figure: LiveResult.Figure) -> String {
    let live = figure.live.map { value($0, figure.kind) } ?? "no sample"
    return "\(figure.name): \(live), predicted \(value(figure.low, figure.kind)) to \(value(figure.high, figure.kind))"
  }

  static func value(_ value: Double, _ kind: String) -> String {
    switch kind {
    case "time": QuantityText.time(Int64(value))
    case "rate": QuantityText.rate(value)
    default: QuantityText.share(value)
    }
  }

  static func evidence(_ live: LiveResult, ink: Ink, glyphs: Glyphs) -> [String] {
    var lines = ["", ink.strong("ON THE WIRE")]
    lines.append(
      "  target \(live.target), \(live.connections) connections, \(live.renewed) renewed, at most \(live.mostWaiting) calls without one"
    )
    let same = live.plannedDigest == live.arrivalDigest ? "as planned" : "planned \(live.plannedDigest)"
    lines.append(
      "  arrivals \(live.sent) of \(live.planned), digest \(live.arrivalDigest) (\(same)); draws \(live.drawDigest)")
    let titles = ["calls", "response p50", "p95", "p99", "service p50", "p99", "send lag p50", "p99"]
    var table = TextTable(
      [("call", TextTable.Alignment.left)] + titles.map { ($0, TextTable.Alignment.right) }, glyphs: glyphs)
    for call in live.calls {
      table.add(
        [call.name, String(call.started)]
          + [
            call.response.p50, call.response.p95, call.response.p99, call.service.p50, call.service.p99,
            call.sendLag.p50, call.sendLag.p99,
          ].map { $0.map { QuantityText.time($0) } ?? "-" })
    }
    lines += table.lines(indent: "  ", ink: ink)
    for call in live.calls {
      let all =
        (call.outcomes + call.failures).map { "\($0.name) \($0.count)" }
        + call.unmapped.map { "status \($0.name): \($0.count)" }
      lines.append(ink.muted("  \(call.name): \(all.joined(separator: ", "))"))
    }
    if let paired = live.paired {
      lines.append(
        "  \(paired.count) responses beside those of the same requests in the simulation: they differ by \(times(paired)) (p50 / p99)"
      )
    }
    if let floor = live.generator.floor {
      lines.append(
        ink.muted(
          "  this machine adds: send lag \(times(floor.sendLag)), latency \(times(floor.latency)) at \(Int(floor.rate))/s; it carries \(Int(floor.carried))/s"
        ))
    }
    return lines
  }

  private static func times(_ times: LiveResult.Times) -> String {
    "\(times.p50.map { QuantityText.time($0) } ?? "-") / \(times.p99.map { QuantityText.time($0) } ?? "-")"
  }
}
