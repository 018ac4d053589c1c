/// A small generator for fixtures: the same numbers on every machine.
struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// From 0 up to and without 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state
    mixed = (mixed ^ mixed >> 33) &* 0xff51_afd7_ed55_8ccd
    mixed ^= mixed >> 33
    return Double(mixed >> 11) * 0x1p-53
  }

  /// About normal: the sum of twelve, less six.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + next() } }
}
