import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct WriteOwnershipTests {
  /// The same random writes, by whoever may and whoever may not; some reservations become appointments on the way.
  private func history(isChecked: Bool, seed: UInt64) -> (ownership: WriteOwnership, foreign: UInt64) {
    var draws = SmallGenerator(seed: seed)
    var ownership = WriteOwnership(isChecked: isChecked, reservations: 130)
    var appointments = Set<UInt32>()
    var foreign: UInt64 = 0
    for step in 0..<2000 {
      let reservation = UInt32(draws.below(130))
      if draws.below(10) == 0 {
        let isAppointment = draws.below(2) == 0
        ownership.setAppointment(isAppointment, reservation)
        if isAppointment { appointments.insert(reservation) } else { appointments.remove(reservation) }
        #expect((0..<130).allSatisfy { ownership.isAppointment($0) == appointments.contains($0) }, "seed \(seed)")
        continue
      }
      let writer = Writer.allCases[draws.below(2)]
      let isOwn = appointments.contains(reservation) == (writer == .traveller)
      foreign += isOwn ? 0 : 1
      let outcome = ownership.write(reservation, by: writer, at: Int64(step))
      #expect(outcome == (isOwn || !isChecked ? .allowed : .refused), "seed \(seed)")
    }
    return (ownership, foreign)
  }

  @Test(arguments: [71, 72, 73] as [UInt64])
  func `checked, only the owner of an itinerary changes it`(seed: UInt64) {
    let (ownership, foreign) = history(isChecked: true, seed: seed)
    #expect(ownership.monitors.violated.isEmpty && foreign > 500, "seed \(seed)")
  }

  @Test(arguments: [71, 72, 73] as [UInt64])
  func `unchecked, each foreign write is a violation`(seed: UInt64) {
    let (ownership, foreign) = history(isChecked: false, seed: seed)
    #expect(ownership.monitors.violated == [.ownerWrites], "seed \(seed)")
    #expect(ownership.monitors[.ownerWrites].violations == foreign, "seed \(seed)")
  }
}
