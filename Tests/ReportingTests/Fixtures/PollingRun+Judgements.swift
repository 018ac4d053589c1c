import Experiments
import Foundation
import Scenarios
import Statistics

extension PollingRun {
  static func budgets() -> [BudgetResult] {
    var budgets = [
      Fixture.budget(
        "fresh", "p99 freshness < 300s", observed: 246e9, limit: 300e9, unit: "ns", .held,
        "p99 of 50,000 samples is 246s, limit 300s", line: 81),
      Fixture.budget(
        "late", "share freshness above 300s <= 1%", observed: 0.00024, limit: 0.01, unit: "ratio",
        .held, "12 of 50,000 samples are above 300s, limit 1%", line: 82),
      Fixture.budget(
        "quick", "p95 latency(flow=view) < 150ms", observed: 154e6, limit: 150e6, unit: "ns",
        .violated, "p95 of 60,000 samples is 154ms, limit 150ms", line: 83),
      Fixture.budget(
        "search-tail", "p99.9 latency(flow=search) < 2s", observed: 1.96e9, limit: 2e9, unit: "ns",
        .cannotJudge, "the interval 1.82s to 2.1s straddles the limit 2s", line: 84),
      Fixture.budget(
        "all-polled", "share refreshed(population=reservation) = 100%", observed: 0.99701,
        limit: 1, unit: "ratio", .warned, "99.7% of the refreshes due were answered, limit 100%",
        line: 85, severity: .warn),
      Fixture.budget(
        "quota", "rate calls(component=provider outcome=quota) = 0/s", observed: 0, limit: 0,
        unit: "per second", .held, "no call met its quota", line: 86),
      Fixture.budget(
        "bill", "per-month cost <= $45000/month", observed: 41_212_400_000, limit: 45_000_000_000,
        unit: "micro-units", .held, "the bill is $41,212, limit $45,000", line: 87),
    ]
    budgets[2].interval = ConfidenceInterval(mean: 154e6, halfWidth: 2.1e6, level: 0.95)
    return budgets
  }

  static func invariants() -> [InvariantResult] {
    [
      ("RW-I1", "An older version never replaces a newer one.", 0, nil, false),
      ("RW-I2", "A cancelled reservation is never shown as confirmed.", 3, 212, false),
      ("RW-I3", "Every change is noticed at most once per traveller.", 41, 96, true),
    ].map { (id: String, text: String, violations: UInt64, at: Int64?, isExpected: Bool) in
      var invariant = InvariantResult()
      invariant.id = id
      invariant.documentation = text
      invariant.violations = violations
      invariant.firstAt = at.map { $0 * Fixture.second }
      invariant.firstReplication = at == nil ? nil : 1
      invariant.firstEntity = at == nil ? nil : 81_223_117
      invariant.isExpected = isExpected
      return invariant
    }
  }

  static func cost() -> CostResult {
    var cost = CostResult()
    cost.standsFor = 30 * 86_400 * Fixture.second
    cost.lines = [
      Fixture.line(
        "tracker", "instance", quantity: 500, unit: "instances", price: 57_600_000,
        perMonth: 28_800_000_000),
      Fixture.line(
        "provider", "egress", quantity: 61_000, unit: "GB", price: 90_000,
        perMonth: 5_490_000_000),
      Fixture.line(
        "store", "instance", quantity: 36, unit: "instances", price: 110_000_000,
        perMonth: 3_960_000_000),
      Fixture.line(
        "store", "storage", quantity: 7_200, unit: "GB month", price: 115_000,
        perMonth: 828_000_000),
      Fixture.line(
        "api", "instance", quantity: 12, unit: "instances", price: 57_600_000,
        perMonth: 691_200_000),
      Fixture.line(
        "data-updater", "instance", quantity: 16, unit: "instances", price: 57_600_000,
        perMonth: 921_600_000),
      Fixture.line(
        "notifier", "instance", quantity: 8, unit: "instances", price: 57_600_000,
        perMonth: 460_800_000),
      Fixture.line(
        "push", "call", quantity: 1.34e9, unit: "calls", price: 0.045, perMonth: 60_300_000),
    ]
    cost.perMonthMicros = cost.lines.reduce(0) { $0 + $1.perMonthMicros }
    cost.unpriced = ["edge", "updates", "notices", "work-list"]
    cost.books = [
      PriceBook(
        path: "scenarios/prices/cloud-2026-10.yaml", date: "2026-10-01",
        source: "https://example.com/pricing", currency: "USD")
    ]
    return cost
  }

  static func selfChecks() -> [SelfCheck] {
    [
      Fixture.check("api", "Little's law", measured: 543.2, expected: 543.5, unit: "requests"),
      Fixture.check("api", "utilisation law", measured: 0.58, expected: 0.5803, unit: "ratio"),
      Fixture.check(
        "data-updater", "Little's law", measured: 212, expected: 241, unit: "records", false,
        remark: "unstable: the queue still grew when the run ended"),
      Fixture.check("store", "M/M/c mean wait", measured: 2.02e6, expected: 2.1e6, unit: "ns"),
      Fixture.check("tracker", "flow balance", measured: 0, expected: 0, unit: "count"),
    ]
  }

  static func freshnessDistribution() -> FreshnessDistribution {
    var distribution = FreshnessDistribution()
    distribution.population = "reservation"
    distribution.measure = "freshness"
    distribution.period = 240 * Fixture.second
    for step in 0...200 {
      let delay = Double(step) * 1.6e9
      let expected = max(0, min(1, 1 - (delay - 3e9) / 240e9))
      let wobble = 0.004 * sin(Double(step) / 9) * expected * (1 - expected) * 4
      distribution.points.append((Int64(delay), max(0, min(1, expected + wobble)), expected))
    }
    distribution.pipeline.record(3 * Fixture.second)
    return distribution
  }

