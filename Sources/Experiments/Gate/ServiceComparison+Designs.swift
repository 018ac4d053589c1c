import Scenarios
import Statistics

extension ServiceComparison {
  /// Runs of several designs against their services, each beside the first: what `compare` says of runs that were made, and
  /// not simulated. A figure is better or worse beyond the standard margin alone.
  ///
  /// - Throws: `Comparison.NotComparable`.
  package static func designs(_ runs: [(label: String, run: Run)]) throws -> DesignComparison {
    precondition(runs.count >= 2, "a comparison takes two designs")
    let comparisons = runs.dropFirst().map { ServiceComparison(runs[0].run, $0.run, margin: standardMargin) }
    let reasons = distinct(comparisons.flatMap(\.obstacles))
    guard reasons.isEmpty else { throw Comparison.NotComparable(reasons: reasons) }
    let pairs = comparisons.map(\.pairs)
    var result = DesignComparison()
    result.level = BaselineComparison.level
    result.replications = 1
    result.designs = runs.map { label, run in
      ComparedDesign(
        label: label, result: run.result, changes: Comparison.changes(from: runs[0].run.scenario, to: run.scenario))
    }
    result.figures = distinct(pairs.joined().map(\.entry.check.figure)).compactMap { figure($0, of: pairs) }
    guard !result.figures.isEmpty else {
      throw Comparison.NotComparable(reasons: ["no figure has an interval in two of them: let them last longer"])
    }
    result.remarks = distinct(comparisons.flatMap(\.catalogue.remarks))
    result.remarks.append(
      "one run of each: what differs from run to run of the same service is in no interval, so that a difference counts from \(Int(standardMargin * 100)) % on"
    )
    result.sentences = ComparisonWords(result).sentences
    return result
  }

  /// Each once, in the order of their first places.
  private static func distinct(_ texts: [String]) -> [String] {
    texts.reduce(into: []) { found, text in if !found.contains(text) { found.append(text) } }
  }

  private static func figure(_ name: String, of comparisons: [[Pair]]) -> ComparedFigure? {
    let found = comparisons.map { pairs in pairs.first { $0.entry.check.figure == name } }
    guard let first = found.lazy.compactMap({ $0 }).first else { return nil }
    return ComparedFigure(
      name: name, unit: first.entry.check.unit, isLowerBetter: first.entry.isLowerBetter,
      values: [first.base.mean] + found.map { $0?.own.mean }, differences: found.map { $0.map(FigureDifference.init) })
  }
}

extension FigureDifference {
  init(_ pair: ServiceComparison.Pair) {
    pairs = 0
    interval = pair.difference
    ratio = pair.change.map {
      ConfidenceInterval(mean: 1 + $0.mean, low: 1 + $0.low, high: 1 + $0.high, level: $0.level)
    }
    verdict =
      switch pair.verdict {
      case .regressed: .worse
      case .improved: .better
      case .equal, .withinMargin: .noDifference
      case .cannotTell: .cannotTell
      }
  }
}
