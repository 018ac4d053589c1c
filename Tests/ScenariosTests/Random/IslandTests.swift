import Components
import Foundation
import Scenarios
import Statistics
import TestSupport
import Testing

/// What a part of a scenario measures does not depend on parts that it never meets.
@Suite struct IslandTests {
  /// Two that once depended on what else ran, and the first so many; `ORRERY_ISLANDS=2000` runs more.
  private static let seeds =
    [1112, 1148]
    + Array(0..<(ProcessInfo.processInfo.environment["ORRERY_ISLANDS"].flatMap { UInt64($0) } ?? 60))

  /// A system of its own, with every kind of part, each of which comes before all others of its sort.
  private func withIsland(_ text: String) -> String {
    let parts = [
      (
        "populations",
        """
          isle-key: { count: 90, pick: zipf(s 0.8), size: lognormal(median 3KB p99 8KB) }

        """
      ),
      (
        "components",
        """
          isle-app:
            kind: service
            replicas: 2
            threads: 2
            queue: 3
            zones: [ isle-north, isle-south ]
            pick: random
            operations: { run: [ { work: exponential(mean 20ms) }, { publish: isle-log } ], sweep: 1ms }
          isle-clock: { kind: cron, every: 30ms, jitter: 5ms, runs: isle-app.sweep, overlap: allow }
          isle-log: { kind: topic, partitions: 4 }
          isle-reader:
            { kind: consumers, from: isle-log, runs: take, replicas: 2, operations: { take: exponential(mean 5ms) } }
          isle-turns:
            { kind: service, cores: 1, threads: 9, discipline: fair, operations: { run: exponential(mean 4ms) } }
          isle-cache: { kind: cache, in-front-of: isle-db.read, key: isle-key, capacity: 50 KB, ttl: 1s }
          isle-db: { kind: database, replica: { count: 1, reads: yes }, operations: { read: 3ms } }

        """
      ),
      ("policies", "  isle-calls: { timeout: 90ms, retry: { times: 2, backoff: 1ms..4ms, jitter: full } }\n"),
      (
        "flows",
        """
          isle: [ { call: isle-app.run, policy: isle-calls }, { call: isle-db.read, key: isle-key } ]
          isle-both: [ { parallel: { a: [ { call: isle-turns.run } ], b: [ { call: isle-turns.run } ] } } ]

        """
      ),
      (
        "workloads",
        """
          isle: { rate: 60/s, flows: { isle: 50%, isle-both: 50% } }
          isle-users: { closed: { users: 3, think: exponential(mean 90ms) }, flows: { isle-both: 100% } }

        """
      ),
      ("faults", "  isle-out: { every: 700ms, for: 100ms, hits: isle-app, crash: 1 replica }\n"),
    ]
    return parts.reduce(text) { text, part in
      text.contains("\(part.0):\n")
        ? text.replacingOccurrences(of: "\(part.0):\n", with: "\(part.0):\n\(part.1)")
        : text + "\(part.0):\n\(part.1)"
    }
  }

  /// What was measured of one thing.
  private struct Part: Equatable {
    var words: [String] = []
    var numbers: [UInt128] = []
    var histograms: [Histogram] = []

    init(_ state: ComponentMeasurement, decisions: [Decision]) {
      words = decisions.map { "\($0.at) \($0.kind) \($0.before) \($0.after) \($0.signal)" }
      let counts = [
        state.arrivals, state.completions, state.failures, state.refusals, state.timeouts, state.quotaRefusals,
        UInt64(state.queueMaximum), UInt64(state.presentMaximum), UInt64(state.backlog),
      ]
      numbers = (counts + Counter.allCases.map { state.counts[$0] } + state.intervalCompletions).map { UInt128($0) }
      numbers += [state.busySlots, state.busyCores, state.queue, state.present, state.active]
      numbers += state.intervalSlots + state.intervalCores + state.intervalQueue + state.intervalActive
      histograms = [state.failedResponse, state.waiting, state.service]
    }

    init(_ histogram: Histogram) { histograms = [histogram] }

    init(_ state: FlowMeasurement, outcomes: [String]) {
      // Outcomes are numbered across a scenario.
      words = zip(outcomes, state.outcomes).filter { $0.1 > 0 }.map { "\($0) \($1)" }.sorted()
      numbers = (state.offered + state.completed + state.failed + [state.started]).map { UInt128($0) }
      numbers += [state.inFlight, UInt128(state.inFlightMaximum)]
      histograms = [state.latency]
    }
  }

  /// What each component, operation and flow measured, by name.
  private func measured(_ text: String) throws -> [String: Part] {
    let plan = Assembler.assemble(try Draft.read(text), providers: []).plan
    let result = ReplicationRun(plan, bindings: [], seed: 3, replication: 0, threads: 1).run()
    var all: [String: Part] = [:]
    for (index, component) in plan.components.enumerated() {
      all[component.name] = Part(
        result.components[index], decisions: result.decisions.filter { $0.component == index })
    }
    for (index, operation) in plan.operations.enumerated() {
      all["operation \(operation.name)"] = Part(result.operations[index])
    }
    for (index, flow) in plan.flows.enumerated() {
      all["flow \(flow.name)"] = Part(result.flows[index], outcomes: plan.outcomes)
    }
    return all
  }

  @Test(arguments: 0..<4)
  func `a system of its own changes nothing elsewhere`(part: Int) throws {
    for seed in Self.seeds.enumerated().filter({ $0.offset % 4 == part }).map(\.element) {
      var text = RandomScenario(seed: seed, cancelsAndBlocks: seed % 4 == 1).text
      // A second is enough for most.
      if seed < 1000 { text.replace(/duration: [0-9]s, warm-up: [01]s/, with: "duration: 1s, warm-up: 0s") }
      let alone = try measured(text)
      let beside = try measured(withIsland(text))
      #expect(beside.count > alone.count)
      let changed = alone.keys.filter { alone[$0] != beside[$0] }.sorted()
      #expect(changed.isEmpty, "seed \(seed)\n\(text)")
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
