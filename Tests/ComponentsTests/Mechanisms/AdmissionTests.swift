import Engine
import Testing

@testable import Components

/// What lets calls through, or does not.
@Suite struct AdmissionTests {
  private let second = Nanoseconds.second

  @Test func `a quota counts whole calls in each second, each key on its own`() {
    var quota = Quota(keys: 2)
    #expect([0, 1, 2, 3].map { quota.admits($0, perSecond: 1, at: 0) } == [true, true, false, false])
    #expect(!quota.admits(0, perSecond: 1, at: second - 1) && quota.admits(0, perSecond: 1, at: second))
    var one = Quota(keys: 0)
    #expect([0, 1, 2].map { one.admits($0, perSecond: 2, at: 5 * second) } == [true, true, false])
    #expect(one.admits(9, perSecond: 3, at: 5 * second) == true)
  }

  @Test func `a quota that is no whole number goes by credit`() {
    var quota = Quota(keys: 0)
    #expect(quota.admits(0, perSecond: 0.5, at: 0) && !quota.admits(0, perSecond: 0.5, at: second))
    #expect(quota.admits(0, perSecond: 0.5, at: 2 * second) == true)
    var half = Quota(keys: 0)
    let taken = (0..<100).count { half.admits(0, perSecond: 2.5, at: Nanoseconds($0) * second / 10) }
    #expect(taken == 27)
  }

  @Test func `a bucket is full at first, fills at its rate, and holds no more than its burst`() {
    let plan = BucketPlan(rate: 10, burst: 3)
    var bucket = TokenBucket(burst: 3)
    #expect((0..<4).map { _ in bucket.take(plan, factor: 1, at: 0) } == [true, true, true, false])
    #expect(!bucket.take(plan, factor: 1, at: second / 10 - 1) && bucket.take(plan, factor: 1, at: second / 10))
    #expect((0..<4).map { _ in bucket.take(plan, factor: 1, at: 100 * second) } == [true, true, true, false])
    #expect(bucket.take(plan, factor: 0.5, at: 100 * second + second / 10) == false)
    #expect(bucket.take(plan, factor: 0.5, at: 100 * second + second / 5) == true)
  }

  @Test func `controlled delay refuses after an interval above the target, and more often the longer it lasts`() {
    let plan = SheddingPlan(target: 5, interval: 100)
    var delay = ControlledDelay()
    func judge(_ wait: Nanoseconds, at now: Nanoseconds, isLast: Bool = false) -> ControlledDelay.Verdict {
      delay.judge(wait: wait, isLast: isLast, plan, at: now)
    }
    #expect(judge(4, at: 0) == .takes && judge(5, at: 10) == .takes)
    #expect(judge(9, at: 109) == .takes && judge(9, at: 110) == .begins)
    #expect(judge(9, at: 209) == .takes && judge(9, at: 210) == .refuses)
    // 100 / √2 later, and 100 / √3 after that.
    #expect(judge(9, at: 279) == .takes && judge(9, at: 280) == .refuses)
    #expect(judge(9, at: 336) == .takes && judge(9, at: 337) == .refuses)
    #expect(judge(4, at: 340) == .ends && judge(4, at: 341) == .takes)
    #expect(judge(9, at: 350) == .takes && judge(9, at: 450) == .begins)
    #expect(judge(9, at: 451, isLast: true) == .ends)
  }

  @Test func `a limit grows by one a round of good responses and shrinks by a tenth for a bad one`() {
    let plan = AdaptationPlan(target: 10, least: 2)
    var limit = ConcurrencyLimit(4)
    for _ in 0..<4 { limit.adapt(to: 10, plan, most: 6) }
    #expect(limit.operations == 4)
    limit.adapt(to: 1, plan, most: 6)
    #expect(limit.operations == 5)
    for _ in 0..<100 { limit.adapt(to: 1, plan, most: 6) }
    #expect(limit.operations == 6)
    limit.adapt(to: 11, plan, most: 6)
    #expect(limit.operations == 5)
    limit.adapt(to: 11, plan, most: 6)
    #expect(limit.operations == 4)
    for _ in 0..<100 { limit.adapt(to: 11, plan, most: 6) }
    #expect(limit.operations == 2)
  }

  @Test func `warm instances are used latest first, and none is left when the latest has gone`() {
    var warm = WarmInstances()
    #expect(warm.take(within: 10, at: 0) == false)
    warm.add(at: 0)
    warm.add(at: 5)
    #expect(warm.take(within: 10, at: 15) == true)
    #expect(warm.take(within: 10, at: 15) == false)
    warm.add(at: 20)
    warm.add(at: 21)
    #expect(!warm.take(within: 10, at: 32) && !warm.take(within: 100, at: 32))
    warm.add(at: 40)
    warm.removeAll()
    #expect(warm.take(within: 10, at: 40) == false)
  }
}
