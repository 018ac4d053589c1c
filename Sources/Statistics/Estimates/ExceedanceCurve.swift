/// The shares above each level of a distribution, as far as they are known.
///
/// A share with few independent samples on either side underestimates its own variance. It borrows from its neighbour:
/// as many of its samples count as one as at the nearest level, towards the middle, that has enough of them on both
/// sides. What lies above everything seen is so bounded too.
struct ExceedanceCurve: Sendable {
  let parts: HistogramParts
  /// Buckets in use of all parts together, ascending.
  let buckets: [Int]
  /// Samples above each of them.
  private let above: [UInt64]
  /// Levels about a factor of 1.5 apart in their shares, ascending: places in `buckets`.
  let grid: [Int]
  private let shares: [EffectiveShare]
  /// Where no level has enough on both sides: of all of them, the most samples that count as one.
  private let largestEffect: Double
  private let isSound: Bool
  /// Where the fewest are, of all levels.
  let independentParts: Double

  /// O(levels · stretches · log buckets), with about fifty levels; nil without samples.
  init?(_ parts: HistogramParts) {
    guard !parts.pooled.isEmpty else { return nil }
    self.parts = parts
    let sparse = parts.pooled.sparse
    buckets = sparse.map { Int($0.bucket) }
    var above: [UInt64] = []
    var left = parts.pooled.count
    for pair in sparse {
      left -= pair.count
      above.append(left)
    }
    self.above = above
    grid = Self.grid(above, of: parts.pooled.count)
    let shares = grid.compactMap { EffectiveShare(parts.parts(from: sparse.isEmpty ? 0 : Int(sparse[$0].bucket) + 1)) }
    self.shares = shares
    largestEffect = shares.map(\.designEffect).max() ?? 1
    isSound = shares.allSatisfy(\.isSound)
    independentParts = shares.map(\.independentParts).min() ?? 0
  }

  /// The share above everything up to a place in `buckets`; of all where it is -1.
  func share(abovePlace place: Int) -> EffectiveShare {
    place >= 0 ? effective(parts.parts(from: buckets[place] + 1), abovePlace: place) : extreme(1)
  }

  /// The share above a value; `exactly` so many samples if they were counted, else as if values were spread evenly in
  /// the bucket.
  func share(above value: Int64, exactly count: UInt64?) -> EffectiveShare {
    let bucket = Histogram.bucket(of: value)
    let (low, high) = Histogram.bounds(ofBucket: bucket)
    let place = buckets.partitioningPoint { $0 > bucket } - 1
    let isWithin = place >= 0 && buckets[place] == bucket && (count != nil || high > value)
    var share = Double(high - value) / Double(high - low + 1)
    if let count, isWithin {
      let before = place > 0 ? above[place - 1] : parts.pooled.count
      let within = before - above[place]
      share = min(1, max(0, (Double(count) - Double(above[place])) / Double(within)))
    }
    return effective(parts.parts(from: bucket + 1, andOfBelow: isWithin ? share : 0), abovePlace: place)
  }

  /// With nothing beyond, or all: what the run could show at best.
  func extreme(_ share: Double) -> EffectiveShare {
    borrowed(EffectiveShare(share, of: Double(parts.pooled.count)), abovePlace: share > 0.5 ? -1 : buckets.count)
  }

  private func effective(_ parts: RatioParts, abovePlace place: Int) -> EffectiveShare {
    guard let share = EffectiveShare(parts) else { preconditionFailure("a curve has samples") }
    return borrowed(share, abovePlace: place)
  }

  private func borrowed(_ share: EffectiveShare, abovePlace place: Int) -> EffectiveShare {
    if share.isTrusted { return share }
    let towards = share.share > 0.5
    let neighbours = zip(grid, shares).filter { $0.1.isTrusted && (towards ? $0.0 > place : $0.0 < place) }
    if let lender = towards ? neighbours.first : neighbours.last {
      return share.with(designEffect: lender.1.designEffect)
    }
    return isSound && share.isSound ? share.with(designEffect: largestEffect) : share.unsound
  }

  /// Places whose shares are next to a half times powers of two thirds, from either end.
  private static func grid(_ above: [UInt64], of count: UInt64) -> [Int] {
    guard !above.isEmpty else { return [] }
    var targets: [Double] = []
    var share = 0.5
    while share * Double(count) >= 0.5 {
      targets.append(share)
      if share < 0.5 { targets.append(1 - share) }
      share /= 1.5
    }
    var places: Set<Int> = [0, above.count - 1]
    for target in targets {
      let most = target * Double(count)
      places.insert(min(above.count - 1, above.partitioningPoint { Double($0) <= most }))
    }
    return places.sorted()
  }
}

extension Array {
  /// The first place from which on `belongs` holds, if it holds for none before; O(log n).
  func partitioningPoint(_ belongs: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
