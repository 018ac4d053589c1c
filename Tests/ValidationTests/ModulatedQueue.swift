/// One exponential server behind a Poisson process with two rates that take turns, MMPP/M/1, by the
/// matrix-geometric method (Neuts, "Matrix-Geometric Solutions in Stochastic Models", 1981): the chance of `n`
/// present and either rate is `π₀ Rⁿ`, with R the least root of `Λ + R (Q − Λ − μ) + μ R² = 0`.
struct ModulatedQueue {
  /// Arrivals a second.
  private(set) var meanRate: Double
  /// Mean time in the system, in seconds.
  private(set) var response: Double

  /// All rates by the second.
  init(calm: Double, burst: Double, leavingCalm: Double, leavingBurst: Double, service: Double) {
    let up = Matrix(a: calm, b: 0, c: 0, d: burst)
    let turns = Matrix(a: -leavingCalm, b: leavingCalm, c: leavingBurst, d: -leavingBurst)
    let one = Matrix(a: 1, b: 0, c: 0, d: 1)
    let inverse = (turns - up - one * service).inverse
    var ratio = Matrix(a: 0, b: 0, c: 0, d: 0)
    for _ in 0..<100_000 { ratio = (up + ratio * ratio * service) * inverse * -1 }
    // π₀ is a left null vector of Q − Λ + μ R.
    let edge = turns - up + ratio * service
    let chances = (edge.c, -edge.a)
    let rest = (one - ratio).inverse
    let all = rest.sum(chances)
    let present = (ratio * rest * rest).sum(chances) / all
    meanRate = (calm * leavingBurst + burst * leavingCalm) / (leavingCalm + leavingBurst)
    response = present / meanRate
  }

  private struct Matrix {
    var a: Double
    var b: Double
    var c: Double
    var d: Double

    var inverse: Matrix { Matrix(a: d, b: -b, c: -c, d: a) * (1 / (a * d - b * c)) }

    /// The row times it, summed up.
    func sum(_ row: (Double, Double)) -> Double { row.0 * (a + b) + row.1 * (c + d) }

    static func + (x: Matrix, y: Matrix) -> Matrix { Matrix(a: x.a + y.a, b: x.b + y.b, c: x.c + y.c, d: x.d + y.d) }
    static func - (x: Matrix, y: Matrix) -> Matrix { x + y * -1 }
    static func * (x: Matrix, y: Double) -> Matrix { Matrix(a: x.a * y, b: x.b * y, c: x.c * y, d: x.d * y) }
    static func * (x: Matrix, y: Matrix) -> Matrix {
      Matrix(
        a: x.a * y.a + x.b * y.c, b: x.a * y.b + x.b * y.d, c: x.c * y.a + x.d * y.c, d: x.c * y.b + x.d * y.d)
    }
  }
}
