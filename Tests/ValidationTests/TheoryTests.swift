import Components
import Engine
import Foundation
import Scenarios
import Statistics
import Testing

/// Mechanisms against theory, inside 99.9 % intervals of 30 replications; seeds are those of the files.
@Suite struct TheoryTests {
  private func measured(_ name: String, _ count: Int = 30, options: [String] = [], set assignments: [String] = [])
    throws -> (
      plan: NetworkPlan, all: [Measurements], seconds: Double
    )
  {
    let scenario = try ScenarioHarness.read(ScenarioHarness.file(name), options: options, set: assignments)
    let measured = ScenarioHarness.replications(scenario, count)
    let plan = Assembler.assemble(scenario, providers: []).plan
    let seconds = Double(plan.horizon.end - plan.horizon.warmUp) / 1e9
    expectLittle(plan, measured, seconds)
    return (plan, measured, seconds)
  }

  /// Little's law at every component: present = rate × response, over all replications.
  private func expectLittle(_ plan: NetworkPlan, _ measured: [Measurements], _ seconds: Double) {
    for (index, component) in plan.components.enumerated() where !plan.logs.contains(where: { $0.component == index }) {
      let numbers = plan.operations.indices.filter { plan.operations[$0].component == index }
      var present = 0.0
      var stayed = 0.0
      for result in measured {
        present += Double(result.components[index].present)
        stayed += Double(result.components[index].failedResponse.sum)
        for number in numbers { stayed += Double(result.operations[number].sum) }
      }
      guard present > 0 else { continue }
      // What began before the measured part or ends after it makes a small difference.
      #expect((stayed / present - 1).magnitude < 0.003, "\(component.name): \(stayed) \(present)")
    }
  }

  private func responses(_ measured: [Measurements], flow: Int = 0) -> ConfidenceInterval {
    ScenarioHarness.interval(measured.map { ($0.flows[flow].latency.mean ?? 0) / 1e9 })
  }

  private func expect(
    _ interval: ConfidenceInterval, _ expected: Double, location: SourceLocation = #_sourceLocation
  ) {
    #expect(interval.contains(expected), "\(interval) \(expected)", sourceLocation: location)
    #expect(interval.halfWidth < 0.1 * expected, "\(interval)", sourceLocation: location)
  }

  /// Replicas to all servers with cancellation on completion are one server of the sum of the rates (K. Gardner et al.,
  /// "Redundancy-d: The Power of d Choices for Redundancy", 2017, for d = n).
  @Test func `copies of which all but the first are cancelled respond as one fast server does`() throws {
    let (_, all, seconds) = try measured("redundancy")
    expect(responses(all), 1 / (300.0 - 210))
    for server in 0..<3 {
      let busy = all.map { Double($0.components[server].busyCores) / 1e9 / seconds }
      expect(ScenarioHarness.interval(busy), 210.0 / 300)
    }
    let cancelled = all.map { result in
      result.components.reduce(0) { $0 + Double($1.counts[.cancelled]) } / Double(result.flows[0].started)
    }
    // Of three copies two lose; what began before the measured part ends inside it.
    #expect(cancelled.allSatisfy { abs($0 - 2) < 0.001 }, "\(cancelled)")
    #expect(all.allSatisfy { result in result.components.allSatisfy { $0.counts[.wasted] == 0 && $0.failures == 0 } })
  }

