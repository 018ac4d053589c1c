@testable import RoadWarriorCore

/// A source whose events stand in a table: gap, offset and kind of each version, from version 0 (whose
/// gap leads to version 1).
struct PlantedDraws: SourceDraws, Sendable {
  var gaps: [UInt32]
  var offsets: [UInt32] = []
  /// Bits that decide the kind.
  var kinds: [UInt64] = []

  func gap(_ reservation: UInt64, version: UInt16) -> UInt32 {
    Int(version) < gaps.count ? gaps[Int(version)] : TrackedReservation.never
  }
  func offset(_ reservation: UInt64, version: UInt16) -> UInt32 {
    Int(version) < offsets.count ? offsets[Int(version)] : 0
  }
  func kind(_ reservation: UInt64, version: UInt16) -> UInt64 {
    Int(version) < kinds.count ? kinds[Int(version)] : .max
  }

  static let tick = UInt64(1) << TrackedReservation.tickShift
}
