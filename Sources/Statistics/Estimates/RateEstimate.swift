/// Events per unit of time, or per replication, with their interval: throughput, errors a second, counts.
///
/// Independent events have the exact interval of a Poisson mean (Garwood 1936). Where they come in clusters, the
/// variance of the number over its mean tells how many count as one, and the interval is that of as many fewer. Where
/// they come more evenly than independent ones, it is narrower, but only if there are thirty events and ten independent
/// parts to show it: 1, 1 and 1 in three replications is luck. No event in R replications is up to 3.69/R.
public struct RateEstimate: Estimate, Equatable {
  /// Events per `span`, with what has not ended counted in favour.
  public let point: Double
  /// At 95 %, per the same span; nil where `shortfall` says why.
  public let interval: ConfidenceInterval?
  /// Why there is no interval; nil where there is one.
  public let shortfall: Shortfall?
  /// Events, of all replications.
  public let events: Double

  private static let fewestEvents = 30.0

  /// Nil without measured time.
  ///
  /// - Parameters:
  ///   - parts: events, of measured time.
  ///   - unfavourable: the same with all that has not ended counted as an event, where that differs: the upper end is of
  ///     these, the lower end of `parts`.
  ///   - span: what the figure is per, in the unit of the denominators: 1 for a rate, the measured time of one
  ///     replication for a count per replication.
  public init?(_ parts: RatioParts, unfavourable: RatioParts? = nil, per span: Double = 1) {
    guard let spread = RatioVariance(parts) else { return nil }
    let worst = unfavourable.flatMap { RatioVariance($0) } ?? spread
    let least = EffectiveCount(spread)
    let most = EffectiveCount(worst)
    events = least.events
    point = spread.ratio * span
    // That nothing happened needs no variance.
    guard spread.isSound && worst.isSound || most.events == 0 else {
      interval = nil
      shortfall = .fewIndependentParts(
        min(spread.independentParts, worst.independentParts), needed: RatioVariance.fewestParts)
      return
    }
    shortfall = nil
    interval = ConfidenceInterval(
      mean: point, low: min(point, least.low / spread.denominator * span),
      high: max(point, most.high / worst.denominator * span), level: 0.95)
  }

  /// By the interval: without one it is undecided.
  public func standing(against limit: Double) -> LimitSide {
    guard let interval else { return .undecided(lengthFactor: shortfall?.lengthFactor) }
    if let standing = LimitSide(low: interval.low, high: interval.high, limit: limit) { return standing }
    // An upper end that stands for no event at all shrinks with the length, not with its square root.
    if events == 0, limit > 0 { return .undecided(lengthFactor: interval.high / limit) }
    return .undecided(lengthFactor: interval.lengthFactor(deciding: limit))
  }

  /// A number of events as one of fewer independent ones.
  private struct EffectiveCount {
    let events: Double
    /// How many events count as one.
    let dispersion: Double

    init(_ spread: RatioVariance) {
      events = max(0, spread.ratio * spread.denominator)
      let ratio = spread.student / StudentT.normal95
      let variance = spread.variance * spread.denominator * spread.denominator * ratio * ratio
      let measured = events > 0 ? variance / events : 1
      let isShown = events >= RateEstimate.fewestEvents && spread.independentParts >= RatioVariance.fewestParts
      dispersion = isShown ? measured : max(1, measured)
    }

    /// Above this the exact ends and those of the score are the same to a hundredth of the interval.
    private static let manyEvents = 10_000.0

    var low: Double {
      guard dispersion > 0, events > 0 else { return events }
      let count = events / dispersion
      return dispersion
        * (count > Self.manyEvents ? score(count, -1) : GammaDistribution.quantile(0.025, shape: count))
    }

    var high: Double {
      guard dispersion > 0 else { return events }
      let count = events / dispersion
      return dispersion
        * (count > Self.manyEvents ? score(count, 1) : GammaDistribution.quantile(0.975, shape: count + 1))
    }

    private func score(_ count: Double, _ side: Double) -> Double {
      let z = StudentT.normal95
      return count + z * z / 2 + side * z * (count + z * z / 4).squareRoot()
    }
  }
}
