/// SplitMix64 (Steele, Lea and Flood 2014): inputs for seeded property tests, independent of the streams
/// under test.
struct SmallGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// 0 ..< bound, with a bias far below what a test could see.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Above 0, at most 1.
  mutating func unit() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }
}
