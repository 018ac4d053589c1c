import Components
import Engine

/// How many look-ups a cache that has filled will answer, without running it.
///
/// Requests are taken for independent of each other. A key with share p of them is then in a cache of C keys, least
/// recently used first out, with probability 1 − e^(−pT), where T, the number of requests until a key that nobody asks
/// for has gone, is the same for all keys: Σ (1 − e^(−pT)) = C (Che, Tung and Wang, "Hierarchical Web caching
/// systems", 2002). Where the first in is the first out, or any of them, it is pT / (1 + pT), and so it is where a
/// time to live ends an entry; of the two bounds the lower counts.
struct CacheEstimate {
  /// Keys in groups of nearly one share: share of each key, and how many there are.
  private let groups: [(share: Double, count: Double)]
  private let entries: Double
  private let isLRU: Bool
  private let timeToLive: Nanoseconds?

  init(_ cache: CachePlan, _ plan: NetworkPlan) {
    let population = plan.populations[cache.population]
    let size = cache.sizes < 0 ? 1 : max(1, plan.distributions[Int(cache.sizes)].mean)
    entries = Double(cache.capacity) / size
    isLRU = cache.eviction == .lru
    timeToLive = cache.timeToLive
    let count = Double(max(1, population.count))
    guard case .zipf(let exponent) = population.pick else {
      groups = [(1 / count, count)]
      return
    }
    // The first thousand ranks by themselves, then a hundredth more of them at a time, each at its geometric middle.
    var groups: [(share: Double, count: Double)] = []
    var rank = 1.0
    while rank <= count {
      let next = min(count + 1, max(rank + 1, (rank * 1.01).rounded(.down)))
      let middle = next - rank > 1 ? (rank * (next - 1)).squareRoot() : rank
      groups.append((ElementaryFunctions.power(middle, -exponent), next - rank))
      rank = next
    }
    let total = groups.reduce(0) { $0 + $1.share * $1.count }
    self.groups = groups.map { ($0.share / total, $0.count) }
  }

  /// - Parameter rate: look-ups a second.
  func hits(atRate rate: Double) -> Double {
    let bound = hits(isLRU ? Self.kept : Self.replaced, after: characteristicTime)
    guard let timeToLive else { return bound }
    return min(bound, hits(Self.replaced, after: rate * Double(timeToLive) / 1e9))
  }

  private static func kept(_ load: Double) -> Double { 1 - ElementaryFunctions.exp(-min(700, load)) }
  private static func replaced(_ load: Double) -> Double { load.isInfinite ? 1 : load / (1 + load) }

  private func hits(_ isIn: (Double) -> Double, after time: Double) -> Double {
    groups.reduce(0) { $0 + $1.share * $1.count * isIn($1.share * time) }
  }

  /// Requests until a key that nobody asks for has gone; infinite where all keys fit.
  private var characteristicTime: Double {
    let isIn = isLRU ? Self.kept : Self.replaced
    func held(_ time: Double) -> Double { groups.reduce(0) { $0 + $1.count * isIn($1.share * time) } }
    guard entries < groups.reduce(0, { $0 + $1.count }) else { return .infinity }
    var (low, high) = (0.0, 1.0)
    while held(high) < entries && high < 1e18 { (low, high) = (high, high * 2) }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if held(middle) < entries { low = middle } else { high = middle }
    }
    return high
  }
}
