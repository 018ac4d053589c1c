/// Student's t distribution for whole degrees of freedom, from + − × ÷ and square roots.
///
/// Up to 200 degrees of freedom the distribution function is a finite sum (Abramowitz and Stegun
/// 1964, 26.7.3 and 26.7.4), and the quantile is found by bisection. Beyond, the quantile at 200 is
/// carried over by the expansion in 1/ν (ibid. 26.7.5; Fisher 1926, Peiser 1943): inverted at 200
/// it gives the normal quantile, applied at ν the one asked for. No table is needed.
enum StudentT {
  private static let largestSummed = 200

  /// `t` such that P(−t < T < t) = `level`.
  static func quantile(level: Double, degreesOfFreedom: Int) -> Double {
    precondition(level > 0 && level <= 0.999_999, "a confidence level lies in 0 ..< 1")
    precondition(degreesOfFreedom >= 1, "an interval needs two samples")
    guard degreesOfFreedom > largestSummed else {
      return invertedCoverage(level, degreesOfFreedom)
    }
    let summed = invertedCoverage(level, largestSummed)
    let normal = normalQuantile(of: summed)
    return normal + shift(from: normal, degreesOfFreedom: Double(degreesOfFreedom))
  }

  /// `t` such that P(−t < T < t) = 0.95, from a table that is made once: estimates by the thousand ask for it.
  static func quantile95(degreesOfFreedom: Int) -> Double {
    precondition(degreesOfFreedom >= 1, "an interval needs two samples")
    if degreesOfFreedom <= largestSummed { return table95[degreesOfFreedom - 1] }
    return normal95 + shift(from: normal95, degreesOfFreedom: Double(degreesOfFreedom))
  }

  private static let table95 = (1...largestSummed).map { quantile(level: 0.95, degreesOfFreedom: $0) }

  /// P(−z < Z < z) = 0.95 for the standard normal Z.
  static let normal95 = normalQuantile(of: table95[largestSummed - 1])

  /// P(−t < T < t) for `t` ≥ 0. O(degrees of freedom).
  static func coverage(within t: Double, degreesOfFreedom: Int) -> Double {
    let freedom = Double(degreesOfFreedom)
    let radius = (freedom + t * t).squareRoot()
    let sine = t / radius
    let cosine = freedom.squareRoot() / radius
    let isOdd = degreesOfFreedom % 2 == 1
    var term = isOdd ? cosine : 1
    var sum = 0.0
    // The terms hold the powers of the cosine from 0 or 1 up to ν − 2.
    var power = isOdd ? 1 : 0
    while power <= degreesOfFreedom - 2 {
      sum += term
      power += 2
      term *= cosine * cosine * Double(power - 1) / Double(power)
    }
    guard isOdd else { return sine * sum }
    return (arcTangent(t / freedom.squareRoot()) + sine * sum) * 2 / Double.pi
  }

  /// Bisection until the ends are neighbours to 15 digits; `coverage` increases with `t`.
  private static func invertedCoverage(_ level: Double, _ degreesOfFreedom: Int) -> Double {
    var low = 0.0
    var high = 1.0
    while coverage(within: high, degreesOfFreedom: degreesOfFreedom) < level {
      low = high
      high *= 2
    }
    while high - low > high * 0x1p-50 {
      let middle = low + (high - low) / 2
      if coverage(within: middle, degreesOfFreedom: degreesOfFreedom) < level {
        low = middle
      } else {
        high = middle
      }
    }
    return low + (high - low) / 2
  }

  /// What the expansion adds to the normal quantile `z`, to the fourth power of 1/ν.
  private static func shift(from z: Double, degreesOfFreedom: Double) -> Double {
    let s = z * z
    let first = z * (s + 1) / 4
    let second = z * ((5 * s + 16) * s + 3) / 96
    let third = z * (((3 * s + 19) * s + 17) * s - 15) / 384
    let fourth = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92_160
    let r = 1 / degreesOfFreedom
    return r * (first + r * (second + r * (third + r * fourth)))
  }

  /// The normal quantile that the expansion takes to `t` at 200 degrees of freedom. Each step of
  /// the fixed-point iteration gains at least half a digit.
  private static func normalQuantile(of t: Double) -> Double {
    var normal = t
    for _ in 0..<40 {
      normal = t - shift(from: normal, degreesOfFreedom: Double(largestSummed))
    }
    return normal
  }

  /// Arc tangent of `x` ≥ 0: reflected into 0...1, halved three times, then its power series.
  static func arcTangent(_ x: Double) -> Double {
    if x > 1 { return Double.pi / 2 - arcTangent(1 / x) }
    var y = x
    for _ in 0..<3 { y /= 1 + (1 + y * y).squareRoot() }
    // y ≤ tan(π/32): the term in y^23 is below 1e-24.
    var sum = 0.0
    var odd = 21.0
    while odd > 0 {
      sum = 1 / odd - y * y * sum
      odd -= 2
    }
    return 8 * y * sum
  }
}
