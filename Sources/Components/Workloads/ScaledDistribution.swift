import Engine

extension Distribution {
  /// The distribution of a multiple of the value. A distribution for keys has no multiple, and stays.
  func scaled(by factor: Double) -> Distribution {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .lognormal(let median, let p99): .lognormal(median: median * factor, p99: p99 * factor)
    case .pareto(let minimum, let shape): .pareto(minimum: minimum * factor, shape: shape)
    case .erlang(let stages, let mean): .erlang(stages: stages, mean: mean * factor)
    case .hyperexponential(let branches):
      .hyperexponential(branches.map { Branch(share: $0.share, mean: $0.mean * factor) })
    case .empirical(let values): .empirical(values.map { $0 * factor })
    case .zipf: self
    }
  }
}
