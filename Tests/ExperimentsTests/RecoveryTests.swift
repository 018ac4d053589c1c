import Components
import Engine
import Statistics
import Testing

@testable import Experiments

@Suite("Recovery")
struct RecoveryTests {
  /// One flow over 60 intervals of a second after a warm-up of five, with a fault from 20 s to 30 s.
  private func plan() -> NetworkPlan {
    var plan = NetworkPlan()
    plan.components = [ComponentPlan(name: "db", kind: "database")]
    plan.flows = [FlowPlan(name: "buy", entry: 0)]
    plan.faults = [
      FaultPlan(name: "slow", component: 0, key: nil, begins: 20 * .second, ends: 30 * .second, effect: .slow(4))
    ]
    plan.horizon.warmUp = 5 * .second
    plan.horizon.end = 60 * .second
    plan.horizon.interval = .second
    return plan
  }

  private func judged(
    _ plan: NetworkPlan, rate: (Int) -> UInt64 = { _ in 100 }, latency: (Int) -> Nanoseconds,
    failures: (Int) -> UInt64 = { _ in 0 }, spans: [FaultSpan] = []
  ) -> [Recovery] {
    var flow = FlowMeasurement()
    for second in 0..<60 {
      var histogram = Histogram()
      let failed = min(rate(second), failures(second))
      histogram.record(latency(second), count: rate(second) - failed)
      flow.intervals.append(SparseInterval(histogram))
      flow.offered.append(rate(second))
      flow.completed.append(rate(second) - failed)
      flow.failed.append(failed)
    }
    var measured = Measurements()
    measured.simulated = plan.horizon.end
    measured.flows = [flow]
    measured.faultSpans = plan.faults.map { $0.recurs == nil ? [] : spans }
    return RecoveryJudge(plan: plan, faults: plan.faults.map(\.name)).judge(measured).flatMap { $0 }
  }

  @Test("is the time from the end until latency is near its level")
  func latency() {
    let found = judged(plan()) { (20..<37).contains($0) ? 900_000_000 : 10_000_000 }
    #expect(found == [.after(7 * .second, flow: 0)])
  }

  @Test("of what was to begin years after the run is not judged, at once")
  func never() {
    var plan = plan()
    plan.faults[0].begins = 20_000 * .day
    plan.faults[0].ends = plan.faults[0].begins + .second
    plan.horizon.interval = .millisecond
    #expect(judged(plan) { _ in 10_000_000 } == [.notJudged("the run ends before it begins")])
  }

  @Test("is not that of a neighbour: what another fault may hold up is not judged")
  func neighbour() {
    var plan = plan()
    plan.faults.append(
      FaultPlan(name: "next", component: 0, key: nil, begins: 35 * .second, ends: 45 * .second, effect: .slow(4)))
    // Back after three seconds, and then slow by the other one.
    let back = judged(plan) { (20..<33).contains($0) || (36..<45).contains($0) ? 900_000_000 : 10_000_000 }
    #expect(back[0] == .notJudged("another fault begins too soon after it") || back[0] == .after(3 * .second, flow: 0))
    let never = judged(plan) { (20..<45).contains($0) ? 900_000_000 : 10_000_000 }
    #expect(never[0] == .notJudged("another fault begins too soon after it"))
    #expect(never[1] == .after(0, flow: 0))
  }

  @Test("does not mind what goes on all the while")
  func background() {
    var plan = plan()
    plan.faults.append(
      FaultPlan(name: "always", component: 0, key: nil, begins: 0, ends: 60 * .second, effect: .slow(1.1)))
    let found = judged(plan) { (20..<37).contains($0) ? 900_000_000 : 10_000_000 }
    #expect(found[0] == .after(7 * .second, flow: 0))
  }

  @Test("waits for failures as well")
  func failures() {
    let found = judged(plan(), latency: { _ in 10_000_000 }, failures: { (20..<34).contains($0) ? 2 : 0 })
    #expect(found == [.after(4 * .second, flow: 0)])
  }

  @Test("needs three windows in a row: one good second among bad ones is none")
  func row() {
    let found = judged(plan()) { (20..<40).contains($0) && $0 != 33 && $0 != 35 ? 900_000_000 : 10_000_000 }
    #expect(found == [.after(10 * .second, flow: 0)])
  }

  @Test("is at once where nothing was wrong")
  func nothing() {
    #expect(judged(plan()) { _ in 10_000_000 } == [.after(0, flow: 0)])
  }

