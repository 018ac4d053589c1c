import TestSupport

@testable import SysopsSquadCore

/// What only these tests draw.
extension SmallGenerator {
  /// 0 ..< count by the remainder, which the seeds of these tests were chosen with.
  mutating func pick(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  mutating func place() -> Place { Place(x: Int32(pick(100)), y: Int32(pick(100))) }

  /// Some of the first few skills, and at least one.
  mutating func skills(_ count: Int, of kinds: Int) -> SkillSet {
    var set: SkillSet = []
    for _ in 0..<count { set.insert(SkillSet(rawValue: 1 << UInt32(pick(kinds)))) }
    return set
  }
}
