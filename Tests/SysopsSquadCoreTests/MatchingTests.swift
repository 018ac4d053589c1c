import TestSupport
import Testing

@testable import SysopsSquadCore

@Suite struct MatchingTests {
  private static let kinds = 4

  private func desk(_ draws: inout SmallGenerator, tickets: Int, experts: Int, regions: Int) -> OperationsDesk {
    var desk = OperationsDesk(
      rules: .init(),
      experts: (0..<experts).map { _ in
        Expert(skills: draws.skills(2, of: Self.kinds), region: UInt16(draws.pick(regions)), home: draws.place())
      })
    for expert in 0..<experts where draws.pick(8) > 0 { _ = desk.beginShift(UInt32(expert)) }
    for number in 0..<tickets {
      let order = TicketOrder(
        needs: draws.skills(1, of: Self.kinds), priority: Priority.allCases[draws.pick(3)],
        region: UInt16(draws.pick(regions)), place: draws.place(), fee: Int32(draws.pick(5)))
      let ticket = desk.submit(order, at: Int64(number / 2))
      if draws.pick(8) > 0 { _ = desk.receive(ticket, at: Int64(number)) }
    }
    return desk
  }

  private func waiting(_ desk: OperationsDesk) -> [UInt32] {
    (0..<UInt32(desk.ticketCount)).filter { desk.state(ofTicket: $0) == .new }
  }

  private func available(_ desk: OperationsDesk, _ experts: Int) -> [UInt32] {
    (0..<UInt32(experts)).filter { desk.state(ofExpert: $0) == .available }
  }

  /// Tickets by priority, highest first, then the ways: less is better.
  private func quality(_ matches: [Match], _ desk: OperationsDesk) -> [Int64] {
    Priority.allCases.reversed().map { priority in
      -Int64(matches.count { desk.tickets.orders[Int($0.ticket)].priority == priority })
    } + [matches.reduce(0) { $0 + desk.metres($1.expert, $1.ticket) }]
  }

  /// The best that any choice can reach, by trying all of them.
  private func best(
    _ tickets: ArraySlice<UInt32>, _ experts: [UInt32], _ chosen: [Match], _ desk: OperationsDesk
  ) -> [Int64] {
    guard let ticket = tickets.first else { return quality(chosen, desk) }
    var best = best(tickets.dropFirst(), experts, chosen, desk)
    for expert in experts where desk.fits(expert, ticket) {
      let other = self.best(
        tickets.dropFirst(), experts.filter { $0 != expert }, chosen + [Match(ticket: ticket, expert: expert)], desk)
      if other.lexicographicallyPrecedes(best) { best = other }
    }
    return best
  }

  @Test(arguments: [101, 102, 103] as [UInt64])
  func `the optimal batch is as good as the best of all choices`(seed: UInt64) {
    var draws = SmallGenerator(seed: seed)
    var better = 0
    for round in 0..<60 {
      let experts = 1 + draws.pick(4)
      var desk = desk(&draws, tickets: 1 + draws.pick(5), experts: experts, regions: 1 + draws.pick(2))
      let run = desk.matchBatch(.optimal, at: 9)
      let greedy = desk.matchBatch(.greedy, at: 9)
      let right = best(waiting(desk)[...], available(desk, experts), [], desk)
      #expect(quality(run.matches, desk) == right, "seed \(seed), round \(round)")
      #expect(run.metres == right.last, "seed \(seed), round \(round)")
      if right.lexicographicallyPrecedes(quality(greedy.matches, desk)) { better += 1 }
      #expect(!quality(greedy.matches, desk).lexicographicallyPrecedes(right), "seed \(seed), round \(round)")
      #expect(desk.monitors == Monitors(), "seed \(seed), round \(round)")
    }
    #expect(better > 0, "seed \(seed)")
  }