  @Test("does not come: the load is as before, the latency is not")
  func metastable() {
    #expect(judged(plan()) { $0 >= 20 ? 900_000_000 : 10_000_000 } == [.never(flow: 0)])
    // Nothing ends any more at all.
    #expect(judged(plan(), latency: { _ in 10_000_000 }, failures: { $0 >= 20 ? 100 : 0 }) == [.never(flow: 0)])
  }

  @Test("is not judged where the load is higher than it was, or the run too short")
  func notJudged() {
    let higher = judged(plan(), rate: { $0 >= 20 ? 200 : 100 }) { $0 >= 20 ? 900_000_000 : 10_000_000 }
    #expect(higher == [.notJudged("the load did not come back to what it was before it")])
    var late = plan()
    late.faults[0].ends = 58 * .second
    #expect(judged(late) { _ in 10_000_000 } == [.notJudged("the run ends too soon after it")])
    var early = plan()
    early.faults[0].begins = 4 * .second
    #expect(judged(early) { _ in 10_000_000 } == [.notJudged("nothing is known of the time before it")])
    #expect(
      judged(plan(), rate: { _ in 1 }) { _ in 10_000_000 } == [.notJudged("too few requests came before it")])
  }

  @Test("leaves other faults out of the level")
  func level() {
    var plan = plan()
    plan.faults.append(
      FaultPlan(name: "other", component: 0, key: nil, begins: 8 * .second, ends: 20 * .second, effect: .slow(4)))
    let found = judged(plan) { (8..<20).contains($0) || $0 >= 20 ? 900_000_000 : 10_000_000 }
    #expect(found[0] == .never(flow: 0))
  }

  @Test("takes windows of fifty requests where they are rare")
  func rare() {
    // Ten a second: windows of five seconds; a bad second in one spoils it, unless it is only a little bad.
    let found = judged(plan(), rate: { _ in 10 }) { (20..<33).contains($0) ? 900_000_000 : 10_000_000 }
    #expect(found == [.after(3 * .second, flow: 0)])
  }

  @Test("is judged each time that a fault comes, against what was before the first or in between")
  func recurring() {
    var plan = plan()
    plan.faults[0].recurs = FaultPlan.Recurrence(gap: 0, length: 0, stream: 0)
    let spans = [(15, 17), (25, 27), (40, 42), (55, 57)].map {
      FaultSpan(begins: $0 * .second, ends: $1 * .second)
    }
    // Back after 1 s; not before the next one; after 3 s; and at once.
    let bad = Array(15..<18) + Array(25..<40) + Array(40..<45) + [55, 56]
    let found = judged(plan, latency: { bad.contains($0) ? 900_000_000 : 10_000_000 }, spans: spans)
    #expect(
      found == [
        .after(1 * .second, flow: 0), .never(flow: 0), .after(3 * .second, flow: 0),
        .after(0, flow: 0),
      ])
    #expect(judged(plan, latency: { _ in 10_000_000 }) == [.notJudged("it did not come in this run")])
    let close = [FaultSpan(begins: 20 * .second, ends: 21 * .second), FaultSpan(begins: 23 * .second, ends: .max)]
    #expect(
      judged(plan, latency: { _ in 10_000_000 }, spans: close) == [
        .notJudged("it comes again too soon"), .notJudged("it lasts until the end of the run"),
      ])
  }

  @Test("says why a fault that is aimed at a step is not judged")
  func aimed() {
    var plan = plan()
    plan.faults[0].aim = FaultPlan.Aim(share: 1, lasting: 0)
    guard case .notJudged(let reason)? = judged(plan, latency: { _ in 10_000_000 }).first else {
      Issue.record("judged")
      return
    }
    #expect(reason.contains("passages"))
  }

  @Test("is asked of phases that are followed by less load")
  func surges() {
    var plan = plan()
    plan.faults = []
    let knots = [(0, 0.0, 50.0), (20, 50, 100), (30, 100, 50), (60, 50, 0)].map { at, before, after in
      RateKnot(at: at * .second, before: before, after: after)
    }
    plan.sources = [
      SourcePlan(
        name: "day", stream: "day", knots: knots, flows: [(0, 1)],
        phases: [
          ("calm", 0, 20 * .second), ("rush", 20 * .second, 30 * .second), ("after", 30 * .second, 60 * .second),
        ])
    ]
    let judge = RecoveryJudge(plan: plan, faults: [])
    #expect(judge.disturbances.map(\.name) == ["rush"])
    #expect(judge.disturbances.map(\.workload) == ["day"])
  }
}
