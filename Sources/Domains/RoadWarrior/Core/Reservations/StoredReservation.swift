/// One row of the app's reservation table, in eight bytes: what the traveller's dashboard shows.
package struct StoredReservation: BitwiseCopyable, Sendable {
  /// Source version that the row shows.
  package var version: UInt16 = 0
  /// Highest source version that was ever written.
  package var highest: UInt16 = 0
  /// Which of the eight versions below `highest` were written, too: bit 0 is `highest − 1`.
  var recent: UInt8 = 0
  var rawState: UInt8 = 0
  /// Highest version that the traveller was told of.
  package var notified: UInt16 = 0

  package init() {}

  package var state: TrackedReservation.State {
    get { TrackedReservation.State(rawValue: rawState) ?? .removed }
    set { rawState = newValue.rawValue }
  }

  package var isClosed: Bool { rawState != 0 }

  /// Whether a row of the itinerary log exists for this version, as far back as the mask reaches.
  func holds(_ version: UInt16) -> Bool {
    if version == 0 || version > highest { return false }
    if version == highest { return true }
    let distance = highest - version
    return distance <= 8 && recent >> UInt8(distance - 1) & 1 == 1
  }

  mutating func note(_ version: UInt16) {
    if version > highest {
      let distance = version - highest
      recent = distance > 8 ? 0 : recent << UInt8(distance)
      if distance <= 8 && highest > 0 { recent |= 1 << UInt8(distance - 1) }
      highest = version
    } else if version < highest, highest - version <= 8 {
      recent |= 1 << UInt8(highest - version - 1)
    }
  }
}

/// A change on its way to the app's table.
package struct ReservationUpdate: BitwiseCopyable, Sendable {
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    case changed, cancelled, finished
    /// By the user.
    case edited, removed
  }
  package var version: UInt16
  package var kind: Kind

  package init(version: UInt16, kind: Kind) {
    self.version = version
    self.kind = kind
  }

  /// As one number that can travel with a record.
  package var packed: UInt64 { UInt64(version) | UInt64(kind.rawValue) << 16 }

  package init(packed: UInt64) {
    version = UInt16(truncatingIfNeeded: packed)
    kind = Kind(rawValue: UInt8(truncatingIfNeeded: packed >> 16)) ?? .changed
  }
}
