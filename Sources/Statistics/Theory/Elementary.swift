/// Logarithm, exponential, cube root and the logarithm of the gamma function from + − × ÷ and square roots alone, so
/// that an interval has the same bits on every machine. (The engine draws with functions of its own: neither module
/// imports the other.)
enum Elementary {
  private static let ln2High = 6.93147180369123816490e-01
  private static let ln2Low = 1.90821492927058770002e-10

  /// Natural logarithm; relative error below 1e-15. Minus infinity at 0, not a number below.
  ///
  /// x = m·2^k with m in [√½, √2), and ln m = 2 artanh((m − 1)/(m + 1)) by its odd series: |s| ≤ 0.172, so that the
  /// term in s^21 is below 1e-16.
  static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    var exponent = Double(x.exponent)
    var m = x.significand
    if m > 1.414_213_562_373_095 {
      m /= 2
      exponent += 1
    }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var sum = 0.0
    var odd = 21.0
    while odd > 2 {
      sum = (sum + 1 / odd) * square
      odd -= 2
    }
    return exponent * ln2High + (exponent * ln2Low + 2 * s * (1 + sum))
  }

  /// e^x; relative error below 1e-15. 0 below −745, infinite above 709.7.
  ///
  /// x = k ln 2 + r with |r| ≤ 0.35; the Taylor series of e^r to r^17 leaves less than 1e-23.
  static func exp(_ x: Double) -> Double {
    if x > 709.7 { return .infinity }
    if x < -745 { return 0 }
    let k = (x / (ln2High + ln2Low)).rounded(.toNearestOrEven)
    let r = (x - k * ln2High) - k * ln2Low
    var sum = 1.0
    var order = 17.0
    while order > 0 {
      sum = 1 + sum * r / order
      order -= 1
    }
    // In two steps: 2^k may be subnormal.
    let half = (k / 2).rounded(.down)
    return sum * powerOfTwo(Int(half)) * powerOfTwo(Int(k - half))
  }

  /// The real cube root, of negative numbers too; relative error below 1e-15.
  static func cubeRoot(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x }
    let size = x.magnitude
    var root = exp(log(size) / 3)
    // One of Newton's steps takes off what the exponential of a large logarithm lost.
    root -= (root - size / (root * root)) / 3
    return x < 0 ? -root : root
  }

  /// ln Γ(x) for x > 0, by Stirling's series from 10 on (Abramowitz and Stegun 1964, 6.1.41) and by Γ(x + 1) = xΓ(x)
  /// below; error below 1e-14 or 1e-15 of the value.
  static func logGamma(_ x: Double) -> Double {
    precondition(x > 0, "the gamma function is taken of what is above zero")
    var product = 1.0
    var y = x
    while y < 10 {
      product *= y
      y += 1
    }
    let r = 1 / (y * y)
    let series =
      (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * 691.0 / 360_360))))) / y
    return (y - 0.5) * log(y) - y + 0.918_938_533_204_672_74 + series - log(product)
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
