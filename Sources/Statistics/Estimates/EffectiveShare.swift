/// A share of samples that depend on each other, as one of fewer samples that do not.
///
/// With the variance v of the share p, p(1 − p)/v independent samples would be as uncertain. The interval is the exact
/// one of that many (Clopper and Pearson 1934), made fewer where v itself is known from few parts (Korn and Graubard
/// 1998), and never more than there are.
struct EffectiveShare: Equatable {
  let share: Double
  /// All samples.
  let samples: Double
  /// Independent samples that would be as uncertain.
  let effectiveSamples: Double
  /// The same, fewer by what is not known of the variance.
  private(set) var adjustedSamples: Double
  /// Whether the variance may be used at all.
  private(set) var isSound: Bool
  let independentParts: Double

  /// The fewest independent samples on either side of a level from which its own variance is trusted: short runs
  /// underestimate a rare share and its variance together.
  static let fewestExceedances = 10.0

  /// Nil without samples.
  init?(_ parts: RatioParts) {
    guard let spread = RatioVariance(parts) else { return nil }
    share = min(1, max(0, spread.ratio))
    samples = spread.denominator
    isSound = spread.isSound
    independentParts = spread.independentParts
    let binomial = share * (1 - share)
    guard spread.variance > 0, binomial > 0 else {
      effectiveSamples = samples
      adjustedSamples = samples
      return
    }
    let ratio = StudentT.normal95 / spread.student
    effectiveSamples = min(samples, max(min(1, samples), binomial / spread.variance))
    adjustedSamples = min(samples, max(min(1, samples), binomial / spread.variance * ratio * ratio))
  }

  /// A share of so many independent samples.
  init(_ share: Double, of samples: Double) {
    self.share = share
    self.samples = samples
    effectiveSamples = samples
    adjustedSamples = samples
    isSound = true
    independentParts = samples
  }

  /// Whether enough independent samples lie on both sides.
  var isTrusted: Bool { isSound && effectiveSamples * min(share, 1 - share) >= Self.fewestExceedances }

  /// How many samples count as one.
  var designEffect: Double { samples / adjustedSamples }

  /// The same with the knowledge that at least so many samples count as one, of a share that is sound.
  func with(designEffect: Double) -> EffectiveShare {
    var same = self
    same.adjustedSamples = min(adjustedSamples, samples / designEffect)
    same.isSound = true
    return same
  }

  /// The same, of which nothing is known.
  var unsound: EffectiveShare {
    var same = self
    same.isSound = false
    return same
  }

  /// Of a run so many times as long, if the share stayed.
  func lengthened(_ factor: Double) -> EffectiveShare {
    var same = self
    same.adjustedSamples *= factor
    return same
  }

  // MARK: Ends

  /// Above this the exact ends and Wilson's (1927) are the same to a hundredth of the interval.
  private static let manySamples = 10_000.0

  /// Lower end of the interval.
  var low: Double {
    if share <= 0 || !isSound { return 0 }
    if adjustedSamples * share * (1 - share) > Self.manySamples { return score(-1) }
    return min(share, BetaDistribution.quantile(0.025, beyond, adjustedSamples - beyond + 1))
  }

  /// Upper end of the interval.
  var high: Double {
    if share >= 1 || !isSound { return 1 }
    if adjustedSamples * share * (1 - share) > Self.manySamples { return score(1) }
    return max(share, BetaDistribution.quantile(0.975, beyond + 1, adjustedSamples - beyond))
  }

  private var beyond: Double { share * adjustedSamples }

  private func score(_ side: Double) -> Double {
    let z = StudentT.normal95
    let n = adjustedSamples
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    return (share + z * z / (2 * n) + side * half) / (1 + z * z / n)
  }
}
