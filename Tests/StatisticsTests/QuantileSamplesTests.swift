import Testing

@testable import Statistics

@Suite struct QuantileSamplesTests {
  @Test func `minimum samples are those of decimal arithmetic`() {
    #expect(QuantileSamples.minimum(for: 0) == 10)
    #expect(QuantileSamples.minimum(for: 0.5) == 20)
    #expect(QuantileSamples.minimum(for: 0.9) == 100)
    #expect(QuantileSamples.minimum(for: 0.95) == 200)
    #expect(QuantileSamples.minimum(for: 0.99) == 1000)
    #expect(QuantileSamples.minimum(for: 0.999) == 10_000)
    #expect(QuantileSamples.minimum(for: 0.9999) == 100_000)
    #expect(QuantileSamples.minimum(for: 0.999_999) == 10_000_000)
    #expect(QuantileSamples.minimum(for: 0.85) == 67)
    #expect(QuantileSamples.minimum(for: 1) == .max)
  }
}
