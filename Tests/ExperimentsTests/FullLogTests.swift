import Components
import Scenarios
import Testing

@testable import Experiments

/// `explain` of a wait for room in a full log goes on to who should have made room.
@Suite struct FullLogTests {
  private func leading(_ components: String) throws -> LeadingCause {
    let text = """
      orrery: 1
      name: full
      question: who is slow?
      origin: assumed
      run: { duration: 60s, warm-up: 5s, drain: 5s }
      components:
      \(components)
      flows: { visit: [ { call: app.page, timeout: 30s } ] }
      workloads: { day: { rate: 18/s, flows: { visit: 100% } } }
      budgets: { fast: p99 latency(flow=visit) < 10ms }

      """
    let scenario = try Study.read(text)
    let experiment = Experiment(scenario, model: Assembler.assemble(scenario, providers: []), options: RunOptions())
    let answer = try ExplanationStudy(experiment, question: .init()).run(stop: StopRequest())
    return try #require(answer.figures.first?.leading, "\(answer.remarks)")
  }

  private func app(threads: Int) -> String {
    "  app: { kind: service, threads: \(threads), operations: { page: [ work: 1ms, publish: jobs ] } }\n"
  }

  @Test(arguments: [2, 1000], ["queue", "topic"])
  func `who waits for room, with a slot of its own or in line for one, waits for the worker`(
    threads: Int, kind: String
  ) throws {
    let leading = try leading(
      app(threads: threads) + """
          jobs: { kind: \(kind), queue: 3, when-full: block }
          taker: { kind: \(kind == "queue" ? "worker" : "consumers"), from: jobs, runs: take, threads: 1, operations: { take: [ wait: 50ms ] } }
        """)
    #expect(leading.share.component == (threads == 2 ? "app" : "jobs") && leading.share.cause == "queue")
    #expect(leading.root.component == "taker" && leading.diagnosis == .poolExhausted, "\(leading)")
    let blocked = try #require(leading.evidence.first { $0.kind == .blocked })
    #expect(blocked.component == "jobs" && blocked.detail == "taker" && blocked.value > 100)
    #expect(leading.evidence.contains { $0.kind == .utilization && $0.component == "taker" && $0.value > 0.8 })
  }

  @Test func `a worker that waits for room itself is passed over`() throws {
    let leading = try leading(
      app(threads: 2) + """
          jobs: { kind: queue, queue: 3, when-full: block }
          taker: { kind: worker, from: jobs, runs: take, threads: 1, operations: { take: [ work: 1ms, publish: mails ] } }
          mails: { kind: queue, queue: 2, when-full: block }
          mailer: { kind: worker, from: mails, runs: send, threads: 1, operations: { send: [ wait: 50ms ] } }
        """)
    #expect(leading.root.component == "mailer", "\(leading)")
    #expect(leading.evidence.filter { $0.kind == .blocked }.map(\.component) == ["jobs", "mails"])
  }
}
