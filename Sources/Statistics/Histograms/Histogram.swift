/// Counts of non-negative integers in log-linear buckets, merged exactly.
///
/// The layout is that of HdrHistogram (Tene, 2012): values below 1024 have a bucket each, and every
/// power of two above is cut into 512 equal buckets. The mid-point of a bucket is therefore within
/// 1/1024 (less than 0.1 %) of every value in it, up to `Int64.max`.
///
/// ```swift
/// var latency = Histogram()
/// latency.record(1_250_000)
/// latency.recordMissing(1)      // never answered: later than any limit
/// latency.quantile(0.5)         // 1_250_000
/// latency.quantile(0.99)        // Int64.max
/// ```
///
/// Count, sum, minimum and maximum are exact. Values have the caller's unit, nanoseconds as a rule.
/// Memory is 8 bytes per bucket up to the highest one used, at most 220 KiB; an empty histogram
/// allocates nothing.
public struct Histogram: Sendable {
  /// Counts by bucket; may end in zeros, which mean nothing.
  @usableFromInline var counts = ContiguousArray<UInt64>()
  @usableFromInline var finite: UInt64 = 0
  @usableFromInline var total: UInt128 = 0
  /// `Int64.max` and -1 until there is a finite value.
  @usableFromInline var lowest = Int64.max
  @usableFromInline var highest: Int64 = -1

  /// Samples that are infinitely late: they count as +infinity in every quantile.
  public internal(set) var missing: UInt64 = 0

  /// An empty histogram. O(1), no allocation.
  public init() {}

  /// Of a recorder, with storage in the steps of all others: what is equal is then described by equal text.
  init(counts: UnsafeBufferPointer<UInt64>, total: UInt128, _ lowest: Int64, _ highest: Int64) {
    self.counts = ContiguousArray(counts)
    if !counts.isEmpty { grow(toHold: counts.count - 1) }
    finite = counts.reduce(0, &+)
    self.total = total
    self.lowest = lowest
    self.highest = highest
  }

  /// Adds one sample. `value` must not be negative. O(1) but for the rare growth of the storage.
  @inlinable
  public mutating func record(_ value: Int64) {
    let bucket = Self.bucket(of: value)
    if bucket >= counts.count { grow(toHold: bucket) }
    counts[bucket] &+= 1
    finite &+= 1
    total &+= UInt128(truncatingIfNeeded: value)
    if value < lowest { lowest = value }
    if value > highest { highest = value }
  }

  /// Adds `count` samples of the same value; of none, nothing happens. O(1) as `record(_:)`.
  @inlinable
  public mutating func record(_ value: Int64, count: UInt64) {
    let bucket = Self.bucket(of: value)
    guard count > 0 else { return }
    if bucket >= counts.count { grow(toHold: bucket) }
    finite += count
    counts[bucket] &+= count
    total &+= UInt128(truncatingIfNeeded: value) &* UInt128(truncatingIfNeeded: count)
    if value < lowest { lowest = value }
    if value > highest { highest = value }
  }

  /// Adds `count` samples that are infinitely late: requests that never got an answer. O(1).
  public mutating func recordMissing(_ count: UInt64 = 1) {
    missing += count
  }

  /// Adds all samples of `other`. Exact, commutative and associative: the result is the histogram
  /// of all samples, whatever the order of merging. O(buckets of `other`).
  public mutating func merge(_ other: Histogram) {
    // The two totals are checked; no bucket can then overflow, for it holds no more than they do.
    finite += other.finite
    missing += other.missing
    total &+= other.total
    let used = other.usedBuckets
    if used.upperBound > counts.count { grow(toHold: used.upperBound - 1) }
    for bucket in used {
      counts[bucket] &+= other.counts[bucket]
    }
    lowest = min(lowest, other.lowest)
    highest = max(highest, other.highest)
  }

  /// Adds samples that were put away as the buckets in use alone, as `merge(_:)` would. O(pairs).
  public mutating func merge(
    sparse: [(bucket: Int32, count: UInt64)], missing: UInt64, sum: UInt128, minimum: Int64?, maximum: Int64?
  ) {
    self.missing += missing
    guard let minimum, let maximum, let last = sparse.last else { return }
    if Int(last.bucket) >= counts.count { grow(toHold: Int(last.bucket)) }
    for (bucket, count) in sparse {
      counts[Int(bucket)] &+= count
      finite += count
    }
    total &+= sum
    lowest = min(lowest, minimum)
    highest = max(highest, maximum)
  }

  /// Forgets all samples and keeps the storage. O(buckets in use).
  public mutating func removeAll() {
    for bucket in usedBuckets { counts[bucket] = 0 }
    finite = 0
    total = 0
    lowest = .max
    highest = -1
    missing = 0
  }

  /// Samples, the missing ones included. O(1).
  @inlinable public var count: UInt64 { finite + missing }

  /// No samples, not even missing ones. O(1).
  public var isEmpty: Bool { count == 0 }

  /// Exact sum of the finite values. O(1).
  public var sum: UInt128 { total }

  /// Exact smallest finite value, nil when there is none. O(1).
  public var minimum: Int64? { finite == 0 ? nil : lowest }

  /// Exact largest finite value, nil when there is none. O(1).
  public var maximum: Int64? { finite == 0 ? nil : highest }

  /// Mean of the finite values, nil when there is none. O(1).
  public var mean: Double? { finite == 0 ? nil : Double(total) / Double(finite) }

  /// Lengthens the storage in steps of 64 buckets; the array's own growth is geometric.
  @usableFromInline
  @inline(never)
  mutating func grow(toHold bucket: Int) {
    let wanted = max(counts.count, min((bucket | 63) + 1, Self.bucketCount))
    counts.append(contentsOf: Self.zeros[..<(wanted - counts.count)])
  }

  /// Copied in one piece; a repeated element is appended one by one where nothing is specialized, as in debug builds.
  private static let zeros = ContiguousArray<UInt64>(repeating: 0, count: bucketCount)
}

extension Histogram: Equatable {
  /// Whether both hold the same samples, to the resolution of a bucket. O(buckets).
  public static func == (left: Histogram, right: Histogram) -> Bool {
    guard left.finite == right.finite, left.missing == right.missing, left.total == right.total,
      left.lowest == right.lowest, left.highest == right.highest
    else { return false }
    return left.counts[left.usedBuckets] == right.counts[right.usedBuckets]
  }
}
