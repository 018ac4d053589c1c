import Components
import Engine
import Testing

/// Closed workloads with a pace, numbers of users that change, and users who are entities.
@Suite struct PacedUsersTests {
  private func builder(
    users: Int, work: Distribution = .constant(100e6), end: Nanoseconds = 10 * .second,
    change: (inout ClosedPlan) -> Void
  ) -> PlanBuilder {
    var builder = PlanBuilder(end: end)
    let people = builder.population("people", count: 1000)
    let station = builder.station("station")
    let serve = builder.operation(station) { $0.work(work) }
    let note = builder.command(1)
    builder.flow {
      $0.decide(note)
      $0.call(serve)
    }
    var plan = ClosedPlan(users: users, think: .constant(0), patience: nil, begins: 0)
    plan.population = Int(people)
    change(&plan)
    var source = SourcePlan(name: "w", stream: "w", knots: [], flows: [(0, 1)], phases: [])
    source.arrivals = .closed(plan)
    builder.plan.sources = [source]
    return builder
  }

  private func notes(_ builder: PlanBuilder) -> [Notebook.Note] {
    let book = Notebook()
    _ = builder.run(bindings: [book])
    return book.notes
  }

  @Test func `a paced user asks once in each pace, whatever answers take`() {
    let found = notes(builder(users: 40, end: 20 * .second) { $0.pace = .constant(2e9) })
    #expect(found.count == 40 * 10)
    for user in 0..<UInt64(40) {
      let times = found.filter { $0.subject == user }.map(\.at)
      #expect(times.count == 10 && times[0] < 2 * .second)
      #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == 2 * .second })
    }
    // From the beginning as it goes on: the first quarter of a pace has its share.
    let early = found.filter { $0.at < .second / 2 }.count
    #expect((3...18).contains(early))
  }

  @Test func `users in a ring by their pace ask when those whose pace is drawn do`() {
    for users in [1, 7, 300] {
      let asked = [Distribution.constant(1e9), .uniform(low: 1e9, high: 1e9)].map { pace in
        notes(
          builder(users: users, work: .exponential(mean: 0.7e9), end: 30 * .second) {
            $0.pace = pace
            $0.think = .exponential(mean: 0.2e9)
            $0.patience = .constant(2e9)
            $0.levels = [
              RateKnot(at: 0, before: 0, after: Double(users)),
              RateKnot(at: 15 * .second, before: 0.3 * Double(users), after: Double(users)),
              RateKnot(at: 30 * .second, before: Double(users), after: 0),
            ]
          })
      }
      #expect(asked[0].map(\.at) == asked[1].map(\.at) && asked[0].map(\.subject) == asked[1].map(\.subject))
      #expect(asked[0].count > 5 * users)
    }
  }

  @Test func `an answer that takes longer than the pace puts the next request off`() {
    let found = notes(builder(users: 1, work: .constant(3e9), end: 20 * .second) { $0.pace = .constant(2e9) })
    #expect(zip(found, found.dropFirst()).allSatisfy { $1.at - $0.at == 3 * .second } && found.count > 5)
  }

  @Test func `time to think and pace hold together, and the longer one counts`() {
    var builder = builder(users: 1, end: 20 * .second) { $0.pace = .constant(2e9) }
    guard case .closed(var plan) = builder.plan.sources[0].arrivals else { return }
    plan.think = .constant(2.5e9)
    builder.plan.sources[0].arrivals = .closed(plan)
    let found = notes(builder)
    #expect(zip(found, found.dropFirst()).allSatisfy { $1.at - $0.at == 2600 * millisecond })
  }

  @Test func `users come and go with the level, the same ones first and last`() {
    let levels = [
      RateKnot(at: 0, before: 0, after: 10), RateKnot(at: 10 * .second, before: 10, after: 30),
      RateKnot(at: 20 * .second, before: 30, after: 5), RateKnot(at: 30 * .second, before: 5, after: 0),
    ]
    let found = notes(
      builder(users: 30, end: 60 * .second) {
        $0.pace = .constant(1e9)
        $0.levels = levels
      })
    func users(_ from: Int64, _ until: Int64) -> Set<UInt64> {
      Set(found.filter { $0.at >= from * .second && $0.at < until * .second }.map(\.subject))
    }
    #expect(users(0, 10) == Set(0..<10) && users(10, 20) == Set(0..<30))
    #expect(users(20, 30) == Set(0..<5) && users(30, 60).isEmpty)
    // A level of ten for ten seconds, of thirty and of five: a request a second each.
    #expect(abs(found.count - 450) <= 30)
  }

  @Test func `a level that rises lets one user after the other in`() {
    let levels = [RateKnot(at: 0, before: 0, after: 0), RateKnot(at: 10 * .second, before: 10, after: 0)]
    let found = notes(
      builder(users: 10, end: 20 * .second) {
        $0.think = .constant(1)
        $0.levels = levels
      })
    for user in 0..<UInt64(9) {
      #expect(found.first { $0.subject == user }?.at == Nanoseconds(user + 1) * .second + 1)
    }
    #expect(found.allSatisfy { $0.at < 10 * .second })
  }

  @Test func `other users change nobody's instants`() {
    func times(_ users: Int) -> [Nanoseconds] {
      notes(builder(users: users) { $0.pace = .exponential(mean: 1e9) }).filter { $0.subject < 4 }.map(\.at)
    }
    #expect(times(4) == times(7) && times(4).count > 20)
  }
}
