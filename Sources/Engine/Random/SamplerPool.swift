/// Makes samplers and owns their tables. Distributions that are equal share one table.
public final class SamplerPool {
  private var made: [(distribution: Distribution, sampler: Sampler)] = []
  private var tables: [QuantileTable] = []
  private var blocks: [UnsafeMutablePointer<Int64>] = []

  public init() {}

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// A sampler for the distribution, in its base units. Distributions must be checked before: means and medians
  /// positive, p99 above the median, shares adding up to one.
  public func sampler(for distribution: Distribution) -> Sampler {
    if let known = made.first(where: { $0.distribution == distribution }) { return known.sampler }
    let sampler = make(distribution)
    made.append((distribution, sampler))
    return sampler
  }

  private func make(_ distribution: Distribution) -> Sampler {
    switch distribution {
    case .constant(let value):
      return .constant(Int64(saturating: value))
    case .uniform(let low, let high):
      return Sampler(
        .uniform, first: low, second: high - low + 1, minimum: Int64(saturating: low))
    case .exponential(let mean):
      return tabled(Sampler(.exponential, first: mean, minimum: 0))
    case .lognormal(let median, _):
      return tabled(
        Sampler(
          .lognormal, first: median, second: distribution.lognormalSigma,
          minimum: Int64(
            saturating: (median * ElementaryFunctions.exp(-9.3 * distribution.lognormalSigma)).rounded(.down))))
    case .pareto(let minimum, let shape):
      return tabled(
        Sampler(.pareto, first: minimum, second: shape, minimum: Int64(saturating: minimum.rounded(.down))))
    case .erlang(let stages, let mean):
      return Sampler(.erlang, count: stages, first: mean / Double(stages), minimum: 0)
    case .hyperexponential(let branches):
      let block = allocate(2 * branches.count)
      var cumulative = 0.0
      for (index, branch) in branches.enumerated() {
        cumulative += branch.share
        block[2 * index] = Int64(min(cumulative * 0x1p63, 0x1.fffffffffffffp62))
        block[2 * index + 1] = Int64(saturating: branch.mean)
      }
      return Sampler(
        .hyperexponential, count: branches.count, first: 0, table: UnsafePointer(block), minimum: 0)
    case .empirical(let values):
      let block = allocate(max(1, values.count))
      for (index, value) in values.enumerated() { block[index] = Int64(saturating: value) }
      return Sampler(
        .empirical, count: values.count, first: 0, table: UnsafePointer(block),
        minimum: Int64(saturating: values.min() ?? 0))
    case .zipf:
      return .constant(0)
    }
  }

  private func tabled(_ bare: Sampler) -> Sampler {
    let table = QuantileTable { bare.quantile(lower: $0, upper: $1) }
    tables.append(table)
    return Sampler(
      bare.method, first: bare.first, second: bare.second, table: UnsafePointer(table.knots),
      minimum: bare.minimum)
  }

  private func allocate(_ count: Int) -> UnsafeMutablePointer<Int64> {
    let block = UnsafeMutablePointer<Int64>.allocate(capacity: count)
    block.initialize(repeating: 0, count: count)
    blocks.append(block)
    return block
  }
}