  @Test(arguments: [111, 112, 113] as [UInt64])
  func `a greedy batch serves by priority and age, and sends whoever is nearest`(seed: UInt64) {
    var draws = SmallGenerator(seed: seed)
    for round in 0..<60 {
      let experts = 1 + draws.pick(12)
      var desk = desk(&draws, tickets: 1 + draws.pick(20), experts: experts, regions: 1 + draws.pick(3))
      let tickets = desk.tickets
      let order = waiting(desk).sorted {
        let (one, other) = (tickets.orders[Int($0)].priority, tickets.orders[Int($1)].priority)
        if one != other { return one > other }
        return (tickets.submissions[Int($0)], $0) < (tickets.submissions[Int($1)], $1)
      }
      var left = available(desk, experts)
      var expected: [Match] = []
      for ticket in order {
        var nearest: UInt32?
        for expert in left where desk.fits(expert, ticket) {
          if nearest.map({ desk.metres(expert, ticket) < desk.metres($0, ticket) }) ?? true { nearest = expert }
        }
        if let nearest {
          expected.append(Match(ticket: ticket, expert: nearest))
          left.removeAll { $0 == nearest }
        }
      }
      #expect(desk.matchBatch(.greedy, at: 9).matches == expected, "seed \(seed), round \(round)")
      #expect(desk.monitors == Monitors(), "seed \(seed), round \(round)")
      for match in expected { #expect(desk.propose(match, at: 9).outcome == .proposed) }
    }
  }

  @Test(arguments: [121, 122] as [UInt64])
  func `least cost is least among all assignments`(seed: UInt64) {
    var draws = SmallGenerator(seed: seed)
    func least(_ costs: [[Int64?]], _ row: Int, _ used: Set<Int>) -> Int64? {
      if row == costs.count { return 0 }
      var best: Int64?
      for (column, cost) in costs[row].enumerated() where !used.contains(column) {
        if let cost, let rest = least(costs, row + 1, used.union([column])) { best = min(best ?? .max, cost + rest) }
      }
      return best
    }
    var tried = 0
    for _ in 0..<300 {
      let rows = 1 + draws.pick(4)
      let columns = rows + draws.pick(3)
      let costs: [[Int64?]] = (0..<rows).map { _ in
        (0..<columns).map { _ in draws.pick(5) == 0 ? nil : Int64(draws.pick(20)) - 5 }
      }
      guard let right = least(costs, 0, []) else { continue }
      tried += 1
      let assigned = leastCostAssignment(rows: rows, columns: columns) { costs[$0][$1] }
      #expect(Set(assigned).count == rows, "seed \(seed)")
      let cost = assigned.enumerated().map { costs[$0.offset][$0.element] ?? 1000 }.reduce(0, +)
      #expect(cost == right, "seed \(seed): \(costs)")
    }
    #expect(tried > 100)
  }

  // MARK: Per event and self-pick

  private static let skill = SkillSet(rawValue: 1)

  /// Two waiting tickets for one expert: an older one of low priority that pays well, and an urgent one.
  private func shortage() -> OperationsDesk {
    var desk = OperationsDesk(rules: .init(), experts: [Expert(skills: Self.skill)])
    _ = desk.receive(desk.submit(TicketOrder(needs: Self.skill, priority: .low, fee: 9), at: 0), at: 0)
    _ = desk.receive(desk.submit(TicketOrder(needs: Self.skill, priority: .urgent, fee: 5), at: 1), at: 1)
    _ = desk.beginShift(0)
    return desk
  }

  @Test func `under shortage, only a batch keeps priorities`() {
    for matcher in BatchMatcher.allCases {
      var desk = shortage()
      #expect(desk.matchBatch(matcher, at: 4).matches == [Match(ticket: 1, expert: 0)])
      #expect(desk.monitors == Monitors())
    }
    for number in 0..<3 {
      var desk = shortage()
      let run =
        number == 0
        ? desk.matchFreed(0, at: 4)
        : number == 1 ? desk.pick(0, at: 4) : desk.matchArrival(0, fallsBack: false, at: 4)
      #expect(run.matches == [Match(ticket: 0, expert: 0)])
      #expect(desk.monitors[.priorityFirst] == .init(violations: 1, firstAt: 4, firstSubject: 1))
      #expect(desk.monitors.violated == [.priorityFirst])
    }
  }

  @Test func `an arrival takes the first who fits, and falls back to the nearest only where it may`() {
    let other = SkillSet(rawValue: 2)
    var desk = OperationsDesk(
      rules: .init(),
      experts: [
        Expert(skills: other, home: Place(x: 50, y: 0)), Expert(skills: other, home: Place(x: 3, y: 4)),
        Expert(skills: Self.skill, home: Place(x: 90, y: 0)), Expert(skills: Self.skill),
      ])
    let ticket = desk.submit(TicketOrder(needs: Self.skill), at: 0)
    _ = desk.receive(ticket, at: 0)
    for expert in 0..<2 as Range<UInt32> { _ = desk.beginShift(expert) }
    #expect(desk.matchArrival(ticket, fallsBack: false, at: 1).matches.isEmpty)
    let fallback = desk.matchArrival(ticket, fallsBack: true, at: 1)
    #expect(fallback.matches == [Match(ticket: ticket, expert: 1)] && fallback.metres == 5)
    for expert in 2..<4 as Range<UInt32> { _ = desk.beginShift(expert) }
    let first = desk.matchArrival(ticket, fallsBack: true, at: 1)
    #expect(first.matches == [Match(ticket: ticket, expert: 2)] && first.comparisons == 3)
    _ = desk.abandon(ticket, at: 2)
    #expect(desk.matchArrival(ticket, fallsBack: true, at: 3).matches.isEmpty)
  }

  @Test func `an expert picks what pays best, then what is nearest, and leftovers are the old ones`() {
    var desk = OperationsDesk(rules: .init(), experts: [Expert(skills: Self.skill), Expert(skills: Self.skill)])
    for (number, (fee, x)) in ([(4, 1), (7, 30), (7, 20), (9, 5)] as [(Int32, Int32)]).enumerated() {
      let needs = number == 3 ? SkillSet(rawValue: 2) : Self.skill
      let order = TicketOrder(needs: needs, place: Place(x: x, y: 0), fee: fee)
      _ = desk.receive(desk.submit(order, at: Int64(10 - number)), at: 10)
    }
    #expect(desk.pick(0, at: 11).matches.isEmpty)
    _ = desk.beginShift(0)
    #expect(desk.pick(0, at: 11).matches == [Match(ticket: 2, expert: 0)])
    #expect(desk.matchFreed(0, at: 11).matches == [Match(ticket: 2, expert: 0)])
    #expect(desk.leftovers(olderThan: 3, at: 11) == [3, 2])
    #expect(desk.propose(Match(ticket: 2, expert: 0), at: 11).outcome == .proposed)
    #expect(desk.leftovers(olderThan: 3, at: 11) == [3])
    #expect(desk.pick(0, at: 11).matches.isEmpty)
  }

  @Test func `an optimal run has a bound, and the rest waits for the next one`() {
    var desk = OperationsDesk(rules: .init(), experts: Array(repeating: Expert(skills: Self.skill), count: 2))
    for expert in 0..<2 as Range<UInt32> { _ = desk.beginShift(expert) }
    for number in 0..<OperationsDesk.optimalLimit + 20 {
      // The last ones are urgent, and so the first to be looked at.
      let priority: Priority = number >= OperationsDesk.optimalLimit + 18 ? .urgent : .low
      _ = desk.receive(desk.submit(TicketOrder(needs: Self.skill, priority: priority), at: 0), at: 0)
    }
    let run = desk.matchBatch(.optimal, at: 1)
    #expect(Set(run.matches.map(\.ticket)) == [518, 519] && run.comparisons == 1000)
    #expect(desk.monitors == Monitors())
  }
}
