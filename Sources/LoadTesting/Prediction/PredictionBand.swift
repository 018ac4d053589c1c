import Engine

/// Simultaneous prediction intervals for the figures of one more run, from those of many.
///
/// Each figure of a run is measured in deviations from the median of its runs, those above and those below by their own
/// root mean square, times and rates by their logarithm. A run's score is its largest deviation. One more run of the same
/// model has a score above the k-th smallest of n with probability (n + 1 − k)/(n + 1), whatever the distribution and
/// however the figures depend on one another: it is one of n + 1 in any order (conformal prediction: Vovk, Gammerman and
/// Shafer, Algorithmic Learning in a Random World, 2005). So the family of all intervals holds at once at its level.
struct PredictionBand {
  struct Interval: Equatable {
    var low: Double
    var median: Double
    var high: Double
  }

  /// Family-wise.
  static let level = 0.99

  let names: [FigureName]
  private(set) var intervals: [Interval] = []

  /// - Precondition: as many runs as `Prediction.fewest`, so that the level can be had.
  init(_ runs: [LoadFigures]) {
    precondition(runs.count >= Prediction.fewest)
    // A figure that most runs have: those of calls that hardly happen have none.
    var counts: [FigureName: Int] = [:]
    for run in runs { for (name, _) in run.values { counts[name, default: 0] += 1 } }
    let all = runs.flatMap { $0.values.map(\.name) }
    var seen: Set<FigureName> = []
    names = all.filter { counts[$0, default: 0] * 2 > runs.count && seen.insert($0).inserted }
    let scales = names.map { name in Scale(name, runs.compactMap { $0.value(of: name) }) }
    let scores = runs.map { run in
      zip(names, scales).compactMap { name, scale in run.value(of: name).map(scale.deviation) }.max() ?? 0
    }.sorted()
    let rank = min(scores.count, Int((Self.level * Double(scores.count + 1)).rounded(.up)))
    let critical = scores[rank - 1]
    intervals = scales.map { $0.interval(critical) }
  }

  /// How far the values of one figure lie apart.
  private struct Scale {
    private let isLogarithmic: Bool
    private let isShare: Bool
    private let center: Double
    private var above = 0.0
    private var below = 0.0

    /// Where all values are the same, any other is so many deviations away for each unit.
    private static let steepness = 1e9

    init(_ name: FigureName, _ values: [Double]) {
      isShare = name.kind == .share
      isLogarithmic = name.kind != .share && values.allSatisfy { $0 > 0 }
      let sorted = values.map { [isLogarithmic] in isLogarithmic ? ElementaryFunctions.log($0) : $0 }.sorted()
      center = sorted[sorted.count / 2]
      above = Self.spread(sorted.map { [center] in $0 - center }.filter { $0 > 0 })
      below = Self.spread(sorted.map { [center] in center - $0 }.filter { $0 > 0 })
    }

    private static func spread(_ deviations: [Double]) -> Double {
      if deviations.isEmpty { return 0 }
      return (deviations.reduce(0) { $0 + $1 * $1 } / Double(deviations.count)).squareRoot()
    }

    func deviation(_ value: Double) -> Double {
      let distance = (isLogarithmic ? ElementaryFunctions.log(value) : value) - center
      let spread = distance >= 0 ? above : below
      return spread > 0 ? abs(distance) / spread : abs(distance) * Self.steepness
    }

    func interval(_ critical: Double) -> Interval {
      func back(_ value: Double) -> Double {
        isLogarithmic ? ElementaryFunctions.exp(value) : isShare ? min(1, max(0, value)) : value
      }
      // The logarithm and back is off by the last digits: what is the same in every run lies inside.
      let rounding = isLogarithmic ? 1e-12 : 0
      return Interval(
        low: back(center - critical * below - rounding), median: back(center),
        high: back(center + critical * above + rounding))
    }
  }
}
