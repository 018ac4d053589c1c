/// The beta distribution, from + − × ÷ and square roots.
///
/// Its quantiles are the exact ends of the interval of a share (Clopper and Pearson 1934), also for numbers of trials
/// that are not whole (Korn and Graubard 1998).
enum BetaDistribution {
  /// Iₓ(a, b), the chance of a value up to `x`; `a` and `b` are above zero, `x` in 0...1.
  ///
  /// The continued fraction of Abramowitz and Stegun (1964), 26.5.8, on the side where it converges in O(√max(a, b)).
  static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    let front = Elementary.exp(logPower(x, a, b))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(x, a, b) / a : max(0, 1 - front * fraction(1 - x, b, a) / b)
  }

  /// The value below which the chance is `p`, in 0...1. Newton's steps inside a bracket that shrinks with each; halves
  /// it where a step would leave it.
  static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    precondition(p > 0 && p < 1 && a > 0 && b > 0, "a quantile of a distribution that exists")
    var low = 0.0
    var high = 1.0
    var x = a / (a + b)
    for _ in 0..<200 {
      let error = cumulative(x, a, b) - p
      if error == 0 { return x }
      if error < 0 { low = x } else { high = x }
      // xᵃ(1 − x)ᵇ/B(a, b) is x(1 − x) times the density.
      var next = x - error / Elementary.exp(logPower(x, a, b)) * x * (1 - x)
      if !(next > low && next < high) { next = (low + high) / 2 }
      if (next - x).magnitude <= 1e-13 * x || next < 1e-300 { return next }
      x = next
    }
    return x
  }

  /// ln(xᵃ(1 − x)ᵇ/B(a, b)).
  private static func logPower(_ x: Double, _ a: Double, _ b: Double) -> Double {
    a * Elementary.log(x) + b * logComplement(x)
      + Elementary.logGamma(a + b) - Elementary.logGamma(a) - Elementary.logGamma(b)
  }

  /// ln(1 − x), without the loss of `1 − x` where `x` is small.
  private static func logComplement(_ x: Double) -> Double {
    let rounded = 1 - x
    return Elementary.log(rounded) - (x - (1 - rounded)) / rounded
  }

  /// By the algorithm of Lentz (1976), in the form of Thompson and Barnett (1986).
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let least = 1e-300
    func safe(_ value: Double) -> Double { value.magnitude < least ? least : value }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...100_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      result *= d * c
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return result
  }
}
