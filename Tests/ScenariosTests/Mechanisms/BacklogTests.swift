import Components
import Engine
import Scenarios
import Statistics
import Testing

/// Systems that have not done their work when the run stops: what is left is measured.
@Suite struct BacklogTests {
  private func run(_ text: String, seed: UInt64 = 1) throws -> (plan: NetworkPlan, result: Measurements) {
    let plan = Assembler.assemble(try Draft.read(text), providers: []).plan
    return (plan, ReplicationRun(plan, bindings: [], seed: seed, replication: 0, threads: 1).run())
  }

  /// Twice what one core can do, for a minute.
  private func overload(
    _ discipline: String, workload: String = "rate: 200/s", duration: String = "60s"
  ) throws -> (plan: NetworkPlan, result: Measurements) {
    try run(
      """
      orrery: 1
      name: b
      run: { starts: Mon 00:00, duration: \(duration), warm-up: 0s, drain: 1s }
      components:
        app: { kind: service, cores: 1, threads: 1, queue: 1M, discipline: \(discipline), operations: { page: 10ms } }
      flows: { visit: [ call: app.page ] }
      workloads: { w: { \(workload), flows: { visit: 100% } } }
      """)
  }

  @Test(arguments: ["lifo", "fifo"])
  func `half of the requests of twice the load are unended, at their ages`(discipline: String) throws {
    let flow = try overload(discipline).result.flows[0]
    let unended = flow.unended
    #expect(flow.started == flow.latency.count + unended.count && unended.lost == 0)
    #expect(abs(Double(unended.count) / Double(flow.started) - 0.5) < 0.02)
    // Last come first served leaves those of all times behind; first come first served the last half minute's.
    let median = try #require(unended.ages.quantile(0.5))
    let expected = discipline == "lifo" ? 31.0 : 16.0
    #expect(abs(Double(median) / 1e9 - expected) < 2)
    #expect(discipline == "lifo" || unended.ages.maximum ?? 0 < 34 * .second)
    // What was answered says nothing of it under last come first served.
    #expect(discipline == "fifo" || flow.latency.quantile(0.9) ?? .max < 100 * .millisecond)
  }

  @Test func `what has not ended belongs to the phase and the interval in which it was to start`() throws {
    let stages =
      "stages: [ { name: calm, duration: 30s, target: 10/s }, { name: rush, duration: 0s, target: 200/s }, { duration: 30s, target: 200/s } ]"
    let (plan, result) = try overload("fifo", workload: stages)
    let phases = result.phases[0]
    #expect(plan.sources[0].phases.count == phases.count && phases.count > 1)
    for phase in phases {
      #expect(phase.offered == phase.completed[0] + phase.failed[0] + phase.unended[0].count)
    }
    let unended = result.flows[0].unended
    #expect(phases[0].unended[0].isEmpty && phases.reduce(0) { $0 + $1.unended[0].count } == unended.count)
    let intervals = result.flows[0].unendedByInterval
    #expect(intervals.reduce(0) { $0 + $1.count } == unended.count && !intervals.isEmpty)
    for interval in intervals {
      let begins = Nanoseconds(interval.interval) * plan.horizon.interval
      let ages = interval.ages.histogram
      #expect(ages.maximum ?? .max <= 61 * .second - begins)
      #expect(ages.minimum ?? 0 > 61 * .second - begins - plan.horizon.interval)
      #expect(interval.count <= result.flows[0].offered[interval.interval])
    }
  }

  @Test func `two flows that hold what the other wants are lost, and the others are not`() throws {
    let (_, result) = try run(
      """
      orrery: 1
      name: b
      run: { duration: 60s, warm-up: 0s, drain: 1s }
      components:
        left: { kind: pool, slots: 1 }
        right: { kind: pool, slots: 1 }
        app: { kind: service, operations: { page: 5ms } }
      flows:
        one: [ { hold: left, steps: [ { wait: 10ms }, { hold: right, steps: [ wait: 1ms ] } ] } ]
        two: [ { hold: right, steps: [ { wait: 10ms }, { hold: left, steps: [ wait: 1ms ] } ] } ]
        page: [ call: app.page ]
      workloads: { w: { rate: 20/s, flows: { one: 25%, two: 25%, page: 50% } } }
      """)
    let lost = result.flows[0].unended.lost + result.flows[1].unended.lost
    #expect(lost > 400 && result.flows[0].unended.ages.isEmpty && result.flows[1].unended.ages.isEmpty)
    #expect(result.flows[2].unended.isEmpty && result.flows[2].latency.count > 400)
    #expect(UInt64(result.unfinished) == lost)
  }

  @Test func `consumers that drown have their lag, and another group of the topic its own`() throws {
    let (plan, result) = try run(
      """
      orrery: 1
      name: b
      run: { duration: 60s, warm-up: 0s, drain: 1s }
      components:
        log: { kind: topic, publish: 0ms, partitions: 4 }
        mailer: { kind: consumers, from: log, runs: take, threads: 4, operations: { take: [ wait: 100ms ] } }
        index: { kind: consumers, from: log, runs: take, order: none, operations: { take: [ wait: 1ms ] } }
      flows: { visit: [ { publish: log } ] }
      workloads: { w: { rate: 80/s, flows: { visit: 100% } } }
      """)
    let names = plan.consumerGroups.map { plan.name(of: $0) }
    let mailer = result.groups[try #require(names.firstIndex(of: "mailer"))]
    let index = result.groups[try #require(names.firstIndex(of: "index"))]
    #expect(index.lag.maximum ?? .max < .second && index.unended.isEmpty && index.taken == index.published)
    // Forty a second of eighty: after 61 s half of them wait, the oldest for half a minute.
    #expect(mailer.published == index.published && mailer.published == mailer.taken + mailer.unended.count)
    #expect(abs(Double(mailer.unended.count) / Double(mailer.published) - 0.49) < 0.04)
    #expect(abs(Double(mailer.unended.ages.maximum ?? 0) / 30.5e9 - 1) < 0.15)
    #expect(result.unfinishedRecords == Int(mailer.unended.count + mailer.inHand.count))
    #expect(result.unfinished == 0 && result.flows[0].unended.isEmpty)
    // The log mixes its groups, and has the same ones that wait.
    let log = result.components[plan.logs[0].component]
    #expect(log.unendedWaiting.count > 0 && log.unendedWaiting.count <= mailer.unended.count)
    let oldest = mailer.intervalOldest
    #expect(zip(oldest, oldest.dropFirst()).count(where: { $0 < $1 }) > oldest.count * 3 / 4)
  }

  @Test func `messages that no worker takes in time are unended`() throws {
    let (plan, result) = try run(
      """
      orrery: 1
      name: b
      run: { duration: 60s, warm-up: 0s, drain: 1s }
      components:
        jobs: { kind: queue, publish: 0ms }
        worker: { kind: worker, from: jobs, runs: take, threads: 2, operations: { take: [ wait: 100ms ] } }
      flows: { visit: [ { publish: jobs } ] }
      workloads: { w: { rate: 40/s, flows: { visit: 100% } } }
      """)
    #expect(plan.consumerGroups.map { plan.name(of: $0) } == ["worker"])
    let group = result.groups[0]
    #expect(group.published == group.taken + group.unended.count && group.inHand.count == 2)
    #expect(abs(Double(group.unended.count) / Double(group.published) - 0.49) < 0.04 && group.unended.lost == 0)
    #expect(result.components[plan.logs[0].component].unendedWaiting == group.unended)
  }
}
