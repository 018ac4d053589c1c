import Components
import Scenarios
import Testing

@testable import Experiments

/// `explain` of an error rate: how requests ended, where that was born, and what limit it was.
@Suite struct FailureOriginTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var cause: FailureOrigin.Cause
    var component: String
    var outcome: String
    var limit: Double?
    /// Sections of a scenario in which a client calls `app.page`.
    var body: String
    var testDescription: String { cause.rawValue }
    init(_ cause: FailureOrigin.Cause, _ component: String, _ outcome: String, _ limit: Double?, _ body: String) {
      self.cause = cause
      self.component = component
      self.outcome = outcome
      self.limit = limit
      self.body = body
    }
  }

  private static let flow = "flows: { visit: [ { call: app.page, timeout: 1s } ] }"
  private static let through =
    "  app: { kind: service, operations: { page: [ { call: db.read, timeout: 500ms } ] } }\n"

  static let cases = [
    Case(
      .queueFull, "db", "refused", 5,
      "components:\n\(through)  db: { kind: service, cores: 1, threads: 1, queue: 5, operations: { read: 50ms } }\n\(flow)"
    ),
    Case(
      .timeout, "db", "timeout", 500e6,
      "components:\n\(through)  db: { kind: service, cores: 1, threads: 1, operations: { read: 50ms } }\n\(flow)"),
    Case(
      .quota, "bank", "refused", 10,
      "components:\n  app: { kind: service, operations: { page: [ { call: bank.pay, timeout: 500ms } ] } }\n  bank: { kind: external, quota: 10/s, operations: { pay: 5ms } }\n\(flow)"
    ),
    Case(
      .errorShare, "bank", "error", nil,
      "components:\n  app: { kind: service, operations: { page: [ { call: bank.pay, timeout: 500ms } ] } }\n  bank: { kind: external, outcomes: { error: 20% }, operations: { pay: 5ms } }\n\(flow)"
    ),
    Case(
      .down, "db", "error", nil,
      "components:\n\(through)  db: { kind: service, operations: { read: 5ms } }\n\(flow)\nfaults: { out: { at: 20s, for: 20s, hits: db, outage: yes } }"
    ),
    Case(
      .breaker, "db", "refused", nil,
      "components:\n  app: { kind: service, operations: { page: [ { call: db.read, policy: careful } ] } }\n  db: { kind: service, operations: { read: 5ms } }\n\(flow)\npolicies: { careful: { timeout: 500ms, breaker: { failure-threshold: 50%, window: 5s, calls: 10, cooldown: 30s } } }\nfaults: { out: { at: 20s, for: 5s, hits: db, error: 100% } }"
    ),
    Case(
      .shed, "edge", "refused", nil,
      "components:\n  edge: { kind: gateway, to: app, limit: 10/s }\n  app: { kind: service, operations: { page: 5ms } }\nflows: { visit: [ { call: edge.page, timeout: 1s } ] }"
    ),
    Case(
      .logFull, "mails", "refused", 5,
      "components:\n  app: { kind: service, operations: { page: [ publish: mails ] } }\n  mails: { kind: queue, queue: 5 }\n  mailer: { kind: worker, from: mails, runs: send, threads: 1, operations: { send: [ wait: 1s ] } }\n\(flow)"
    ),
    Case(
      .step, "app", "error", nil,
      "components:\n  app: { kind: service, operations: { page: [ work: 1ms, { choose: { bad: 10%, good: 90% }, when: { bad: [ fail: invalid ] } } ] } }\n\(flow)"
    ),
    Case(
      .patience, "", "timeout", nil,
      "components: { app: { kind: service, cores: 1, threads: 1, operations: { page: 500ms } } }\nflows: { visit: [ { call: app.page } ] }\nworkloads: { w: { closed: { users: 20, think: 1s, patience: 2s }, flows: { visit: 100% } } }"
    ),
  ]

  private func explain(_ body: String) throws -> ExplainedFigure {
    var text =
      "orrery: 1\nname: origin\nquestion: why?\norigin: assumed\nrun: { duration: 60s, warm-up: 0s, drain: 5s }\n"
    text += body + "\n"
    if !body.contains("workloads:") { text += "workloads: { w: { rate: 40/s, flows: { visit: 100% } } }\n" }
    text += "budgets: { e: rate errors(flow=visit) < 0.01% }\n"
    let scenario = try Study.read(text)
    var options = RunOptions()
    options.threads = 1
    let experiment = Experiment(scenario, model: Assembler.assemble(scenario, providers: []), options: options)
    let answer = try ExplanationStudy(experiment, question: .init()).run(stop: StopRequest())
    return try #require(answer.figures.first, "\(answer.remarks)")
  }

  @Test(arguments: cases) func `a failure is traced to the limit that it was born at`(_ found: Case) throws {
    let figure = try explain(found.body)
    let first = try #require(figure.failures.first)
    #expect(first.cause == found.cause.rawValue, "\(figure.failures)")
    #expect(first.component == found.component && first.outcome == found.outcome, "\(first)")
    if let limit = found.limit { #expect(first.limit == limit) }
    #expect(
      first.faults == ([.down, .errorShare].contains(found.cause) && found.body.contains("faults:") ? ["out"] : []))
    #expect(abs(figure.failures.reduce(0) { $0 + $1.share } - 1) < 1e-9)
  }

  @Test func `a failure that a retry made good is none`() throws {
    // Every second call fails, and every request is tried until it does not: what is left ran out of time.
    let figure = try explain(
      "components: { app: { kind: external, outcomes: { error: 50% }, operations: { page: 5ms } } }\nflows: { visit: [ { call: app.page, policy: again } ] }\npolicies: { again: { timeout: 50ms, deadline: 100ms, retry: { times: 50, backoff: 30ms..30ms, jitter: none } } }"
    )
    #expect(figure.failures.allSatisfy { $0.component == "app" && $0.cause == "error-share" }, "\(figure.failures)")
  }
}
