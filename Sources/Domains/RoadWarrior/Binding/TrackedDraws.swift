import Engine
import RoadWarriorCore

/// The randomness of reservations at their source, or of mailboxes: exponential gaps between events.
struct TrackedDraws: SourceDraws, Sendable {
  private let gaps: RandomStream
  private let offsets: RandomStream
  private let kinds: RandomStream
  /// Nanoseconds of source time.
  private let gap: Sampler
  /// A first gap whose bits are at least this lies beyond every run.
  private let beyondBits: UInt64

  /// - Parameters:
  ///   - meanGap: source time between two events of one key.
  ///   - span: source time that the run covers, at most.
  init(
    of entity: TrackedEntity, seed: UInt64, replication: Int, group: String, meanGap: Double, span: UInt64,
    pool: SamplerPool
  ) {
    gaps = RandomStream(seed: seed, replication: replication, name: "\(entity)/\(group)/gap")
    offsets = RandomStream(seed: seed, replication: replication, name: "\(entity)/\(group)/offset")
    kinds = RandomStream(seed: seed, replication: replication, name: "\(entity)/\(group)/kind")
    gap = pool.sampler(for: .exponential(mean: meanGap))
    // 1 − e^(−x) with room to spare: a bound, not the distribution.
    let share = 1 - ElementaryFunctions.exp(-1.01 * Double(span) / meanGap - 1e-6)
    beyondBits = share >= 0.999 ? .max : UInt64(share * 0x1p64)
  }

  @inline(__always)
  func gap(_ reservation: UInt64, version: UInt16) -> UInt32 {
    let bits = gaps.bits(entity: reservation, draw: UInt64(version))
    return bits >= beyondBits && beyondBits != .max ? TrackedReservation.never : gap(drawnBy: bits)
  }

  @inline(never)
  private func gap(drawnBy bits: UInt64) -> UInt32 {
    let ticks = UInt64(gap.draw(bits)) >> TrackedReservation.tickShift + 1
    return ticks >= UInt64(TrackedReservation.never) ? TrackedReservation.never : UInt32(ticks)
  }

  func offset(_ reservation: UInt64, version: UInt16) -> UInt32 {
    UInt32(truncatingIfNeeded: offsets.bits(entity: reservation, draw: UInt64(version)))
      & (1 << UInt32(TrackedReservation.tickShift) - 1)
  }

  func kind(_ reservation: UInt64, version: UInt16) -> UInt64 {
    kinds.bits(entity: reservation, draw: UInt64(version))
  }
}
