/// The layout: which values share a bucket, and the sparse form that is stored on disk.
extension Histogram {
  /// Buckets that all values from 0 to `Int64.max` need: 28,160.
  public static let bucketCount = 55 * 512

  /// The bucket of a value, from 0 to `bucketCount - 1`. `value` must not be negative.
  ///
  /// With `shift` 0 for values below 1024 and one more for each power of two, the ten highest bits
  /// of the value select one of 512 buckets of width 2^shift. O(1): no division, one branch.
  @inlinable
  public static func bucket(of value: Int64) -> Int {
    precondition(value >= 0, "a histogram holds no negative values")
    let shift = 54 &- (value | 512).leadingZeroBitCount
    return (shift &<< 9) &+ Int(truncatingIfNeeded: value &>> Int64(truncatingIfNeeded: shift))
  }

  /// The least and the greatest value of a bucket, both inside. The inverse of `bucket(of:)`. O(1).
  public static func bounds(ofBucket bucket: Int) -> (low: Int64, high: Int64) {
    precondition(bucket >= 0 && bucket < bucketCount, "no such bucket")
    let shift = max(0, (bucket >> 9) - 1)
    let low = Int64(bucket - (shift << 9)) << Int64(shift)
    return (low, low + ((Int64(1) << Int64(shift)) - 1))
  }

  /// From the first to the last bucket that has a sample; empty when there is none.
  var usedBuckets: Range<Int> {
    finite == 0 ? 0..<0 : Self.bucket(of: lowest)..<Self.bucket(of: highest) + 1
  }

  /// Non-empty buckets with their counts, by ascending bucket. O(buckets).
  public var sparse: [(bucket: Int32, count: UInt64)] {
    var pairs: [(bucket: Int32, count: UInt64)] = []
    let used = usedBuckets
    // Most buckets in between are empty: every interval of every flow is put away like this.
    counts.withUnsafeBufferPointer { counts in
      for bucket in used where counts[bucket] > 0 { pairs.append((Int32(truncatingIfNeeded: bucket), counts[bucket])) }
    }
    return pairs
  }

  /// A histogram from its stored form: `sparse` and the exact figures that go with it.
  ///
  /// Buckets may come in any order and more than once. `minimum` and `maximum` are nil exactly when
  /// `sparse` counts no samples; otherwise they must lie in the first and the last bucket.
  /// O(pairs).
  public init(
    sparse: [(bucket: Int32, count: UInt64)], missing: UInt64, sum: UInt128, minimum: Int64?,
    maximum: Int64?
  ) {
    self.init()
    self.missing = missing
    total = sum
    for (bucket, count) in sparse where count > 0 {
      let bucket = Int(bucket)
      precondition(bucket >= 0 && bucket < Self.bucketCount, "no such bucket")
      if bucket >= counts.count { grow(toHold: bucket) }
      counts[bucket] += count
      finite += count
    }
    guard let minimum, let maximum else {
      precondition(
        finite == 0 && minimum == nil && maximum == nil, "samples without minimum and maximum")
      precondition(sum == 0, "a sum without samples")
      return
    }
    precondition(
      Self.bucket(of: minimum) == counts.firstIndex { $0 > 0 }
        && Self.bucket(of: maximum) == counts.lastIndex { $0 > 0 },
      "minimum and maximum lie outside the first and the last bucket")
    lowest = minimum
    highest = maximum
  }
}
