import Components
import Engine
import Scenarios
import Statistics

/// One figure of a live run beside what the model predicts of it.
package struct FidelityFigure: Sendable, Equatable {
  package enum Verdict: String, Sendable { case agrees, differs }
  package var name: FigureName
  /// Nil where the live run has no sample of it.
  package var live: Double?
  /// Prediction interval, and the median of the predictions.
  package var low: Double
  package var median: Double
  package var high: Double
  package var verdict: Verdict

  /// Deviation beyond the interval, in widths of it.
  var excess: Double {
    guard let live else { return .infinity }
    let width = max(high - low, 1e-12)
    return max(live - high, low - live) / width
  }
}

/// Whether a live run is one that the model could have had.
package struct Fidelity: Sendable {
  package enum Verdict: String, Sendable, CaseIterable {
    case agrees, differs
    case cannotJudge = "cannot-judge"
  }
  package private(set) var verdict: Verdict
  /// Why it cannot be judged.
  package private(set) var reason: String?
  /// Those that differ first, by how far.
  package private(set) var figures: [FidelityFigure] = []
  package private(set) var predictions: Int
  /// What can be known of why it differs.
  package private(set) var cause: FidelityCause?
  /// Since when, in nanoseconds from the start; nil where no window shows it.
  package private(set) var differsSince: Nanoseconds?

  package init(cannotJudge reason: String, predictions: Int = 0) {
    verdict = .cannotJudge
    self.reason = reason
    self.predictions = predictions
  }

  package init(_ live: LoadFigures, against prediction: Prediction, tolerance: LiveSettings.Tolerance) {
    predictions = prediction.runs.count
    verdict = .agrees
    guard predictions >= Prediction.fewest else {
      verdict = .cannotJudge
      reason = "\(predictions) predictions are too few: the level of 99 % needs \(Prediction.fewest)"
      return
    }
    let band = PredictionBand(prediction.runs)
    figures = zip(band.names, band.intervals).map { name, interval in
      let value = live.value(of: name)
      let limits = Self.widened(interval, of: name, tolerance)
      let isInside = value.map { limits.contains($0) } ?? false
      return FidelityFigure(
        name: name, live: value, low: interval.low, median: interval.median, high: interval.high,
        verdict: isInside ? .agrees : .differs)
    }
    figures += Self.unforeseen(live, prediction.runs, band.names, tolerance)
    let differing = figures.filter { $0.verdict == .differs }.sorted { $0.excess > $1.excess }
    figures = differing + figures.filter { $0.verdict == .agrees }
    verdict = differing.isEmpty ? .agrees : .differs
    guard !differing.isEmpty else { return }
    cause = FidelityCause(live, prediction.runs, differing: differing.map(\.name))
    differsSince = Self.firstWindow(live, prediction.runs, tolerance)
  }

  /// Shares of outcomes that few predictions have, or none.
  private static func unforeseen(
    _ live: LoadFigures, _ runs: [LoadFigures], _ names: [FigureName], _ tolerance: LiveSettings.Tolerance
  ) -> [FidelityFigure] {
    live.values.filter { $0.name.kind == .share && !names.contains($0.name) }.map { name, value in
      let most = runs.compactMap { $0.value(of: name) }.max() ?? 0
      return FidelityFigure(
        name: name, live: value, low: 0, median: 0, high: most,
        verdict: value <= most + tolerance.points ? .agrees : .differs)
    }
  }

  private static func widened(
    _ interval: PredictionBand.Interval, of name: FigureName, _ tolerance: LiveSettings.Tolerance
  ) -> ClosedRange<Double> {
    switch name.kind {
    case .share:
      return (interval.low - tolerance.points)...(interval.high + tolerance.points)
    case .rate:
      return (interval.low * (1 - tolerance.share))...(interval.high * (1 + tolerance.share))
    case .time:
      let time = Double(tolerance.time)
      let low = min(interval.low * (1 - tolerance.share), interval.low - time)
      return low...max(interval.high * (1 + tolerance.share), interval.high + time)
    }
  }

  /// The first window whose mean no prediction has, where most windows behind it are so as well.
  private static func firstWindow(
    _ live: LoadFigures, _ runs: [LoadFigures], _ tolerance: LiveSettings.Tolerance
  ) -> Nanoseconds? {
    var first: Nanoseconds?
    for flow in live.windows.indices {
      let outside = live.windows[flow].indices.map { window -> Bool? in
        guard let mean = live.windows[flow][window].mean else { return nil }
        let means = runs.compactMap { $0.windows[flow].indices.contains(window) ? $0.windows[flow][window].mean : nil }
        guard let low = means.min(), let high = means.max() else { return nil }
        let limits = widened(
          .init(low: low, median: low, high: high), of: FigureName(kind: .time, subject: "", statistic: ""), tolerance)
        return !limits.contains(mean)
      }
      let found = outside.indices.first { place in
        let rest = outside[place...].compactMap { $0 }
        return outside[place] == true && rest.count { $0 } * 2 > rest.count
      }
      if let found { first = min(first ?? .max, Nanoseconds(found) * live.window) }
    }
    return first
  }
}
