import Components
import Engine
import Scenarios
import Statistics

/// Batches of one long run: its timeline intervals after the warm-up, joined to about twenty. Intervals
/// of one run come from these, since neighbouring requests are not independent and far ones nearly are.
struct BatchHistograms {
  let batches: [Histogram]
  private let sums: [UInt128]
  private let counts: [UInt64]

  static let count = 20

  init(_ intervals: [SparseInterval], skipping horizon: Horizon) {
    let first =
      horizon.interval > 0
      ? Int((horizon.warmUp + horizon.interval - 1) / horizon.interval) : 0
    let kept = intervals.dropFirst(first)
    var batches: [Histogram] = []
    var sums: [UInt128] = []
    var counts: [UInt64] = []
    let size = max(1, kept.count / BatchHistograms.count)
    var current = Histogram()
    for (index, interval) in kept.enumerated() {
      interval.add(to: &current)
      if (index + 1) % size == 0 {
        batches.append(current)
        sums.append(current.sum)
        counts.append(current.count - current.missing)
        current = Histogram()
      }
    }
    self.batches = batches
    self.sums = sums
    self.counts = counts
  }

  func meanInterval() -> ConfidenceInterval? {
    BatchMeans.interval(sums: sums, counts: counts, batches: BatchHistograms.count)
  }

  func quantileInterval(_ q: Double) -> ConfidenceInterval? {
    let enough = batches.allSatisfy { $0.count >= QuantileInterval.minimumSamples(for: q) }
    return enough && batches.count >= 10 ? QuantileInterval.interval(of: q, in: batches) : nil
  }

  /// An interval for a check's statistic around what was observed of the whole.
  func interval(of check: Check, observed: Double) -> ConfidenceInterval? {
    switch check.statistic {
    case .mean:
      return meanInterval().map {
        ConfidenceInterval(mean: observed, halfWidth: $0.halfWidth, level: $0.level)
      }
    case .quantile(let q):
      return quantileInterval(q).map {
        ConfidenceInterval(mean: observed, halfWidth: $0.halfWidth, level: $0.level)
      }
    case .share:
      guard let above = check.above else { return nil }
      let limit = Nanoseconds(above.rounded())
      return BatchMeans.interval(
        sums: batches.map { UInt128($0.count(above: limit)) }, counts: batches.map(\.count),
        batches: BatchHistograms.count
      ).map { ConfidenceInterval(mean: observed, halfWidth: $0.halfWidth, level: $0.level) }
    default:
      return nil
    }
  }
}
