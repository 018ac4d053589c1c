extension Histogram {
  /// The samples that were recorded since an earlier state of this histogram.
  ///
  /// Counts and sum are exact. Minimum and maximum are exact where they lie beyond those of `earlier`, and else the
  /// bounds of their buckets, which are within 0.2 % of them. O(buckets).
  ///
  /// - Precondition: `earlier` is a state that this histogram was in.
  public func since(_ earlier: Histogram) -> Histogram {
    var pairs: [(bucket: Int32, count: UInt64)] = []
    for bucket in usedBuckets {
      let before = bucket < earlier.counts.count ? earlier.counts[bucket] : 0
      if counts[bucket] > before { pairs.append((Int32(bucket), counts[bucket] - before)) }
    }
    guard let first = pairs.first, let last = pairs.last else {
      return Histogram(sparse: [], missing: missing - earlier.missing, sum: 0, minimum: nil, maximum: nil)
    }
    let least = max(lowest, Self.bounds(ofBucket: Int(first.bucket)).low)
    let most = min(highest, Self.bounds(ofBucket: Int(last.bucket)).high)
    return Histogram(
      sparse: pairs, missing: missing - earlier.missing, sum: total - earlier.total,
      minimum: lowest < earlier.lowest ? lowest : least, maximum: highest > earlier.highest ? highest : most)
  }
}
