/// A ticket and the expert whom a matcher found for it.
package struct Match: Hashable, Sendable {
  package var ticket: UInt32
  package var expert: UInt32

  package init(ticket: UInt32, expert: UInt32) {
    self.ticket = ticket
    self.expert = expert
  }
}

/// How a run over all waiting tickets chooses.
package enum BatchMatcher: Sendable, CaseIterable {
  /// Ticket by ticket, by priority and age: the nearest expert who is left.
  case greedy
  /// As many tickets as can be, those of higher priority first; among all such choices the one with the least way.
  case optimal
}

/// What a matcher found, and what it cost.
package struct MatchingRun: Sendable, Equatable {
  /// In the order in which they should be written: priority, then age.
  package internal(set) var matches: [Match] = []
  /// Pairs of ticket and expert that were looked at.
  package internal(set) var comparisons: UInt64 = 0
  /// Ways to the tickets, all together.
  package internal(set) var metres: Int64 = 0

  package init() {}
}

/// The matchers (card, section 9): they read the desk and write nothing but what monitors saw, and for whom they found
/// somebody.
extension OperationsDesk {
  /// Whether, by profile and category, an expert can be sent.
  func fits(_ expert: UInt32, _ ticket: UInt32) -> Bool {
    let person = roster.experts[Int(expert)]
    let order = tickets.orders[Int(ticket)]
    return person.region == order.region && person.profile.isSuperset(of: order.category)
  }

  func metres(_ expert: UInt32, _ ticket: UInt32) -> Int64 {
    roster.experts[Int(expert)].home.metres(to: tickets.orders[Int(ticket)].place)
  }

  /// Batch: all waiting tickets and all available experts.
  package mutating func matchBatch(_ matcher: BatchMatcher, at now: Int64) -> MatchingRun {
    var run = MatchingRun()
    for region in 0..<roster.regions {
      let here = tickets.byPriorityAndAge(in: UInt16(region))
      if here.isEmpty { continue }
      for ticket in here { tickets.promise(ticket, false) }
      let experts = roster.available(in: UInt16(region))
      switch matcher {
      case .greedy: matchGreedily(here, experts, &run)
      case .optimal: matchOptimally(here, experts, &run)
      }
    }
    run.matches.sort { tickets.isServedBefore($0.ticket, $1.ticket) }
    watchPriorities(run.matches, at: now)
    return run
  }

  /// Per event: a ticket has come. The first expert who fits, by number.
  /// - Parameter fallsBack: where nobody fits, whoever is nearest is sent.
  package mutating func matchArrival(_ ticket: UInt32, fallsBack: Bool, at now: Int64) -> MatchingRun {
    var run = MatchingRun()
    guard state(ofTicket: ticket) == .new else { return run }
    tickets.promise(ticket, false)
    let experts = roster.available(in: tickets.orders[Int(ticket)].region)
    var chosen: UInt32?
    for expert in experts {
      run.comparisons += 1
      if fits(expert, ticket) {
        chosen = expert
        break
      }
    }
    if chosen == nil && fallsBack {
      chosen = experts.min { (metres($0, ticket), $0) < (metres($1, ticket), $1) }
      run.comparisons += UInt64(experts.count)
    }
    if let chosen { add(Match(ticket: ticket, expert: chosen), to: &run) }
    watchPriorities(run.matches, at: now)
    return run
  }

  /// Per event with a retry queue: an expert has become free. The oldest waiting ticket that fits.
  package mutating func matchFreed(_ expert: UInt32, at now: Int64) -> MatchingRun {
    let run = choose(for: expert) { (tickets.submissions[Int($0)], 0, $0) }
    watchPriorities(run.matches, at: now)
    return run
  }

  /// Self-pick: an expert takes the waiting ticket that pays best; of several, the nearest.
  package mutating func pick(_ expert: UInt32, at now: Int64) -> MatchingRun {
    let run = choose(for: expert) { (-Int64(tickets.orders[Int($0)].fee), metres(expert, $0), $0) }
    watchPriorities(run.matches, at: now)
    return run
  }

  /// Tickets that nobody picked in time, oldest first: a manager's.
  package func leftovers(olderThan age: Int64, at now: Int64) -> [UInt32] {
    tickets.waiting.filter { now - submittedAt($0) >= age }.sorted { (submittedAt($0), $0) < (submittedAt($1), $1) }
  }

  /// The waiting ticket with the least rank that an available expert can do.
  private func choose(for expert: UInt32, by rank: (UInt32) -> (Int64, Int64, UInt32)) -> MatchingRun {
    var run = MatchingRun()
    guard state(ofExpert: expert) == .available else { return run }
    var best: (Int64, Int64, UInt32)?
    for ticket in tickets.waiting(in: roster.experts[Int(expert)].region) {
      run.comparisons += 1
      if !fits(expert, ticket) { continue }
      let candidate = rank(ticket)
      if best.map({ candidate < $0 }) ?? true { best = candidate }
    }
    if let best { add(Match(ticket: best.2, expert: expert), to: &run) }
    return run
  }

  func add(_ match: Match, to run: inout MatchingRun) {
    run.matches.append(match)
    run.metres += metres(match.expert, match.ticket)
  }

  private func matchGreedily(_ waiting: [UInt32], _ experts: [UInt32], _ run: inout MatchingRun) {
    var left = experts
    for ticket in waiting {
      run.comparisons += UInt64(left.count)
      let nearest = left.filter { fits($0, ticket) }.min { (metres($0, ticket), $0) < (metres($1, ticket), $1) }
      if let nearest {
        left.removeAll { $0 == nearest }
        add(Match(ticket: ticket, expert: nearest), to: &run)
      }
    }
  }

  /// SY-I10: each waiting ticket that gets nobody, now or from a run whose matches are still to be written, while one
  /// of lower priority gets an expert who fits it.
  private mutating func watchPriorities(_ matches: [Match], at now: Int64) {
    if matches.isEmpty { return }
    for match in matches { tickets.promise(match.ticket, true) }
    // An expert fits tickets of one region alone.
    var byRegion: [[Match]] = Array(repeating: [], count: roster.regions)
    for match in matches { byRegion[Int(roster.experts[Int(match.expert)].region)].append(match) }
    var passedOver: [UInt32] = []
    for (region, matches) in byRegion.enumerated() where !matches.isEmpty {
      passedOver += tickets.waiting(in: UInt16(region)).filter { ticket in
        let priority = tickets.orders[Int(ticket)].priority
        return !tickets.isPromised(ticket)
          && matches.contains { tickets.orders[Int($0.ticket)].priority < priority && fits($0.expert, ticket) }
      }
    }
    for ticket in passedOver.sorted() { monitors.report(.priorityFirst, UInt64(ticket), at: now) }
  }
}
