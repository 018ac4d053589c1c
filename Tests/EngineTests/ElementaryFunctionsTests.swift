import Foundation
import Testing
import TestSupport

@testable import Engine

@Suite struct ElementaryFunctionsTests {
  /// Distance in units of the last place of the larger one.
  private func ulps(_ left: Double, _ right: Double) -> Double {
    if left == right { return 0 }
    return (left - right).magnitude / max(left.magnitude.ulp, right.magnitude.ulp)
  }

  @Test func `log agrees with the system's over all normal numbers`() {
    var generator = SmallGenerator(seed: 1)
    var worst = 0.0
    for _ in 0..<200_000 {
      // Every exponent of a normal number, every mantissa.
      let exponent = UInt64(1 + generator.below(2046))
      let x = Double(bitPattern: exponent << 52 | generator.next() >> 12)
      worst = max(worst, ulps(ElementaryFunctions.log(x), Foundation.log(x)))
    }
    #expect(worst <= 4)
  }

  @Test func `log keeps its precision beside one`() {
    var generator = SmallGenerator(seed: 2)
    var worst = 0.0
    for _ in 0..<100_000 {
      let distance = Double(sign: .plus, exponent: -1 - generator.below(50), significand: 1 + generator.unit())
      for x in [1 + distance, 1 - distance / 4] {
        worst = max(worst, ulps(ElementaryFunctions.log(x), Foundation.log(x)))
      }
    }
    #expect(worst <= 4)
    #expect(ElementaryFunctions.log(1) == 0)
  }

  @Test func `exp agrees with the system's from the smallest to the largest result`() {
    var generator = SmallGenerator(seed: 3)
    var worst = 0.0
    for _ in 0..<200_000 {
      let x = (generator.unit() - 0.5) * 1400
      worst = max(worst, ulps(ElementaryFunctions.exp(x), Foundation.exp(x)))
    }
    for _ in 0..<100_000 {
      let x = (generator.unit() - 0.5) * 2
      worst = max(worst, ulps(ElementaryFunctions.exp(x), Foundation.exp(x)))
    }
    #expect(worst <= 4)
    #expect(ElementaryFunctions.exp(0) == 1)
  }

  @Test func `exp ends in zero and infinity and loses no order among subnormal results`() {
    #expect(ElementaryFunctions.exp(-800) == 0)
    #expect(ElementaryFunctions.exp(800) == .infinity)
    var last = 0.0
    for step in 0...400 {
      let value = ElementaryFunctions.exp(-745 + Double(step) * 0.1)
      #expect(value >= last)
      last = value
    }
    for x in stride(from: -744.0, through: -708, by: 0.5) {
      // A subnormal result has fewer bits than a unit of its last place can tell.
      let error = (ElementaryFunctions.exp(x) - Foundation.exp(x)).magnitude
      #expect(error <= 2 * Double.leastNonzeroMagnitude + Foundation.exp(x) * 0x1p-50)
    }
  }

  @Test func `power agrees with the system's`() {
    var generator = SmallGenerator(seed: 4)
    for _ in 0..<20_000 {
      let x = Double(1 + generator.below(1_000_000))
      let y = (generator.unit() - 0.5) * 6
      let expected = Foundation.pow(x, y)
      // The error of y·log(x) is an absolute one in the exponent.
      #expect((ElementaryFunctions.power(x, y) / expected - 1).magnitude < 1e-13)
    }
  }

  /// Forty digits of mpmath, rounded.
  @Test(arguments: [
    (0.5, 0), (0.75, 0.6744897501960817), (0.9, 1.2815515655446004), (0.95, 1.6448536269514722),
    (0.975, 1.959963984540054), (0.99, 2.3263478740408408), (0.995, 2.5758293035489004),
    (0.999, 3.090232306167813), (0.9999, 3.719016485455709), (0.025, -1.959963984540054),
    (0.001, -3.090232306167813), (1e-6, -4.753424308822899), (1e-9, -5.997807015007686),
    (1e-12, -7.034483825301131), (1e-20, -9.262340089798408), (1e-100, -21.273453560965325),
    (1e-300, -37.04709629936120),
  ])
  func `the normal quantile agrees with tables`(p: Double, z: Double) {
    #expect((ElementaryFunctions.normalQuantile(p) - z).magnitude <= 2e-14 * max(1, z.magnitude))
  }

  @Test func `the upper normal quantile mirrors the lower one`() {
    for exponent in 4...60 {
      let tail = Double(sign: .plus, exponent: -exponent, significand: 1)
      #expect(ElementaryFunctions.upperNormalQuantile(tail) == -ElementaryFunctions.normalQuantile(tail))
    }
  }

  @Test func `the normal quantile inverts the normal distribution`() {
    for step in 1..<2000 {
      let p = Double(step) / 2000
      let z = ElementaryFunctions.normalQuantile(p)
      let back = 0.5 * Foundation.erfc(-z / 2.0.squareRoot())
      #expect((back - p).magnitude < 1e-14)
    }
  }
}
