/// Draws from one distribution, without libm and with exact tails: bits in, a whole number of base
/// units out. The same bits give the same value on every machine.
///
/// A sampler is plain data; its tables live as long as the `SamplerPool` that made it.
@frozen
public struct Sampler: Sendable {
  @usableFromInline
  enum Method: UInt8, Sendable {
    case constant, uniform, exponential, lognormal, pareto, erlang, hyperexponential, empirical
  }

  @usableFromInline let method: Method
  @usableFromInline let count: Int32
  /// Constant value, low end, mean, median or minimum.
  @usableFromInline let first: Double
  /// Width, sigma or shape.
  @usableFromInline let second: Double
  @usableFromInline nonisolated(unsafe) let table: UnsafePointer<Int64>?
  /// No draw is below this: what a look-ahead may count on.
  public let minimum: Int64

  @usableFromInline
  init(
    _ method: Method, count: Int = 0, first: Double, second: Double = 0,
    table: UnsafePointer<Int64>? = nil, minimum: Int64
  ) {
    self.method = method
    self.count = Int32(count)
    self.first = first
    self.second = second
    self.table = table
    self.minimum = minimum
  }

  /// Draws the same value always, which is not below zero.
  public static func constant(_ value: Int64) -> Sampler {
    Sampler(.constant, first: Double(value), minimum: value)
  }

  /// One draw, never negative. Under a nanosecond for a constant, about two for a tabled distribution.
  @inlinable @inline(__always)
  public func draw(_ bits: UInt64) -> Int64 {
    if method == .constant { return minimum }
    if method.rawValue >= 2 && method.rawValue <= 4 {
      let step = Int(truncatingIfNeeded: bits >> 54)
      if step != 0 && step < 1008 {
        return interpolate(step, bits << 10)
      }
      return drawNearTail(bits)
    }
    return drawComposite(bits)
  }

  @inlinable @inline(__always)
  func interpolate(_ knot: Int, _ rest: UInt64) -> Int64 {
    guard let table else { return 0 }
    let low = table[knot]
    let span = UInt64(bitPattern: table[knot &+ 1] &- low)
    let product = span.multipliedFullWidth(by: rest)
    return low &+ Int64(bitPattern: product.high &+ (product.low >> 63))
  }

  @usableFromInline
  func drawNearTail(_ bits: UInt64) -> Int64 {
    let step = Int(truncatingIfNeeded: bits >> 54)
    if step != 0 {
      // The upper 1/64: its own 1,024 steps, the last 16 of them exact.
      let fine = Int(truncatingIfNeeded: (bits << 6) >> 54)
      if fine < QuantileTable.steps - 16 {
        return interpolate(QuantileTable.steps + 1 + fine, bits << 16)
      }
    }
    let scale = 0x1p-64
    let lower = (Double(bits) + 0.5) * scale
    let upper = (Double(~bits) + 0.5) * scale
    return Int64(min(Sampler.bound, quantile(lower: lower, upper: upper).rounded()))
  }

  /// The exact inverse distribution function.
  func quantile(lower: Double, upper: Double) -> Double {
    switch method {
    case .exponential:
      return -first * ElementaryFunctions.log(upper)
    case .lognormal:
      let z =
        upper < 0.075
        ? ElementaryFunctions.upperNormalQuantile(upper)
        : lower < 0.075
          ? -ElementaryFunctions.upperNormalQuantile(lower)
          : ElementaryFunctions.normalQuantile(lower)
      return first * ElementaryFunctions.exp(second * z)
    case .pareto:
      return first * ElementaryFunctions.exp(-ElementaryFunctions.log(upper) / second)
    default:
      return first
    }
  }

  @usableFromInline
  func drawComposite(_ bits: UInt64) -> Int64 {
    switch method {
    case .uniform:
      return minimum &+ Int64(UInt64(second).multipliedFullWidth(by: bits).high)
    case .erlang:
      var sum = 0.0
      for stage in 0..<UInt64(count) {
        sum -= ElementaryFunctions.log(Sampler.openUnit(RandomStream.mix(bits, stage)))
      }
      return Int64(min(Sampler.bound, (first * sum).rounded()))
    case .hyperexponential:
      guard let table else { return 0 }
      let pick = Int64(RandomStream.mix(bits, 0) >> 1)
      var branch = 0
      while branch < Int(count) - 1 && pick >= table[2 * branch] { branch += 1 }
      let mean = Double(table[2 * branch + 1])
      let unit = Sampler.openUnit(RandomStream.mix(bits, 1))
      return Int64(min(Sampler.bound, (-mean * ElementaryFunctions.log(unit)).rounded()))
    case .empirical:
      guard let table else { return 0 }
      return table[Int(UInt64(count).multipliedFullWidth(by: bits).high)]
    default:
      return minimum
    }
  }

  /// No draw is above this, 73 years: what an `Int64` holds, with room for an instant and a limit that it is added to.
  static var bound: Double { 0x1p61 }

  /// A number in (0, 1).
  static func openUnit(_ bits: UInt64) -> Double { (Double(bits >> 11) + 0.5) * 0x1p-53 }
}