  /// Blocking after service (H. G. Perros, "Queueing Networks with Blocking", 1994): with r the ratio of the rates, k are
  /// behind the first server with a probability in proportion to r^k, k from 0 to the places between and two more.
  @Test(arguments: [(1, 100.0), (4, 125.0)])
  func `two servers with few places between them are as fast as blocking leaves them`(places: Int, second: Double)
    throws
  {
    let (_, all, seconds) = try measured("blocking-\(places)")
    let weights = (0...places + 2).map { pow(100 / second, Double($0)) }
    let idle = weights[0] / weights.reduce(0, +)
    let blocked = weights[places + 2] / weights.reduce(0, +)
    if second == 100 { #expect(abs(1 - idle - Double(places + 2) / Double(places + 3)) < 1e-12) }
    expect(ScenarioHarness.interval(all.map { Double($0.components[2].completions) / seconds }), second * (1 - idle))
    expect(ScenarioHarness.interval(all.map { Double($0.components[0].busyCores) / 1e9 / seconds }), 1 - blocked)
    expect(ScenarioHarness.interval(all.map { Double($0.components[0].busySlots) / 1e9 / seconds }), 1)
    #expect(all.allSatisfy { $0.components[1].refusals == 0 && $0.components[1].counts[.blocked] > 0 })
  }

  @Test func `M/G/4/4 refuses as Erlang B says`() throws {
    let (_, all, _) = try measured("erlang-b")
    let distribution = Distribution.lognormal(median: 0.006, p99: 0.03)
    let refused = all.map { Double($0.components[0].refusals) / Double($0.components[0].arrivals) }
    expect(ScenarioHarness.interval(refused), QueueingTheory.erlangB(servers: 4, offeredLoad: 350 * distribution.mean))
  }

  @Test func `M/G/1 with shared cores responds as its mean service alone says`() throws {
    let (_, all, _) = try measured("sharing")
    expect(responses(all), QueueingTheory.meanResponseSharing(arrivalRate: 70, meanService: 0.01))
  }

  @Test func `two priorities wait as Cobham says`() throws {
    let (plan, all, _) = try measured("priority")
    let waits = QueueingTheory.meanWaitsByPriority([
      (arrivalRate: 36, meanService: 0.005, secondMoment: 0.005 * 0.005),
      (arrivalRate: 54, meanService: 0.012, secondMoment: 2 * 0.012 * 0.012),
    ])
    for (name, expected) in [("urgent", waits[0] + 0.005), ("other", waits[1] + 0.012)] {
      let flow = try #require(plan.flows.firstIndex { $0.name == name })
      expect(responses(all, flow: flow), expected)
    }
  }

  /// Of unequal and of equal means.
  @Test(arguments: [12.0, 5]) func `two priorities of which one interrupts respond as Conway, Maxwell and Miller say`(
    long: Double
  ) throws {
    let (plan, all, _) = try measured("preemption", set: ["components.app.operations.long=exponential(mean \(long)ms)"])
    let responses = QueueingTheory.meanResponsesByPreemption(
      [(36.0, 0.005), (54, long / 1000)].map { ($0.0, $0.1, 2 * $0.1 * $0.1) })
    for (name, expected) in zip(["urgent", "other"], responses) {
      let flow = try #require(plan.flows.firstIndex { $0.name == name })
      expect(self.responses(all, flow: flow), expected)
    }
  }

  /// The heavier class is the quicker one, or the slower one, and by far.
  @Test(arguments: [(4.0, 1.0), (1, 10)]) func `two classes that share by weight respond as Fayolle and others say`(
    weights: (Double, Double)
  ) throws {
    let (plan, all, _) = try measured(
      "weights", set: ["components.app.weights={ 1: \(Int(weights.0)), 6: \(Int(weights.1)) }"])
    let responses = QueueingTheory.meanResponsesByWeight((60, 0.005, weights.0), (40, 0.012, weights.1))
    for (name, expected) in [("urgent", responses.0), ("other", responses.1)] {
      let flow = try #require(plan.flows.firstIndex { $0.name == name })
      expect(self.responses(all, flow: flow), expected)
    }
  }

  /// Insensitive to the law of service, as it is shared.
  @Test(arguments: ["exponential(mean 10ms)", "hyperexponential(share 90% mean 5ms share 10% mean 55ms)"])
  func `a closed network with a speed by load responds as its product form says`(law: String) throws {
    let (_, all, seconds) = try measured("speed", set: ["components.app.operations.run=\(law)"])
    let points = [(1.0, 1.0), (2, 1.8), (4, 3), (8, 2.5), (24, 1.2), (30, 1.2)]
    let theory = QueueingTheory.meanValues(users: 30, think: 0.1) { present in
      let next = points.firstIndex { $0.0 >= Double(present) } ?? 0
      if next == 0 { return 100 }
      let (low, high) = (points[next - 1], points[next])
      return 100 * (low.1 + (high.1 - low.1) * (Double(present) - low.0) / (high.0 - low.0))
    }
    expect(responses(all), theory.response)
    expect(ScenarioHarness.interval(all.map { Double($0.flows[0].started) / seconds }), theory.throughput)
  }

  @Test func `M/M/4+M abandons and waits as Erlang A says`() throws {
    let theory = QueueingTheory.abandonment(arrivalRate: 45, meanService: 0.1, servers: 4, meanPatience: 0.5)
    let (plan, all, seconds) = try measured("erlang-a")
    let agents = try #require(plan.components.firstIndex { $0.name == "agents" })
    let line = all.map { $0.components[agents] }
    expect(ScenarioHarness.interval(line.map { Double($0.timeouts) / Double($0.arrivals) }), theory.share)
    expect(ScenarioHarness.interval(line.map { ($0.waiting.mean ?? 0) / 1e9 }), theory.meanWait)
    expect(ScenarioHarness.interval(line.map { Double($0.queue) / 1e9 / seconds }), theory.meanWait * 45)
  }

  /// Those whose deadline passes in line take no time of the cores when it is their turn.
  @Test func `a service with deadlines that are drawn begins as many calls as Erlang A says`() throws {
    let theory = QueueingTheory.abandonment(arrivalRate: 45, meanService: 0.1, servers: 4, meanPatience: 0.5)
    let (plan, all, _) = try measured("erlang-a", options: ["service"])
    let desk = try #require(plan.components.firstIndex { $0.name == "desk" })
    let expired = all.map { Double($0.components[desk].counts[.expired]) / Double($0.components[desk].arrivals) }
    expect(ScenarioHarness.interval(expired), theory.share)
  }

  /// One try more than there are renewals in a second: Poisson's λt, and λt/2 − ¼ + ¼e^(−2λt) of two stages at λ each
  /// (Cox, "Renewal Theory", 1962).
  @Test(arguments: [
    ("exponential(mean 100ms)", 10.0), ("erlang(stages 2 mean 100ms)", 20 / 2 - 0.25 + 0.25 * exp(-40)),
  ]) func `tries with drawn backoffs are as many as renewal theory says`(law: String, renewals: Double) throws {
    let (_, all, _) = try measured("backoff", set: ["policies.again.retry.backoff=\(law)"])
    let tries = all.map { Double($0.components[0].arrivals) / Double($0.flows[0].started) }
    expect(ScenarioHarness.interval(tries), 1 + renewals)
    #expect(
      all.allSatisfy { Double($0.components[0].counts[.retries]) > 0.98 * renewals * Double($0.flows[0].started) })
  }

