import Experiments

/// What has moved from one run to the next, in a few lines.
package enum MovementText {
  private static let mostFigures = 8
  private static let mostJudgements = 12

  /// - Parameter run: number of the run before.
  package static func text(_ movement: RunMovement, since run: Int64, color: Bool, unicode: Bool) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    guard !movement.isEmpty else { return "nothing moved since run \(run)\n" }
    var lines = [ink.strong("moved since run \(run)")]
    var table = TextTable(
      [("", .left), ("before", .right), ("", .left), ("after", .right), ("", .left)], glyphs: glyphs)
    for judgement in movement.judgements.prefix(mostJudgements) {
      table.add([
        "budget \(judgement.name)", value(judgement.before), "→", value(judgement.after), verdict(judgement),
      ])
    }
    for figure in movement.figures.prefix(mostFigures) {
      table.add([figure.title, value(figure.before, figure.unit), "→", value(figure.after, figure.unit), ""])
    }
    lines += table.lines(indent: "  ", ink: ink)
    let rest =
      max(0, movement.judgements.count - mostJudgements) + max(0, movement.figures.count - mostFigures)
    if rest > 0 { lines.append(ink.muted(glyphs.encoded("  … and \(rest) more that moved less"))) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func value(_ budget: BudgetResult?) -> String {
    guard let budget else { return "–" }
    return value(budget.observed, budget.unit)
  }

  private static func value(_ value: Double?, _ unit: String) -> String {
    value.map { QuantityText.figure($0, unit: unit) } ?? "–"
  }

  private static func verdict(_ judgement: RunMovement.Judgement) -> String {
    guard let before = judgement.before else { return "new, \(judgement.after?.verdict.rawValue ?? "")" }
    guard let after = judgement.after else { return "gone, was \(before.verdict.rawValue)" }
    var words =
      before.verdict == after.verdict
      ? after.verdict.rawValue : "\(before.verdict.rawValue) → \(after.verdict.rawValue)"
    if before.limit != after.limit {
      words += ", limit \(value(before.limit, before.unit)) → \(value(after.limit, after.unit))"
    }
    return words
  }
}
