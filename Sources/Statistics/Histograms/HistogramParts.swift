/// Histograms by replication and by stretch of measured time: what percentiles, shares above a limit and means are
/// estimated from. See `RatioParts` for what a stretch is.
///
/// A value is told from another to the resolution of a bucket, a thousandth.
public struct HistogramParts: Sendable {
  /// All of them together.
  public private(set) var pooled = Histogram()
  private var replications: [[Stretch]] = []

  /// A histogram with, for each bucket in use, the samples in it and above it.
  private struct Stretch: Sendable {
    var buckets: [Int32] = []
    /// One more than buckets: the last is of what is missing.
    var fromHere: [UInt64] = []
    var sum: UInt128 = 0

    var count: UInt64 { fromHere[0] }

    init(_ histogram: SparseHistogram) {
      sum = histogram.sum
      buckets = histogram.buckets.map(\.bucket)
      fromHere = Array(repeating: histogram.missing, count: buckets.count + 1)
      for (index, pair) in histogram.buckets.enumerated().reversed() {
        fromHere[index] = fromHere[index + 1] + pair.count
      }
    }

    /// Samples in this bucket or above. O(log buckets).
    func count(from bucket: Int32) -> UInt64 {
      var low = 0
      var high = buckets.count
      while low < high {
        let middle = (low + high) / 2
        if buckets[middle] < bucket { low = middle + 1 } else { high = middle }
      }
      return fromHere[low]
    }
  }

  public init() {}

  /// One run, by its stretches in order of time.
  public init(_ stretches: [SparseHistogram]) { append(stretches) }

  /// Adds a replication, by its stretches in order of time. O(buckets in use).
  public mutating func append(_ stretches: [SparseHistogram]) {
    for stretch in stretches { stretch.add(to: &pooled) }
    let groups = min(RatioParts.stretches, stretches.count)
    guard groups < stretches.count else { return replications.append(stretches.map { Stretch($0) }) }
    var start = 0
    replications.append(
      (1...max(1, groups)).map { group in
        let end = stretches.count * group / groups
        var joined = Histogram()
        for stretch in stretches[start..<end] { stretch.add(to: &joined) }
        start = end
        return Stretch(SparseHistogram(joined))
      })
  }

  /// Samples in a bucket or above it, what is missing included, of all samples; and `share` of those in the bucket below.
  /// O(stretches · log buckets).
  func parts(from bucket: Int, andOfBelow share: Double = 0) -> RatioParts {
    RatioParts(
      replications.map { stretches in
        stretches.map { stretch in
          let above = Double(stretch.count(from: Int32(bucket)))
          guard share > 0 else { return RatioParts.Part(above, Double(stretch.count)) }
          let within = Double(stretch.count(from: Int32(bucket - 1))) - above
          return RatioParts.Part(above + share * within, Double(stretch.count))
        }
      })
  }

  /// Sums of the values, of the samples: infinite where one is missing. O(stretches).
  public var means: RatioParts {
    RatioParts(
      replications.map { stretches in
        stretches.map { stretch in
          let isWhole = stretch.fromHere[stretch.buckets.count] == 0
          return RatioParts.Part(isWhole ? Double(stretch.sum) : .infinity, Double(stretch.count))
        }
      })
  }
}
