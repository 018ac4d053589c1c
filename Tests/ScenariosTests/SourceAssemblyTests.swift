import Components
import Engine
import Testing

@testable import Scenarios

/// Workloads as plans: rates over time, arrivals, users.
@Suite struct SourceAssemblyTests {
  private let flows = ["view": 0, "buy": 1]

  private func made(
    _ shape: Workload.Shape, starts: Nanoseconds = 0, load: Double = 1, scale: Int64 = 1, name: String = "w",
    _ change: (inout Workload) -> Void = { _ in }
  ) -> SourceAssembly.Made {
    var run = RunSettings()
    run.duration = .hour
    run.load = load
    run.scale = scale
    var workload = Workload(
      name: name, shape: shape, starts: starts, flows: [("view", 0.75), ("buy", 0.25)], who: nil,
      place: Place(file: "f", line: 1, column: 1))
    change(&workload)
    return SourceAssembly(run: run, scale: CellScale(scale), flows: flows).source(workload)
  }

  private func rate(_ made: SourceAssembly.Made, at seconds: Double) -> Double {
    let function = RateFunction(made.plan.knots)
    let time = Nanoseconds(seconds * 1e9)
    return (function.integral(until: time + .millisecond) - function.integral(until: time)) * 1000
  }

  private func expect(_ made: SourceAssembly.Made, _ rates: [(at: Double, rate: Double)]) {
    for (at, rate) in rates {
      let found = self.rate(made, at: at)
      #expect((found - rate).magnitude < 1e-4 * max(1, rate), "\(found) at \(at) s, not \(rate)")
    }
  }

  @Test func `a rate holds from the start of the workload to the end of the run`() {
    let made = made(.rate(20), starts: .minute, load: 3, scale: 2)
    expect(made, [(59, 0), (60, 30), (3599, 30), (3600, 0)])
    #expect(made.plan.flows.map(\.flow) == [0, 1] && made.plan.flows.map(\.share) == [0.75, 0.25])
    #expect(made.plan.phases.isEmpty && made.arithmetic.isEmpty && made.warnings.isEmpty)
  }

  private let stages = [
    Workload.Stage(name: "up", duration: 100 * .second, target: 50),
    Workload.Stage(name: "jump", duration: 0, target: 200),
    Workload.Stage(name: "peak", duration: 10 * .second, target: 200),
  ]

  @Test func `stages move to their targets and steps hold them`() {
    let ramp = made(.stages(stages), starts: 10 * .second)
    expect(ramp, [(9, 0), (35, 12.5), (60, 25), (109.99, 49.995), (110, 200), (119, 200), (120, 0)])
    let steps = made(.steps(stages), starts: 10 * .second, load: 2)
    expect(steps, [(9, 0), (10, 100), (109, 100), (110, 400), (119, 400), (121, 0)])
    for phases in [ramp.plan.phases, steps.plan.phases] {
      #expect(phases.map(\.name) == ["up", "peak"])
      #expect(phases.map(\.begins) == [10 * .second, 110 * .second])
      #expect(phases.map(\.ends) == [110 * .second, 120 * .second])
    }
  }

  @Test func `a calendar has its rates in its spans, and those that overlap add up`() {
    let made = made(
      .calendar([
        (at: 100 * .second, duration: 50 * .second, rate: 4), (at: 120 * .second, duration: 10 * .second, rate: 0.1),
        (at: 300 * .second, duration: .second, rate: 7), (at: 0, duration: 20 * .second, rate: 9),
      ]), starts: 10 * .second)
    expect(made, [(9, 0), (10, 9), (20, 0), (99, 0), (100, 4), (125, 4.1), (130, 4), (150, 0), (300, 7), (301, 0)])
    #expect((RateFunction(made.plan.knots).total - (90 + 200 + 1 + 7)).magnitude < 1e-9)
  }

