/// What a model does with its events. The event is an enum of the model's own; dispatch is static, so
/// the loop below compiles to one switch.
public protocol SimulationModel: ~Copyable {
  associatedtype Event: BitwiseCopyable & Sendable
  /// Executes one event at `simulation.now`.
  mutating func handle(_ event: Event, in simulation: inout Simulation<Event>)
  /// Whether an event of a delay line still means something to the model. One that does not, such as the timeout of a call
  /// that was answered, is dropped before its time and never executed; once it means nothing it must never mean
  /// anything again.
  func expects(_ event: Event, at time: Nanoseconds, as identity: EventIdentity) -> Bool
}

extension SimulationModel where Self: ~Copyable {
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
/// that is being executed gets the next microstep, so keys strictly increase.
public struct Simulation<Event: BitwiseCopyable & Sendable>: ~Copyable {
  @frozen
  @usableFromInline
  enum Entry: BitwiseCopyable, Sendable {
    case event(Event)
    /// The head of a delay line is due.
    case line(UInt32)
  }

  @usableFromInline var pending = PendingEventSet<Entry>()
  @usableFromInline var lines: [LineBox] = []
  /// The instant that is being executed.
  @inlinable public var now: Nanoseconds { clock }
  @usableFromInline var clock: Nanoseconds = 0
  /// Microstep and identity of the event that is being executed.
  @usableFromInline var executing: UInt64 = 0
  @inlinable var microstep: UInt64 { executing >> 56 }
  /// Of the event that is being executed: for models that tell by it whose the event is.
  @inlinable public var identity: EventIdentity { EventIdentity(bits: executing) }
  /// Events executed so far.
  @inlinable public var executed: UInt64 { executions }
  @usableFromInline var executions: UInt64 = 0

  /// A noncopyable ring needs a home that an array can hold.
  @usableFromInline
  final class LineBox {
    @usableFromInline var line: DelayLine<Event>
    /// Entries of the line in the pending-event set: one for its head, and one for each former head that
    /// was overtaken.
    @usableFromInline var entries = 0
    init(delay: Nanoseconds) { line = DelayLine(delay: delay) }
  }

  public init() {}

  /// Events scheduled and not executed, those in delay lines included.
  public var pendingCount: Int {
    pending.count + lines.reduce(0) { $0 + $1.line.count - $1.entries }
  }

  /// Schedules an event at an instant that is not in the past.
  @inlinable @inline(__always)
  public mutating func schedule(_ event: Event, at time: Nanoseconds, as identity: EventIdentity) {
    let key = order(at: time, identity)
    pending.push(PendingEvent(time: key.time, order: key.order, payload: .event(event)))
  }

  @inlinable @inline(__always)
  public mutating func schedule(
    _ event: Event, after delay: Nanoseconds, as identity: EventIdentity
  ) {
    schedule(event, at: now &+ delay, as: identity)
  }

  /// A delay line for a constant delay; lines with one delay are one line.
  public mutating func line(delay: Nanoseconds) -> Int {
    if let known = lines.firstIndex(where: { $0.line.delay == delay }) { return known }
    lines.append(LineBox(delay: delay))
    return lines.count - 1
  }

  /// When an event that is scheduled for an instant runs: one nanosecond on, where too much has happened in a row at this
  /// one. For models that tell by its instant whether an event still holds.
  @inlinable @inline(__always)
  public func due(at time: Nanoseconds) -> Nanoseconds { time > now || microstep < 255 ? time : now &+ 1 }

  /// Schedules an event after the line's delay.
  @inlinable @inline(__always)
  public mutating func schedule(_ event: Event, onLine line: Int, as identity: EventIdentity) {
    let box = lines[line]
    let key = order(at: now &+ box.line.delay, identity)
    let event = PendingEvent(time: key.time, order: key.order, payload: event)
    let isHead = box.line.count == 0 || event.key < box.line.first.key
    box.line.append(event)
    if isHead {
      // A head of the same instant that is overtaken keeps its entry, too: it is passed over later.
      box.entries &+= 1
      pending.push(PendingEvent(time: key.time, order: key.order, payload: .line(UInt32(line))))
    }
  }

  /// Executes events in order until the next one is at `end` or later, `limit` events have run, or
  /// none is left. Returns the number executed.
  @inlinable
  @discardableResult
  public mutating func run<Model: SimulationModel & ~Copyable>(
    until end: Nanoseconds, with model: inout Model, limit: UInt64 = .max
  ) -> UInt64 where Model.Event == Event {
    var count: UInt64 = 0
    while count < limit, let next = pending.peekFirst(before: UInt64(bitPattern: end)) {
      clock = Nanoseconds(bitPattern: next.time)
      executing = next.order
      switch next.payload {
      case .event(let event):
        _ = pending.popFirst()
        count &+= 1
        model.handle(event, in: &self)
      case .line(let index):
        let box = lines[Int(index)]
        if box.line.count == 0 || box.line.first.key != next.key {
          // Its event was overtaken, and left with the entry that took its place.
          box.entries &-= 1
          _ = pending.popFirst()
          continue
        }
        let due = box.line.removeFirst()
        count &+= 1
        while box.line.count > 0 {
          let head = box.line.first
          let time = Nanoseconds(bitPattern: head.time)
          if model.expects(head.payload, at: time, as: EventIdentity(bits: head.order)) { break }
          _ = box.line.removeFirst()
        }
        if box.line.count == 0 {
          box.entries &-= 1
          _ = pending.popFirst()
        } else {
          let head = box.line.first
          _ = pending.replaceFirst(
            with: PendingEvent(time: head.time, order: head.order, payload: .line(index)))
        }
        model.handle(due.payload, in: &self)
      }
    }
    executions &+= count
    return count
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
