/// What a model does with its events. The event is an enum of the model's own; dispatch is static, so
/// the loop below compiles to one switch.
public protocol SimulationModel: ~Copyable {
  /// What the model schedules: plain data, copied as it is.
  associatedtype Event: BitwiseCopyable & Sendable
  /// Executes one event at `simulation.now`.
  mutating func handle(_ event: Event, in simulation: inout Simulation<Event>)
  /// Whether an event of a delay line still means something to the model. One that does not, such as the timeout of a call
  /// that was answered, is dropped before its time and never executed; once it means nothing it must never mean
  /// anything again.
  func expects(_ event: Event, at time: Nanoseconds, as identity: EventIdentity) -> Bool
}

extension SimulationModel where Self: ~Copyable {
  /// All events mean something.
  @inlinable @inline(__always)
  public func expects(_ event: Event, at time: Nanoseconds, as identity: EventIdentity) -> Bool { true }
}

/// Simulated time and the pending events of one region.
///
///     var simulation = Simulation<Event>()
///     simulation.schedule(.arrive, at: 0, as: EventIdentity(salt: 0, number: 0))
///     simulation.run(until: .hour, with: &model)
///
/// Events run in the order of (time, microstep, identity). An event that is scheduled for the instant
/// that is being executed gets the next microstep, so keys never fall.
public struct Simulation<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @usableFromInline var pending = PendingEventSet<Event>()
  @usableFromInline var lines = UnsafeMutablePointer<DelayLine<Event>>.allocate(capacity: 1)
  @usableFromInline var lineCount = 0
  /// Keys of the lines' heads, each with its line: what is due next is the lesser of this first and the pending set's.
  @usableFromInline var heads = EventHeap<UInt32>()
  /// The instant that is being executed.
  @inlinable public var now: Nanoseconds { clock }
  @usableFromInline var clock: Nanoseconds = 0
  /// Microstep and identity of the event that is being executed.
  @usableFromInline var executing: UInt64 = 0
  @inlinable var microstep: UInt64 { executing >> 56 }
  /// Events executed so far.
  @inlinable public var executed: UInt64 { executions }
  @usableFromInline var executions: UInt64 = 0

  /// Events of a line that make room for one that comes out of order; beyond, it goes to the pending set.
  @usableFromInline static var lineReach: Int { 64 }

  public init() {}

  deinit { lines.deinitialize(count: lineCount).deallocate() }

  /// Events scheduled and not executed, those in delay lines included.
  public var pendingCount: Int {
    (0..<lineCount).reduce(pending.count) { $0 + lines[$1].count }
  }

  /// Schedules an event at an instant that is not in the past.
  @inlinable @inline(__always)
  public mutating func schedule(_ event: Event, at time: Nanoseconds, as identity: EventIdentity) {
    let key = order(at: time, identity)
    pending.push(PendingEvent(time: key.time, order: key.order, payload: event))
  }

  /// Schedules an event `delay` nanoseconds from now, which is not below zero; O(log n) in what is pending.
  @inlinable @inline(__always)
  public mutating func schedule(
    _ event: Event, after delay: Nanoseconds, as identity: EventIdentity
  ) {
    schedule(event, at: now &+ delay, as: identity)
  }

  /// A delay line for a constant delay; lines with one delay are one line.
  public mutating func line(delay: Nanoseconds) -> Int {
    if let known = (0..<lineCount).first(where: { lines[$0].delay == delay }) { return known }
    let more = UnsafeMutablePointer<DelayLine<Event>>.allocate(capacity: lineCount + 1)
    more.moveInitialize(from: lines, count: lineCount)
    lines.deallocate()
    lines = more
    (lines + lineCount).initialize(to: DelayLine(delay: delay))
    lineCount += 1
    return lineCount - 1
  }

  /// Schedules an event after the line's delay.
  @inlinable @inline(__always)
  public mutating func schedule(_ event: Event, onLine line: Int, as identity: EventIdentity) {
    let place = lines + line
    let key = order(at: now &+ place.pointee.delay, identity)
    let event = PendingEvent(time: key.time, order: key.order, payload: event)
    let isHead = place.pointee.count == 0 || event.key < place.pointee.first.key
    guard place.pointee.append(event, reach: Self.lineReach) else { return pending.push(event) }
    if isHead {
      // A head of the same instant that is overtaken keeps its entry, too: it is passed over later.
      heads.push(PendingEvent(time: key.time, order: key.order, payload: UInt32(line)))
    }
  }

  /// Executes events in order until the next one is at `end` or later, `limit` events have run, or
  /// none is left. Returns the number executed.
  @inlinable
  @discardableResult
  public mutating func run<Model: SimulationModel & ~Copyable>(
    until end: Nanoseconds, with model: inout Model, limit: UInt64 = .max
  ) -> UInt64 where Model.Event == Event {
    let bound = UInt128(_low: 0, _high: UInt64(bitPattern: end))
    var count: UInt64 = 0
    while count < limit {
      let head = heads.count > 0 ? heads.first.key : .max
      if let next = pending.peekFirst(below: min(head, bound)) {
        _ = pending.popFirst()
        begin(time: next.time, order: next.order)
        count &+= 1
        model.handle(next.payload, in: &self)
      } else {
        guard head < bound else { break }
        guard let due = takeHead(with: model) else { continue }
        begin(time: due.time, order: due.order)
        count &+= 1
        model.handle(due.payload, in: &self)
      }
    }
    executions &+= count
    return count
  }

  @inlinable @inline(__always)
  mutating func begin(time: UInt64, order: UInt64) {
    assert(
      UInt128(_low: order, _high: time) >= UInt128(_low: executing, _high: UInt64(bitPattern: clock)),
      "keys never fall from event to event")
    clock = Nanoseconds(bitPattern: time)
    executing = order
  }

  /// The event of the first head, whose line moves up: nil where it was overtaken, and left with the entry that took its
  /// place. Events behind it that mean nothing to the model any more leave with it.
  @inlinable
  mutating func takeHead<Model: SimulationModel & ~Copyable>(
    with model: borrowing Model
  ) -> PendingEvent<Event>? where Model.Event == Event {
    let head = heads.first
    let line = lines + Int(head.payload)
    if line.pointee.count == 0 || line.pointee.first.key != head.key {
      _ = heads.popFirst()
      return nil
    }
    let due = line.pointee.removeFirst()
    while line.pointee.count > 0 {
      let next = line.pointee.first
      let time = Nanoseconds(bitPattern: next.time)
      if model.expects(next.payload, at: time, as: EventIdentity(bits: next.order)) { break }
      _ = line.pointee.removeFirst()
    }
    if line.pointee.count == 0 {
      _ = heads.popFirst()
    } else {
      let next = line.pointee.first
      heads.replaceFirst(with: PendingEvent(time: next.time, order: next.order, payload: head.payload))
    }
    return due
  }

  /// The instant of the next event, or an earlier one for an event that means nothing any more; nil with none pending.
  public mutating func nextInstant() -> Nanoseconds? {
    let head = heads.count > 0 ? heads.first.key : .max
    if let next = pending.peekFirst(below: head) { return Nanoseconds(bitPattern: next.time) }
    return heads.count > 0 ? Nanoseconds(bitPattern: heads.first.time) : nil
  }

  /// Moves the clock to an instant at which nothing is pending before.
  public mutating func advance(to time: Nanoseconds) {
    if time > now {
      clock = time
      executing = 0
    }
  }

  @inlinable @inline(__always)
  func order(at time: Nanoseconds, _ identity: EventIdentity) -> (time: UInt64, order: UInt64) {
    if time > now { return (UInt64(bitPattern: time), identity.bits) }
    // 255 events in a row at one instant: the next goes one nanosecond on, and order holds.
    if microstep == 255 { return (UInt64(bitPattern: now) &+ 1, identity.bits) }
    return (UInt64(bitPattern: now), (microstep &+ 1) << 56 | identity.bits)
  }
}