  @Test func `regions add up, each by its own clock`() {
    func day(_ regions: [Workload.Region]) -> RateFunction {
      var run = RunSettings()
      run.duration = 2 * .day
      run.startsAt = 6 * .hour
      let workload = Workload(
        name: "w", shape: .diurnal(mean: 30, peak: 2.5, peakAt: 20 * .hour, regions: regions), starts: 0,
        flows: [("view", 1)], who: nil, place: Place(file: "f", line: 1, column: 1))
      return RateFunction(SourceAssembly(run: run, scale: CellScale(1), flows: flows).source(workload).plan.knots)
    }
    func around(_ function: RateFunction, _ time: Nanoseconds) -> Double {
      (function.integral(until: time + .minute) - function.integral(until: time - .minute)) / 120
    }
    let one = day([])
    // 14 hours after the start it is 20:00, and the rate is at its peak.
    #expect((around(one, 14 * .hour) - 75).magnitude < 0.1)
    #expect((one.total - 30 * 172_800).magnitude < 1e-3 * one.total)
    let regions = [
      Workload.Region(name: "home", share: 0.5, shift: 0), Workload.Region(name: "east", share: 0.3, shift: 5 * .hour),
      Workload.Region(name: "west", share: 0.2, shift: -9 * .hour),
    ]
    let sum = day(regions)
    #expect((sum.total - one.total).magnitude < 1e-3 * one.total)
    for hour in 10..<30 as Range<Nanoseconds> {
      // Where it is five hours later, the curve is five hours ahead.
      let expected =
        0.5 * around(one, hour * .hour) + 0.3 * around(one, (hour + 5) * .hour)
        + 0.2 * around(one, (hour - 9) * .hour)
      #expect((around(sum, hour * .hour) - expected).magnitude < 1e-6 * expected, "hour \(hour)")
    }
    #expect(day([Workload.Region(name: "all", share: 1, shift: 0)]).total == one.total)
  }

  @Test func `users are a rate, with the sum that makes it`() {
    let made = made(.users(count: 2_000_000, active: 0.1, each: 12 / 86_400.0))
    expect(made, [(0, 27.777_777), (3599, 27.777_777)])
    #expect(made.arithmetic == ["w: 2M users × 10 % active × 12/day = 27.8/s"])
    let scaled = self.made(.users(count: 1_234_567, active: 1, each: 1.5), load: 2, scale: 1000)
    expect(scaled, [(1, 3703.701)])
    #expect(scaled.arithmetic == ["w: 1234567 users × 1.5/s × 2 load ÷ 1000 scale = 3704/s"])
    for (count, each, text) in [
      (12_500, 90 / 3600.0, "12.5k users × 90/h = 313/s"), (40, 1 / 86_400.0, "40 users × 1/day = 1.67/h"),
      (1_000_000_000, 0.02, "1B users × 72/h = 20000000/s"), (1001, 1, "1001 users × 1/s = 1001/s"),
    ] {
      #expect(self.made(.users(count: Int64(count), active: 1, each: each)).arithmetic == ["w: \(text)"])
    }
  }

  @Test func `growth is exponential, and meets its factor span by span`() {
    let made = made(.rate(10), starts: 600 * .second) { $0.growth = (factor: 2, every: 600 * .second) }
    expect(made, [(599, 0), (600, 10), (1200, 20), (1500, 28.284_271), (2400, 80)])
    // The integral of 10 · 2^(t/600) from 0 to 3,000 s.
    let total = 10 * 600 / 0.693_147_180_56 * 31
    #expect((RateFunction(made.plan.knots).total - total).magnitude < 1e-4 * total)
    let shrinking = self.made(.steps(stages)) { $0.growth = (factor: 0.5, every: 50 * .second) }
    expect(shrinking, [(0, 50), (50, 25), (99.999, 12.5), (100, 50)])
    #expect(RateFunction(self.made(.rate(1)) { $0.growth = (factor: 1e9, every: 1) }.plan.knots).total.isFinite)
  }

