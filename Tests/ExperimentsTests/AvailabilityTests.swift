import Components
import Engine
import Experiments
import Scenarios
import Statistics
import Testing

/// Capacity is that of what is there.
@Suite struct AvailabilityTests {
  private func zones(
    replicas: String = "3", faults: String, rate: String = "156/s", kind: String = "cores: 1, threads: 100"
  ) throws -> RunResult {
    try Study.run(
      Study.read(
        """
        orrery: 1
        name: zones
        question: what is there?
        origin: assumed
        run: { duration: 10min, warm-up: 0s, drain: 5s, stands-for: 30d }
        components:
          balancer: { kind: load-balancer, to: app, health: { every: 1s, eject-after: 1, return-after: 1 } }
          app: { kind: service, zones: [ a, b, c ], replicas: \(replicas), \(kind), price: { instance: $30/month }, operations: { page: exponential(mean 10ms) } }
        policies: { patient: { timeout: 5s } }
        flows: { visit: [ { call: balancer.page, policy: patient } ] }
        workloads: { w: { rate: \(rate), flows: { visit: 100% } } }
        faults: \(faults)
        budgets: { busy: "mean utilization(component=app) < 60%" }

        """))
  }

  /// A service whose one replica, or two, fail and are repaired.
  private func repaired(
    _ faults: String, seconds: Int = 4000, replications: Int = 10, limit: String = ">= 50%", replicas: Int = 1
  ) throws -> BudgetResult {
    let result = try Study.run(
      Study.read(
        """
        orrery: 1
        name: repaired
        question: is it up?
        origin: assumed
        run: { duration: \(seconds)s, warm-up: 0s, drain: 5s, replications: \(replications) }
        components:
          app: { kind: service, replicas: \(replicas), operations: { page: 1ms } }
          other: { kind: service, operations: { page: 1ms } }
        flows: { visit: [ { call: app.page, timeout: 1s, when: { else: continue } } ] }
        workloads: { w: { rate: 0.1/s, flows: { visit: 100% } } }
        faults: \(faults)
        budgets: { up: "mean availability(component=app) \(limit)" }

        """))
    return try #require(result.budgets.first)
  }

  @Test(arguments: ["outage: yes, for", "crash: yes, back-in", "outage: yes, replicas: 1, for"])
  func `outages at random leave an interval`(effect: String) throws {
    let up = try repaired("{ broken: { every: exponential(mean 90s), \(effect): exponential(mean 10s), hits: app } }")
    let interval = try #require(up.interval)
    #expect(up.statisticClass == .estimate && up.verdict == .held)
    #expect(interval.contains(0.9) && interval.high - interval.low < 0.06 && interval.high < 1, "\(interval)")
  }

  @Test func `none in so much time is no proof that there are none`() throws {
    let rare = "{ broken: { every: exponential(mean 365d), for: 10s, hits: app, outage: yes } }"
    // In ten times 400 s up to 3.69 outages of 10 s.
    let strict = try repaired(rare, seconds: 400, limit: ">= 99.5%")
    #expect(strict.observed == 1 && strict.verdict == .cannotJudge)
    let least = try #require(strict.interval).low
    #expect(abs(least - (1 - 36.9 / 4000)) < 1e-5)
    #expect(try repaired(rare, seconds: 400, limit: ">= 99%").verdict == .held)
  }

  @Test func `what is down by the calendar, or never, is so for sure`() throws {
    let planned = "{ planned: { at: 1000s, for: 400s, hits: app, outage: yes } }"
    let up = try repaired(planned, replications: 1, limit: ">= 90%")
    #expect(up.observed == 0.9 && up.verdict == .held && up.statisticClass == .fact && up.interval == nil)
    #expect(try repaired(planned, replications: 1, limit: ">= 91%").verdict == .violated)
    #expect(try repaired("{}", replications: 1, limit: ">= 100%").observed == 1)
    let elsewhere = "{ broken: { every: 90s, for: 10s, hits: other, outage: yes } }"
    #expect(try repaired(elsewhere, replications: 1, limit: ">= 100%").verdict == .held)
  }

  @Test func `of two replicas one is enough`() throws {
    let one = "every: exponential(mean 90s), back-in: exponential(mean 10s), hits: app, crash: 1 replica"
    let up = try repaired("{ broken: { \(one) } }", replicas: 2)
    #expect(up.observed == 1)
  }

