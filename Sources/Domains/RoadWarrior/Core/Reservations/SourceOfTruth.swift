/// Randomness for the source's side, given by whoever hosts the core: pure functions of reservation and
/// version.
package protocol SourceDraws {
  /// Ticks from one event of the reservation to the one after it; at least 1.
  func gap(_ reservation: UInt64, version: UInt16) -> UInt32
  /// Bits below the tick of an event.
  func offset(_ reservation: UInt64, version: UInt16) -> UInt32
  /// 64 bits that decide what kind of event it is.
  func kind(_ reservation: UInt64, version: UInt16) -> UInt64
}

/// What happens to a reservation at its source.
package enum SourceEvent: UInt8, Sendable {
  case changed
  case cancelled
  case finished
}

/// The travel vendor's truth about reservations: each has a version that grows with every event, and
/// events come at random. Nothing but the tick of the next event is stored; what it will be is a
/// function of reservation and version.
package struct SourceOfTruth<Draws: SourceDraws>: Sendable where Draws: Sendable {
  package let draws: Draws
  /// Events whose kind draw is below this are the end of the reservation, …
  let finishedBelow: UInt64
  /// … and below this a cancellation by the vendor.
  let cancelledBelow: UInt64

  /// - Parameters:
  ///   - finished: share of events that are the reservation's end date.
  ///   - cancelled: share of the other events that are cancellations.
  package init(draws: Draws, finished: Double, cancelled: Double) {
    self.draws = draws
    finishedBelow = UInt64(min(0.999_999_9, max(0, finished)) * 0x1p64)
    cancelledBelow = UInt64(
      min(0.999_999_9, max(0, finished + (1 - finished) * cancelled)) * 0x1p64)
  }

  package func event(_ reservation: UInt64, version: UInt16) -> SourceEvent {
    let bits = draws.kind(reservation, version: version)
    return bits < finishedBelow ? .finished : bits < cancelledBelow ? .cancelled : .changed
  }

  /// Source time, in units below ticks, of the event that makes `version`.
  package func instant(of tick: UInt32, _ reservation: UInt64, version: UInt16) -> UInt64 {
    UInt64(tick) << TrackedReservation.tickShift | UInt64(draws.offset(reservation, version: version))
  }

  /// The tick after an event.
  @inlinable @inline(__always)
  package func tick(after tick: UInt32, _ reservation: UInt64, version: UInt16) -> UInt32 {
    let (sum, overflow) = tick.addingReportingOverflow(draws.gap(reservation, version: version))
    return overflow ? TrackedReservation.never : sum
  }
}
