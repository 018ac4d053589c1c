import Experiments

/// Decisions as symbols in a strip above the plot: when something scaled, opened or stopped, beside what it did to
/// load and latency.
extension RunFigures {
  /// More cannot be distinguished, and would slow gnuplot down.
  static let mostMarks = 200

  /// Of what follows by itself (a boot, a probe, an end) there is none. Where there are too many, those that come
  /// first in this list stay.
  private static let looks: [(kind: String, title: String, symbol: Figure.Mark.Symbol, tone: Tone)] = [
    ("scale-up", "scaled up", .up, Palette.series[2]), ("scale-down", "scaled down", .down, Palette.series[0]),
    ("breaker-opened", "breaker opened", .square, Palette.series[1]),
    ("breaker-closed", "breaker closed", .openSquare, Palette.series[2]),
    ("failover-began", "failover", .diamond, Palette.series[3]),
    ("failover-ended", "new primary", .openDiamond, Palette.series[3]),
    ("crashed", "crash", .cross, Palette.limit), ("restarted", "back", .openCircle, Palette.limit),
    ("shedding-began", "shedding", .circle, Palette.series[4]), ("ejected", "ejected", .plus, Palette.series[6]),
    ("rebalanced", "rebalanced", .circle, Palette.series[5]), ("flushed", "flushed", .circle, Palette.series[7]),
  ]

  func decisionMarks() -> [Figure.Mark] {
    var marks: [Figure.Mark] = []
    for look in Self.looks {
      for decision in result.decisions where decision.kind == look.kind && marks.count < Self.mostMarks {
        marks.append(
          Figure.Mark(title: look.title, symbol: look.symbol, tone: look.tone, x: Double(decision.at)))
      }
    }
    return marks.filter { timeAxis.range.contains($0.x) }
  }
}
