import Components
import Engine
import RoadWarriorCore

/// The reservations of one partition, or its mailboxes, as the polling loop sees them.
struct TrackedPopulation: PushedPopulation {
  let base: UnsafeMutablePointer<TrackedReservation>
  let shape: PollingPlan.Partition
  let tracker: Tracker<TrackedDraws>
  let clock: SourceClock
  let providers: ProviderChoice
  let subscriptions: Subscriptions
  /// Nil for reservations.
  let mailboxes: Mailboxes?
  /// A call is about one key, and says nothing where nothing is new.
  private let isPlain: Bool
  private var windowBegins: Nanoseconds = 0
  private var windowClock: UInt64 = 0
  private var windowFactor: UInt64 = 1 << 16
  private var lastTick: UInt32 = 0
  private var pass = 0
  /// Key that was found last, of those that one call answers for.
  private var cursor = 0
  /// Source times of the events that the last comparison discovered.
  private var seen: [UInt64] = []

  init(
    base: UnsafeMutablePointer<TrackedReservation>, shape: PollingPlan.Partition,
    tracker: Tracker<TrackedDraws>, clock: SourceClock, providers: ProviderChoice, subscriptions: Subscriptions,
    mailboxes: Mailboxes?
  ) {
    self.base = base
    self.shape = shape
    self.tracker = tracker
    self.clock = clock
    self.providers = providers
    self.subscriptions = subscriptions
    self.mailboxes = mailboxes
    isPlain = shape.bulk == 1 && !(mailboxes?.writesEveryPoll ?? false)
  }

  /// As if the worker had polled for ever: each reservation was last seen one cycle before its first
  /// poll of the run.
  /// - Parameter isFirst: nobody has said anything of them before, so that those which the loop leaves out begin as well.
  func initialize(firstDue: (Int) -> Nanoseconds, period: Nanoseconds, isFirst: Bool) {
    for key in 0..<shape.keys where isFirst || subscriptions.covers(entity(key)) {
      let lastSeen = clock.beforeStart(firstDue(key / shape.bulk) - period)
      let tick = UInt32(truncatingIfNeeded: lastSeen >> TrackedReservation.tickShift)
      base[key] = TrackedReservation(nextEvent: tracker.source.tick(after: tick, entity(key), version: 0))
    }
  }

  mutating func beginWindow(from: Nanoseconds, until: Nanoseconds) {
    windowBegins = from
    windowClock = clock.clock(at: from)
    windowFactor = clock.segment(at: from).factor
  }

  mutating func beginPass(_ number: Int) { pass = number }

  @inline(__always)
  func isActive(_ index: Int) -> Bool {
    if shape.bulk > 1 { return keys(of: index).contains(where: isAskedFor) }
    return base[index].isActive && (subscriptions.coversAll || subscriptions.covers(entity(index)))
  }

  @inline(__always)
  private func instant(at time: Nanoseconds) -> UInt64 {
    windowClock &+ (UInt64(bitPattern: time &- windowBegins) &* windowFactor) >> 16
  }

  @inline(__always)
  private func entity(_ index: Int) -> UInt64 { shape.entity(index) }

  @inline(__always)
  mutating func compare(_ index: Int, at time: Nanoseconds) -> UInt8 {
    if !isPlain { return compare(from: index * shape.bulk, of: index, at: time) }
    return compare(key: index, at: time)
  }

  mutating func compareRest(_ index: Int, at time: Nanoseconds) -> UInt8 {
    isPlain ? 0 : compare(from: cursor + 1, of: index, at: time)
  }

  /// The first of the keys that one call answers for which has news.
  private mutating func compare(from first: Int, of call: Int, at time: Nanoseconds) -> UInt8 {
    let end = min(shape.keys, (call + 1) * shape.bulk)
    var key = first
    while key < end {
      if base[key].isActive, subscriptions.coversAll || subscriptions.covers(entity(key)) {
        var outcome = compare(key: key, at: time)
        if outcome == 0, let mailboxes, mailboxes.writesEveryPoll { outcome = Mailboxes.idle }
        if outcome != 0 {
          cursor = key
          return outcome
        }
      }
      key += 1
    }
    return 0
  }

  @inline(__always)
  private mutating func compare(key: Int, at time: Nanoseconds) -> UInt8 {
    var news: [UInt64] = []
    let result = tracker.compare(&base[key], entity(key), at: instant(at: time)) { news.append($0) }
    if result != .unchanged { seen = news }
    // Both ends of a reservation are one outcome to a flow; the payload distinguishes them.
    return result == .finished ? Comparison.cancelled.rawValue : result.rawValue
  }

  mutating func describe(_ index: Int, at time: Nanoseconds, in finding: inout Finding) {
    let key = isPlain ? index : cursor
    let known = base[key]
    finding.entity = entity(key)
    if let mailboxes { return describe(mailboxes, last: known.version, in: &finding) }
    let kind: ReservationUpdate.Kind =
      switch known.state {
      case .active, .removed: .changed
      case .cancelled: .cancelled
      case .finished: .finished
      }
    finding.payload = ReservationUpdate(version: known.version, kind: kind).packed | UInt64(pass) << 32
    if let first = seen.first { finding.changedAt = clock.time(at: first) }
    finding.others = seen.dropFirst().map { clock.time(at: $0) }
  }

