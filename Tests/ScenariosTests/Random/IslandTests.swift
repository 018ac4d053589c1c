import Components
import Foundation
import Scenarios
import Testing

/// What a part of a scenario measures does not depend on parts that it never meets.
@Suite struct IslandTests {
  /// A system with a place, a load and a fault of its own, whose components come before all others.
  private func withIsland(_ text: String) -> String {
    var text = text.replacingOccurrences(
      of: "components:\n",
      with: """
        components:
          isle-app:
            kind: service
            replicas: 2
            threads: 2
            queue: 3
            pick: random
            operations: { run: [ { work: exponential(mean 20ms) }, { publish: isle-log } ] }
          isle-log: { kind: topic, partitions: 4 }
          isle-reader:
            { kind: consumers, from: isle-log, runs: take, replicas: 2, operations: { take: exponential(mean 5ms) } }
          isle-db: { kind: database, replica: { count: 1, reads: yes }, operations: { read: 3ms } }

        """)
    text = text.replacingOccurrences(
      of: "workloads:\n",
      with: "  isle: [ { call: isle-app.run, timeout: 90ms }, { call: isle-db.read } ]\nworkloads:\n")
    let faults = "  isle-out: { every: 700ms, for: 100ms, hits: isle-app, crash: 1 replica }\n"
    let load = "  isle: { rate: 60/s, flows: { isle: 100% } }\n"
    if text.contains("faults:\n") {
      return text.replacingOccurrences(of: "faults:\n", with: load + "faults:\n") + faults
    }
    return text + load + "faults:\n" + faults
  }

  /// What each component and flow measured, by name.
  private func measured(_ text: String) throws -> [String: String] {
    let plan = Assembler.assemble(try Draft.read(text), providers: []).plan
    let result = ReplicationRun(plan, bindings: [], seed: 3, replication: 0, threads: 1).run()
    var all: [String: String] = [:]
    for (index, component) in plan.components.enumerated() {
      all[component.name] = String(describing: result.components[index])
      let decisions = result.decisions.filter { $0.component == index }.map {
        "\($0.at) \($0.kind) \($0.before) \($0.after) \($0.signal)"
      }
      all["decisions \(component.name)"] = decisions.joined(separator: "\n")
    }
    for (index, operation) in plan.operations.enumerated() {
      all["operation \(operation.name)"] = String(describing: result.operations[index])
    }
    for (index, flow) in plan.flows.enumerated() {
      var state = result.flows[index]
      // Outcomes are numbered across a scenario.
      let outcomes = zip(plan.outcomes, state.outcomes).filter { $0.1 > 0 }.map { "\($0) \($1)" }.sorted()
      state.outcomes = []
      all["flow \(flow.name)"] = "\(outcomes) \(state)"
    }
    return all
  }

  @Test func `a system of its own changes nothing elsewhere`() throws {
    for seed in 0..<24 as Range<UInt64> {
      let text = RandomScenario(seed: seed).text
      let alone = try measured(text)
      let beside = try measured(withIsland(text))
      #expect(beside.count > alone.count)
      let changed = alone.keys.filter { alone[$0] != beside[$0] }.sorted()
      #expect(changed.isEmpty, "seed \(seed)")
    }
  }

  @Test func `a step that nothing waits for changes no draw of the others`() throws {
    func scenario(_ step: String) -> String {
      """
      orrery: 1
      name: steps
      run: { duration: 30s, drain: 1min }
      components:
        one:
          kind: service
          threads: 100
          cores: 100
          operations: { run: [ { work: exponential(mean 5ms) }\(step), { wait: exponential(mean 1ms) } ] }
        two: { kind: service, operations: { run: exponential(mean 5ms) } }
      flows: { f: [ { call: two.run }, { call: one.run } ] }
      workloads: { w: { rate: 100/s, flows: { f: 100% } } }

      """
    }
    let plain = try measured(scenario(""))
    for step in [
      ", { wait: 0ms }", ", { work: 1ms, as: extra }", ", { choose: { a: 50%, b: 50% }, when: { else: continue } }",
    ] {
      let other = try measured(scenario(step))
      #expect(plain["two"] == other["two"] && plain["operation two.run"] == other["operation two.run"], "\(step)")
    }
  }
}
