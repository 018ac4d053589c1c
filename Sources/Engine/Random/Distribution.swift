/// A distribution as a scenario states it, in base units (nanoseconds for times, bytes for sizes, plain numbers
/// elsewhere). `Sampler` turns one into draws; `mean` is exact and feeds the instant estimate.
public enum Distribution: Equatable, Sendable {
  /// Always the same.
  case constant(Double)
  /// Every value from `low` to `high` equally likely.
  case uniform(low: Double, high: Double)
  /// The time between independent events.
  case exponential(mean: Double)
  /// Given by what people know of a latency: its median and its 99th percentile.
  case lognormal(median: Double, p99: Double)
  /// Pareto type I: `P(X > x) = (minimum / x)^shape` for `x ≥ minimum`.
  case pareto(minimum: Double, shape: Double)
  /// Sum of `stages` exponentials with the given total mean.
  case erlang(stages: Int, mean: Double)
  /// A mixture of exponentials; the shares add up to one.
  case hyperexponential([Branch])
  /// Every value equally likely, kept in ascending order.
  case empirical([Double])
  /// Rank `k` of a key space with weight `1 / k^exponent`; only for picking keys.
  case zipf(exponent: Double)

  /// One of the exponentials of a mixture.
  public struct Branch: Equatable, Sendable {
    /// How many of the values are of it, from 0 to 1.
    public var share: Double
    /// The mean of these, in base units.
    public var mean: Double
    public init(share: Double, mean: Double) {
      self.share = share
      self.mean = mean
    }
  }

  /// The exact mean; infinite for a Pareto distribution with shape at most 1, and undefined (zero) for `zipf`.
  public var mean: Double {
    switch self {
    case .constant(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .exponential(let mean): mean
    case .lognormal(let median, _):
      median * ElementaryFunctions.exp(lognormalSigma * lognormalSigma / 2)
    case .pareto(let minimum, let shape):
      shape > 1 ? minimum * shape / (shape - 1) : .infinity
    case .erlang(_, let mean): mean
    case .hyperexponential(let branches): branches.reduce(0) { $0 + $1.share * $1.mean }
    case .empirical(let values): values.reduce(0, +) / Double(max(1, values.count))
    case .zipf: 0
    }
  }

  /// The exact second moment, `E[X²]`; infinite where it does not exist.
  public var secondMoment: Double {
    switch self {
    case .constant(let value): value * value
    case .uniform(let low, let high): (low * low + low * high + high * high) / 3
    case .exponential(let mean): 2 * mean * mean
    case .lognormal(let median, _):
      median * median * ElementaryFunctions.exp(2 * lognormalSigma * lognormalSigma)
    case .pareto(let minimum, let shape):
      shape > 2 ? minimum * minimum * shape / (shape - 2) : .infinity
    case .erlang(let stages, let mean): mean * mean * (1 + 1 / Double(stages))
    case .hyperexponential(let branches):
      branches.reduce(0) { $0 + 2 * $1.share * $1.mean * $1.mean }
    case .empirical(let values):
      values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))
    case .zipf: 0
    }
  }

  /// The standard deviation of the logarithm of a lognormal distribution: `ln(p99 / median) / z₀.₉₉`.
  var lognormalSigma: Double {
    guard case .lognormal(let median, let p99) = self else { return 0 }
    return ElementaryFunctions.log(p99 / median) / 2.3263478740408408
  }
}
