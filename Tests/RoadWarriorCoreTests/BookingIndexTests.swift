import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct BookingIndexTests {
  /// The same bookings found by mail and by vendor, again and again, in a random order.
  private func history(isShared: Bool, seed: UInt64) -> (index: BookingIndex, bookings: Int, made: Int) {
    var draws = SmallGenerator(seed: seed)
    var index = BookingIndex(isShared: isShared)
    var made: UInt32 = 0
    var seen = Set<UInt64>()
    for step in 0..<3000 {
      let vendor = MailVendor.allCases[draws.below(10)]
      let number = UInt32(draws.below(30))
      seen.insert(UInt64(vendor.rawValue) << 32 | UInt64(number))
      let source: BookingSource = draws.below(2) == 0 ? .mail : .vendor
      let before = index.reservation(of: vendor, number, from: source)
      let (outcome, reservation) = index.discover(vendor, number, from: source, offered: made, at: Int64(step))
      #expect(outcome == (before == nil ? .created : .known) && reservation == before ?? made, "seed \(seed)")
      made += outcome == .created ? 1 : 0
    }
    return (index, seen.count, Int(made))
  }

  @Test(arguments: [41, 42, 43] as [UInt64])
  func `found by mail and by vendor, a booking is one reservation`(seed: UInt64) {
    let (index, bookings, made) = history(isShared: true, seed: seed)
    #expect(made == bookings && index.count == bookings && index.monitors.violated.isEmpty, "seed \(seed)")
  }

  @Test(arguments: [41, 42, 43] as [UInt64])
  func `with an index for each source it is two`(seed: UInt64) {
    let (index, bookings, made) = history(isShared: false, seed: seed)
    #expect(made > bookings && index.monitors.violated == [.exactlyOnce], "seed \(seed)")
    #expect(index.monitors[.exactlyOnce].violations == UInt64(made - bookings), "seed \(seed)")
  }

  @Test func `a booking that was removed is new again`() {
    for isShared in [true, false] {
      var index = BookingIndex(isShared: isShared)
      for source in BookingSource.allCases { _ = index.discover(.stayWell, 9, from: source, offered: 1, at: 0) }
      index.remove(.stayWell, 9)
      #expect(index.count == 0 && index.discover(.stayWell, 9, from: .mail, offered: 2, at: 1) == (.created, 2))
    }
  }
}
