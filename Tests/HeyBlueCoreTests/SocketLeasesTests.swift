import Testing

@testable import HeyBlueCore

@Suite struct SocketLeasesTests {
  private enum Step: CaseIterable {
    case offer, open, openByOther, close, release
  }

  /// Two sockets and one profile, in words.
  private struct Naive {
    let rule: SocketRule
    var states: [SocketState] = [.free, .free]
    /// Sockets in the order in which they were opened.
    var opened: [Int] = []
    var violations: UInt64 = 0

    mutating func open(_ socket: Int) -> SocketOutcome {
      if states[socket] != .offered { return .outOfTurn }
      if let old = opened.last(where: { states[$0] == .busy }) {
        switch rule {
        case .refuse: return .profileBusy
        case .takeOver: states[old] = .closed
        case .unchecked: violations += 1
        }
      }
      states[socket] = .busy
      opened.append(socket)
      return .done
    }
  }

  private struct Walk {
    var visited = 0
    var violated = Set<Invariant>()
    var wrong: [String] = []
  }

  private func explore(_ leases: SocketLeases, _ naive: Naive, _ path: [String], _ length: Int, _ walk: inout Walk) {
    if path.count == length { return }
    for step in Step.allCases {
      for socket in 0..<2 where step != .offer || socket == 0 {
        var leases = leases
        var naive = naive
        let id = UInt32(socket)
        let isEqual: Bool
        switch step {
        case .offer:
          let given = leases.offer(to: 1)
          isEqual = given.map { naive.states[Int($0)] == .free } ?? !naive.states.contains(.free)
          if let given { naive.states[Int(given)] = .offered }
        case .open: isEqual = leases.open(id, by: 1, at: 3) == naive.open(socket)
        case .openByOther: isEqual = leases.open(id, by: 0, at: 3) == .outOfTurn
        case .close:
          isEqual = leases.close(id) == (naive.states[socket] == .busy ? .done : .outOfTurn)
          if naive.states[socket] == .busy { naive.states[socket] = .closed }
        case .release:
          let canLeave = naive.states[socket] == .closed || naive.states[socket] == .offered
          isEqual = leases.release(id) == (canLeave ? .done : .outOfTurn)
          if canLeave { naive.states[socket] = .free }
        }
        walk.visited += 1
        walk.violated.formUnion(leases.monitors.violated)
        let agrees =
          (0..<2).allSatisfy { leases.state(of: UInt32($0)) == naive.states[$0] }
          && (0..<2).allSatisfy { leases.profile(of: UInt32($0)) == (naive.states[$0] == .free ? nil : 1) }
          && leases.freeCount == naive.states.count { $0 == .free }
          && leases.monitors[.oneSocket].violations == naive.violations
        let next = path + ["\(step) \(socket)"]
        if !isEqual || !agrees { walk.wrong.append("\(next)") }
        explore(leases, naive, next, length, &walk)
      }
    }
  }

  @Test(arguments: SocketRule.allCases)
  func `sockets go through their states as the card says, and only without a check has a profile two`(
    rule: SocketRule
  ) {
    var walk = Walk()
    explore(SocketLeases(rule: rule, sockets: 2, profiles: 2), Naive(rule: rule), [], 4, &walk)
    #expect(walk.visited == 9 + 81 + 729 + 6561)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    #expect(walk.violated == (rule == .unchecked ? [.oneSocket] : []))
  }

  @Test(arguments: SocketRule.allCases)
  func `a client that comes back while its old socket is busy`(rule: SocketRule) {
    var leases = SocketLeases(rule: rule, sockets: 3, profiles: 8)
    guard let old = leases.offer(to: 7), let new = leases.offer(to: 7) else {
      Issue.record("no socket")
      return
    }
    #expect(leases.open(old, by: 7, at: 1) == .done)
    #expect(leases.open(new, by: 7, at: 5) == (rule == .refuse ? .profileBusy : .done))
    #expect(leases.state(of: old) == (rule == .takeOver ? .closed : .busy))
    let expected = Monitors.Reading(violations: 1, firstAt: 5, firstSubject: 7)
    #expect(leases.monitors[.oneSocket] == (rule == .unchecked ? expected : .init()))
    // Sockets are offered until none is left.
    #expect(leases.offer(to: 1) != nil)
    #expect(leases.offer(to: 2) == nil)
  }
}
