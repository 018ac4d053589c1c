import Experiments
import Statistics

/// A search for the knee as text for a terminal: the answer, then every load that was tried.
package enum CapacityText {
  package static func text(_ capacity: CapacityResult, color: Bool = false, unicode: Bool = true) -> String {
    let glyphs = Glyphs(isASCII: !unicode)
    let ink = Ink(isColored: color)
    var lines = sentences(capacity).enumerated().map { $0 == 0 ? ink.strong(glyphs.encoded($1)) : glyphs.encoded($1) }
    var table = TextTable(
      [
        (capacity.path, .left), ("times today", .right), ("tail", .right), ("failed", .right), ("busiest", .left),
        ("budgets", .left),
      ],
      glyphs: glyphs)
    for point in capacity.points {
      table.add([
        point.text, QuantityText.number(point.factor),
        point.result.principal?.histogram.quantile(0.99).map { QuantityText.time($0) } ?? "–",
        QuantityText.share(point.result.failedShare),
        point.result.busiestText,
        point.holds ? "hold" : point.result.budgetWords,
      ])
    }
    lines += table.lines(indent: "  ", ink: ink)
    for remark in capacity.remarks { lines.append(ink.muted(glyphs.encoded("note: \(remark)"))) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The answer in words; the first sentence is the answer itself.
  package static func sentences(_ capacity: CapacityResult) -> [String] {
    let today = capacity.points.first { $0.factor == 1 }
    switch capacity.ending {
    case .interrupted: return ["interrupted before the knee was found; the same command continues"]
    case .noVerdict:
      let open = capacity.points.last?.result.deciding.first { $0.verdict == .cannotJudge }
      return ["a budget cannot be judged\(open.map { ": \($0.name), \($0.reason)" } ?? "")"]
    case .neverBreaks:
      return ["every budget still holds at \(capacity.points.last?.text ?? ""), the most that is tried"]
    case .neverHolds:
      return [
        "no load holds: \(capacity.breaking.joined(separator: ", ")) breaks even at \(capacity.points.first?.text ?? "")"
      ]
    case .found: break
    }
    let knee = capacity.knee ?? 0
    let what = capacity.path == "run.load" ? "today's load" : "\(capacity.path) \(capacity.today)"
    var words = ["every budget holds up to \(QuantityText.number(knee)) times \(what)"]
    if let interval = capacity.interval {
      words[0] +=
        " (at 95 % confidence up to \(QuantityText.number(interval.lowerBound)), and not from \(QuantityText.number(interval.upperBound)) on)"
    }
    if !capacity.breaking.isEmpty { words.append("there \(capacity.breaking.joined(separator: ", ")) breaks first") }
    if let bottleneck = capacity.bottleneck {
      words.append(
        "the busiest component is \(bottleneck.component): \(QuantityText.share(bottleneck.utilization)) of its \(bottleneck.resource)"
      )
    }
    if today != nil {
      words.append(
        knee >= 1
          ? "headroom at today's load: \(QuantityText.share(knee - 1))"
          : "today's load is \(QuantityText.share(1 / max(knee, 1e-9) - 1)) too much")
    }
    return words
  }
}
