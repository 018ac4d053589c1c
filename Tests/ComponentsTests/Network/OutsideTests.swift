import Components
import Engine
import Statistics
import Testing

@Suite struct OutsideTests {
  private func request(
    timeout: Nanoseconds? = nil, keys: Int64 = 0, distribution: Distribution = .constant(10e6),
    _ change: (inout ComponentPlan) -> Void
  ) -> PlanBuilder {
    var builder = PlanBuilder()
    let provider = builder.outside("provider")
    change(&builder.plan.components[provider])
    let key = keys > 0 ? builder.population("key", count: keys) : -1
    let ask = builder.answer(provider, after: distribution)
    let note = builder.command(1)
    builder.flow {
      $0.decide(note, key: key)
      $0.call(ask, timeout: timeout, key: key)
    }
    builder.source()
    return builder
  }

  private let spread: [Nanoseconds] = (0..<1000).map { $0 * 20 * millisecond }

  @Test func `a quota admits so many calls a second and refuses the rest at once`() {
    let builder = request { $0.quota = 5 }
    let result = builder.run(at: spread, bindings: [Notebook()])
    #expect(result.outcomes(builder.plan) == ["ok": 100, "refused": 900])
    #expect(result.components[0].quotaRefusals == 900)
    #expect(result.components[0].failedResponse.maximum == 0)
  }

  @Test(arguments: [(0.5, 10), (2.5, 52), (0.05, 1), (7, 140)])
  func `a quota need not be whole`(quota: Double, admitted: UInt64) {
    // Ten calls a second for twenty seconds.
    let builder = request { $0.quota = quota }
    let result = builder.run(at: (0..<200).map { $0 * 100 * millisecond + 1 }, bindings: [Notebook()])
    #expect(result.outcomes(builder.plan) == ["ok": admitted, "refused": 200 - admitted])
  }

  @Test func `a quota of its own for each key`() {
    let builder = request(keys: 4) {
      $0.quota = 5
      $0.quotaKeys = 4
    }
    let book = Notebook()
    let result = builder.run(at: spread, bindings: [book])
    // What is over five of a key's calls in its second is refused.
    let bySecond = Dictionary(grouping: book.notes, by: { [UInt64($0.at / .second), $0.subject] })
    let expected = bySecond.values.reduce(0) { $0 + max(0, $1.count - 5) }
    #expect(result.components[0].quotaRefusals == UInt64(expected) && expected > 300)
  }

  @Test func `who handles the quota sees it as such`() {
    var builder = PlanBuilder()
    let provider = builder.outside("provider")
    builder.plan.components[provider].quota = 1
    let ask = builder.answer(provider, after: .constant(1e6))
    let skipped = builder.outcome("skipped")
    builder.flow { $0.call(ask, when: [(StandardOutcome.quota, { $0.emit(.reply(outcome: skipped)) })]) }
    builder.source()
    let result = builder.run(at: [0, 1, 2, .second])
    #expect(result.outcomes(builder.plan) == ["ok": 2, "skipped": 2])
  }

  @Test func `an outage keeps callers waiting until they give up`() {
    var builder = request(timeout: 50 * millisecond) { _ in }
    builder.fault(0, .outage, from: 5 * .second, until: 10 * .second)
    let result = builder.run(at: spread, bindings: [Notebook()])
    #expect(result.outcomes(builder.plan) == ["ok": 750, "timeout": 250])
    #expect(result.components[0].timeouts == 250 && result.unfinished == 0)
  }

  @Test func `an outage fails callers who would wait for ever`() {
    var builder = request { _ in }
    builder.fault(0, .outage, from: 5 * .second, until: 10 * .second)
    let result = builder.run(at: spread, bindings: [Notebook()])
    #expect(result.outcomes(builder.plan) == ["ok": 750, "error": 250])
  }

  @Test func `an outage of one key leaves the others alone`() {
    var builder = request(timeout: 50 * millisecond, keys: 5) {
      $0.quotaKeys = 5
    }
    builder.fault(0, .outage, key: 2)
    let book = Notebook()
    let result = builder.run(at: spread, bindings: [book])
    let hit = book.notes.filter { $0.subject == 1 }.count
    #expect(hit > 100 && result.components[0].timeouts == UInt64(hit))
  }

  @Test func `a slow source takes its factor, for one key or for all`() {
    for key in [nil, 3] as [Int64?] {
      var builder = request(keys: 5) { _ in }
      builder.fault(0, .slow(2.5), key: key)
      let book = Notebook()
      let result = builder.run(at: spread, bindings: [book])
      let hit = key == nil ? 1000 : book.notes.filter { $0.subject == 2 }.count
      #expect(result.flows[0].latency.sum == UInt128(1000 * 10_000_000 + hit * 15_000_000))
    }
  }

  @Test func `errors and other outcomes have their shares`() {
    var builder = PlanBuilder()
    let provider = builder.outside("provider")
    let declined = builder.outcome("declined")
    builder.plan.components[provider].outcomes = [(StandardOutcome.error, 0.1), (declined, 0.3)]
    let ask = builder.answer(provider, after: .constant(1e6))
    builder.flow { $0.call(ask, when: [(declined, { $0.emit(.reply(outcome: declined)) })]) }
    builder.source()
    builder.fault(provider, .error(0.2), from: 100 * .second)
    let before = builder.run(at: (0..<5000).map { $0 * 20 * millisecond })
    let counts = before.outcomes(builder.plan)
    // Four standard errors each.
    #expect((Double(counts["error"] ?? 0) - 500).magnitude < 85)
    #expect((Double(counts["declined"] ?? 0) - 1500).magnitude < 130)
    let after = builder.run(at: (5000..<10_000).map { $0 * 20 * millisecond }).outcomes(builder.plan)
    #expect((Double(after["error"] ?? 0) - 1500).magnitude < 130)
    #expect((Double(after["declined"] ?? 0) - 1500).magnitude < 130)
  }

  @Test func `faults of stations come and go`() {
    var builder = PlanBuilder()
    let station = builder.station("station")
    let serve = builder.operation(station) {
      $0.work(.constant(10e6))
      $0.wait(.constant(2e6))
    }
    builder.flow { $0.call(serve) }
    builder.source()
    builder.fault(station, .slow(3), from: 10 * .second, until: 20 * .second)
    builder.fault(station, .outage, from: 30 * .second, until: 40 * .second)
    builder.fault(station, .error(1), from: 50 * .second, until: 60 * .second)
    let result = builder.run(at: [5, 15, 25, 35, 45, 55, 65].map { $0 * .second })
    #expect(result.outcomes(builder.plan) == ["ok": 5, "error": 2])
    #expect(result.flows[0].latency.sum == UInt128(4 * 12_000_000 + 36_000_000))
  }
}