  /// Mails: those that are bookings and let in are changes.
  private func describe(_ mailboxes: Mailboxes, last: UInt16, in finding: inout Finding) {
    let isIdle = finding.outcome == Mailboxes.idle
    finding.outcome = isIdle ? 1 : 2
    let new = isIdle ? [] : seen
    let before = last &- UInt16(truncatingIfNeeded: new.count)
    finding.payload = MailNews(last: last, count: UInt16(clamping: new.count)).packed
    for (place, time) in new.enumerated() {
      let number = before &+ UInt16(truncatingIfNeeded: place + 1)
      guard mailboxes.source.content(of: number, in: finding.entity) == .booking else { continue }
      if finding.changedAt == nil {
        finding.changedAt = clock.time(at: time)
      } else {
        finding.others.append(clock.time(at: time))
      }
    }
  }

  func sourceKey(_ index: Int) -> Int64 { providers.provider(of: entity(index * shape.bulk)) }

  mutating func apply(_ code: UInt8, to index: Int, at time: Nanoseconds) {
    if let state = TrackedReservation.State(rawValue: code), base[index].isActive {
      base[index].state = state
    }
  }

  mutating func prepareUnseen(before end: Nanoseconds) {
    lastTick = UInt32(truncatingIfNeeded: clock.clock(at: end) >> TrackedReservation.tickShift)
  }

  func mayHaveUnseen(_ index: Int) -> Bool {
    keys(of: index).contains { base[$0].nextEvent <= lastTick && isAskedFor($0) }
  }

  func forEachUnseen(_ index: Int, before time: Nanoseconds, _ body: (Nanoseconds) -> Void) {
    let instant = clock.clock(at: time)
    let tick = UInt32(truncatingIfNeeded: instant >> TrackedReservation.tickShift)
    for key in keys(of: index) where isAskedFor(key) && base[key].nextEvent <= tick {
      var copy = base[key]
      var version = copy.version
      _ = tracker.compare(&copy, entity(key), at: instant) {
        version &+= 1
        if mailboxes?.source.content(of: version, in: entity(key)) ?? .booking == .booking { body(clock.time(at: $0)) }
      }
    }
  }

  private func keys(of index: Int) -> Range<Int> {
    index * shape.bulk..<min(shape.keys, (index + 1) * shape.bulk)
  }

  private func isAskedFor(_ key: Int) -> Bool {
    base[key].isActive && (subscriptions.coversAll || subscriptions.covers(entity(key)))
  }
}

/// Changes at the source, one by one.
extension TrackedPopulation {
  func nextChange(_ index: Int, before end: Nanoseconds) -> SourceChange? {
    change(version: base[index].version &+ 1, tick: base[index].nextEvent, index, before: end)
  }

  func change(after change: SourceChange, _ index: Int, before end: Nanoseconds) -> SourceChange? {
    let version = UInt16(truncatingIfNeeded: change.version)
    guard tracker.source.event(entity(index), version: version) == .changed else { return nil }
    let tick = tracker.source.tick(after: UInt32(change.tick), entity(index), version: version)
    return self.change(version: version &+ 1, tick: tick, index, before: end)
  }

  private func change(version: UInt16, tick: UInt32, _ index: Int, before end: Nanoseconds) -> SourceChange? {
    guard tick != TrackedReservation.never else { return nil }
    let time = clock.time(at: tracker.source.instant(of: tick, entity(index), version: version))
    return time < end ? SourceChange(at: max(0, time), version: UInt64(version), tick: UInt64(tick)) : nil
  }
}

/// Whose changes vendors push: a function of the reservation. A loop is about those, about the others, or about all.
struct Subscriptions: Sendable {
  let keys: PollingPlan.Keys
  private let below: UInt64
  private let stream: RandomStream

  init(_ plan: PollingPlan, of entity: TrackedEntity, seed: UInt64, replication: Int) {
    keys = plan.subscribed > 0 || plan.keys == .subscribed ? plan.keys : .all
    below = plan.subscribed >= 1 ? .max : UInt64(max(0, plan.subscribed) * 0x1p64)
    stream = RandomStream(seed: seed, replication: replication, name: "\(entity)/subscription")
  }

  @inline(__always) var coversAll: Bool { keys == .all }

  func covers(_ reservation: UInt64) -> Bool {
    switch keys {
    case .all: true
    case .subscribed: stream.bits(entity: reservation, draw: 0) < below
    case .unsubscribed: stream.bits(entity: reservation, draw: 0) >= below
    }
  }
}

/// Which provider a reservation was booked with: a function of the reservation, by Zipf's law.
final class ProviderChoice: Sendable {
  private let weights: WeightedChoice?
  private let stream: RandomStream

  init(count: Int, exponent: Double, of entity: TrackedEntity, seed: UInt64, replication: Int) {
    weights = count > 0 ? WeightedChoice(zipf: exponent, count: count) : nil
    stream = RandomStream(seed: seed, replication: replication, name: "\(entity)/provider")
  }

  /// From 1, in order of weight; 0 when there are no providers.
  func provider(of reservation: UInt64) -> Int64 {
    guard let weights else { return 0 }
    return Int64(weights.draw(stream.bits(entity: reservation, draw: 0))) + 1
  }
}
