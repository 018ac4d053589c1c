import Experiments
import Scenarios
import Statistics

/// Which assumptions matter, and how often the budgets hold when all of them are drawn, for a terminal.
package enum AssumptionText {
  package static func text(_ result: SensitivityResult, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    func figure(_ value: Double?) -> String {
      value.map { QuantityText.figure($0, unit: result.unit, currency: result.currency) } ?? "–"
    }
    var lines = [
      ink.strong(
        glyphs.encoded(
          result.effects.isEmpty
            ? "no assumption states a range that could be varied"
            : "\(result.figure) is \(figure(result.base)) as written; each assumption over its range:"))
    ]
    var table = TextTable(
      [
        ("assumption", .left), ("as written", .left), ("low", .left), ("high", .left), ("at low", .right),
        ("at high", .right), ("", .left), ("budgets", .left), ("where", .left),
      ], glyphs: glyphs)
    let widest = result.effects.map(\.swing).filter(\.isFinite).max() ?? 0
    for effect in result.effects {
      let words = [("low", effect.low), ("high", effect.high)].flatMap { name, end in
        end.changed.map { "\($0.budget) \($0.verdict.rawValue) at \(name)" }
      }
      table.add([
        effect.quantity.path, effect.quantity.text, end(effect, isLow: true), end(effect, isLow: false),
        figure(effect.low.value), figure(effect.high.value),
        widest > 0 && effect.swing.isFinite ? glyphs.bar(effect.swing / widest) : "",
        words.isEmpty ? "unchanged" : words.joined(separator: ", "),
        "\(effect.quantity.place.file):\(effect.quantity.place.line)",
      ])
    }
    if !table.isEmpty { lines += table.lines(indent: "  ", ink: ink) }
    for remark in result.remarks { lines.append(ink.muted(glyphs.encoded("note: \(remark)"))) }
    if result.isPartial { lines.append(ink.muted("interrupted: the other assumptions were not varied")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// As the file writes it.
  private static func end(_ effect: AssumptionEffect, isLow: Bool) -> String {
    guard let range = effect.quantity.range, let dots = range.firstRange(of: "..") else { return "" }
    return String(isLow ? range[..<dots.lowerBound] : range[dots.upperBound...])
  }

  package static func text(_ draws: AssumptionDraws, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines: [String] = []
    if let share = draws.share {
      lines.append(
        ink.strong(
          glyphs.encoded("budgets hold in \(words(share)) of \(draws.draws) draws of \(draws.ranges) assumptions")))
      var table = TextTable([("", .left), ("holds", .right), ("", .left), ("", .left)], glyphs: glyphs)
      for budget in draws.budgets {
        let share = draws.share(of: budget)
        table.add([budget.name, QuantityText.share(share.share), glyphs.bar(share.share), budget.check])
      }
      lines += table.lines(indent: "  ", ink: ink)
      if draws.close > 0 {
        lines.append(
          ink.muted(glyphs.encoded("in \(draws.close) a budget is too close to its limit to be sure; estimates decide"))
        )
      }
      if !draws.firstBroken.isEmpty {
        lines.append(
          glyphs.encoded("  one that breaks: \(draws.firstBroken.map { "--set '\($0)'" }.joined(separator: " "))"))
      }
    } else {
      lines.append(
        ink.strong(
          draws.ranges == 0 ? "no assumption states a range to draw from" : "there is no budget that could hold"))
    }
    for remark in draws.remarks { lines.append(ink.muted(glyphs.encoded("note: \(remark)"))) }
    return lines.joined(separator: "\n") + "\n"
  }

  static func words(_ share: ShareInterval) -> String {
    "\(QuantityText.share((share.share * 1000).rounded() / 1000)) (\(QuantityText.share((share.low * 1000).rounded() / 1000)) to \(QuantityText.share((share.high * 1000).rounded() / 1000)))"
  }
}
