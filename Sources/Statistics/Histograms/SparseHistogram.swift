/// A histogram put away: the buckets in use alone.
public struct SparseHistogram: Sendable {
  /// Buckets in use, ascending, with what they hold.
  public private(set) var buckets: [(bucket: Int32, count: UInt64)]
  /// Samples that are infinitely late.
  public private(set) var missing: UInt64
  /// Sum of the finite values, exactly.
  public private(set) var sum: UInt128
  private var minimum: Int64?
  private var maximum: Int64?

  public init(_ histogram: Histogram) {
    buckets = histogram.sparse
    missing = histogram.missing
    sum = histogram.sum
    minimum = histogram.minimum
    maximum = histogram.maximum
  }

  /// Samples in it, infinitely late ones included.
  public var count: UInt64 { buckets.reduce(missing) { $0 + $1.count } }

  /// Adds it to a histogram, without making one of its own.
  public func add(to histogram: inout Histogram) {
    histogram.merge(sparse: buckets, missing: missing, sum: sum, minimum: minimum, maximum: maximum)
  }

  /// Mean of the finite values; nil when there is none.
  public var mean: Double? {
    let count = buckets.reduce(0) { $0 + $1.count }
    return count == 0 ? nil : Double(sum) / Double(count)
  }

  /// Adds the samples of another one. O(buckets in use of both).
  public mutating func merge(_ other: SparseHistogram) {
    guard other.count > 0 else { return }
    var joined: [(bucket: Int32, count: UInt64)] = []
    joined.reserveCapacity(buckets.count + other.buckets.count)
    var (own, new) = (0, 0)
    while own < buckets.count || new < other.buckets.count {
      let first = own < buckets.count ? buckets[own].bucket : .max
      let second = new < other.buckets.count ? other.buckets[new].bucket : .max
      let count = (first <= second ? buckets[own].count : 0) + (second <= first ? other.buckets[new].count : 0)
      joined.append((min(first, second), count))
      if first <= second { own += 1 }
      if second <= first { new += 1 }
    }
    buckets = joined
    missing += other.missing
    sum += other.sum
    minimum = [minimum, other.minimum].compactMap { $0 }.min()
    maximum = [maximum, other.maximum].compactMap { $0 }.max()
  }

  /// Samples greater than `value`, the infinitely late ones included; exact to the bucket of `value`, whose samples
  /// count as not above it, as `Histogram.count(above:)` has it. O(buckets in use).
  public func count(above value: Int64) -> UInt64 {
    if value >= maximum ?? -1 { return missing }
    if value < minimum ?? 0 { return count }
    let limit = Histogram.bucket(of: value)
    return buckets.reduce(missing) { $1.bucket > limit ? $0 + $1.count : $0 }
  }

  /// The same samples with room for more. O(buckets).
  public var histogram: Histogram {
    Histogram(
      sparse: buckets, missing: missing, sum: sum, minimum: minimum, maximum: maximum)
  }
}

extension SparseHistogram: Archivable {
  /// Of no samples.
  public init() { self.init(Histogram()) }

  package mutating func archive(in archive: inout Archive) throws {
    var histogram = archive.isWriting ? self.histogram : Histogram()
    try archive.field(&histogram)
    if !archive.isWriting { self = SparseHistogram(histogram) }
  }
}
