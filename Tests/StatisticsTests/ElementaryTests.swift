import Testing

@testable import Statistics

/// Expected values from mpmath, to 17 digits.
@Suite struct ElementaryTests {
  private func isNear(_ found: Double, _ expected: Double, _ relative: Double = 1e-14) -> Bool {
    (found - expected).magnitude <= relative * expected.magnitude
  }

  @Test func `logarithms are those of the tables`() {
    #expect(Elementary.log(1) == 0)
    #expect(isNear(Elementary.log(2), 0.693_147_180_559_945_31))
    #expect(isNear(Elementary.log(0.025), -3.688_879_454_113_936_3))
    #expect(isNear(Elementary.log(1e-300), -690.775_527_898_213_7))
    #expect(isNear(Elementary.log(1.000_000_1), 9.999_999_500_000_033e-8, 1e-9))
    #expect(Elementary.log(0) == -.infinity && Elementary.log(-1).isNaN && Elementary.log(.infinity) == .infinity)
  }

  @Test func `exponentials undo logarithms, from tiny to huge`() {
    #expect(Elementary.exp(0) == 1)
    #expect(isNear(Elementary.exp(1), 2.718_281_828_459_045_2))
    #expect(isNear(Elementary.exp(-700), 9.859_676_543_759_77e-305, 1e-13))
    #expect(Elementary.exp(-800) == 0 && Elementary.exp(800) == .infinity)
    for power in stride(from: -300.0, through: 300, by: 7.3) {
      let x = Elementary.exp(power)
      #expect((Elementary.log(x) - power).magnitude < 1e-13 * max(1, power.magnitude), "\(power)")
    }
  }

  @Test func `cube roots keep the sign`() {
    #expect(Elementary.cubeRoot(0) == 0)
    for x in [1e-300, 0.001, 2, 27, 12_345.678, 1e300] {
      let root = Elementary.cubeRoot(x)
      #expect(isNear(root * root * root, x))
      #expect(Elementary.cubeRoot(-x) == -root)
    }
  }

  @Test func `the gamma function is that of the tables`() {
    #expect(isNear(Elementary.logGamma(0.5), 0.572_364_942_924_700_09))
    #expect(Elementary.logGamma(1).magnitude < 1e-14 && Elementary.logGamma(2).magnitude < 1e-14)
    #expect(isNear(Elementary.logGamma(0.01), 4.599_479_878_042_021_7))
    #expect(isNear(Elementary.logGamma(11), 15.104_412_573_075_516))
    #expect(isNear(Elementary.logGamma(100.5), 361.435_540_467_777_7))
  }
}