  static func quantities() -> [SourcedQuantity] {
    [
      Fixture.quantity(
        "populations.reservation.count", "150M", .doc,
        quote: "150M reservations to be refreshed every 5 minutes", line: 14),
      Fixture.quantity(
        "components.tracker.every", "300s", .doc, quote: "refreshed every 5 minutes", line: 29),
      Fixture.quantity(
        "components.tracker.in-flight", "400 per partition", .derived, line: 31),
      Fixture.quantity("components.tracker.price.instance", "$57.60/month", .derived, line: 35),
      Fixture.quantity(
        "components.data-updater.operations.apply", "2ms", .assumed, range: "1ms..5ms", line: 61),
      Fixture.quantity("components.data-updater.replicas", "16", .assumed, line: 60),
      Fixture.quantity(
        "components.store.operations.write", "8ms", .assumed, range: "4ms..20ms", line: 70),
      Fixture.quantity("components.store.shards", "12", .sibling, line: 68),
      Fixture.quantity(
        "components.provider.operations.get", "lognormal(median 200ms p99 1s)", .measured,
        line: 44),
      Fixture.quantity("components.push.quota", "5k/s", .unstated, line: 77),
      Fixture.quantity("components.notifier.replicas", "8", .assumed, line: 74),
    ]
  }

  static func timeline() -> Timeline {
    var timeline = Timeline()
    timeline.interval = duration / Int64(intervals)
    timeline.count = intervals
    timeline.flows = [
      flow("view", rate: 3_000, median: 62e6, seed: 11),
      flow("search", rate: 800, median: 180e6, seed: 12),
      measure("freshness", median: 121e9, seed: 13),
    ]
    timeline.components = [
      ("data-updater", 0.97, 212.0), ("tracker", 0.79, 41), ("store", 0.73, 2.7),
      ("api", 0.58, 0.3), ("provider", 0.56, 0), ("notifier", 0.36, 0.4), ("updater", 0.22, 0.1),
      ("push", 0.19, 0), ("work-list", 0.11, 0),
    ].enumerated().map { index, part in
      series(part.0, utilization: part.1, queue: part.2, seed: UInt64(20 + index))
    }
    timeline.marks = [
      .init(name: "warm-up", style: "warm-up", begins: 0, ends: 30 * Fixture.second),
      .init(
        name: "morning", style: "phase", begins: 30 * Fixture.second, ends: 240 * Fixture.second),
      .init(
        name: "newsletter", style: "phase", begins: 240 * Fixture.second,
        ends: 390 * Fixture.second),
      .init(
        name: "after", style: "phase", begins: 390 * Fixture.second, ends: 600 * Fixture.second),
      .init(
        name: "slow store", style: "fault", begins: 450 * Fixture.second,
        ends: 480 * Fixture.second),
    ]
    return timeline
  }

  /// How much more there is to do in an interval: a newsletter in the middle, a fault later.
  private static func pressure(_ index: Int) -> (load: Double, slowness: Double) {
    let load = (48..<78).contains(index) ? 1.65 : 1.0
    let slowness = (90..<96).contains(index) ? 3.2 : ((48..<80).contains(index) ? 1.5 : 1.0)
    return (load, slowness)
  }

  private static func flow(
    _ name: String, rate: Double, median: Double, seed: UInt64
  ) -> Timeline.FlowSeries {
    var dice = Dice(seed)
    var flow = Timeline.FlowSeries()
    flow.name = name
    for index in 0..<intervals {
      let (load, slowness) = pressure(index)
      let offered = rate * 5 * 3 * load * (1 + 0.02 * dice.normal())
      let failed = slowness > 2 ? offered * 0.09 : offered * 0.0004
      flow.offered.append(UInt64(offered))
      flow.completed.append(UInt64(offered - failed))
      flow.failed.append(UInt64(failed))
      let middle = median * slowness * (1 + 0.03 * dice.normal())
      flow.p50.append(Int64(middle))
      flow.p95.append(Int64(middle * 2.4 * (1 + 0.05 * dice.normal())))
      flow.p99.append(Int64(middle * 3.6 * (1 + 0.09 * dice.normal())))
    }
    return flow
  }

  private static func measure(
    _ name: String, median: Double, seed: UInt64
  ) -> Timeline.FlowSeries {
    var dice = Dice(seed)
    var flow = Timeline.FlowSeries()
    flow.name = name
    flow.isMeasure = true
    for index in 0..<intervals {
      flow.offered.append(0)
      flow.completed.append(1_290)
      flow.failed.append(0)
      let isEarly = index < 4
      flow.p50.append(isEarly ? nil : Int64(median * (1 + 0.03 * dice.normal())))
      flow.p95.append(isEarly ? nil : Int64(median * 1.9 * (1 + 0.01 * dice.normal())))
      flow.p99.append(isEarly ? nil : Int64(median * 2.0 * (1 + 0.01 * dice.normal())))
    }
    return flow
  }

  private static func series(
    _ name: String, utilization: Double, queue: Double, seed: UInt64
  ) -> Timeline.ComponentSeries {
    var dice = Dice(seed)
    var series = Timeline.ComponentSeries()
    series.name = name
    var backlog = queue
    for index in 0..<intervals {
      let (load, slowness) = pressure(index)
      series.utilization.append(
        max(0, min(1, utilization * (0.86 + 0.2 * (load - 1) + 0.06 * (slowness - 1)) + 0.012 * dice.normal())))
      backlog = queue * (load * load * slowness) * (1 + 0.1 * dice.normal())
      series.queueLength.append(max(0, backlog))
      series.throughput.append(UInt64(1_000 * load))
    }
    return series
  }
}
