import Engine
import Testing

@testable import Components

/// Replicas come when they have booted, never before.
@Suite struct ScalingTests {
  /// Ten replicas at most, two at first, each able to do a hundred a second; a signal without delay, looked at
  /// each second; ten seconds to boot.
  private func decisions(_ knots: [RateKnot]) -> [Decision] {
    var builder = PlanBuilder(end: 30 * .second, drained: 31 * .second)
    let station = builder.station("station", slots: 1, cores: 1, queue: 0, replicas: 10)
    builder.plan.components[station].scaling = ScalingPlan(
      least: 2, most: 10, signal: .cpu, target: 0.6, metricDelay: 0, startup: 10 * .second, cooldown: .second,
      interval: .second)
    let serve = builder.operation(station) { $0.work(.constant(1e7)) }
    builder.flow { $0.call(serve, when: [(StandardOutcome.refused, { _ in })]) }
    builder.plan.sources.append(
      SourcePlan(name: "source", stream: "source", knots: knots, flows: [(0, 1)], phases: []))
    return builder.run().decisions
  }

  /// For each that took work: as many had been asked for, a boot before.
  private func expectBooted(_ decisions: [Decision]) {
    for booted in decisions where booted.kind == .booted {
      let asked = decisions.first { $0.kind == .scaleUp && $0.at == booted.at - 10 * .second }
      #expect(booted.after <= asked?.after ?? 0, "\(booted)")
    }
  }

  @Test func `what is asked for later is ready later`() {
    let decisions = decisions([
      RateKnot(at: 0, before: 0, after: 5000), RateKnot(at: 30 * .second, before: 5000, after: 0),
    ])
    expectBooted(decisions)
    // All are busy all the time, whatever boots meanwhile: the signal never says that there are too many.
    let asked = decisions.filter { $0.kind == .scaleUp }.map(\.after)
    #expect(asked == [4, 7, 10], "\(decisions)")
    #expect(decisions.filter { $0.kind == .booted }.map(\.after) == asked)
  }

  @Test func `asking for fewer makes none ready`() {
    let decisions = decisions([
      RateKnot(at: 0, before: 0, after: 5000),
      RateKnot(at: 3 * .second + 500 * .millisecond, before: 5000, after: 90),
      RateKnot(at: 30 * .second, before: 90, after: 0),
    ])
    expectBooted(decisions)
    #expect(decisions.contains { $0.kind == .scaleDown && $0.at < 10 * .second }, "\(decisions)")
  }
}
