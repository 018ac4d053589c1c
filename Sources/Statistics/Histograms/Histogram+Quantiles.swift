/// Questions to a histogram: what value has this rank, how many lie above that one.
extension Histogram {
  /// The smallest value that at least the share `q` of all samples does not exceed.
  ///
  /// Nearest rank: the sample of rank ceil(q·n), and the first one for `q` = 0. The answer is the
  /// mid-point of that sample's bucket, within 0.1 % of the sample, never outside `minimum` and
  /// `maximum`, and exactly these for the first and the last finite rank. `Int64.max` when the rank
  /// falls among the missing; nil when there are no samples. `q` lies in 0...1. O(buckets).
  public func quantile(_ q: Double) -> Int64? {
    precondition(q >= 0 && q <= 1, "a quantile lies between 0 and 1")
    guard count > 0 else { return nil }
    let rank = Self.nearestRank(q, of: count)
    if rank > finite { return .max }
    if rank == finite { return highest }
    if rank == 1 { return lowest }
    var seen: UInt64 = 0
    for bucket in usedBuckets {
      seen &+= counts[bucket]
      if seen >= rank {
        let (low, high) = Self.bounds(ofBucket: bucket)
        return min(max(low + (high - low) / 2, lowest), highest)
      }
    }
    preconditionFailure("the buckets hold fewer samples than were recorded")
  }

  /// The same of the samples that came after an earlier state of this histogram, which it must be: nothing was removed
  /// since.
  ///
  /// Within 0.1 % of the sample: which of them is the least or the greatest is not known. Nil when none came. O(buckets).
  public func quantile(_ q: Double, since earlier: Histogram) -> Int64? {
    precondition(q >= 0 && q <= 1, "a quantile lies between 0 and 1")
    precondition(count >= earlier.count, "an earlier state has no more samples")
    guard count > earlier.count else { return nil }
    let rank = Self.nearestRank(q, of: count - earlier.count)
    var seen: UInt64 = 0
    for bucket in usedBuckets {
      seen &+= counts[bucket] &- (bucket < earlier.counts.count ? earlier.counts[bucket] : 0)
      if seen >= rank {
        let (low, high) = Self.bounds(ofBucket: bucket)
        return min(max(low + (high - low) / 2, lowest), highest)
      }
    }
    return .max
  }

  /// Samples greater than `value`, the missing ones included.
  ///
  /// Exact for values below 1024, below `minimum` or from `maximum` on; elsewhere samples in the
  /// bucket of `value` itself count as not above it. O(buckets above).
  public func count(above value: Int64) -> UInt64 {
    if value >= highest { return missing }
    if value < lowest { return count }
    var above = missing
    for bucket in (Self.bucket(of: value) + 1)..<usedBuckets.upperBound {
      above &+= counts[bucket]
    }
    return above
  }

  /// ceil(q·n), at least 1 and at most n.
  ///
  /// A decimal `q` such as 0.07 is not exact in binary: 0.07 × 100 comes out above 7 and would
  /// round up to rank 8. A few units in the last place are therefore taken off before rounding.
  static func nearestRank(_ q: Double, of count: UInt64) -> UInt64 {
    guard q < 1 else { return count }
    let product = q * Double(count)
    let rank = (product - product * 0x1p-50).rounded(.up)
    if rank < 1 { return 1 }
    return rank < Double(count) ? UInt64(rank) : count
  }
}
