import Components
import Engine
import Scenarios
import Testing

@testable import Experiments

@Suite("What a run decides and counts")
struct EventTests {
  private static let text = """
    orrery: 1
    name: busy
    question: what does everything decide?
    origin: assumed
    run: { duration: 150s, warm-up: 10s, drain: 5s, replications: 2 }
    populations: { item: { count: 500, pick: zipf(s 0.9) } }
    components:
      web:
        kind: service
        replicas: { min: 2, max: 8, keep: cpu 60%, metric-delay: 5s, startup: 5s, cooldown: 10s, interval: 5s }
        cores: 1
        threads: 32
        queue: 100
        operations:
          page: [ { work: exponential(mean 20ms) }, { call: db.read, key: item, policy: data } ]
          pay: [ { work: 10ms }, { call: bank.charge, policy: bank } ]
      cache: { kind: cache, in-front-of: db.read, key: item, entries: 200 }
      db: { kind: database, cores: 4, replica: { count: 1, failover: 6s }, operations: { read: 5ms } }
      bank: { kind: external, operations: { charge: 100ms } }
    policies:
      browser: { timeout: 3s, retry: { times: 1, backoff: 100ms } }
      data: { timeout: 500ms }
      bank: { timeout: 1s, breaker: { failure-threshold: 50%, window: 5s, calls: 10, cooldown: 5s } }
    flows:
      view: [ { call: web.page, key: item, policy: browser } ]
      buy: [ { call: web.pay, policy: browser } ]
    workloads:
      day:
        steps:
          - { name: calm, duration: 40s, target: 40/s }
          - { name: rush, duration: 30s, target: 160/s }
          - { name: after, duration: 80s, target: 40/s }
        flows: { view: 75%, buy: 25% }
    faults:
      bank-down: { at: 20s, for: 10s, hits: bank, outage: yes }
      db-lost: { at: 100s, for: 10s, hits: db, failover: yes }
      sometimes: { every: 1h, for: 1s, hits: db, slow: x2 }
    budgets:
      hits: mean hit-ratio(component=cache) > 40%
      hit-calls: share calls(component=cache outcome=hit) > 40%
      retried: count counts(component=web counter=retries) >= 1
      dead: count dead-letters = 0
      down: total downtime(component=db) <= 6s
      bank: max downtime(component=bank) = 10s
      good: rate goodput(component=bank) > 1/s
      all: rate throughput(component=bank) > 1/s
      flight: max in-flight(flow=view) > 0
      back: max recovery(fault=db-lost) < 30s
      random: max recovery(fault=sometimes) < 30s

    """

  private static let result = Result { try Study.run(Study.read(text)) }

  @Test("is readable in budgets")
  func budgets() throws {
    let result = try Self.result.get()
    func verdict(_ name: String) -> BudgetResult? { result.budgets.first { $0.name == name } }
    for name in ["hits", "hit-calls", "retried", "dead", "down", "bank", "good", "all", "flight", "back"] {
      let budget = try #require(verdict(name))
      #expect(budget.verdict == .held, "\(name): \(budget.observed ?? .nan) \(budget.reason)")
    }
    let (looked, called) = try (#require(verdict("hits")?.observed), #require(verdict("hit-calls")?.observed))
    #expect(abs(looked - called) < 0.01)
    #expect(verdict("hits")?.unit == "ratio")
    #expect(verdict("down")?.observed == 6e9)
    #expect(try #require(verdict("good")?.observed) < #require(verdict("all")?.observed))
    #expect(verdict("random")?.verdict == .cannotJudge)
    #expect(verdict("random")?.reason == result.recoveries.first { $0.name == "sometimes" }?.remark)
  }

  @Test("has names and reasons")
  func decisions() throws {
    let result = try Self.result.get()
    let scaled = try #require(result.decisions.first { $0.kind == "scale-up" })
    #expect(scaled.component == "web")
    #expect(scaled.before == 2)
    #expect(scaled.reason.hasPrefix("cpu ") && scaled.reason.hasSuffix(" % of 60 % seen 5 s late"))
    let opened = try #require(result.decisions.first { $0.kind == "breaker-opened" })
    #expect(opened.component == "bank" && opened.caller == "web")
    #expect(opened.reason == "at least 50 % of the calls failed within 5 s")
    #expect(result.decisions.first { $0.kind == "failover-ended" }?.reason == "replica 1 takes the place of 0")
    #expect(result.decisions.map(\.at) == result.decisions.map(\.at).sorted())
  }

  @Test("shows what components counted, and how many replicas they had")
  func components() throws {
    let result = try Self.result.get()
    let web = try #require(result.components.first { $0.name == "web" })
    let mean = try #require(web.meanReplicas)
    #expect(mean > 2 && mean < 8)
    #expect(web.goodCompletions < web.completions)
    #expect(try #require(web.utilization) > 0.3)
    let cache = try #require(result.components.first { $0.name == "cache" })
    #expect(try #require(cache.hitRatio) > 0.4)
    #expect(cache.counts.map(\.counter).prefix(2) == ["hits", "misses"])
    #expect(result.components.first { $0.name == "db" }?.meanReplicas == nil)
  }

  @Test("recovers, or not, by name")
  func recoveries() throws {
    let result = try Self.result.get()
    #expect(result.recoveries.map(\.name) == ["bank-down", "db-lost", "sometimes", "rush"])
    #expect(result.recoveries[1].hits == ["db"])
    #expect(result.recoveries[1].judged == 2)
    #expect(result.recoveries[2].style == .recurring && !result.recoveries[2].remark.isEmpty)
    #expect(result.recoveries[3].style == .surge)
  }

  @Test("is the same on two threads, and in the digest of its component")
  func digests() throws {
    let result = try Self.result.get()
    let again = try Study.run(Study.read(Self.text), threads: 2)
    #expect(again.digest == result.digest)
    #expect(again.decisions == result.decisions)
    #expect(again.recoveries == result.recoveries)
  }

  @Test("of a counter needs to say which")
  func counters() {
    #expect(throws: InvalidScenario.self) {
      try Study.read(Study.queue(budgets: "{ a: count counts(component=app) < 5 }"))
    }
    #expect(throws: InvalidScenario.self) {
      try Study.read(Study.queue(budgets: "{ a: count counts(component=app counter=hit) < 5 }"))
    }
  }

  @Test("spells times as people do")
  func times() {
    #expect(DecisionReason.time(Nanoseconds(90 * .second)) == "90 s")
    #expect(DecisionReason.time(Nanoseconds(120 * .second)) == "2 min")
    #expect(DecisionReason.time(Nanoseconds(7200 * .second)) == "2 h")
    #expect(DecisionReason.time(Nanoseconds(1_500_000)) == "1.5 ms")
    #expect(DecisionReason.time(Nanoseconds(12)) == "12 ns")
  }
}
