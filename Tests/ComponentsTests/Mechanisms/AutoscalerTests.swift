import Engine
import Statistics
import Testing

@testable import Components

/// A station that asks for replicas by a signal that it sees late.
@Suite struct AutoscalerTests {
  private func scaling(_ signal: ScalingPlan.Signal = .slots, target: Double = 0.5) -> ScalingPlan {
    ScalingPlan(
      least: 1, most: 4, signal: signal, target: target, metricDelay: 0, startup: 30, cooldown: 100, interval: 10)
  }

  /// Its replicas boot for long.
  private var slow: ScalingPlan {
    var plan = scaling(target: 0.25)
    plan.startup = 500
    return plan
  }

  private func bench(_ plan: ScalingPlan) -> Workbench {
    Workbench(replicas: 4, slots: 2, cores: 2) { $0.scaling = plan }
  }

  private func look(_ bench: Workbench, elsewhere: UInt128 = 0, at now: Nanoseconds) -> Nanoseconds? {
    guard let plan = bench.tables.components[0].scaling else { return nil }
    return bench.station.look(plan, elsewhere: elsewhere, at: now)
  }

  /// The numbers that it asked for.
  private func asked(_ bench: Workbench) -> [Double] {
    bench.decisions.rows.filter { [.scaleUp, .scaleDown].contains($0.kind) }.map(\.after)
  }

  @Test func `it asks for what the signal is in proportion to its target, and has it after the boot`() {
    let bench = bench(scaling())
    #expect(bench.station.replicas.activeCount == 1 && bench.station.replicas.active.level == 1)
    bench.occupy(2)
    #expect(look(bench, at: 10) == 40)
    let row = bench.decisions.rows[0]
    #expect(row.kind == .scaleUp && row.at == 10 && row.before == 1 && row.after == 2 && row.signal == 1)
    #expect(bench.station.replicas.absence.starting.level == 1)
    bench.station.boot(at: 39)
    #expect(bench.station.replicas.activeCount == 1)
    bench.station.boot(at: 40)
    #expect(bench.station.replicas.activeCount == 2 && bench.station.replicas.absence.starting.level == 0)
  }

  @Test func `it waits between two decisions, and parts of a replica are rounded up`() {
    let bench = bench(scaling())
    bench.occupy(2)
    _ = look(bench, at: 10)
    bench.station.boot(at: 40)
    bench.occupy(1, of: 1, at: 100)
    #expect(look(bench, at: 109) == nil)
    // Three of four slots: 1.5 times the target of a half, and 2 · 1.5 is 3.
    #expect(look(bench, at: 110) == 140)
    #expect(asked(bench) == [2, 3])
    bench.station.boot(at: 140)
    #expect(look(bench, at: 200) == nil)
    // Three of six slots are what it aims at.
    #expect(look(bench, at: 300) == nil)
    bench.occupy(1, of: 1, at: 300)
    #expect(look(bench, at: 400) == 430)
    #expect(asked(bench) == [2, 3, 4])
  }

  @Test func `a tenth more or less than the target changes nothing`() {
    for (target, isAsked) in [(1.0, false), (0.92, false), (0.9, true)] {
      let bench = bench(scaling(target: target))
      bench.occupy(2)
      #expect((look(bench, at: 10) != nil) == isAsked)
    }
    for (target, isAsked) in [(1.09, false), (2.2, true)] {
      let bench = bench(scaling(target: target))
      bench.station.scaling.wanted = 2
      bench.occupy(2)
      _ = look(bench, at: 10)
      #expect((bench.kinds == [.scaleDown]) == isAsked)
    }
  }

  @Test func `it stays between the least and the most that the plan allows`() {
    let bench = bench(scaling(target: 0.01))
    bench.occupy(2)
    #expect(look(bench, at: 10) == 40)
    bench.station.boot(at: 40)
    #expect(bench.station.replicas.activeCount == 4 && asked(bench) == [4])
    bench.vacate(2, at: 40)
    #expect(look(bench, at: 40) == nil)
    #expect(look(bench, at: 140) == nil)
    #expect(bench.kinds == [.scaleUp, .booted, .scaleDown] && bench.station.replicas.activeCount == 1)
    #expect(look(bench, at: 240) == nil)
    #expect(bench.kinds.count == 3)
  }

