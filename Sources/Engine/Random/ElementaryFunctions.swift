/// `exp`, `log` and the inverse normal from IEEE basic operations alone, so that every machine gives the
/// same bits: libm picks instructions by processor, and promises no last bit.
public enum ElementaryFunctions {
  @usableFromInline static let ln2High = 6.93147180369123816490e-01
  @usableFromInline static let ln2Low = 1.90821492927058770002e-10

  /// Natural logarithm of a positive normal number; relative error below 2⁻⁵².
  ///
  /// Reduces to `m` in [√½, √2) and sums `2 artanh((m − 1) / (m + 1))`, the odd series that FreeBSD's
  /// fdlibm also uses (K. C. Ng, 1993).
  @inlinable
  public static func log(_ x: Double) -> Double {
    var bits = x.bitPattern
    // Shift the window so that the mantissa lands in [√½, √2).
    bits &+= 0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd
    let exponent = Double(Int64(bits >> 52) &- 1023)
    let m = Double(bitPattern: (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd)
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    let even =
      z
      * (6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    let half = 0.5 * f * f
    return exponent * ln2High - ((half - (s * (half + odd + even) + exponent * ln2Low)) - f)
  }

  /// `e^x` for |x| up to 700; relative error below 2⁻⁵¹.
  @inlinable
  public static func exp(_ x: Double) -> Double {
    if x > 709 { return .infinity }
    if x < -745 { return 0 }
    let k = (x * 1.44269504088896338700).rounded(.toNearestOrEven)
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low
    let t = r * r
    let c =
      r
      - t
      * (1.66666666666666019037e-01
        + t
        * (-2.77777777770155933842e-03
          + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))))
    let y = 1 - ((low - (r * c) / (2 - c)) - high)
    let shift = Int64(k)
    if shift >= -1021 {
      return y * Double(bitPattern: UInt64(bitPattern: (shift &+ 1023) << 52))
    }
    // Subnormal result: scale in two steps.
    return y * Double(bitPattern: UInt64(bitPattern: (shift &+ 1023 &+ 60) << 52)) * 8.673617379884035e-19
  }

  /// `x^y` for positive `x`.
  @inlinable
  public static func power(_ x: Double, _ y: Double) -> Double { exp(y * log(x)) }

  /// The standard normal quantile, relative error below 10⁻¹⁵ for p in (10⁻³⁰⁰, 1).
  ///
  /// M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
  /// Statistics 37 (1988), routine PPND16.
  public static func normalQuantile(_ p: Double) -> Double {
    let q = p - 0.5
    if q.magnitude <= 0.425 {
      let r = 0.180625 - q * q
      return q * horner(centreNumerator, r) / horner(centreDenominator, r)
    }
    return q < 0 ? -upperNormalQuantile(p) : upperNormalQuantile(1 - p)
  }

  /// The value that a standard normal exceeds with probability `tail` ≤ 0.075; keeps full precision for
  /// tails far below 2⁻⁵³, where `1 − tail` would round to one.
  public static func upperNormalQuantile(_ tail: Double) -> Double {
    let r = (-log(tail)).squareRoot()
    return r <= 5
      ? horner(tailNumerator, r - 1.6) / horner(tailDenominator, r - 1.6)
      : horner(farNumerator, r - 5) / horner(farDenominator, r - 5)
  }

  /// Coefficients from the highest power down.
  private static func horner(_ coefficients: [Double], _ x: Double) -> Double {
    var sum = 0.0
    for coefficient in coefficients { sum = sum * x + coefficient }
    return sum
  }

  private static let centreNumerator = [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ]
  private static let centreDenominator = [
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
  ]
  private static let tailNumerator = [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
    1.42343711074968357734,
  ]
  private static let tailDenominator = [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ]
  private static let farNumerator = [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699,
    6.6579046435011037772,
  ]
  private static let farDenominator = [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1,
  ]
}
