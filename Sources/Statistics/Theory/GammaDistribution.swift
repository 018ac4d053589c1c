/// The gamma distribution with scale 1, from + − × ÷ and square roots.
///
/// Its quantiles are the exact ends of the interval of a Poisson mean (Garwood 1936).
enum GammaDistribution {
  /// P(shape, x), the chance of a value up to `x`; `shape` is above zero.
  ///
  /// The series below shape + 1, the continued fraction above (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
  static func cumulative(_ x: Double, shape: Double) -> Double {
    if x <= 0 { return 0 }
    let front = Elementary.exp(shape * Elementary.log(x) - x - Elementary.logGamma(shape))
    return x < shape + 1 ? front * series(x, shape) : max(0, 1 - front * fraction(x, shape))
  }

  /// The value below which the chance is `p`, in 0...1; found as that of `BetaDistribution`.
  static func quantile(_ p: Double, shape: Double) -> Double {
    precondition(p > 0 && p < 1 && shape > 0, "a quantile of a distribution that exists")
    var low = 0.0
    var high = shape + 10 * shape.squareRoot() + 20
    var x = shape
    for _ in 0..<200 {
      let error = cumulative(x, shape: shape) - p
      if error == 0 { return x }
      if error < 0 { low = x } else { high = x }
      let logDensity = (shape - 1) * Elementary.log(x) - x - Elementary.logGamma(shape)
      var next = x - error / Elementary.exp(logDensity)
      if !(next > low && next < high) { next = (low + high) / 2 }
      if (next - x).magnitude <= 1e-13 * x || next < 1e-300 { return next }
      x = next
    }
    return x
  }

  private static func series(_ x: Double, _ shape: Double) -> Double {
    var term = 1 / shape
    var sum = term
    var order = shape
    for _ in 0..<100_000 {
      order += 1
      term *= x / order
      sum += term
      if term < sum * 1e-16 { break }
    }
    return sum
  }

  private static func fraction(_ x: Double, _ shape: Double) -> Double {
    let least = 1e-300
    var b = x + 1 - shape
    var c = 1 / least
    var d = 1 / b
    var result = d
    for step in 1...100_000 {
      let m = Double(step)
      let numerator = -m * (m - shape)
      b += 2
      d = numerator * d + b
      d = 1 / (d.magnitude < least ? least : d)
      c = b + numerator / c
      if c.magnitude < least { c = least }
      result *= d * c
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return result
  }
}
