@testable import SysopsSquadCore

/// Random numbers that are a function of the seed (SplitMix64).
struct SeededDraws: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  mutating func place() -> Place { Place(x: Int32(below(100)), y: Int32(below(100))) }

  /// Some of the first few skills, and at least one.
  mutating func skills(_ count: Int, of kinds: Int) -> SkillSet {
    var set: SkillSet = []
    for _ in 0..<count { set.insert(SkillSet(rawValue: 1 << UInt32(below(kinds)))) }
    return set
  }
}
