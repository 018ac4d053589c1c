import Experiments
import Statistics

/// A comparison as text for a terminal: sentences first, then every figure with its difference, and what changed.
package enum ComparisonText {
  package static func text(_ comparison: DesignComparison, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines: [String] = []
    for sentence in comparison.sentences { lines.append(ink.strong(glyphs.encoded(sentence))) }
    let base = comparison.designs.first?.label ?? ""
    lines.append(
      ink.muted(
        glyphs.encoded(
          "\(comparison.basis), intervals at \(QuantityText.share(comparison.level)); differences from \(base)"
        )))
    for (number, design) in comparison.designs.enumerated().dropFirst() {
      lines.append("")
      lines.append(ink.strong(glyphs.encoded(design.label)))
      var table = TextTable(
        [
          ("", .left), ("figure", .left), (base.shortened(to: 24), .right), (design.label.shortened(to: 24), .right),
          ("difference", .right), ("", .left), ("pairing saved", .right),
        ], glyphs: glyphs)
      for figure in comparison.figures { table.add(cells(figure, number, comparison)) }
      lines += table.lines(indent: "  ", ink: ink)
      if !design.changes.isEmpty {
        lines.append("  " + ink.muted("changed"))
        for change in design.changes.prefix(20) {
          lines.append(
            glyphs.encoded("    \(change.path): \(change.base ?? "–") → \(change.candidate ?? "–")"))
        }
        if design.changes.count > 20 { lines.append("    and \(design.changes.count - 20) more") }
      }
    }
    if let ranking = comparison.ranking {
      lines.append("")
      lines.append(ink.strong(glyphs.encoded(ranking.statement)))
    }
    for remark in comparison.remarks { lines.append(ink.muted(glyphs.encoded("note: \(remark)"))) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cells(_ figure: ComparedFigure, _ number: Int, _ comparison: DesignComparison) -> [String] {
    let currency = comparison.designs[number].result.cost?.currency ?? "USD"
    func quantity(_ value: Double?) -> String {
      value.map { QuantityText.figure($0, unit: figure.unit, currency: currency) } ?? "–"
    }
    let difference = figure.differences[number - 1]
    return [
      figure.verdict(of: number)?.mark ?? " ", figure.name, quantity(figure.values[0]), quantity(figure.values[number]),
      difference?.relativeText ?? "–", figure.words(of: number),
      difference?.varianceReduction.map { QuantityText.share(max(0, $0)) } ?? "–",
    ]
  }
}

extension ComparedFigure {
  /// What a candidate's verdict is called; or why there is none.
  package func words(of number: Int) -> String {
    if let verdict = verdict(of: number) { return verdict.words }
    guard let base = values[0], let own = values[number] else { return "no samples" }
    return base.isInfinite && own.isInfinite ? "never in both" : "never in some replications"
  }
}

extension FigureDifference {
  /// `−12.3 % ± 0.4 %`, or the difference itself where the base is zero.
  package var relativeText: String {
    if interval.mean == 0 && interval.halfWidth == 0 { return "0" }
    guard let ratio else { return "\(QuantityText.number(interval.mean)) ± \(QuantityText.number(interval.halfWidth))" }
    let change = ratio.mean - 1
    return "\(change < 0 ? "−" : "+")\(QuantityText.share(abs(change))) ± \(QuantityText.share(ratio.halfWidth))"
  }
}

extension FigureDifference.Verdict {
  /// One character for tables.
  package var mark: String {
    switch self {
    case .better: "+"
    case .worse: "−"
    case .noDifference: "="
    case .cannotTell: "?"
    }
  }

  package var words: String {
    switch self {
    case .better: "better"
    case .worse: "worse"
    case .noDifference: "no difference"
    case .cannotTell: "cannot tell"
    }
  }
}
