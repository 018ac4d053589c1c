import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct ConnectionDeskTests {
  private static let near = GroundPoint(x: 3, y: 4)
  private static let far = GroundPoint(x: 3, y: 5)
  private static let officerPlace = GroundPoint(x: 0, y: 0)

  /// Desk and directory, each with its model.
  private struct Pair {
    var directory: OfficerDirectory
    var naiveDirectory: NaiveDirectory
    var desk: ConnectionDesk
    var naive: NaiveDesk
    var ids: [RequestID] = []

    init(_ rules: ConnectionDesk.Rules, window: Int64, officers: Int) {
      directory = OfficerDirectory(
        rules: .init(enforcement: .client, window: window, grace: 0),
        index: OfficerIndex(kind: .scan, officers: officers))
      naiveDirectory = NaiveDirectory(.client, window: window, grace: 0, officers: officers)
      desk = ConnectionDesk(rules: rules)
      naive = NaiveDesk(rules)
    }

    var now: Int64 { naiveDirectory.now }

    mutating func activate(_ officer: Int, at point: GroundPoint) {
      _ = directory.activate(UInt32(officer), at: now)
      _ = naiveDirectory.activate(officer)
      _ = directory.place(UInt32(officer), at: point, draw: 0, at: now)
      _ = naiveDirectory.place(officer, at: point)
    }

    mutating func request(_ citizen: UInt32, _ point: GroundPoint, _ officer: UInt32) -> Bool {
      let (outcome, id) = desk.request(citizen: citizen, at: point, officer: officer, in: directory, at: now)
      if let id { ids.append(id) }
      let expected = naive.request(citizen, point, officer, naiveDirectory)
      return outcome == expected && (id != nil) == (outcome == .requested)
    }

    mutating func notify(_ request: Int) -> Bool {
      desk.notifyOfficer(ids[request], in: directory, at: now) == naive.notifyOfficer(request, naiveDirectory)
    }

    mutating func accept(_ request: Int, _ point: GroundPoint) -> Bool {
      desk.accept(ids[request], citizenAt: point, in: directory, at: now)
        == naive.accept(request, point, naiveDirectory)
    }

    mutating func decline(_ request: Int) -> Bool {
      desk.decline(ids[request], at: now) == naive.decline(request, now)
    }

    mutating func timeOut(_ request: Int) -> Bool {
      desk.timeOut(ids[request], at: now) == naive.timeOut(request, now)
    }

    mutating func log(_ request: Int) -> Bool { desk.log(ids[request]) == naive.log(request) }

    mutating func wait(_ time: Int64) {
      naiveDirectory.wait(until: now + time)
      directory.advance(to: now)
    }

    var agrees: Bool {
      ids.indices.allSatisfy { desk.state(of: ids[$0]) == naive.requests[$0].state }
        && desk.inFlight == naive.requests.count { $0.state != nil }
        && desk.accepted == UInt64(naive.connections.count) && desk.logged == UInt64(naive.logged.count)
        && Invariant.allCases.allSatisfy { desk.monitors[$0].violations == naive.violations[$0] ?? 0 }
    }
  }

  // MARK: Every sequence of a few commands

  private enum Step: CaseIterable {
    case requestNear, requestFar, notify, acceptNear, acceptFar, decline, timeOut, log, wait, stop
  }

  private struct Walk {
    var visited = 0
    var violated = Set<Invariant>()
    var wrong: [String] = []
  }

  private func run(_ step: Step, _ request: Int?, _ pair: inout Pair) -> Bool? {
    switch step {
    case .requestNear: return pair.request(0, Self.near, 0)
    case .requestFar: return pair.request(0, Self.far, 0)
    case .wait: pair.wait(2)
    case .stop:
      return pair.directory.stop(0, at: pair.now) == pair.naiveDirectory.stop(0)
    case .notify, .acceptNear, .acceptFar, .decline, .timeOut, .log:
      guard let request, request < pair.ids.count else { return nil }
      switch step {
      case .notify: return pair.notify(request)
      case .acceptNear: return pair.accept(request, Self.near)
      case .acceptFar: return pair.accept(request, Self.far)
      case .decline: return pair.decline(request)
      case .timeOut: return pair.timeOut(request)
      default: return pair.log(request)
      }
    }
    return true
  }

  private func explore(_ pair: Pair, _ path: [String], _ steps: [(Step, Int?)], _ length: Int, _ walk: inout Walk) {
    if path.count == length { return }
    for (step, request) in steps {
      var pair = pair
      guard let isEqual = run(step, request, &pair) else { continue }
      walk.visited += 1
      walk.violated.formUnion(pair.desk.monitors.violated)
      if !isEqual || !pair.agrees { walk.wrong.append("\(path + ["\(step) \(request ?? -1)"])") }
      explore(pair, path + ["\(step) \(request ?? -1)"], steps, length, &walk)
    }
  }

  @Test(arguments: CheckPoint.allCases)
  func `a request goes through its states as the card says, and only a late check lets nobody meet from afar`(
    check: CheckPoint
  ) {
    // The window ends at 7, a request 4 after it was made; waits are of 2.
    var pair = Pair(
      .init(reach: 5, timeout: 4, repeatRule: .rollingPair(6), repeatCheck: .atAcceptance, meetingCheck: check),
      window: 7, officers: 1)
    pair.activate(0, at: Self.officerPlace)
    var walk = Walk()
    explore(pair, [], Step.allCases.map { ($0, 0) }, 5, &walk)
    #expect(walk.visited > 10_000)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    #expect(walk.violated == (check == .atAcceptance ? [] : [.metNearby]))
  }

  @Test(arguments: CheckPoint.allCases)
  func `two requests of one pair race, and only a check with the acceptance keeps the repeat rule`(check: CheckPoint) {
    var pair = Pair(
      .init(reach: 5, timeout: 1000, repeatRule: .rollingPair(3), repeatCheck: check), window: 1000, officers: 1)
    pair.activate(0, at: Self.officerPlace)
    var walk = Walk()
    let steps: [(Step, Int?)] = [
      (.requestNear, nil), (.notify, 0), (.notify, 1), (.acceptNear, 0), (.acceptNear, 1), (.wait, nil),
    ]
    explore(pair, [], steps, 6, &walk)
    #expect(walk.visited > 4000)
    #expect(walk.wrong.isEmpty, "\(walk.wrong.count) of them, first \(walk.wrong.first ?? "")")
    #expect(walk.violated == (check == .atAcceptance ? [] : [.repeatRule]))
  }

  // MARK: Monitors

  @Test func `HB-I5 names the citizen and the time of the second connection`() {
    for check in CheckPoint.allCases {
      var pair = Pair(.init(reach: 5, repeatCheck: check), window: .max / 2, officers: 2)
      pair.activate(1, at: Self.officerPlace)
      for _ in 0..<2 { #expect(pair.request(9, Self.near, 1) == true) }
      for request in 0..<2 { #expect(pair.notify(request) == true) }
      #expect(pair.accept(0, Self.near) == true)
      pair.wait(17)
      #expect(pair.accept(1, Self.near) == true)
      let expected = Monitors.Reading(violations: 1, firstAt: 17, firstSubject: 9)
      #expect(pair.desk.monitors[.repeatRule] == (check == .atAcceptance ? .init() : expected), "\(check)")
      #expect(pair.desk.monitors.violated.isSubset(of: [.repeatRule]))
    }
  }

  @Test func `HB-I6 names a connection after the window and one from afar`() {
    for check in CheckPoint.allCases {
      var pair = Pair(.init(reach: 5, meetingCheck: check), window: 100, officers: 2)
      for officer in 0..<2 { pair.activate(officer, at: Self.officerPlace) }
      #expect(pair.request(7, Self.near, 0) == true)
      #expect(pair.request(8, Self.near, 1) == true)
      for request in 0..<2 { #expect(pair.notify(request) == true) }
      pair.wait(20)
      #expect(pair.accept(0, Self.far) == true)
      pair.wait(80)
      #expect(pair.accept(1, Self.near) == true)
      let expected = Monitors.Reading(violations: 2, firstAt: 20, firstSubject: 7)
      #expect(pair.desk.monitors[.metNearby] == (check == .atAcceptance ? .init() : expected), "\(check)")
      #expect(pair.desk.monitors.violated.isSubset(of: [.metNearby]))
    }
  }

  @Test func `ten feet are near, and a centimetre more is not`() {
    for (x, outcome) in [(305, AnswerOutcome.accepted), (306, .outOfRange)] as [(Int32, AnswerOutcome)] {
      var directory = OfficerDirectory(
        rules: .init(enforcement: .both), index: OfficerIndex(kind: .scan, officers: 1))
      _ = directory.activate(0, at: 0)
      _ = directory.place(0, at: Self.officerPlace, draw: 0, at: 0)
      var desk = ConnectionDesk(rules: .init())
      let point = GroundPoint(x: x, y: 0)
      guard let id = desk.request(citizen: 0, at: point, officer: 0, in: directory, at: 0).id else {
        Issue.record("not requested")
        return
      }
      #expect(desk.notifyOfficer(id, in: directory, at: 1) == .notified)
      #expect(desk.accept(id, citizenAt: point, in: directory, at: 2) == outcome)
    }
  }

  // MARK: Against the model

  @Test(arguments: [51, 52, 53, 54] as [UInt64])
  func `any commands leave what the model leaves`(seed: UInt64) {
    let rules: [RepeatRule] = [.rollingPair(50), .rollingPair(RepeatRule.day), .calendarPair, .citizenDay]
    for rule in rules {
      for check in CheckPoint.allCases {
        var draws = SmallGenerator(seed: seed)
        var pair = Pair(
          .init(reach: 300, timeout: 30, repeatRule: rule, repeatCheck: check, meetingCheck: check), window: 80,
          officers: 3)
        // Days turn while it runs.
        pair.naiveDirectory.now = RepeatRule.day - 400
        var wrong: [String] = []
        for step in 0..<500 {
          let place = draws.place(400)
          let request = pair.ids.count - 1 - draws.below(4)
          var isEqual = true
          switch draws.below(12) {
          case 0, 1: pair.activate(draws.below(3), at: place)
          case 2: pair.wait(Int64(draws.below(12)))
          case 3:
            let officer = draws.below(3)
            isEqual = pair.directory.stop(UInt32(officer), at: pair.now) == pair.naiveDirectory.stop(officer)
          case 4, 5, 6: isEqual = pair.request(UInt32(draws.below(2)), place, UInt32(draws.below(3)))
          case 7, 8: isEqual = request < 0 || pair.notify(request)
          case 9: isEqual = request < 0 || pair.accept(request, place)
          case 10: isEqual = request < 0 || (draws.below(3) > 0 ? pair.accept(request, place) : pair.decline(request))
          default: isEqual = request < 0 || (draws.below(2) == 0 ? pair.log(request) : pair.timeOut(request))
          }
          if !isEqual || !pair.agrees { wrong.append("step \(step)") }
        }
        #expect(wrong.isEmpty, "seed \(seed), \(rule), \(check): \(wrong.count) of them, first \(wrong.first ?? "")")
        #expect(pair.naive.connections.count > 1, "seed \(seed), \(rule), \(check)")
        #expect(pair.desk.monitors.violated.isEmpty || check != .atAcceptance)
      }
    }
  }

  @Test func `a request travels as one number, and its place is used again`() {
    var requests = ConnectionRequests()
    let row = ConnectionRequest(citizen: 1, officer: 2, requestedAt: 3, state: .requested)
    let first = requests.open(row)
    requests.close(first)
    let second = requests.open(row)
    #expect(second.slot == first.slot && second != first && requests.count == 1)
    #expect(requests[first] == nil && requests[second]?.citizen == 1)
    #expect(RequestID(packed: second.packed) == second)
    #expect(requests[RequestID(packed: 77)] == nil)
  }
}
