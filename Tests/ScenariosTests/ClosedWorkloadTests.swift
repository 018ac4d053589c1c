import Components
import Engine
import Foundation
import Scenarios
import Testing

/// What a closed workload says beside users and time to think: pace, stages, who the users are.
@Suite struct ClosedWorkloadTests {
  private func workload(_ text: String) throws -> Workload {
    let scenario = try Draft.read(try Draft.with("rate: 10/s", text))
    return try #require(scenario.workloads.first { $0.name == "day" })
  }

  @Test func `a pace and stages are read`() throws {
    let day = try workload(
      "closed: { pace: 5min, stages: [ { duration: 0s, target: 100 }, { name: all, duration: 10min, target: 2k } ] }")
    #expect(day.pace == .constant(300e9))
    #expect(day.userStages.map(\.name) == ["stage-1", "all"] && day.userStages.map(\.target) == [100, 2000])
    guard case .closed(users: 2000, think: .constant(0), patience: nil) = day.shape else {
      Issue.record("\(day.shape)")
      return
    }
  }

  @Test func `without a number all of a population take part`() throws {
    let day = try workload("closed: { pace: 5min }, who: reservation")
    guard case .closed(users: 12_000, think: _, patience: _) = day.shape else {
      Issue.record("\(day.shape)")
      return
    }
  }

  @Test(arguments: [
    ("closed: { think: 5s }", "60:18: error: `users` is missing in `closed`"),
    (
      "closed: { users: 10, stages: [ { duration: 1min, target: 5 } ] }",
      "60:39: error: `stages` say how many users there are, and so does `users`"
    ),
    ("closed: { users: 20k, pace: 5s }, who: reservation", "60:18: error: 20000 users are more than the 12000"),
    ("closed: { users: 10, pace: 0s }", "60:37: error: a pace of zero is none"),
    ("closed: { stages: [ { duration: 1min } ] }", "60:30: error: `target` is missing in a stage"),
    ("closed: { stages: many }", "60:28: error: `stages` is a list, not `many`"),
  ])
  func `what cannot be is said`(_ text: String, _ expected: String) throws {
    let found = try Draft.problems("rate: 10/s", text)
    #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
  }

  @Test func `users are entities of their population, and go with the scale`() throws {
    let scenario = try Draft.read(
      """
      orrery: 1
      name: clerks
      run: { scale: 1:10, duration: 1h, warm-up: 0s, drain: 1min }
      populations:
        product: { count: 500 }
        clerk: { count: 300 }
      components:
        app: { kind: service, operations: { ask: 5ms } }
      flows:
        ask: [ { call: app.ask, timeout: 1s } ]
      workloads:
        clerks: { closed: { pace: 5s }, who: clerk, flows: { ask: 100% } }

      """)
    let model = Assembler.assemble(scenario, providers: [])
    guard case .closed(let plan)? = model.plan.sources.first?.arrivals else {
      Issue.record("not closed")
      return
    }
    #expect(plan.users == 30 && plan.population == 1)
    #expect(model.plan.populations.map(\.count) == [500, 30])
  }
}
