import Experiments

/// An explanation for a terminal: the leading cause in words, then the table that it is read from.
package enum ExplanationText {
  package static func text(_ explanation: Explanation, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines: [String] = []
    for figure in explanation.figures { lines += text(figure, glyphs, ink) }
    if !explanation.bill.isEmpty { lines += bill(explanation, glyphs, ink) }
    if !explanation.losses.isEmpty { lines += losses(explanation, glyphs, ink) }
    if let saturation = explanation.saturation {
      lines += [glyphs.encoded(ExplanationWords.saturation(saturation)), ""]
    } else if !explanation.figures.isEmpty {
      lines += ["no component comes to its bound", ""]
    }
    for remark in explanation.remarks { lines.append(ink.muted(glyphs.encoded("note: \(remark)"))) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ figure: ExplainedFigure, _ glyphs: Glyphs, _ ink: Ink) -> [String] {
    var head = figure.figure
    if let value = figure.value { head += " is \(QuantityText.figure(value, unit: figure.unit))" }
    if let budget = figure.budget, let verdict = figure.verdict {
      head += ": budget \(budget) is \(verdict.rawValue)"
    }
    var lines = [ink.strong(glyphs.encoded(head))]
    if figure.unit == "ratio" { lines += failures(figure, glyphs, ink) }
    // Where requests spend their time explains their failure only if it was that there was too little of it.
    guard figure.unit != "ratio" || figure.failures.first?.cause == "timeout" else { return lines + [""] }
    if let words = ExplanationWords.leading(figure) { lines.append("  " + glyphs.encoded(words)) }
    if let leading = figure.leading {
      lines.append("  " + glyphs.encoded("cause: \(ExplanationWords.diagnosis(leading.diagnosis))"))
      for item in leading.evidence { lines.append("    " + glyphs.encoded("· \(ExplanationWords.evidence(item))")) }
    }
    if let words = ExplanationWords.difference(figure) { lines.append("  " + glyphs.encoded(words)) }
    if !figure.shares.isEmpty {
      lines.append("")
      lines += table(figure, glyphs).lines(indent: "  ", ink: ink)
      lines.append(ink.muted(glyphs.encoded("  " + basis(figure))))
    }
    if !figure.slowest.isEmpty { lines += ["", ink.muted("  the slowest of this replication")] }
    for request in figure.slowest { lines += [""] + slow(request, glyphs, ink) }
    return lines + [""]
  }

  private static let mostFailures = 8

  /// How failed requests ended, where that was born, and what limit it was.
  private static func failures(_ figure: ExplainedFigure, _ glyphs: Glyphs, _ ink: Ink) -> [String] {
    guard figure.exemplars > 0 else {
      return [
        "  " + glyphs.encoded("no failed request came to an end that can be followed: what never ends has failed")
      ]
    }
    var lines: [String] = []
    for failure in figure.failures.prefix(mostFailures) {
      lines.append(
        "  "
          + glyphs.encoded(
            "\(percent(failure.share)) ended with \(failure.outcome): \(ExplanationWords.failure(failure))"))
    }
    if figure.failures.count > mostFailures {
      lines.append(ink.muted("  and \(figure.failures.count - mostFailures) more ways"))
    }
    for item in figure.limits { lines.append("    " + glyphs.encoded("· \(ExplanationWords.evidence(item))")) }
    return lines + [ink.muted(glyphs.encoded("  of \(figure.exemplars) failed requests that were followed"))]
  }

  private static func basis(_ figure: ExplainedFigure) -> String {
    let whole = figure.band.upperBound == .max
    let band =
      figure.unit == "ratio"
      ? "\(figure.exemplars) failed requests"
      : whole
        ? "\(figure.exemplars) requests from \(QuantityText.time(figure.band.lowerBound)) on"
        : "\(figure.exemplars) requests of \(QuantityText.time(figure.band.lowerBound)) to \(QuantityText.time(figure.band.upperBound))"
    return "critical paths of \(band), beside \(figure.contrasts) around the median"
  }

  private static func table(_ figure: ExplainedFigure, _ glyphs: Glyphs) -> TextTable {
    var table = TextTable(
      [
        ("component", .left), ("cause", .left), ("", .left), ("share", .right), ("mean", .right),
        ("at the median", .right), ("share", .right),
      ], glyphs: glyphs)
    let shown = figure.shares.filter { $0.share >= 0.005 || $0.contrastShare >= 0.005 }
    for share in shown.prefix(12) {
      table.add([
        ExplanationWords.name(share), share.cause, glyphs.bar(share.share), percent(share.share),
        QuantityText.time(share.mean.rounded()), QuantityText.time(share.contrastMean.rounded()),
        percent(share.contrastShare),
      ])
    }
    table.add([
      "all", "", "", "100 %", QuantityText.time(figure.mean.rounded()),
      QuantityText.time(figure.contrastMean.rounded()), "",
    ])
    return table
  }

  private static func percent(_ share: Double) -> String { QuantityText.share((share * 1000).rounded() / 1000) }

  // MARK: Requests

  private static let mostSteps = 30
  /// Of the first entity that broke an invariant.
  private static let mostHistories = 5

  private static func slow(_ request: SlowRequest, _ glyphs: Glyphs, _ ink: Ink) -> [String] {
    var lines = [
      ink.strong(
        glyphs.encoded("  \(request.name), \(request.outcome) after \(QuantityText.time(request.value))"))
    ]
    var table = TextTable(
      [("at", .right), ("", .left), ("takes", .right), ("where", .left), ("cause", .left), ("step", .left)],
      glyphs: glyphs)
    let whole = Double(max(1, request.steps.reduce(0) { $0 + $1.length }))
    for step in joined(request.steps, shorterThan: Int64(whole / 200)).prefix(mostSteps) {
      table.add([
        QuantityText.time(step.at), glyphs.bar(Double(step.length) / whole), QuantityText.time(step.length),
        String(repeating: "  ", count: min(8, step.depth)) + step.component, step.cause, step.label,
      ])
    }
    lines += table.lines(indent: "    ", ink: ink)
    return lines
  }

  /// Short steps in a row as one line; of very many steps the longest, in their order.
  private static func joined(_ steps: [SlowRequest.Step], shorterThan least: Int64) -> [SlowRequest.Step] {
    let limit = max(least, steps.map(\.length).sorted(by: >).dropFirst(mostSteps / 2).first ?? 0)
    var lines: [SlowRequest.Step] = []
    var run: [SlowRequest.Step] = []
    func end() {
      guard var first = run.first else { return }
      if run.count > 1 {
        first.component = "…"
        first.cause = ""
        first.label = "\(run.count) short steps"
        first.length = run.reduce(0) { $0 + $1.length }
      }
      lines.append(first)
      run = []
    }
    for step in steps {
      if step.length < limit {
        run.append(step)
      } else {
        end()
        lines.append(step)
      }
    }
    end()
    return lines
  }

  // MARK: Bill and losses

  private static func bill(_ explanation: Explanation, _ glyphs: Glyphs, _ ink: Ink) -> [String] {
    let total = explanation.bill.reduce(Int64(0)) { $0 + $1.line.perMonthMicros }
    var lines: [String] = []
    if let first = explanation.bill.first {
      let amount = QuantityText.money(total, currency: explanation.currency)
      lines.append(
        ink.strong(
          glyphs.encoded(
            "\(first.line.component): \(percent(first.share)) of the bill of \(amount) a month is its \(first.line.item)"
          )))
    }
    var table = TextTable(
      [
        ("component", .left), ("item", .left), ("", .left), ("share", .right), ("a month", .right),
        ("driven by", .left),
      ],
      glyphs: glyphs)
    for share in explanation.bill.prefix(20) {
      table.add([
        share.line.component, share.line.item, glyphs.bar(share.share), percent(share.share),
        QuantityText.money(share.line.perMonthMicros, currency: explanation.currency),
        ExplanationWords.driver(share.line),
      ])
    }
    return lines + table.lines(indent: "  ", ink: ink) + [""]
  }

  private static func losses(_ explanation: Explanation, _ glyphs: Glyphs, _ ink: Ink) -> [String] {
    var lines: [String] = []
    for loss in explanation.losses {
      let place = loss.component.isEmpty ? "" : "\(loss.component): "
      let first = loss.entity.map { ", first by entity \($0)" } ?? ""
      lines.append(
        ink.strong(glyphs.encoded("\(place)\(loss.counter) \(QuantityText.count(loss.count)) times\(first)")))
      for request in loss.history.prefix(mostHistories) { lines += TraceText.lines(request, glyphs, ink, indent: "  ") }
    }
    return lines + [""]
  }
}
