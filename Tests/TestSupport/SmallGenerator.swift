/// SplitMix64 (Steele, Lea and Flood 2014): inputs for seeded property tests, independent of the streams
/// under test. Failures print its seed.
public struct SmallGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// 0 ..< bound, with a bias far below what a test could see.
  public mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Above 0, at most 1.
  public mutating func unit() -> Double {
    Double((next() >> 11) + 1) * 0x1p-53
  }

  /// Close to normal with mean 0 and variance 1, and exactly symmetrical.
  public mutating func bell() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += (Double(next() >> 11) + 0.5) * 0x1p-53 }
    return sum
  }

  /// Piecewise linear through the exponential distribution's values at whole powers of one half.
  public mutating func exponentialLike(mean: Double) -> Int64 {
    let halvings = Double(next().leadingZeroBitCount)
    return Int64(mean * 0.693 * (halvings + unit()))
  }

  /// Pareto with shape 1: half of all values above twice the scale, one in a million above a
  /// million times it.
  public mutating func heavyTail(scale: Double) -> Int64 {
    Int64(scale / unit())
  }

  /// Hits of a cache and misses of it.
  public mutating func bimodal() -> Int64 {
    below(10) < 9 ? Int64(180_000 + below(40_000)) : Int64(25_000_000 + below(10_000_000))
  }
}
