import Engine

/// An open workload while it runs: requests arrive as a Poisson process with the workload's rate,
/// whatever becomes of the ones before.
struct SourceState {
  let rate: RateFunction
  private let gaps: RandomStream
  private let mix: RandomStream
  private let unit: Sampler
  private let choice: WeightedChoice?
  private let flows: [Int]
  /// Arrivals expected before the last one: its place in the unit-rate process.
  private var expected = 0.0
  private var segment = 0
  private(set) var number: UInt64 = 0
  var phase = 0

  init(_ plan: SourcePlan, seed: UInt64, replication: Int, pool: SamplerPool) {
    rate = RateFunction(plan.knots)
    gaps = RandomStream(seed: seed, replication: replication, name: "arrivals/\(plan.stream)")
    mix = RandomStream(seed: seed, replication: replication, name: "flows/\(plan.stream)")
    unit = pool.sampler(for: .exponential(mean: 1e9))
    flows = plan.flows.map(\.flow)
    choice = flows.count > 1 ? WeightedChoice(weights: plan.flows.map(\.share)) : nil
  }

  /// The next arrival; nil when the workload is over.
  mutating func next() -> Nanoseconds? {
    expected += Double(unit.draw(gaps.bits(entity: number, draw: 0))) / 1e9
    number += 1
    return rate.instant(of: expected, hint: &segment)
  }

  /// Flow of the arrival that `next` announced last.
  var flow: Int {
    guard let choice else { return flows[0] }
    return flows[choice.draw(mix.bits(entity: number - 1, draw: 0))]
  }
}
