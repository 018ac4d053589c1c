import Scenarios
import Testing

@testable import Experiments

/// Ranges of quantities: their ends, what lies between, and draws.
@Suite struct AssumptionTests {
  private func limited(_ text: String, _ range: String) -> AssumptionRange? {
    AssumptionRange(
      SourcedQuantity(
        path: "components.db.cores", text: text, origin: .assumed, quote: nil, range: range,
        place: Place(file: "", line: 1, column: 1)))
  }

  @Test(arguments: [
    ("20ms", "10ms..30ms", "10000000ns", "20000000ns", "30000000ns"),
    ("1s", "500ms..1500ms", "500000000ns", "1000000000ns", "1500000000ns"),
    ("4", "2..8", "2", "5", "8"), ("1M", "500k..1M", "500000", "750000", "1000000"),
    ("100/s", "90/s..110/s", "90/s", "100/s", "110/s"), ("5%", "0%..10%", "0%", "5%", "10%"),
    ("x1.5", "x1..x2", "x1", "x1.5", "x2"),
    ("8 per partition", "4 per partition..8 per partition", "4 per partition", "6 per partition", "8 per partition"),
    ("1 KB", "1 KB..3 KB", "1000 B", "2000 B", "3000 B"),
    (
      "lognormal(median 20ms p99 80ms)", "10ms..30ms", "lognormal(median 10000000ns p99 40000000ns)",
      "lognormal(median 20000000ns p99 80000000ns)", "lognormal(median 30000000ns p99 120000000ns)"
    ),
    (
      "erlang(stages 3 mean 20ms)", "10ms..30ms", "erlang(stages 3 mean 10000000ns)",
      "erlang(stages 3 mean 20000000ns)", "erlang(stages 3 mean 30000000ns)"
    ),
  ])
  func `ends and middle`(text: String, limits: String, low: String, middle: String, high: String) throws {
    let range = try #require(limited(text, limits))
    #expect(range.lowText == low)
    #expect(range.text(at: 0.5) == middle)
    #expect(range.highText == high)
  }

  @Test func `a range over more than a factor of ten is drawn by its logarithm`() throws {
    let wide = try #require(limited("10ms", "1ms..100ms"))
    #expect(wide.text(at: 0.5) == "10000000ns")
    let narrow = try #require(limited("10ms", "1ms..9ms"))
    #expect(narrow.text(at: 0.5) == "5000000ns")
  }

  @Test func `draws are uniform, and repeat`() throws {
    let range = try #require(limited("50", "0..99"))
    let draws = (0..<2000).map { Int(range.draw($0, seed: 7)) ?? -1 }
    #expect(draws == (0..<2000).map { Int(range.draw($0, seed: 7)) ?? -1 })
    #expect(draws.allSatisfy { (0...99).contains($0) })
    let mean = Double(draws.reduce(0, +)) / 2000
    #expect(abs(mean - 49.5) < 2.5, "\(mean)")
  }

  @Test(arguments: [
    ("20ms", "10ms..3"), ("soon", "now..later"), ("exponential(mean 20ms)", "1..2"), ("1h30min", "1h30min..2h30min"),
  ])
  func `what is no range of one number is left out`(text: String, limits: String) {
    #expect(limited(text, limits) == nil)
  }
}