  @Test func `of several components none may be down`() throws {
    let result = try Study.run(
      Study.read(
        """
        orrery: 1
        name: several
        question: are all up?
        origin: assumed
        run: { duration: 1000s, warm-up: 0s, drain: 5s }
        components:
          app: { kind: service, operations: { page: 1ms } }
          db: { kind: service, operations: { page: 1ms } }
        flows: { visit: [ { call: app.page, timeout: 1s, when: { else: continue } } ] }
        workloads: { w: { rate: 1/s, flows: { visit: 100% } } }
        faults:
          one: { at: 100s, for: 100s, hits: app, outage: yes }
          two: { at: 150s, for: 100s, hits: db, outage: yes }
        budgets: { app: mean availability(component=app) > 1%, all: mean availability > 1% }

        """))
    #expect(result.budgets.map(\.observed) == [0.9, 0.85])
  }

  private func app(_ result: RunResult) throws -> ComponentResult {
    try #require(result.components.first { $0.name == "app" })
  }

  private func series(_ result: RunResult) throws -> Timeline.ComponentSeries {
    try #require(result.timeline.components.first { $0.name == "app" })
  }

  @Test func `the share of the live cores is busy, not that of all`() throws {
    let result = try zones(faults: "{ gone: { at: 0s, for: 10min, hits: zone c, outage: yes } }")
    let app = try app(result)
    // 156/s × 10 ms are 1.56 of two cores, and 0.52 of three.
    let (utilization, live) = (try #require(app.utilization), try #require(app.meanLive))
    let down = try #require(app.meanDown)
    #expect(abs(utilization - 0.78) < 0.02 && abs(live - 2) < 1e-6 && abs(down - 1) < 1e-6)
    #expect(app.meanStarting == 0 && app.meanEjected == 0)
    let observed = try #require(result.budgets.first?.observed)
    #expect(abs(observed - 0.78) < 0.02 && result.budgets.first?.verdict == .violated)
    let series = try series(result)
    #expect(series.utilization.allSatisfy { $0 > 0.6 } && series.replicas.allSatisfy { abs($0.live - 2) < 1e-6 })
    // What is paid for is there or not.
    #expect(result.cost?.perMonthMicros == 90_000_000)
  }

  @Test func `what is not there has no busy share`() throws {
    let result = try zones(faults: "{ gone: { at: 0s, hits: app, crash: yes, back-in: 10min } }", rate: "10/s")
    #expect(try app(result).utilization == nil)
    #expect(try series(result).utilization.allSatisfy(\.isNaN))
    #expect(result.budgets.first?.observed == nil && result.budgets.first?.verdict == .cannotJudge)
  }

  @Test func `replicas that come back are down until then and left out until they are trusted`() throws {
    let result = try zones(faults: "{ gone: { at: 100s, hits: app, crash: 1 replica, back-in: 200s } }", rate: "10/s")
    let app = try app(result)
    let (live, down, ejected) = (try #require(app.meanLive), try #require(app.meanDown), try #require(app.meanEjected))
    #expect(abs(down - 200.0 / 600) < 1e-9)
    // One good probe brings it back, a second later at most.
    #expect(ejected <= 1.0 / 600 + 1e-9)
    #expect(abs(live - (3 - down - ejected)) < 1e-9)
    let series = try series(result)
    let at = Int(150 * .second / result.timeline.interval)
    #expect(series.replicas[at].down == 1 && series.replicas[at].live == 2 && series.replicas[0].live == 3)
  }

  @Test func `a scaler sees the replicas that are there`() throws {
    let replicas = "{ min: 3, max: 9, keep: cpu 65%, metric-delay: 0s, startup: 60s, cooldown: 2min }"
    let whole = try zones(replicas: replicas, faults: "{}")
    #expect(!whole.decisions.contains { $0.kind == "scale-up" })
    let cut = try zones(replicas: replicas, faults: "{ gone: { at: 0s, for: 10min, hits: zone c, outage: yes } }")
    let first = try #require(cut.decisions.first { $0.kind == "scale-up" })
    #expect(first.signal > 0.7, "\(first)")
    // Those that were asked for and are not ready are a figure of their own: the first one boots for a minute.
    let starting = try #require(try app(cut).meanStarting)
    #expect(starting >= 60.0 / 600)
  }

  @Test func `what is let go counts while it works`() throws {
    // Work is slow for five minutes and many are asked for; then most are let go at once, with what they have.
    let result = try zones(
      replicas: "{ min: 1, max: 6, keep: slots 60%, metric-delay: 0s, startup: 1s, cooldown: 1s, interval: 1s }",
      faults: "{ slow: { at: 0s, for: 5min, hits: app, slow: x1000 } }", rate: "2/s", kind: "cores: 1, threads: 4")
    let app = try app(result)
    let (live, asked) = (try #require(app.meanLive), try #require(app.meanReplicas))
    #expect(live > asked + 0.001, "\(live) \(asked)")
  }

  @Test func `only replicas that exist crash`() throws {
    let result = try zones(
      replicas: "{ min: 6, max: 13, keep: cpu 60% }",
      faults: "{ gone: { at: 5min, hits: app, crash: yes, back-in: 1min } }", rate: "10/s")
    #expect(try app(result).count("crashes") == 6)
    #expect(result.decisions.count { $0.kind == "crashed" } == 6)
    #expect(result.decisions.count { $0.kind == "restarted" } == 6)
  }

  // MARK: Queues

  @Test(arguments: ["worker", "autoscaler"])
  func `a worker that keeps its queue short looks at what waits in it`(_ how: String) throws {
    let fields = "min: 1, max: 10, keep: queue 10, metric-delay: 0s, startup: 5s, cooldown: 5s"
    let result = try Study.run(
      Study.read(
        """
        orrery: 1
        name: mails
        question: does it follow the queue?
        origin: assumed
        run: { duration: 10min, warm-up: 0s, drain: 5s }
        components:
          mails: { kind: queue, visibility: 30s }
          \(how == "autoscaler" ? "scaler: { kind: autoscaler, scales: mailer, \(fields) }" : "")
          mailer: { kind: worker, from: mails, runs: send, threads: 1, cores: 1, \(how == "worker" ? "replicas: { \(fields) }, " : "")operations: { send: 100ms } }
        flows: { mail: [ publish: mails ] }
        workloads: { w: { rate: 30/s, flows: { mail: 100% } } }
        budgets: { few: "max queue-length(component=mails) < 1000000" }

        """))
    // One does ten a second: 12,000 of 18,000 would wait at the end.
    let mailer = try #require(result.components.first { $0.name == "mailer" })
    #expect(result.decisions.contains { $0.kind == "scale-up" && $0.component == "mailer" })
    let (replicas, mails) = (
      try #require(mailer.meanReplicas), try #require(result.components.first { $0.name == "mails" })
    )
    #expect(replicas > 2.5 && mails.backlog < 1_000, "\(replicas) \(mails.backlog)")
  }

  // MARK: Quotas

  private func bank(_ workload: String, quota: String, scale: String = "", faults: String = "{}") throws -> RunResult {
    try Study.run(
      Study.read(
        """
        orrery: 1
        name: bank
        question: how much is refused?
        origin: assumed
        run: { duration: 10min, warm-up: 0s, drain: 5s\(scale) }
        components: { bank: { kind: external, operations: { charge: 10ms }, quota: \(quota) } }
        policies: { patient: { timeout: 5s } }
        flows: { pay: [ { call: bank.charge, policy: patient } ] }
        workloads: { w: { \(workload), flows: { pay: 100% } } }
        faults: \(faults)
        budgets: { e: rate errors(flow=pay) < 1% }

        """))
  }

  @Test func `a quota below one a second refuses nobody who comes evenly and slower`() throws {
    let result = try bank("rate: 6/min, arrivals: even", quota: "30/min")
    let bank = try #require(result.components.first)
    #expect(bank.arrivals == 60 && bank.refusals == 0)
    // Faster than it, what it lets pass is what it says: one at first, and 30 in each of ten minutes.
    let fast = try #require(try self.bank("rate: 2/s, arrivals: even", quota: "30/min").components.first)
    #expect((300...301).contains(fast.arrivals - fast.refusals))
  }

  @Test func `the timeline has the use of a quota`() throws {
    let result = try bank(
      "rate: 40/s", quota: "100/s", faults: "{ less: { at: 5min, for: 5min, hits: bank, quota: x0.5 } }")
    let shares = try #require(result.timeline.components.first).utilization
    #expect(shares.prefix(40).allSatisfy { abs($0 - 0.4) < 0.1 })
    #expect(shares.suffix(40).allSatisfy { abs($0 - 0.8) < 0.2 })
    // Half the time 100 a second were there, and half the time 50.
    let utilization = try #require(result.components.first?.utilization)
    #expect(abs(utilization - 40.0 / 75) < 0.02)
  }

  @Test func `a scaled quota says that it does not answer as at full size`() throws {
    let small = try bank("rate: 100/s", quota: "200/s", scale: ", scale: 1:1000")
    #expect(small.components.first?.isComparable == false)
    #expect(small.warnings.contains { $0.hasPrefix("not comparable") && $0.contains("bank") && $0.contains("1:2") })
    let large = try bank("rate: 100k/s", quota: "200k/s", scale: ", scale: 1:1000")
    #expect(large.components.first?.isComparable == true && large.components.first?.refusals == 0)
    #expect(!large.warnings.contains { $0.hasPrefix("not comparable") })
  }

  // MARK: The timeline of components

  @Test func `each interval has its failures and its tail`() throws {
    let result = try Study.run(
      Study.read(
        Study.queue(
          duration: "300s", budgets: "{ e: rate errors(flow=visit) < 50% }",
          faults:
            "{ bad: { at: 100s, for: 50s, hits: app, error: 50% }, slow: { at: 200s, for: 50s, hits: app, slow: x1.8 } }"
        )))
    let series = try series(result)
    #expect(series.p99.count == series.utilization.count && series.failures.count == series.utilization.count)
    let failures = try app(result).failures
    #expect(series.failures.reduce(0, +) == failures)
    func points(_ from: Nanoseconds, _ until: Nanoseconds) -> Range<Int> {
      Int(from * .second / result.timeline.interval)..<Int(until * .second / result.timeline.interval)
    }
    #expect(series.failures[points(110, 140)].allSatisfy { $0 > 0 })
    #expect(series.failures[points(20, 90)].allSatisfy { $0 == 0 })
    #expect(series.failures[points(160, 240)].allSatisfy { $0 == 0 })
    func mean(_ range: Range<Int>) -> Double {
      series.p99[range].reduce(0) { $0 + Double($1 ?? 0) } / Double(range.count)
    }
    #expect(mean(points(210, 245)) > 2 * mean(points(20, 90)))
    // Nothing ended inside the measured part before it began.
    #expect(series.p99[points(0, 5)].allSatisfy { $0 == nil })
  }

  // MARK: Peaks

  @Test func `a peak is spoken of, and a steady run is not`() throws {
    func run(_ shape: String) throws -> SustainedPeak {
      let text = Study.queue(duration: "600s", budgets: "{ e: rate errors(flow=visit) < 50% }")
        .replacing("day: { rate: 100/s,", with: "day: { \(shape),")
      return try #require(try Study.run(Study.read(text)).sustainedPeaks.first)
    }
    let steady = try run("rate: 100/s")
    #expect(!steady.isPeak && abs(steady.share - 0.5) < 0.05)
    let steps = [("calm", 300, 40), ("rush", 60, 260), ("after", 240, 40)]
      .map { "{ name: \($0.0), duration: \($0.1)s, target: \($0.2)/s }" }.joined(separator: ", ")
    let peak = try run("steps: [ \(steps) ]")
    let mean = try #require(peak.mean)
    #expect(peak.isPeak && peak.share > 0.95 && mean < 0.5)
    #expect(abs(peak.begins - 300 * .second) <= 10 * .second && peak.ends >= 355 * .second)
  }

  // MARK: What is no capacity

  private func run(
    _ components: String, rate: String, _ more: String = "", flow: String = "call: app.page, timeout: 5s"
  ) throws
    -> RunResult
  {
    try Study.run(
      try Study.read(
        """
        orrery: 1
        name: capacity
        question: how busy is it?
        origin: assumed
        run: { duration: 5min, warm-up: 0s, drain: 10s }
        components: { \(components) }
        flows: { visit: [ { \(flow) } ] }
        workloads: { day: { rate: \(rate), arrivals: even, flows: { visit: 100% } } }
        \(more)

        """))
  }

  @Test func `a copy that stands by carries no load`() throws {
    for copies in [0, 1, 3] {
      let replica = copies > 0 ? "replica: { count: \(copies) }, " : ""
      let result = try run(
        "app: { kind: database, cores: 4, connections: 100, \(replica)operations: { page: 50ms } }", rate: "64/s")
      let app = try #require(result.components.first)
      #expect(abs((app.utilization ?? 0) - 0.8) < 0.01, "\(copies): \(app.utilization ?? 0)")
    }
  }

  @Test func `a consumer is as busy as the partitions that it reads one by one`() throws {
    let result = try run(
      "log: { kind: topic, partitions: 6 }, app: { kind: consumers, from: log, runs: go, replicas: 6, operations: { go: 100ms } }",
      rate: "50/s", flow: "publish: log")
    let app = try #require(result.components.first { $0.name == "app" })
    #expect(app.scarcest == "partitions" && abs((app.utilization ?? 0) - 50.0 / 60) < 0.03, "\(app)")
  }

  @Test func `what failed and was for nobody is no good answer, once`() throws {
    let result = try run(
      "app: { kind: external, operations: { page: 5ms } }", rate: "100/s",
      "faults: { out: { at: 2min, for: 1min, hits: app, outage: yes } }")
    let app = try #require(result.components.first)
    // Four of five minutes are answered.
    #expect(app.goodCompletions == 24_000)
  }

  @Test func `what a quota refuses has used nothing of it`() throws {
    let result = try run(
      "app: { kind: external, quota: 200/s, operations: { page: 5ms } }", rate: "100/s",
      "faults: { cut: { at: 2min, for: 1min, hits: app, quota: x0.25 } }")
    let app = try #require(result.components.first)
    // 27,000 of 4 × 12,000 + 3,000.
    #expect(abs((app.utilization ?? 0) - 27.0 / 51) < 0.001)
  }
}
