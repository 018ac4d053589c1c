import Foundation
import Statistics

/// A histogram as a compact blob: version, missing, sum, minimum and maximum, then for each bucket in
/// use its distance from the one before and its count. All numbers but the sum are LEB128, so that a
/// typical latency takes two or three bytes a bucket.
enum HistogramCoding {
  private static let version: UInt8 = 1

  static func encoded(_ histogram: Histogram) -> Data {
    let sparse = histogram.sparse
    var bytes: [UInt8] = [version]
    bytes.reserveCapacity(40 + 3 * sparse.count)
    append(histogram.missing, to: &bytes)
    let sum = histogram.sum
    for shift in stride(from: 0, to: 128, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: sum >> UInt128(shift)))
    }
    append(UInt64(sparse.count), to: &bytes)
    if let minimum = histogram.minimum, let maximum = histogram.maximum {
      append(UInt64(minimum), to: &bytes)
      append(UInt64(maximum), to: &bytes)
    }
    var previous: Int32 = 0
    for (bucket, count) in sparse {
      append(UInt64(bucket - previous), to: &bytes)
      append(count, to: &bytes)
      previous = bucket
    }
    return Data(bytes)
  }

  /// Checks everything that `Histogram` takes for granted: a damaged file is an error, not a crash.
  static func decoded(_ blob: Data) throws -> Histogram {
    var source = ByteSource(bytes: [UInt8](blob))
    guard try source.byte() == version else { throw Damage(what: "histogram of unknown version") }
    let missing = try source.number()
    var sum: UInt128 = 0
    for shift in stride(from: 0, to: 128, by: 8) {
      sum |= UInt128(try source.byte()) << UInt128(shift)
    }
    let buckets = try source.number()
    guard buckets > 0 else {
      guard sum == 0, source.isAtEnd else { throw Damage(what: "histogram without buckets") }
      return Histogram(sparse: [], missing: missing, sum: 0, minimum: nil, maximum: nil)
    }
    let minimum = try Int64(exactly: source.number())
    let maximum = try Int64(exactly: source.number())
    guard let minimum, let maximum, buckets <= UInt64(Histogram.bucketCount) else {
      throw Damage(what: "histogram out of range")
    }
    let sparse = try pairs(Int(buckets), from: &source, missing: missing)
    guard let first = sparse.first, let last = sparse.last, source.isAtEnd,
      Int(first.bucket) == Histogram.bucket(of: minimum),
      Int(last.bucket) == Histogram.bucket(of: maximum)
    else { throw Damage(what: "histogram at odds with itself") }
    return Histogram(
      sparse: sparse, missing: missing, sum: sum, minimum: minimum, maximum: maximum)
  }

  private static func pairs(
    _ buckets: Int, from source: inout ByteSource, missing: UInt64
  ) throws -> [(bucket: Int32, count: UInt64)] {
    var sparse: [(bucket: Int32, count: UInt64)] = []
    sparse.reserveCapacity(buckets)
    var bucket: UInt64 = 0
    var total = missing
    for index in 0..<buckets {
      let step = try source.number()
      let count = try source.number()
      let (sum, overflows) = total.addingReportingOverflow(count)
      guard step < UInt64(Histogram.bucketCount), index == 0 || step > 0, count > 0, !overflows
      else { throw Damage(what: "histogram with an impossible bucket") }
      bucket += step
      total = sum
      guard bucket < UInt64(Histogram.bucketCount) else {
        throw Damage(what: "histogram with an impossible bucket")
      }
      sparse.append((Int32(bucket), count))
    }
    return sparse
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

private struct ByteSource {
  let bytes: [UInt8]
  var position = 0

  var isAtEnd: Bool { position == bytes.count }

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw Damage(what: "histogram cut short") }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() throws -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let part = try byte()
      guard shift < 63 || part < 2 else { throw Damage(what: "histogram number too large") }
      number |= UInt64(part & 0x7f) << shift
      if part < 0x80 { return number }
    }
    throw Damage(what: "histogram number too long")
  }
}
