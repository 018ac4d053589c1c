import Testing

@testable import Statistics

@Suite struct HistogramBucketsTests {
  @Test func `values below 1024 have a bucket each`() {
    for value in 0..<Int64(1024) {
      #expect(Histogram.bucket(of: value) == Int(value))
      #expect(Histogram.bounds(ofBucket: Int(value)) == (value, value))
    }
  }

  @Test func `bounds enclose powers of two and their neighbours`() {
    for exponent in 0..<63 {
      let power = Int64(1) << Int64(exponent)
      for value in [power - 1, power, power + 1] {
        let (low, high) = Histogram.bounds(ofBucket: Histogram.bucket(of: value))
        #expect(low <= value && value <= high, "2^\(exponent): \(value)")
      }
    }
    let last = Histogram.bucketCount - 1
    #expect(Histogram.bucket(of: .max) == last)
    #expect(Histogram.bounds(ofBucket: last).high == .max)
  }

  @Test func `buckets follow each other without gap, and both ends map back`() {
    var expectedLow: Int64 = 0
    var isSound = true
    for bucket in 0..<Histogram.bucketCount {
      let (low, high) = Histogram.bounds(ofBucket: bucket)
      isSound =
        isSound && low == expectedLow && high >= low && Histogram.bucket(of: low) == bucket
        && Histogram.bucket(of: high) == bucket
      expectedLow = high &+ 1
    }
    #expect(isSound)
    #expect(expectedLow == .min)
  }

  @Test func `the mid-point is within 0.1 percent of the whole bucket`() {
    var worst = 0.0
    for bucket in 1..<Histogram.bucketCount {
      let (low, high) = Histogram.bounds(ofBucket: bucket)
      let middle = low + (high - low) / 2
      worst = max(worst, Double(middle - low) / Double(low), Double(high - middle) / Double(high))
    }
    #expect(worst <= 0.001)
  }

  @Test func `the sparse form is ascending and restores the histogram`() {
    var histogram = Histogram()
    for value in [1 << 50, 3, 3, 900, 1 << 20, 0, .max] as [Int64] { histogram.record(value) }
    histogram.recordMissing(4)
    let sparse = histogram.sparse
    #expect(sparse.map(\.bucket) == sparse.map(\.bucket).sorted())
    #expect(sparse.allSatisfy { $0.count > 0 })
    let restored = Histogram(
      sparse: sparse, missing: histogram.missing, sum: histogram.sum, minimum: histogram.minimum,
      maximum: histogram.maximum)
    #expect(restored == histogram)
    #expect(restored.count == 11)
  }

  @Test func `only missing samples restore too`() {
    var histogram = Histogram()
    histogram.recordMissing(3)
    let restored = Histogram(sparse: [], missing: 3, sum: 0, minimum: nil, maximum: nil)
    #expect(restored == histogram)
  }
}
