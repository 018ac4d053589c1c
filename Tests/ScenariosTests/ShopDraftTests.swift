import Components
import Engine
import Scenarios
import Testing

/// What the second draft says of components, steps and policies, as the model holds it.
@Suite struct ShopDraftTests {
  private func read(_ old: String = "", _ new: String = "") throws -> Scenario {
    try Draft.read(old.isEmpty ? ShopDraft.text : try Draft.with(old, new, in: ShopDraft.text))
  }

  private func component(_ name: String, _ old: String = "", _ new: String = "") throws -> Component {
    try #require(try read(old, new).components.first { $0.name == name })
  }

  @Test func isValid() throws {
    #expect(try read().warnings.isEmpty)
  }

  @Test func whatStandsInFront() throws {
    let cache = try component("cache")
    #expect(cache.inFrontOf?.component == "pool" && cache.inFrontOf?.operation == "read")
    #expect(cache.parameters["entries"]?.count == 6000 && cache.parameters["ttl"] == nil)
    let pool = try component("pool")
    #expect(pool.inFrontOf?.component == "db" && pool.inFrontOf?.operation == nil)
    #expect(pool.parameters["per"]?.word == "web")
    #expect(try component("limit").inFrontOf?.component == "bank")
    #expect(try component("web").inFrontOf == nil)
  }

  /// A pool that is only held is not called.
  @Test func aPoolInFrontOfNothing() throws {
    var text = try Draft.with("in-front-of: pool.read", "in-front-of: db.read", in: ShopDraft.text)
    text = try Draft.with("kind: pool, in-front-of: db,", "kind: pool,", in: text)
    #expect(try Draft.problems(text).isEmpty)
    let called = try Draft.with("call: db.write, key: order", "call: pool.write, key: order", in: text)
    #expect(
      try Draft.problems(called) == [
        "20:28: error: `pool` cannot be called: it stands in front of nothing (use `hold`, or give it an `in-front-of`)"
      ])
  }

  @Test func queuesFunctionsAndTimers() throws {
    let mailer = try component("mailer")
    #expect(mailer.from == "mails" && mailer.runs == "send")
    let resize = try component("resize")
    #expect(resize.from == "mails" && resize.runs == "run")
    #expect(try component("nightly").runs == "web.list")
    let scaler = try component("scaler")
    #expect(scaler.parameters["scales"]?.word == "web" && scaler.parameters["keep"]?.word == "cpu 60%")
    let scaling = try component("mailer", "replicas: 2,", "replicas: { max: 6 },").parameters["replicas"]?.table
    #expect(scaling?.first { $0.name == "min" }?.value.count == 1)
    #expect(scaling?.first { $0.name == "max" }?.value.count == 6)
  }

  @Test func holdingASlot() throws {
    let web = try component("web")
    let buy = try #require(web.operations.first { $0.name == "buy" }).steps
    guard case .hold(let hold) = buy[0].action, case .call(let call)? = hold.steps.first?.action else {
      Issue.record("\(buy)")
      return
    }
    #expect(buy[0].label == "pool" && hold.pool == "pool")
    #expect(hold.rules == CallRules(timeout: .always(.second)))
    #expect(hold.steps[0].label == "record" && call.component == "db" && call.operation == "write")
    if case .publish("mails", nil, nil) = buy[1].action {} else { Issue.record("\(buy[1])") }
    // Of a policy only the timeout counts.
    let other = try component("web", "timeout: 1s", "policy: data").operations[1].steps[0].action
    guard case .hold(let hold) = other else {
      Issue.record("\(other)")
      return
    }
    #expect(hold.rules == CallRules(timeout: .always(500 * .millisecond)))
  }

  @Test func policiesWithEveryRule() throws {
    let data = try read().policies[0].rules
    #expect(data.timeout == .always(500 * .millisecond) && data.deadline == nil)
    var retry = GuardPlan.Retry(times: 2, outcomes: ["timeout", "refused", "error"])
    retry.backoff = 20 * .millisecond...100 * .millisecond
    #expect(data.retry == retry)
    let full = try read(
      "timeout: 500ms, retry: { times: 2, backoff: 20ms..100ms }",
      "timeout: 1s, deadline: 9s, retry: { times: 3, backoff: 1s, jitter: equal, budget: 10%, for: [ refused ] }, "
        + "breaker: { failure-threshold: 50%, calls: 7 }, hedge: { after: 50ms, times: 2, budget: 5% }"
    ).policies[0].rules
    #expect(full.timeout == .always(.second) && full.deadline == .always(9 * .second))
    #expect(full.retry?.times == 3 && full.retry?.backoff == .second ... .second && full.retry?.jitter == .equal)
    #expect(full.retry?.budget == 0.1 && full.retry?.outcomes == ["refused"])
    #expect(full.breaker?.failureThreshold == 0.5 && full.breaker?.calls == 7)
    #expect(full.breaker?.window == 10 * .second && full.breaker?.cooldown == 5 * .second)
    #expect(full.hedge?.after == 50 * .millisecond && full.hedge?.times == 2 && full.hedge?.budget == 0.05)
  }

  @Test func inlineKeysTakeThePlaceOfThePolicys() throws {
    let web = try component(
      "web", "policy: data, as: record", "policy: data, timeout: 80ms, hedge: 20ms, priority: 3, as: record")
    guard case .hold(let hold) = web.operations[1].steps[0].action, case .call(let call) = hold.steps[0].action else {
      Issue.record("\(web.operations)")
      return
    }
    #expect(call.rules.timeout == .always(80 * .millisecond))
    #expect(call.rules.hedge == GuardPlan.Hedge(after: 20 * .millisecond))
    #expect(call.rules.retry?.times == 2, "what the call does not say is the policy's")
    #expect(call.priority == 3)
    let plain = try component("web", "policy: data, as: record", "timeout: 80ms, as: record")
    guard case .hold(let hold) = plain.operations[1].steps[0].action, case .call(let call) = hold.steps[0].action else {
      Issue.record("\(plain.operations)")
      return
    }
    #expect(call.rules == CallRules(timeout: .always(80 * .millisecond)) && call.priority == nil)
  }

  /// Whoever asks through a cache may tell hits from misses, and need not.
  @Test func hitsAndMisses() throws {
    let handled = try Draft.problems(
      try Draft.with(
        "call: db.read, key: product, policy: data",
        "call: db.read, key: product, policy: data, when: { hit: continue, miss: [ work: 1ms ] }", in: ShopDraft.text))
    #expect(handled.isEmpty)
    let budget = try Draft.problems(
      ShopDraft.text + "budgets: { hits: share calls(component=cache outcome=hit) >= 80% }\n")
    #expect(budget.isEmpty)
  }
}
