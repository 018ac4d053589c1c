/// As bytes: missing and finite figures, then for each bucket in use its distance from the one before and its count; a
/// typical latency takes two or three bytes a bucket.
extension Histogram: Archivable {
  package mutating func archive(in archive: inout Archive) throws {
    var pairs = archive.isWriting ? sparse : []
    var (missing, sum) = (missing, sum)
    var (minimum, maximum) = (minimum ?? 0, maximum ?? 0)
    try archive.field(&missing)
    try Histogram.archive(&pairs, in: &archive)
    if !pairs.isEmpty {
      try archive.field(&sum)
      try archive.field(&minimum)
      try archive.field(&maximum)
    }
    guard !archive.isWriting else { return }
    guard let first = pairs.first, let last = pairs.last else {
      self = Histogram(sparse: [], missing: missing, sum: 0, minimum: nil, maximum: nil)
      return
    }
    let (_, overflows) = missing.addingReportingOverflow(pairs.reduce(0) { $0 &+ $1.count })
    guard minimum >= 0, maximum >= minimum, !overflows, Int(first.bucket) == Histogram.bucket(of: minimum),
      Int(last.bucket) == Histogram.bucket(of: maximum)
    else { throw Archive.Damage("a histogram at odds with itself") }
    self = Histogram(sparse: pairs, missing: missing, sum: sum, minimum: minimum, maximum: maximum)
  }

  /// Buckets in use, ascending, with counts above zero that do not overflow together.
  package static func archive(
    _ pairs: inout [(bucket: Int32, count: UInt64)], in archive: inout Archive
  ) throws {
    var previous: Int64 = -1
    var total: UInt64 = 0
    try archive.list(&pairs, of: (0, 0)) { pair, archive in
      var step = UInt64(bitPattern: Int64(pair.bucket) &- previous)
      try archive.field(&step)
      try archive.field(&pair.count)
      let (sum, overflows) = total.addingReportingOverflow(pair.count)
      guard step > 0, step <= UInt64(bucketCount), pair.count > 0, !overflows,
        previous + Int64(step) < Int64(bucketCount)
      else { throw Archive.Damage("a histogram with an impossible bucket") }
      previous += Int64(step)
      total = sum
      pair.bucket = Int32(previous)
    }
  }
}
