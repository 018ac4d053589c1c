import Engine

/// A factor on a workload's rate that takes turns between calm and burst, each for a drawn time.
///
/// Workloads that name one stream share its instants, whatever their own rates are.
public struct BurstPlan: Sendable, Equatable {
  /// Name of the random stream that turns are drawn from.
  public var stream: String
  /// Nanoseconds that a calm lasts.
  public var calm: Distribution
  /// Nanoseconds that a burst lasts.
  public var burst: Distribution
  /// What the rate is multiplied with in calm.
  public var calmFactor: Double
  /// What the rate is multiplied with in a burst.
  public var burstFactor: Double
  /// Chance that time zero lies within a burst.
  public var startsInBurst: Double

  /// Random spans at which a rate is multiplied; before the first and between them it stays as it is.
  ///
  /// - Parameters:
  ///   - gap: from the end of one, and from time zero, to the beginning of the next.
  public static func storm(_ stream: String, gap: Distribution, duration: Distribution, factor: Double) -> BurstPlan {
    BurstPlan(
      stream: stream, calm: gap, burst: duration, calmFactor: 1, burstFactor: factor, startsInBurst: 0)
  }

  /// A Markov-modulated rate with a mean factor of one: exponential times, and a burst `factor` times as
  /// busy as calm. It is stationary from time zero on (Heffes and Lucantoni, "A Markov modulated
  /// characterization of packetized voice and data traffic", 1986).
  public static func modulated(_ stream: String, factor: Double, burst: Nanoseconds, calm: Nanoseconds) -> BurstPlan {
    let share = Double(burst) / (Double(burst) + Double(calm))
    let rate = 1 / (1 - share + share * factor)
    return BurstPlan(
      stream: stream, calm: .exponential(mean: Double(calm)), burst: .exponential(mean: Double(burst)),
      calmFactor: rate, burstFactor: rate * factor, startsInBurst: share)
  }

  /// The factor in the long run; that of calm where no burst ends, or no calm.
  public var meanFactor: Double {
    let share = burst.mean / (burst.mean + calm.mean)
    return share.isFinite ? calmFactor + share * (burstFactor - calmFactor) : calmFactor
  }
}

/// A burst plan while it runs: forward only, one turn at a time.
struct BurstClock {
  private let plan: BurstPlan
  private let stream: RandomStream
  private let calm: Sampler
  private let burst: Sampler
  private var isBurst: Bool
  private var turn: UInt64 = 0
  /// End of the current turn.
  private(set) var ends: Nanoseconds = 0

  /// A turn takes at least this long, so that a clock gets through a run.
  static let shortestTurn: Nanoseconds = .microsecond

  init(_ plan: BurstPlan, seed: UInt64, replication: Int, pool: SamplerPool) {
    self.plan = plan
    stream = RandomStream(seed: seed, replication: replication, name: plan.stream)
    calm = pool.sampler(for: plan.calm)
    burst = pool.sampler(for: plan.burst)
    let unit = Double(stream.bits(entity: 0, draw: 1) >> 11) * 0x1p-53
    isBurst = unit < plan.startsInBurst
    drawEnd()
  }

  var factor: Double { isBurst ? plan.burstFactor : plan.calmFactor }

  mutating func takeTurn() {
    isBurst.toggle()
    turn += 1
    drawEnd()
  }

  private mutating func drawEnd() {
    let span = (isBurst ? burst : calm).draw(stream.bits(entity: turn, draw: 0))
    let (sum, isTooLate) = ends.addingReportingOverflow(max(BurstClock.shortestTurn, span))
    ends = isTooLate ? .max : sum
  }
}
