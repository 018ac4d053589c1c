import Testing

@testable import RoadWarriorCore

@Suite struct NotificationRegisterTests {
  private func update(_ version: UInt16) -> ReservationUpdate { .init(version: version, kind: .changed) }

  @Test func `a traveller is told of each change once`() {
    var register = NotificationRegister(deduplicates: true, enabled: 1)
    var row = StoredReservation()
    let versions: [UInt16] = [1, 1, 2, 1, 2, 4, 3, 4]
    let expected: [NoticeOutcome] = [.due, .repeated, .due, .repeated, .repeated, .due, .repeated, .repeated]
    for (version, outcome) in zip(versions, expected) {
      #expect(register.register(update(version), row: &row, 9, preference: 0, at: 5) == outcome)
    }
    #expect(row.notified == 4 && register.due == 3)
    #expect(register.monitors[.notifiedOnce].violations == 0)
  }

  @Test func `without deduplication each repetition is a violation`() {
    var register = NotificationRegister(deduplicates: false, enabled: 1)
    var row = StoredReservation()
    for (time, version) in ([1, 1, 2, 1] as [UInt16]).enumerated() {
      #expect(register.register(update(version), row: &row, 9, preference: 0, at: Int64(time)) == .due)
    }
    let reading = register.monitors[.notifiedOnce]
    #expect(register.due == 4 && reading.violations == 2 && reading.firstAt == 1 && reading.firstSubject == 9)
    #expect(row.notified == 2)
  }

  @Test func `who has switched notices off is not told`() {
    var row = StoredReservation()
    var quarter = NotificationRegister(deduplicates: true, enabled: 0.25)
    #expect(quarter.register(update(1), row: &row, 1, preference: 1 << 62, at: 0) == .suppressed)
    #expect(row.notified == 0)
    #expect(quarter.register(update(1), row: &row, 1, preference: 1 << 62 - 1, at: 0) == .due)
    var nobody = NotificationRegister(deduplicates: true, enabled: 0)
    #expect(nobody.register(update(2), row: &row, 1, preference: 0, at: 0) == .suppressed)
    var everybody = NotificationRegister(deduplicates: true, enabled: 1)
    #expect(everybody.register(update(2), row: &row, 1, preference: .max, at: 0) == .due)
  }

  @Test func `nothing is delivered that was not due`() {
    var register = NotificationRegister(deduplicates: true, enabled: 1)
    var row = StoredReservation()
    _ = register.register(update(1), row: &row, 3, preference: 0, at: 0)
    _ = register.register(update(2), row: &row, 3, preference: 0, at: 0)
    register.noteDelivered(3, at: 10)
    register.noteDeadLettered(3, at: 11)
    #expect(register.delivered == 1 && register.deadLettered == 1)
    #expect(register.monitors[.notifiedOnce].violations == 0)
    register.noteDelivered(3, at: 12)
    register.noteDeadLettered(4, at: 13)
    let reading = register.monitors[.notifiedOnce]
    #expect(reading.violations == 2 && reading.firstAt == 12 && reading.firstSubject == 3)
  }
}