  @Test func `what is let go goes at once, and what still boots does not come`() {
    let bench = bench(slow)
    bench.occupy(2)
    #expect(look(bench, at: 10) == 510)
    bench.vacate(2, at: 10)
    #expect(look(bench, at: 110) == nil)
    #expect(bench.kinds == [.scaleUp, .scaleDown] && bench.station.replicas.absence.starting.level == 0)
    bench.station.boot(at: 510)
    #expect(bench.station.replicas.activeCount == 1)
  }

  @Test func `of what boots, only what is not wanted any more does not come`() {
    let bench = bench(slow)
    bench.occupy(2)
    #expect(look(bench, at: 10) == 510)
    bench.vacate(at: 10)
    bench.vacate(at: 46)
    // 36 of 200 slot times, which is 0.72 of the target: of four, three are enough.
    #expect(look(bench, at: 110) == nil)
    #expect(asked(bench) == [4, 3] && bench.station.replicas.activeCount == 1)
    #expect(bench.station.replicas.absence.starting.level == 2)
    bench.station.boot(at: 510)
    #expect(bench.station.replicas.activeCount == 3)
    bench.station.scaling.booting = [(600, 2)]
    bench.station.boot(at: 600)
    #expect(bench.station.replicas.activeCount == 3)
  }

  @Test func `it decides by what it saw some time ago`() {
    var plan = scaling()
    plan.metricDelay = 20
    let bench = bench(plan)
    #expect(look(bench, at: 10) == nil)
    bench.occupy(2, at: 10)
    #expect(look(bench, at: 20) == nil)
    #expect(look(bench, at: 30) == nil)
    #expect(bench.decisions.rows.isEmpty)
    #expect(look(bench, at: 40) == 70)
  }

  @Test func `its signal is of slots, of cores, or of the line for each replica, wherever that stands`() {
    let cores = bench(scaling(.cpu))
    cores.station.takeCore(of: 0, at: 0)
    cores.station.takeCore(of: 0, at: 5)
    #expect(look(cores, at: 10) == 40 && cores.decisions.rows[0].signal == 0.75)
    let line = bench(scaling(.queue))
    line.station.wait(line.arrive(1)[0], at: 0, work: 0, at: 0)
    #expect(look(line, elsewhere: 10, at: 10) == 40)
    #expect(line.decisions.rows[0].signal == 2 && line.decisions.rows[0].after == 4)
  }

  @Test func `what it decided stays while no replica is there to be seen`() {
    for late in [0, 20] as [Nanoseconds] {
      var plan = scaling()
      (plan.metricDelay, plan.cooldown) = (late, 10)
      let bench = bench(plan)
      bench.occupy(2)
      _ = look(bench, at: 10)
      bench.vacate(2, at: 10)
      bench.station.replicas[0].isUp = false
      bench.station.replicas.updateAvailability(at: 10)
      for now in stride(from: 20, through: 200, by: 10) { _ = look(bench, at: Nanoseconds(now)) }
      #expect(asked(bench) == [2], "\(late)")
      bench.station.replicas[0].isUp = true
      bench.station.replicas.updateAvailability(at: 200)
      bench.occupy(2, at: 200)
      for now in stride(from: 210, through: 230, by: 10) { _ = look(bench, at: Nanoseconds(now)) }
      #expect(asked(bench).prefix(2) == [2, 4], "\(late)")
    }
  }

  @Test func `decisions do not depend on when measures forget what they have`() {
    let bench = bench(scaling())
    guard let plan = bench.tables.components[0].scaling else { return }
    bench.occupy(1)
    #expect(look(bench, at: 10) == nil)
    bench.occupy(1, at: 15)
    bench.station.carrySignal(plan, elsewhere: 0, at: 16)
    bench.station.resetMeasures(at: 16)
    #expect(look(bench, at: 20) == 50 && bench.decisions.rows[0].signal == 0.75)
    #expect(look(bench, at: 30) == nil)
    #expect(look(bench, at: 120) == 150 && bench.decisions.rows[1].signal == 1)
  }
}
