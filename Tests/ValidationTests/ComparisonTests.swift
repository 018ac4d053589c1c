import Components
import Experiments
import Foundation
import Scenarios
import Statistics
import DomainBindings
import Testing

/// Paired differences and searches against closed forms.
@Suite struct ComparisonTests {
  private func experiment(
    _ file: String, options: [String] = [], set assignments: [String] = [], seed: UInt64? = nil, threads: Int = 1
  ) throws -> Experiment {
    let scenario = try ScenarioHarness.read(ScenarioHarness.file(file), options: options, set: assignments, seed: seed)
    var run = RunOptions()
    run.threads = threads
    run.isTimelineCoarse = true
    return Experiment(
      scenario, model: Assembler.assemble(scenario, providers: Registry.domains), options: run,
      figures: scenario.budgets.map(\.check))
  }

  @Test func `paired intervals cover the truth, and pairing saves at least four fifths of the variance`() throws {
    let truth = (1 / (1 / 0.0055 - 100) - 1 / (200.0 - 100)) * 1e9
    var covered = 0
    var (paired, unpaired) = (0.0, 0.0)
    let seeds = 1000
    for seed in 1...UInt64(seeds) {
      let samples = try [[], ["slower"]].map { options in
        let experiment = try experiment("pair", options: options, seed: seed)
        try experiment.extend(to: 5, stop: StopRequest())
        return experiment.samples(of: 0).compactMap { $0 }
      }
      let difference = try #require(PairedDifference(base: samples[0], candidate: samples[1]))
      if difference.interval.contains(truth) { covered += 1 }
      paired += variance(zip(samples[0], samples[1]).map { $1 - $0 })
      unpaired += variance(samples[0]) + variance(samples[1])
    }
    #expect(covered >= 930 && covered <= 970, "\(covered) of \(seeds)")
    #expect(unpaired >= 5 * paired, "\(unpaired / paired) times")
  }

  private func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  // MARK: Knees

  private func knee(_ file: String) throws -> CapacityResult {
    try CapacitySearch(path: "run.load", today: "x1", replications: 8) { factor in
      (try experiment(file, set: ["run.load=x\(factor)"], threads: 2), "x\(factor)")
    }.run(stop: StopRequest())
  }

  /// The argument at which a rising function reaches a value.
  private func root(_ value: Double, _ range: ClosedRange<Double>, _ rising: (Double) -> Double) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if rising(middle) < value { low = middle } else { high = middle }
    }
    return low
  }

  private func expect(_ result: CapacityResult, _ expected: Double, location: SourceLocation = #_sourceLocation) {
    #expect(result.ending == .found, sourceLocation: location)
    let knee = result.knee ?? 0
    #expect(abs(knee / expected - 1) < 0.03, "\(knee), theory \(expected)", sourceLocation: location)
    #expect((result.interval?.contains(expected)) ?? false, "\(result.interval as Any)", sourceLocation: location)
  }

  @Test func `the knee of M/M/c is where Erlang C says`() throws {
    let rate = root(0.008, 1...799) {
      QueueingTheory.meanWaitMMc(arrivalRate: $0, meanService: 0.005, servers: 4) + 0.005
    }
    expect(try knee("capacity-mmc"), rate / 400)
  }

  @Test func `the knee of M/M/1/K is where its blocking says`() throws {
    let rate = root(0.01, 1...199) { QueueingTheory.blockingMM1K(utilization: $0 * 0.005, capacity: 5) }
    expect(try knee("capacity-mm1k"), rate / 50)
  }

  @Test func `the knee of three tiers is where the product form says, and the slowest tier is named`() throws {
    let rate = root(0.06, 1...199) { rate in [0.002, 0.005, 0.004].reduce(0) { $0 + 1 / (1 / $1 - rate) } }
    let result = try knee("capacity-tiers")
    expect(result, rate / 120)
    #expect(result.bottleneck?.component == "app")
    #expect(result.breaking == ["mean"])
  }

  // MARK: The cheapest

  @Test func `the cheapest design is that of an exhaustive search`() throws {
    let axes = ["components.front.replicas", "components.back.replicas"].map {
      Sweep.Axis(path: $0, values: ["1", "2", "3", "4"])
    }
    let grid = Sweep.grid(axes)
    func points() throws -> [(settings: [Setting], experiment: Experiment)] {
      try grid.map { point in
        (point, try experiment("cheapest", set: point.map { "\($0.path)=\($0.text)" }, threads: 2))
      }
    }
    let answer = try CostSearch(points: points(), replications: 16).run(stop: StopRequest())
    let all = try Sweep(axes: axes, replications: 16, experiments: points()).run(stop: StopRequest())
    let best = all.points.filter { $0.verdict == .held }.min { ($0.cost?.value ?? 0) < ($1.cost?.value ?? 0) }
    let cheapest = try #require(answer.cheapest)
    #expect(answer.points[cheapest].settings == best?.settings)
    // 300/s × 4 ms is 1.2 cores and 300/s × 6 ms is 1.8: two each is the least that keeps up.
    #expect(answer.points[cheapest].settings.map(\.text).allSatisfy { ["2", "3"].contains($0) })
    let ran = zip(answer.points, all.points).reduce(0) { $0 + ($1.1.result.replications - $1.0.result.replications) }
    #expect(ran > 0, "points that are out of the question get fewer replications")
  }
}
