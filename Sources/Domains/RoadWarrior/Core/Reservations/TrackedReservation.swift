/// What the tracker knows of one reservation, in eight bytes: one of 150 million.
///
/// Times are ticks of 2²¹ ns (2.1 ms) of the source's own clock; the bits below a tick are a function of
/// reservation and version (`SourceDraws.offset`), so instants are exact without being stored.
package struct TrackedReservation: BitwiseCopyable, Sendable {
  package enum State: UInt8, Sendable {
    case active
    /// By the vendor.
    case cancelled
    /// Its end date has passed.
    case finished
    /// By the user.
    case removed
  }

  /// Tick of the next event at the source; `never` when it lies beyond any run.
  package var nextEvent: UInt32
  /// Source version that was seen last.
  package var version: UInt16
  @usableFromInline var rawState: UInt8
  @usableFromInline var reserved: UInt8 = 0

  package static let never = UInt32.max
  package static let tickShift: UInt64 = 21

  @inlinable
  package init(nextEvent: UInt32) {
    self.nextEvent = nextEvent
    version = 0
    rawState = 0
  }

  @inlinable package var isActive: Bool { rawState == 0 }

  package var state: State {
    get { State(rawValue: rawState) ?? .removed }
    set { rawState = newValue.rawValue }
  }
}
