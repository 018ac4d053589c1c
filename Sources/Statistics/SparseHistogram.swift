/// A histogram put away: the buckets in use alone.
public struct SparseHistogram: Sendable {
  /// Buckets in use, ascending, with what they hold.
  public private(set) var buckets: [(bucket: Int32, count: UInt64)]
  /// Samples that are infinitely late.
  public private(set) var missing: UInt64
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

  public var histogram: Histogram {
    Histogram(
      sparse: buckets, missing: missing, sum: sum, minimum: minimum, maximum: maximum)
  }
}

extension SparseHistogram: Archivable {
  public init() { self.init(Histogram()) }

  public mutating func archive(in archive: inout Archive) throws {
    var histogram = archive.isWriting ? self.histogram : Histogram()
    try archive.field(&histogram)
    if !archive.isWriting { self = SparseHistogram(histogram) }
  }
}
