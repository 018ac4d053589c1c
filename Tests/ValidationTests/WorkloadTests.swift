import Components
import Engine
import Statistics
import Testing

/// Queues behind every kind of workload, against theory: inside 99.9 % intervals of 30 replications.
@Suite struct WorkloadTests {
  private let seconds: Int64 = 4000

  private func open(rate: Double, service: Distribution, _ change: (inout SourcePlan) -> Void) throws
    -> ConfidenceInterval
  {
    let source = OneStation.source(rate: rate, seconds: seconds, change)
    let station = OneStation(service: service, seconds: seconds, warmUp: 200, source: source)
    return try #require(station.response(30))
  }

  private func expect(_ interval: ConfidenceInterval, _ expected: Double, within share: Double = 0.1) {
    #expect(interval.contains(expected), "\(interval) without \(expected)")
    #expect(interval.halfWidth < share * expected, "\(interval)")
  }

  /// M^[X]/M/1: L = ρ (E[X] + E[X²]) / (2 E[X] (1 − ρ)), and Little's law (Gross and Harris 1998, 3.1).
  @Test(arguments: [BatchPlan.single, .fixed(4), .geometric(mean: 3)])
  func `batches wait for one another as theory says`(batch: BatchPlan) throws {
    let mean = batch.mean
    let second: Double =
      switch batch {
      case .geometric(let mean): mean * (2 * mean - 1)
      default: mean * mean
      }
    let load = 70 * 0.01
    let present = load * (mean + second) / (2 * mean * (1 - load))
    try expect(open(rate: 70, service: .exponential(mean: 1e7)) { $0.batch = batch }, present / 70)
  }

  /// D/M/1 and E₂/M/1: the wait is that of M/M/1 with σ for ρ, the root of σ = A*(μ (1 − σ)) (Kleinrock 1975, 6.4).
  @Test func `renewals wait as theory of G∕M∕1 says`() throws {
    func response(_ transform: (Double) -> Double) -> Double {
      var root = 0.5
      for _ in 0..<200 { root = transform(100 * (1 - root)) }
      return 0.01 / (1 - root)
    }
    let rate = 80.0
    try expect(
      open(rate: rate, service: .exponential(mean: 1e7)) { $0.arrivals = .even },
      response { ElementaryFunctions.exp(-$0 / rate) })
    try expect(
      open(rate: rate, service: .exponential(mean: 1e7)) { $0.arrivals = .renewal(.erlang(stages: 2, mean: 5)) },
      response { (2 * rate / (2 * rate + $0)) * (2 * rate / (2 * rate + $0)) })
    let branches = [Distribution.Branch(share: 0.9, mean: 0.5), Distribution.Branch(share: 0.1, mean: 5.5)]
    try expect(
      open(rate: rate, service: .exponential(mean: 1e7)) { $0.arrivals = .renewal(.hyperexponential(branches)) },
      response { s in branches.reduce(0) { $0 + $1.share / (1 + s * $1.mean / rate) } }, within: 0.2)
  }

  @Test(arguments: [0.1, 1, 10] as [Double])
  func `bursts wait as theory of MMPP∕M∕1 says`(burst: Double) throws {
    let plan = BurstPlan.modulated(
      "bursts/w", factor: 3, burst: Nanoseconds(burst * 1e9), calm: Nanoseconds(3 * burst * 1e9))
    let theory = ModulatedQueue(
      calm: 40 * plan.calmFactor, burst: 40 * plan.burstFactor, leavingCalm: 1 / (3 * burst), leavingBurst: 1 / burst,
      service: 100)
    #expect((theory.meanRate - 40).magnitude < 1e-9)
    try expect(open(rate: 40, service: .exponential(mean: 1e7)) { $0.bursts = [plan] }, theory.response, within: 0.15)
  }

  @Test func `the oracle for bursts knows M∕M∕1`() {
    // Equal rates in both, and a wait that lies above that of the mean rate elsewhere.
    let plain = ModulatedQueue(calm: 40, burst: 40, leavingCalm: 1, leavingBurst: 2, service: 100)
    #expect((plain.response - 1 / 60.0).magnitude < 1e-9)
    let slow = ModulatedQueue(calm: 20, burst: 60, leavingCalm: 1e-7, leavingBurst: 1e-7, service: 100)
    #expect((slow.response - (0.25 / 80 + 0.75 / 40)).magnitude < 1e-6)
  }

  /// Reiser and Lavenberg, "Mean-value analysis of closed multichain queuing networks" (1980): one server and
  /// users who think; the same as the machine repair model.
  private func meanValues(users: Int, think: Double, service: Double) -> (response: Double, throughput: Double) {
    var queue = 0.0
    var result = (response: 0.0, throughput: 0.0)
    for present in 1...users {
      result.response = service * (1 + queue)
      result.throughput = Double(present) / (think + result.response)
      queue = result.throughput * result.response
    }
    return result
  }

  @Test(arguments: [1, 4, 12, 40])
  func `closed users wait as mean value analysis says`(users: Int) throws {
    let theory = meanValues(users: users, think: 0.1, service: 0.01)
    var source = SourcePlan(name: "w", stream: "w", knots: [], flows: [(0, 1)], phases: [])
    // Whatever the distribution of thought is, only its mean matters.
    for think in [Distribution.exponential(mean: 1e8), .constant(1e8), .erlang(stages: 3, mean: 1e8)] {
      source.arrivals = .closed(ClosedPlan(users: users, think: think, patience: nil, begins: 0))
      let station = OneStation(service: .exponential(mean: 1e7), seconds: 500, warmUp: 50, source: source)
      let measured = station.replications(30)
      let responses = measured.map { ($0.flows[0].latency.mean ?? 0) / 1e9 }
      let rates = measured.map { Double($0.flows[0].started) / 450 }
      try expect(#require(ConfidenceInterval(samples: responses, level: 0.999)), theory.response)
      try expect(#require(ConfidenceInterval(samples: rates, level: 0.999)), theory.throughput)
    }
  }

  /// Users with a server each, who leave after an exponential patience: a race of two clocks.
  @Test func `patience races with service`() throws {
    var source = SourcePlan(name: "w", stream: "w", knots: [], flows: [(0, 1)], phases: [])
    source.arrivals = .closed(
      ClosedPlan(users: 20, think: .exponential(mean: 1e8), patience: .exponential(mean: 3e7), begins: 0))
    var station = OneStation(service: .exponential(mean: 1e7), seconds: 500, warmUp: 50, source: source)
    station.plan.components[0].slots = 0
    let measured = station.replications(30)
    let timeout = Int(StandardOutcome.timeout)
    let shares = measured.map { Double($0.flows[0].outcomes[timeout]) / Double($0.flows[0].outcomes.reduce(0, +)) }
    try expect(#require(ConfidenceInterval(samples: shares, level: 0.999)), 0.25)
    // The lesser of the two clocks, of those that service won.
    let responses = measured.map { ($0.flows[0].latency.mean ?? 0) / 1e9 }
    try expect(#require(ConfidenceInterval(samples: responses, level: 0.999)), 0.0075)
    let rates = measured.map { Double($0.flows[0].started) / 450 }
    try expect(#require(ConfidenceInterval(samples: rates, level: 0.999)), 20 / 0.1075)
  }
}
