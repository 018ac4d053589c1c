import Testing

@testable import SysopsSquadCore

@Suite struct CustomerViewTests {
  @Test func `whatever the order of messages, a check of the order shows the latest status`() {
    let all = TicketStatus.allCases
    var backwards = 0
    for first in all {
      for second in all {
        for third in all {
          let messages = [first, second, third]
          var safe = CustomerView(checksOrder: true)
          var unsafe = CustomerView(checksOrder: false)
          var highest: UInt8 = 0
          var shown: UInt8 = 0
          var falls: UInt64 = 0
          for (time, status) in messages.enumerated() {
            let isStale = status.rawValue < highest
            #expect(safe.show(status, of: 5, at: Int64(time)) == (isStale ? .stale : .shown))
            #expect(unsafe.show(status, of: 5, at: Int64(time)) == .shown)
            falls += status.rawValue < shown ? 1 : 0
            highest = max(highest, status.rawValue)
            shown = status.rawValue
          }
          #expect(safe.status(of: 5).rawValue == highest && unsafe.status(of: 5) == third)
          #expect(safe.monitors == Monitors() && unsafe.monitors[.neverBackwards].violations == falls)
          if falls > 0 { backwards += 1 }
        }
      }
    }
    #expect(backwards == 17)
    #expect(CustomerView(checksOrder: true).status(of: 99) == .submitted)
  }
}
