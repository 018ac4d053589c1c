import Foundation
import Statistics
import Testing

@testable import Recording

@Suite("A histogram as a blob")
struct HistogramCodingTests {
  static func samples(_ count: Int, seed: UInt64) -> Histogram {
    var state = seed
    var histogram = Histogram()
    for _ in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      histogram.record(Int64(state >> (1 + state % 60)))
    }
    return histogram
  }

  @Test("comes back equal", arguments: [0, 1, 2, 1_000, 50_000])
  func roundTrip(count: Int) throws {
    var histogram = Self.samples(count, seed: UInt64(count) + 1)
    #expect(try HistogramCoding.decoded(HistogramCoding.encoded(histogram)) == histogram)
    histogram.recordMissing(12)
    #expect(try HistogramCoding.decoded(HistogramCoding.encoded(histogram)) == histogram)
  }

  @Test("comes back equal at the ends of the range")
  func extremes() throws {
    var histogram = Histogram()
    histogram.record(.max, count: 1 << 40)
    histogram.record(0, count: 1)
    #expect(try HistogramCoding.decoded(HistogramCoding.encoded(histogram)) == histogram)
  }

  @Test("is small: under three bytes a bucket for a typical latency")
  func size() {
    var histogram = Histogram()
    for index in 0..<200_000 { histogram.record(1_000_000 + Int64(index) * 53) }
    let blob = HistogramCoding.encoded(histogram)
    #expect(blob.count < 3 * histogram.sparse.count + 40)
  }

  @Test("is refused, never trusted, when it is damaged")
  func damage() {
    let blob = HistogramCoding.encoded(Self.samples(300, seed: 9))
    for length in 0..<blob.count {
      #expect(throws: Damage.self) { try HistogramCoding.decoded(blob.prefix(length)) }
    }
    // A changed byte is found, or yields another histogram; it never crashes.
    for index in blob.indices {
      for value in [UInt8(0), 1, 0x7f, 0x80, 0xff] {
        var damaged = blob
        damaged[index] = value
        _ = try? HistogramCoding.decoded(damaged)
      }
    }
  }
}