  @Test func `the time to the first retry is that of its law`() throws {
    let (_, all, _) = try measured(
      "backoff", set: ["policies.again={ retry: { times: 1, backoff: lognormal(median 60ms p99 600ms) } }"])
    expect(responses(all), Distribution.lognormal(median: 0.06, p99: 0.6).mean)
  }

  @Test func `M/G/∞ holds the rate times the stay`() throws {
    let (_, all, seconds) = try measured("mg-infinity")
    let stay = Distribution.lognormal(median: 0.2, p99: 2).mean
    expect(ScenarioHarness.interval(all.map { Double($0.components[0].present) / 1e9 / seconds }), 100 * stay)
    expect(responses(all), stay)
  }

  @Test func `queues in a row respond as if each were alone`() throws {
    let (_, all, _) = try measured("tandem")
    expect(responses(all), 1 / (100.0 - 70) + 1 / (125.0 - 70))
  }

  @Test func `a network with feedback responds as Jackson says`() throws {
    let (plan, all, seconds) = try measured("jackson")
    expect(responses(all), 1.4 / (100.0 - 70) + 0.4 / (50.0 - 20))
    let second = try #require(plan.components.firstIndex { $0.name == "second" })
    expect(ScenarioHarness.interval(all.map { Double($0.components[second].present) / 1e9 / seconds }), 20 / 30.0)
  }

  @Test func `a closed network responds as mean value analysis says`() throws {
    let (_, all, seconds) = try measured("closed")
    let theory = QueueingTheory.meanValues(users: 12, think: 0.1, demands: [0.01, 0.007])
    expect(responses(all), theory.response)
    expect(ScenarioHarness.interval(all.map { Double($0.flows[0].started) / seconds }), theory.throughput)
  }

  @Test func `a join of two queues is as late as Flatto and Hahn say`() throws {
    let (_, all, _) = try measured("fork-join")
    expect(responses(all), QueueingTheory.meanResponseForkJoin2(arrivalRate: 70, meanService: 0.01))
  }

  /// A request waits as in M/G/1 of whole batches, and for those before it in its own: with E[X(X − 1)]/2E[X] = 2 of
  /// them, for geometric sizes with mean 3, the mean response is (1 + 2)s/(1 − ρ).
  @Test func `batches respond as M[X]/M/1 says`() throws {
    let (_, all, _) = try measured("batch")
    expect(responses(all), 3 * 0.01 / (1 - 0.6))
  }

  /// H. Che, Y. Tung, Z. Wang, "Hierarchical web caching systems" (2002): key i hits with 1 − exp(−pᵢt), where t is such
  /// that as many keys are there as fit.
  @Test func `hits of a cache are as many as Che's approximation says`() throws {
    let (plan, all, _) = try measured("lru", 4)
    let weights = (1...10_000).map { pow(Double($0), -0.9) }
    let total = weights.reduce(0, +)
    let shares = weights.map { $0 / total }
    var low = 0.0
    var high = 1e7
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if shares.reduce(0, { $0 + 1 - exp(-$1 * middle) }) < 1000 { low = middle } else { high = middle }
    }
    let expected = shares.reduce(0) { $0 + $1 * (1 - exp(-$1 * low)) }
    let cache = try #require(plan.components.firstIndex { $0.name == "cache" })
    for result in all {
      let counts = result.components[cache].counts
      let found = Double(counts[.hits]) / Double(counts[.hits] + counts[.misses])
      #expect((found - expected).magnitude < 0.02, "\(found) \(expected)")
    }
  }

  @Test func `a bucket lets its rate through in the long run`() throws {
    let (plan, all, seconds) = try measured("limiter", 5)
    let app = try #require(plan.components.firstIndex { $0.name == "app" })
    for result in all {
      let passed = Double(result.components[app].arrivals)
      #expect(passed <= 40 * seconds + 25 && passed > 40 * seconds * 0.999, "\(passed)")
    }
  }

  /// The acceptance test of load generators: who would have come during a stall is not forgotten.
  @Test func `a stall delays all who come before the line has gone`() throws {
    let (_, all, _) = try measured("stall", 1)
    for share in [0.95, 0.96, 0.97, 0.98, 0.99, 0.995] {
      let expected = 3 - (1 - share) * (1 - 0.4) * 60
      let found = Double(all[0].flows[0].latency.quantile(share) ?? 0) / 1e9
      #expect((found / expected - 1).magnitude < 0.05, "\(share): \(found) \(expected)")
    }
  }
}
