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

  @Test func `a customer is told of nothing that the store does not show yet`() {
    let all = TicketStatus.allCases
    for stored in all {
      for told in all {
        var view = CustomerView(checksOrder: true)
        _ = view.show(stored, of: 3, at: 1)
        view.notify(of: told, 3, at: 2)
        let isEarly = told.rawValue > stored.rawValue
        #expect(view.monitors[.storedFirst].violations == (isEarly ? 1 : 0), "\(stored) \(told)")
        #expect(view.monitors.violated == (isEarly ? [.storedFirst] : []))
        #expect(view.status(of: 3) == stored)
      }
    }
    var unknown = CustomerView(checksOrder: true)
    unknown.notify(of: .submitted, 70, at: 1)
    #expect(unknown.monitors == Monitors())
    unknown.notify(of: .inProgress, 70, at: 2)
    #expect(unknown.monitors[.storedFirst] == .init(violations: 1, firstAt: 2, firstSubject: 70))
  }
}
