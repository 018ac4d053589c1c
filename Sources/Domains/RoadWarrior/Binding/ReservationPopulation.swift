import Components
import Engine
import RoadWarriorCore

/// The reservations of one partition, as the polling loop sees them.
struct ReservationPopulation: PolledPopulation {
  let base: UnsafeMutablePointer<TrackedReservation>
  let shape: PollingPlan.Partition
  let tracker: Tracker<ReservationDraws>
  let clock: SourceClock
  let providers: ProviderChoice
  private var windowBegins: Nanoseconds = 0
  private var windowClock: UInt64 = 0
  private var windowFactor: UInt64 = 1 << 16
  private var lastTick: UInt32 = 0
  /// Source times of the events that the last comparison discovered.
  private var seen: [UInt64] = []

  init(
    base: UnsafeMutablePointer<TrackedReservation>, shape: PollingPlan.Partition,
    tracker: Tracker<ReservationDraws>, clock: SourceClock, providers: ProviderChoice
  ) {
    self.base = base
    self.shape = shape
    self.tracker = tracker
    self.clock = clock
    self.providers = providers
  }

  /// As if the worker had polled for ever: each reservation was last seen one cycle before its first
  /// poll of the run.
  func initialize(firstDue: (Int) -> Nanoseconds, period: Nanoseconds) {
    for index in 0..<shape.count {
      let lastSeen = clock.beforeStart(firstDue(index) - period)
      let tick = UInt32(truncatingIfNeeded: lastSeen >> TrackedReservation.tickShift)
      base[index] = TrackedReservation(
        nextEvent: tracker.source.tick(after: tick, entity(index), version: 0))
    }
  }

  mutating func beginWindow(from: Nanoseconds, until: Nanoseconds) {
    windowBegins = from
    windowClock = clock.clock(at: from)
    windowFactor = clock.segment(at: from).factor
  }

  @inline(__always)
  func isActive(_ index: Int) -> Bool { base[index].isActive }

  @inline(__always)
  private func instant(at time: Nanoseconds) -> UInt64 {
    windowClock &+ (UInt64(bitPattern: time &- windowBegins) &* windowFactor) >> 16
  }

  @inline(__always)
  private func entity(_ index: Int) -> UInt64 { shape.first &+ UInt64(index) &* shape.stride }

  @inline(__always)
  mutating func compare(_ index: Int, at time: Nanoseconds) -> UInt8 {
    var news: [UInt64] = []
    let result = tracker.compare(&base[index], entity(index), at: instant(at: time)) {
      news.append($0)
    }
    if result != .unchanged { seen = news }
    // Both ends of a reservation are one outcome to a flow; the payload distinguishes them.
    return result == .finished ? Comparison.cancelled.rawValue : result.rawValue
  }

  mutating func describe(_ index: Int, at time: Nanoseconds, in finding: inout Finding) {
    let known = base[index]
    let kind: ReservationUpdate.Kind =
      switch known.state {
      case .active, .removed: .changed
      case .cancelled: .cancelled
      case .finished: .finished
      }
    finding.payload = ReservationUpdate(version: known.version, kind: kind).packed
    if let first = seen.first { finding.changedAt = clock.time(at: first) }
    finding.others = seen.dropFirst().map { clock.time(at: $0) }
  }

  func sourceKey(_ index: Int) -> Int64 { providers.provider(of: entity(index)) }

  mutating func apply(_ code: UInt8, to index: Int, at time: Nanoseconds) {
    if let state = TrackedReservation.State(rawValue: code), base[index].isActive {
      base[index].state = state
    }
  }

  mutating func prepareUnseen(before end: Nanoseconds) {
    lastTick = UInt32(truncatingIfNeeded: clock.clock(at: end) >> TrackedReservation.tickShift)
  }

  func mayHaveUnseen(_ index: Int) -> Bool { base[index].nextEvent <= lastTick }

  func forEachUnseen(_ index: Int, before time: Nanoseconds, _ body: (Nanoseconds) -> Void) {
    guard base[index].isActive else { return }
    let instant = clock.clock(at: time)
    guard base[index].nextEvent <= UInt32(truncatingIfNeeded: instant >> TrackedReservation.tickShift)
    else { return }
    var copy = base[index]
    _ = tracker.compare(&copy, entity(index), at: instant) { body(clock.time(at: $0)) }
  }
}

/// Which provider a reservation was booked with: a function of the reservation, by Zipf's law.
final class ProviderChoice: Sendable {
  private let weights: WeightedChoice?
  private let stream: RandomStream

  init(count: Int, exponent: Double, seed: UInt64, replication: Int) {
    weights = count > 0 ? WeightedChoice(zipf: exponent, count: count) : nil
    stream = RandomStream(seed: seed, replication: replication, name: "reservation/provider")
  }

  /// From 1, in order of weight; 0 when there are no providers.
  func provider(of reservation: UInt64) -> Int64 {
    guard let weights else { return 0 }
    return Int64(weights.draw(stream.bits(entity: reservation, draw: 0))) + 1
  }
}
