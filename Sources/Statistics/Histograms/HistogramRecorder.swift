/// A histogram that is being filled: it stands at one place, nobody shares it, and `histogram` tells what is in it.
///
/// ```swift
/// var latency = HistogramRecorder()
/// latency.record(1_250_000)
/// latency.histogram.quantile(0.5)   // 1_250_000
/// ```
///
/// A `Histogram` is a value: it looks at every sample whether somebody has a copy of it. Here there are no copies.
public struct HistogramRecorder: ~Copyable {
  @usableFromInline var counts: UnsafeMutablePointer<UInt64>
  @usableFromInline var capacity = 0
  @usableFromInline var total: UInt128 = 0
  @usableFromInline var lowest = Int64.max
  @usableFromInline var highest: Int64 = -1

  /// An empty one, which allocates next to nothing.
  public init() { counts = .allocate(capacity: 1) }

  deinit { counts.deallocate() }

  /// No samples. O(1).
  public var isEmpty: Bool { highest < 0 }

  /// Adds one sample, which must not be negative. O(1) but for the rare growth of the storage.
  @inlinable @inline(__always)
  public mutating func record(_ value: Int64) {
    let bucket = Histogram.bucket(of: value)
    if bucket >= capacity { grow(toHold: bucket) }
    counts[bucket] &+= 1
    total &+= UInt128(truncatingIfNeeded: value)
    if value < lowest { lowest = value }
    if value > highest { highest = value }
  }

  /// Forgets all samples and keeps the storage. O(buckets in use).
  public mutating func removeAll() {
    if !isEmpty {
      for bucket in Histogram.bucket(of: lowest)...Histogram.bucket(of: highest) { counts[bucket] = 0 }
    }
    total = 0
    lowest = .max
    highest = -1
  }

  /// What is in it. O(buckets).
  public var histogram: Histogram {
    let used = isEmpty ? 0 : Histogram.bucket(of: highest) + 1
    return Histogram(counts: UnsafeBufferPointer(start: counts, count: used), total: total, lowest, highest)
  }

  @usableFromInline
  @inline(never)
  mutating func grow(toHold bucket: Int) {
    let wanted = min(max((bucket | 63) + 1, capacity + capacity / 2), Histogram.bucketCount)
    let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: wanted)
    larger.update(from: counts, count: capacity)
    (larger + capacity).update(repeating: 0, count: wanted - capacity)
    counts.deallocate()
    counts = larger
    capacity = wanted
  }
}
