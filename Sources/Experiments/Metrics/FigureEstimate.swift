import Components
import Engine
import Scenarios
import Statistics

/// An estimate of a check's left side over all replications, with what had not ended at its best and at its worst.
struct FigureEstimate {
  enum Answer: Equatable {
    case held, violated
    /// There is no interval; so many times the length would give one.
    case tooFew(Double?)
    /// The limit lies inside the interval; so many times the length would decide.
    case straddles(Double?)
    /// At its best what had not ended leaves the limit held, at its worst it does not.
    case unended
  }

  /// The point estimate: with what had not ended at its age, or not counted, and at its worst.
  let value: Bounds
  /// Samples behind it, where it is of samples.
  let samples: UInt64?
  private let estimate: any Estimate
  private let offset: Double

  /// Where it can be told; an end may be infinite.
  var interval: ConfidenceInterval? {
    estimate.interval.map {
      ConfidenceInterval(
        mean: value.low, low: min($0.low + offset, value.low), high: max($0.high + offset, value.low), level: $0.level)
    }
  }

  // MARK: From observations

  init?(_ check: Check, of observations: [Observation]) {
    var runs: [[StretchSamples]] = []
    var exceeding: UInt64? = 0
    var ratios: [Ratio] = []
    for observation in observations {
      switch observation {
      case .samples(let stretches, let count):
        runs.append(stretches)
        exceeding = exceeding.flatMap { sum in count.map { sum + $0 } }
      case .ratio(let ratio): ratios.append(ratio)
      case .fact: return nil
      }
    }
    if ratios.isEmpty {
      self.init(TimeFigure(check, exceeding: exceeding), of: runs)
    } else {
      self.init(ratios)
    }
  }

  /// A percentile, a mean or a share of samples, by replication.
  init?(_ figure: TimeFigure, of runs: [[StretchSamples]]) {
    let all = runs.flatMap { $0 }
    guard let value = figure.value(all) else { return nil }
    let hasUnended = all.contains { $0.ages.count > 0 }
    guard
      let distribution = DistributionEstimate(
        Self.parts(runs, \.atAge), unfavourable: hasUnended ? Self.parts(runs, \.atInfinity) : nil)
    else { return nil }
    let estimate: (any Estimate)? =
      switch figure.statistic {
      case .quantile(let q): distribution.percentile(q)
      case .mean: distribution.mean
      case .share: figure.above.map { distribution.share(above: $0, exceedances: figure.exceeding) }
      default: nil
      }
    guard let estimate else { return nil }
    self.value = value
    samples = all.reduce(0) { $0 + $1.count }
    offset = 0
    self.estimate = estimate
  }

  private static func parts(
    _ runs: [[StretchSamples]], _ samples: KeyPath<StretchSamples, SparseInterval>
  ) -> HistogramParts {
    var parts = HistogramParts()
    for run in runs { parts.append(run.map { $0[keyPath: samples] }) }
    return parts
  }

  /// A ratio, by replication.
  init?(_ runs: [Ratio]) {
    guard let first = runs.first else { return nil }
    var all = first
    all.whole = runs.dropFirst().reduce(first.whole) { $0 + $1.whole }
    all.fixed = runs.reduce(0) { $0 + $1.fixed } / Double(runs.count)
    guard let value = all.value else { return nil }
    self.value = value
    samples = first.kind == .share ? UInt64(max(0, all.whole.per)) : nil
    let hasUnended = all.whole.amount.low != all.whole.amount.high
    func parts(_ end: KeyPath<Bounds, Double>) -> RatioParts {
      RatioParts(
        runs.map { run in
          (run.stretches.isEmpty ? [run.whole] : run.stretches).map {
            RatioParts.Part($0.amount[keyPath: end], $0.per)
          }
        })
    }
    let favourable = parts(\.low)
    let worst = hasUnended ? parts(\.high) : nil
    let estimate: (any Estimate)? =
      switch first.kind {
      case .share: ShareEstimate(favourable, unfavourable: worst)
      case .mean: MeanEstimate(favourable, unfavourable: worst)
      case .count: RateEstimate(favourable, unfavourable: worst)
      }
    guard let estimate else { return nil }
    self.estimate = first.isComplement ? ComplementEstimate(of: estimate) : estimate
    // Stretches may hold a little more or less than the whole.
    offset = value.low - self.estimate.point
  }

  // MARK: Answers

  func answer(_ check: Check, _ limit: Double) -> Answer {
    let comparison = check.comparison
    // A percentile that lies among the missing is infinite, and has no interval that could straddle anything.
    if value.low.isInfinite { return comparison.holds(value.low, limit) ? .held : .violated }
    let standing = estimate.standing(against: limit - offset)
    let surely: Bool? =
      switch standing {
      case .below: comparison.isUpperLimit
      case .above: !comparison.isUpperLimit
      case .equal: comparison.holds(limit, limit)
      case .undecided: nil
      }
    // Where the sample itself says otherwise, as with a value that is always the same, it is what counts.
    if let surely, surely == comparison.holds(value.low, limit) { return surely ? .held : .violated }
    if comparison.mayHold(value, limit) && !comparison.surelyHolds(value, limit) { return .unended }
    guard case .undecided(let factor) = standing else { return .straddles(nil) }
    return estimate.isJudgeable ? .straddles(factor) : .tooFew(factor)
  }
}

extension StretchSamples {
  /// All of them, with what had not ended at its age, and at infinity.
  fileprivate var atAge: SparseInterval {
    var samples = ended
    samples.merge(ages)
    return samples
  }

  fileprivate var atInfinity: SparseInterval {
    var samples = StretchSamples(ended: ended)
    samples.lose(ages.count)
    return samples.ended
  }
}
