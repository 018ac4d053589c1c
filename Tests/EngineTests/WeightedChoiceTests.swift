import Testing
import TestSupport

@testable import Engine

@Suite struct WeightedChoiceTests {
  /// Exact shares: the measure of the bits that lead to each index, from a fine grid of bits.
  private func shares(of choice: WeightedChoice, steps: UInt64) -> [Double] {
    var counts = [Int](repeating: 0, count: choice.count)
    let width = UInt64.max / steps
    for step in 0..<steps { counts[choice.draw(step * width + width / 2)] += 1 }
    return counts.map { Double($0) / Double(steps) }
  }

  @Test(
    arguments: [
      [1], [1, 1], [1, 2, 3], [0.8, 0.2], [5, 0, 5], [0, 0, 1], [1e-9, 1], [1e12, 1, 1e6],
      [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
    ] as [[Double]])
  func `shares follow the weights`(weights: [Double]) {
    let choice = WeightedChoice(weights: weights)
    let total = weights.reduce(0, +)
    let found = shares(of: choice, steps: 200_000)
    for index in weights.indices {
      #expect((found[index] - weights[index] / total).magnitude < 1e-4)
      #expect((choice.shares[index] - weights[index] / total).magnitude < 1e-15)
    }
  }

  @Test func `what weighs nothing is never drawn`() {
    var generator = SmallGenerator(seed: 40)
    for _ in 0..<200 {
      let weights = (0..<1 + generator.below(30)).map { _ in
        generator.below(3) == 0 ? 0 : generator.unit() * Double(1 + generator.below(1000))
      }
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let choice = WeightedChoice(weights: weights)
      for _ in 0..<2000 { #expect(weights[choice.draw(generator.next())] > 0) }
    }
  }

  @Test func `random weights have their shares exactly`() {
    var generator = SmallGenerator(seed: 41)
    for _ in 0..<20 {
      let weights = (0..<2 + generator.below(40)).map { _ in generator.unit() }
      let choice = WeightedChoice(weights: weights)
      let found = shares(of: choice, steps: 100_000)
      for index in weights.indices { #expect((found[index] - choice.shares[index]).magnitude < 1e-3) }
    }
  }

  @Test(arguments: [0, 0.5, 0.9, 1, 2])
  func `ranks follow Zipf's law`(exponent: Double) {
    let count = 1000
    let choice = WeightedChoice(zipf: exponent, count: count)
    let weights = (1...count).map { ElementaryFunctions.power(Double($0), -exponent) }
    let total = weights.reduce(0, +)
    let found = shares(of: choice, steps: 2_000_000)
    for index in 0..<count { #expect((found[index] - weights[index] / total).magnitude < 2e-5) }
  }

  @Test func `draws at random bits agree with the shares`() {
    let choice = WeightedChoice(zipf: 0.9, count: 100)
    let stream = RandomStream(seed: 1, replication: 0, name: "zipf")
    var counts = [Int](repeating: 0, count: 100)
    let draws = 500_000
    for draw in 0..<UInt64(draws) { counts[choice.draw(stream.bits(entity: draw, draw: 0))] += 1 }
    var chiSquare = 0.0
    for index in 0..<100 {
      let expected = choice.shares[index] * Double(draws)
      chiSquare += (Double(counts[index]) - expected) * (Double(counts[index]) - expected) / expected
    }
    // 99 degrees of freedom: beyond 170 less than once in 10⁵.
    #expect(chiSquare < 170)
  }

  @Test func `the first and the last bits are inside`() {
    let choice = WeightedChoice(weights: [1, 2, 3])
    #expect((0..<3).contains(choice.draw(0)) && (0..<3).contains(choice.draw(.max)))
  }
}