  @Test func `crowds and users are whole numbers at any load and scale`() throws {
    let crowd = made(.crowd(count: 1001, within: 10 * .second), starts: .second, load: 1.5, scale: 10)
    guard case .crowd(150, .second, 10_000_000_000) = crowd.plan.arrivals else {
      Issue.record("\(crowd.plan.arrivals)")
      return
    }
    #expect((RateFunction(crowd.plan.knots).total - 150).magnitude < 1e-9)
    let think = Distribution.exponential(mean: 2e9)
    let closed = made(.closed(users: 500, think: think, patience: .constant(3e9)), starts: 7, load: 2, scale: 10)
    guard case .closed(let plan) = closed.plan.arrivals else {
      Issue.record("\(closed.plan.arrivals)")
      return
    }
    #expect(plan == ClosedPlan(users: 100, think: think, patience: .constant(3e9), begins: 7))
    // What its users would send if answers took no time.
    #expect((rate(closed, at: 100) - 50).magnitude < 1e-9)
    let many = made(.closed(users: 30_000_000, think: think, patience: nil))
    #expect(many.warnings == ["workload `w` has 30000000 users, of which 16777216 take part"])
  }

  @Test func `paced users over time have a level, phases, and the rate that follows`() {
    let closed = made(.closed(users: 4000, think: .constant(0), patience: nil), starts: .minute, scale: 10) {
      $0.pace = .constant(100e9)
      $0.userStages = [
        Workload.Stage(name: "a", duration: 0, target: 2000),
        Workload.Stage(name: "b", duration: .minute, target: 2000),
        Workload.Stage(name: "c", duration: .minute, target: 4000),
      ]
    }
    guard case .closed(let plan) = closed.plan.arrivals else {
      Issue.record("\(closed.plan.arrivals)")
      return
    }
    #expect(plan.users == 400 && plan.pace == .constant(100e9) && plan.population == -1)
    #expect(
      plan.levels == [
        RateKnot(at: .minute, before: 0, after: 200), RateKnot(at: 2 * .minute, before: 200, after: 200),
        RateKnot(at: 3 * .minute, before: 400, after: 0),
      ])
    #expect(closed.plan.phases.map(\.name) == ["b", "c"])
    #expect((rate(closed, at: 90) - 2).magnitude < 1e-9 && (rate(closed, at: 150) - 3).magnitude < 1e-3)
  }

  @Test func `a trace keeps its mix at any load`() {
    let arrivals: [(at: Nanoseconds, flow: String?)] = (0..<100).map {
      (at: $0 * .second, flow: $0 % 2 == 0 ? "view" : $0 % 4 == 1 ? "buy" : nil)
    }
    for (load, scale, counts) in [
      (1.0, 1, [50, 25, 25]), (0.5, 1, [25, 12, 12]), (3, 1, [150, 75, 75]), (2, 5, [20, 10, 10]),
    ] {
      let made = made(.trace(arrivals), starts: .minute, load: load, scale: Int64(scale))
      guard case .trace(let traced) = made.plan.arrivals else { continue }
      #expect([0, 1, -1].map { flow in traced.filter { $0.flow == flow }.count } == counts)
      #expect(traced.allSatisfy { $0.at >= .minute } && zip(traced, traced.dropFirst()).allSatisfy { $0.at <= $1.at })
    }
  }

  @Test func `spacing, batches, bursts and storms go with any rate`() {
    let storm = Workload.Storm(
      name: "sys/s", every: .exponential(mean: 60e9), duration: .constant(5e9), factor: 4)
    let made = made(.rate(5), name: "sys/w") {
      $0.arrivals = .bursty(factor: 3, burst: .second, calm: 2 * .second)
      $0.storm = storm
      $0.batch = (mean: 2.5, isGeometric: true)
    }
    #expect(made.plan.name == "sys/w" && made.plan.stream == "w" && made.plan.batch == .geometric(mean: 2.5))
    #expect(
      made.plan.bursts == [
        .modulated("bursts/w", factor: 3, burst: .second, calm: 2 * .second),
        .storm("storm/s", gap: storm.every, duration: storm.duration, factor: 4),
      ])
    let even = self.made(.rate(5)) {
      $0.arrivals = .even
      $0.batch = (mean: 4, isGeometric: false)
    }
    guard case .even = even.plan.arrivals else {
      Issue.record("\(even.plan.arrivals)")
      return
    }
    #expect(even.plan.batch == .fixed(4) && even.plan.bursts.isEmpty)
  }
}
