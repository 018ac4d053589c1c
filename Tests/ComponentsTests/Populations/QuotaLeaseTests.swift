import Components
import Engine
import Testing

@Suite struct QuotaLeaseTests {
  @Test func `no lease admits everything`() {
    var quota = QuotaLease(nil, keys: 5)
    quota.prepare(callsPerSecondAtMost: .max)
    quota.countEveryCall()
    #expect(!quota.mayBind && !quota.needsKey)
    #expect((0..<100).allSatisfy { quota.admits(key: Int64($0 % 5), at: 7) })
  }

  @Test func `so many calls a second and no more`() {
    var quota = QuotaLease(.calls(3), keys: 0)
    quota.prepare(callsPerSecondAtMost: 100)
    var admitted: [Nanoseconds: Int] = [:]
    for call in 0..<1000 as Range<Nanoseconds> {
      let time = call * 7 * .millisecond
      if quota.admits(key: 0, at: time) { admitted[time / .second, default: 0] += 1 }
    }
    #expect(admitted.keys.sorted() == Array(0...6))
    #expect(admitted.values.allSatisfy { $0 == 3 })
  }

  @Test func `each key has the lease for itself`() {
    var quota = QuotaLease(.calls(2), keys: 3)
    quota.prepare(callsPerSecondAtMost: 100)
    #expect(quota.needsKey)
    var admitted = [0, 0, 0, 0]
    for call in 0..<60 {
      let key = call % 3 + 1
      if quota.admits(key: Int64(key), at: Nanoseconds(call)) { admitted[key] += 1 }
    }
    #expect(admitted == [0, 2, 2, 2])
  }

  @Test func `a key may have one of its own`() {
    let rate = CallCredit(perSecond: 0.5)
    var quota = QuotaLease(
      .calls(4), own: [2: .calls(1), 3: .rate(rate, begins: rate.due(withCredit: 1))], keys: 3)
    quota.prepare(callsPerSecondAtMost: 4)
    #expect(quota.mayBind)
    var admitted = [0, 0, 0, 0]
    for call in 0..<90 {
      let key = call % 3 + 1
      if quota.admits(key: Int64(key), at: Nanoseconds(call) * .second / 10) { admitted[key] += 1 }
    }
    #expect(admitted == [0, 30, 9, 5])
    var free = QuotaLease(nil, own: [1: .calls(0)], keys: 2)
    free.prepare(callsPerSecondAtMost: 1)
    #expect(!free.admits(key: 1, at: 0) && free.admits(key: 2, at: 0))
  }

  @Test func `a lease that no second can use up is not counted until calls may bunch`() {
    var quota = QuotaLease(.calls(10), keys: 0)
    quota.prepare(callsPerSecondAtMost: 10)
    #expect(!quota.mayBind && quota.admits(key: 0, at: 0))
    quota.countEveryCall()
    #expect(quota.mayBind)
  }

  @Test func `a lease of nothing refuses everything`() {
    var quota = QuotaLease(.calls(0), keys: 0)
    quota.prepare(callsPerSecondAtMost: 1)
    #expect(!quota.admits(key: 0, at: 0) && !quota.admits(key: 0, at: 5 * .second))
  }
}
