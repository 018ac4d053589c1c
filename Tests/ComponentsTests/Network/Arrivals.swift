import Engine

@testable import Components

/// The arrivals of one workload, without a network.
struct Arrivals {
  var plan: SourcePlan
  private let end: Nanoseconds
  private let pool = SamplerPool()

  /// A constant rate from time zero.
  init(rate: Double, seconds: Int64, name: String = "w", _ change: (inout SourcePlan) -> Void = { _ in }) {
    end = seconds * .second
    plan = SourcePlan(
      name: name, stream: name,
      knots: [RateKnot(at: 0, before: 0, after: rate), RateKnot(at: end, before: rate, after: 0)], flows: [(0, 1)],
      phases: [])
    change(&plan)
  }

  /// Instants of all requests, those that come together as often as they are.
  func times(seed: UInt64 = 1, replication: Int = 0) -> [Nanoseconds] {
    var state = SourceState(plan, seed: seed, replication: replication, pool: pool)
    var times: [Nanoseconds] = []
    withExtendedLifetime(pool) {
      while let time = state.next() { times += Array(repeating: time, count: Int(state.together)) }
    }
    return times
  }

  /// Requests in each window.
  func counts(window: Nanoseconds, seed: UInt64 = 1) -> [Double] {
    var counts = Array(repeating: 0.0, count: Int(end / window))
    for time in times(seed: seed) where Int(time / window) < counts.count { counts[Int(time / window)] += 1 }
    return counts
  }

  /// Requests a second, and the variance of counts over their mean.
  func rateAndDispersion(window: Nanoseconds, seed: UInt64 = 1) -> (rate: Double, dispersion: Double) {
    let counts = counts(window: window, seed: seed)
    let mean = counts.reduce(0, +) / Double(counts.count)
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counts.count - 1)
    return (mean / (Double(window) / 1e9), variance / mean)
  }
}
