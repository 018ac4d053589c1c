import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct FieldMergeTests {
  @Test func `edits are kept field by field, until newer data comes`() {
    var merge = FieldMerge(mode: .fieldLevel)
    #expect(merge.take(1, .all, readAt: 0, at: 5) == (.written, .all))
    merge.edit(1, [.note, .title], at: 20)
    #expect(merge.take(1, .all, readAt: 10, at: 30) == (.partlyKept, [.place, .travellers, .cost]))
    #expect(merge.take(1, [.note], readAt: 10, at: 30) == (.kept, []) && merge.edited(1) == [.note, .title])
    #expect(merge.take(2, .all, readAt: 10, at: 30) == (.written, .all))
    #expect(merge.take(1, [.note, .cost], readAt: 20, at: 40) == (.written, [.note, .cost]))
    #expect(merge.edited(1) == [.title] && merge.editedCount == 1)
    merge.forget(1)
    #expect(merge.editedCount == 0 && merge.take(1, .all, readAt: 10, at: 50).outcome == .written)
  }

  /// Edits, and automatic data that was read up to 50 before it arrives; the model has what each field shows.
  private func history(_ mode: MergeMode, delay: Int, seed: UInt64) -> (merge: FieldMerge, overwritten: UInt64) {
    var draws = SmallGenerator(seed: seed)
    var merge = FieldMerge(mode: mode)
    var shown: [UInt64: Int64] = [:]
    var overwritten: UInt64 = 0
    for now in 0..<3000 as Range<Int64> {
      let reservation = UInt32(draws.below(6))
      let fields = ReservationFields(rawValue: UInt8(1 + draws.below(31)))
      func key(_ field: ReservationFields) -> UInt64 { UInt64(reservation) << 8 | UInt64(field.rawValue) }
      if draws.below(2) == 0 {
        merge.edit(reservation, fields, at: now)
        for field in fields.each { shown[key(field)] = now }
        continue
      }
      let readAt = now - Int64(draws.below(delay))
      let older = fields.each.filter { readAt < shown[key($0)] ?? .min }
      let kept = mode == .fieldLevel ? ReservationFields(older) : []
      let (outcome, written) = merge.take(reservation, fields, readAt: readAt, at: now)
      #expect(written == fields.subtracting(kept), "seed \(seed)")
      #expect(outcome == (kept.isEmpty ? .written : kept == fields ? .kept : .partlyKept), "seed \(seed)")
      for field in written.each { shown[key(field)] = nil }
      overwritten += mode == .wholeDocument && !older.isEmpty ? 1 : 0
    }
    return (merge, overwritten)
  }

  @Test(arguments: [81, 82, 83] as [UInt64])
  func `merged by field, no edit is overwritten by older data`(seed: UInt64) {
    #expect(history(.fieldLevel, delay: 50, seed: seed).merge.monitors.violated.isEmpty, "seed \(seed)")
  }

  @Test(arguments: [81, 82, 83] as [UInt64])
  func `whole documents overwrite edits, and each one that does is noticed`(seed: UInt64) {
    let (merge, overwritten) = history(.wholeDocument, delay: 50, seed: seed)
    #expect(merge.monitors.violated == [.editKept] && overwritten > 100, "seed \(seed)")
    #expect(merge.monitors[.editKept].violations == overwritten, "seed \(seed)")
    #expect(history(.wholeDocument, delay: 1, seed: seed).merge.monitors.violated.isEmpty, "data that is never old")
  }
}
