import Foundation

/// Shapes of load, and what goes with them.
extension Pairs {
  private static let app = """
    components: { app: { kind: service, threads: 1k, queue: 100k, operations: { run: [ wait: 10ms ], far: [ wait: 100ms ] } } }
    """
  private static func load(_ workload: String, run: String = "", rest: String = "") -> String {
    """
    \(app)
    \(run)
    workloads: { w: { \(workload), flows: { f: 100% } } }
    \(rest)
    """
  }
  private static let requests = "count throughput(flow=f) < 1"
  private static let waits = "mean waiting(component=app) < 1s"

  static let workloads: [Pair] = rates + curves + users + modifiers + others

  private static let rates: [Pair] = [
    Pair("workload.rate", load("◊, arrivals: even"), "rate: 50/s", "rate: 100/s", requests, .from(1000, to: 2000)),
    Pair(
      "workload.stages", load("◊"), "stages: [ { duration: 10s, target: 50/s } ]",
      "stages: [ { duration: 20s, target: 50/s } ]", requests, .rises),
    Pair(
      "workload.stages.duration", load("arrivals: even, stages: [ { ◊, target: 50/s } ]"), "duration: 10s",
      "duration: 20s", requests, .from(250, to: 500)),
    Pair(
      "workload.stages.target", load("arrivals: even, stages: [ { duration: 20s, ◊ } ]"), "target: 50/s",
      "target: 100/s", requests, .from(500, to: 1000)),
    Pair(
      "workload.steps", load("◊"), "steps: [ { duration: 10s, target: 50/s } ]",
      "steps: [ { duration: 20s, target: 50/s } ]", requests, .rises),
    Pair(
      "workload.steps.duration", load("arrivals: even, steps: [ { ◊, target: 50/s } ]"), "duration: 10s",
      "duration: 20s", requests, .from(500, to: 1000)),
    Pair(
      "workload.steps.target", load("arrivals: even, steps: [ { duration: 20s, ◊ } ]"), "target: 50/s", "target: 100/s",
      requests, .from(1000, to: 2000)),
    Pair(
      "workload.crowd", load("◊"), "crowd: { count: 500, within: 10s }", "crowd: { count: 1000, within: 10s }",
      requests, .times(2)),
    Pair(
      "workload.crowd.count", load("crowd: { ◊, within: 10s }"), "count: 500", "count: 1000", requests,
      .from(500, to: 1000)),
    Pair("workload.crowd.within", load("crowd: { count: 1000, ◊ }"), "within: 10s", "within: 40s", requests, .falls),
    Pair(
      "workload.calendar", load("arrivals: even, ◊"), "calendar: [ { at: 5s, for: 5s, rate: 50/s } ]",
      "calendar: [ { at: 5s, for: 5s, rate: 50/s }, { at: 12s, for: 5s, rate: 50/s } ]", requests, .times(2)),
    Pair(
      "workload.calendar.at", load("arrivals: even, calendar: [ { ◊, for: 10s, rate: 50/s } ]"), "at: 5s", "at: 15s",
      requests, .from(500, to: 250)),
    Pair(
      "workload.calendar.for", load("arrivals: even, calendar: [ { at: 5s, ◊, rate: 50/s } ]"), "for: 5s", "for: 10s",
      requests, .from(250, to: 500)),
    Pair(
      "workload.calendar.rate", load("arrivals: even, calendar: [ { at: 5s, for: 10s, ◊ } ]"), "rate: 50/s",
      "rate: 100/s", requests, .from(500, to: 1000)),
    Pair(
      "workload.users", load("arrivals: even, ◊"), "users: { count: 100, each: 1/s }",
      "users: { count: 50, each: 1/s }", requests, .times(0.5)),
    Pair(
      "workload.users.count", load("arrivals: even, users: { each: 1/s, ◊ }"), "count: 50", "count: 100", requests,
      .from(1000, to: 2000)),
    Pair(
      "workload.users.active", load("arrivals: even, users: { count: 100, each: 1/s, ◊ }"), "active: 50%",
      "active: 100%", requests, .from(1000, to: 2000)),
    Pair(
      "workload.users.each", load("arrivals: even, users: { count: 100, ◊ }"), "each: 1/s", "each: 2/s", requests,
      .from(2000, to: 4000)),
    Pair(
      "workload.trace", load("◊"), "trace: few.csv", "trace: many.csv", requests, .from(2, to: 4),
      files: ["few.csv": "at\n1s\n2s\n", "many.csv": "at\n1s\n2s\n3s\n4s\n"]),
  ]

  private static let day = "run: { starts: Mon 00:00, duration: 1d, warm-up: 0s, drain: 1min }"
  private static func daily(_ fields: String, more: String = "") -> String {
    load("arrivals: even, diurnal: { \(fields) }\(more)", run: day)
  }
  /// The day is short enough to run and long enough to see its curve.
  private static let morning = "run: { starts: Mon 00:00, duration: 1h, warm-up: 0s, drain: 1min }"
  private static func early(_ fields: String) -> String {
    load("arrivals: even, diurnal: { \(fields) }", run: morning)
  }
  private static let curves: [Pair] = [
    Pair(
      "workload.diurnal", load("arrivals: even, ◊", run: morning), "diurnal: { mean: 30/min, peak: x2, at: 12:30 }",
      "diurnal: { mean: 30/min, peak: x2, at: 0:30 }", requests, .rises),
    Pair(
      "workload.diurnal.mean", daily("peak: x2, at: 12:00, ◊"), "mean: 1/min", "mean: 2/min", requests,
      .from(1440, to: 2880)),
    Pair("workload.diurnal.peak", early("mean: 30/min, at: 0:30, ◊"), "peak: x1.5", "peak: x3", requests, .rises),
    Pair("workload.diurnal.at", early("mean: 30/min, peak: x2, ◊"), "at: 12:30", "at: 0:30", requests, .rises),
    Pair(
      "workload.diurnal.regions", early("mean: 30/min, peak: x2, at: 0:30, ◊"), "",
      "regions: { east: { share: 50% }, west: { share: 50%, shift: 12h } }", requests, .falls),
    Pair(
      "workload.diurnal.regions.share",
      early("mean: 30/min, peak: x2, at: 0:30, regions: { ◊, shift: 12h } }"),
      "east: { share: 20% }, west: { share: 80%", "east: { share: 80% }, west: { share: 20%", requests, .rises),
    Pair(
      "workload.diurnal.regions.shift",
      early("mean: 30/min, peak: x2, at: 0:30, regions: { east: { share: 50% }, west: { share: 50%, ◊ } }"),
      "shift: 0h", "shift: 12h", requests, .falls),
  ]

  private static func closed(_ fields: String, more: String = "", run: String = "") -> String {
    "populations: { clerk: { count: 40 } }\n" + load("closed: { \(fields) }\(more)", run: run)
  }
  private static let users: [Pair] = [
    Pair("workload.closed", closed("◊"), "users: 5, think: 1s", "users: 10, think: 1s", requests, .times(2)),
    Pair("workload.closed.users", closed("think: 1s, ◊"), "users: 5", "users: 10", requests, .times(2)),
    Pair(
      "workload.closed.stages", closed("think: 100ms, ◊"), "stages: [ { duration: 10s, target: 10 } ]",
      "stages: [ { duration: 10s, target: 40 } ]", requests, .rises),
    Pair(
      "workload.closed.stages.duration", closed("think: 100ms, stages: [ { ◊, target: 10 } ]"), "duration: 20s",
      "duration: 2s", requests, .falls),
    Pair(
      "workload.closed.stages.target", closed("think: 100ms, stages: [ { duration: 10s, ◊ } ]"), "target: 10",
      "target: 40", requests, .rises),
    Pair("workload.closed.think", closed("users: 10, ◊"), "think: 1s", "think: 490ms", requests, .rises),
    Pair("workload.closed.pace", closed("users: 10, ◊"), "pace: 100ms", "pace: 200ms", requests, .falls),
    Pair(
      "workload.closed.patience", closed("users: 10, think: 1s, ◊"), "patience: 5ms", "patience: 1s", errors, .falls),
    Pair(
      "workload.who", "populations: { clerk: { count: 40 }, few: { count: 20 } }\n" + load("closed: { think: 1s }, ◊"),
      "who: clerk",
      "who: few", requests, .times(0.5)),
  ]

  private static let single = """
    components: { app: { kind: service, operations: { run: 10ms } } }
    """
  private static func spaced(_ fields: String) -> String {
    "\(single)\nworkloads: { w: { rate: 50/s, \(fields), flows: { f: 100% } } }"
  }
  private static let modifiers: [Pair] = [
    Pair("workload.arrivals", spaced("◊"), "arrivals: even", "arrivals: poisson", waits, .rises),
    Pair(
      "workload.arrivals.renewal", spaced("arrivals: { ◊ }"), "renewal: 20ms",
      "renewal: lognormal(median 5ms p99 200ms)",
      waits, .rises),
    Pair(
      "workload.arrivals.bursty", spaced("◊"), "arrivals: poisson",
      "arrivals: { bursty: { factor: x10, burst: 500ms, calm: 2s } }", waits, .rises),
    Pair(
      "workload.arrivals.bursty.factor", spaced("arrivals: { bursty: { ◊, burst: 500ms, calm: 2s } }"), "factor: x2",
      "factor: x10", waits, .rises),
    Pair(
      "workload.arrivals.bursty.burst", spaced("arrivals: { bursty: { ◊, factor: x10, calm: 2s } }"), "burst: 20ms",
      "burst: 500ms", waits, .rises),
    Pair(
      "workload.arrivals.bursty.calm", spaced("arrivals: { bursty: { ◊, factor: x10, burst: 500ms } }"), "calm: 10ms",
      "calm: 2s", waits, .rises),
    Pair("workload.batch", spaced("◊"), "batch: 1", "batch: 4", waits, .rises),
    Pair(
      "workload.growth", load("rate: 50/s, arrivals: even, ◊"), "growth: { by: x2, every: 1h }",
      "growth: { by: x2, every: 10s }", requests, .rises),
    Pair("workload.growth.by", load("rate: 50/s, growth: { ◊, every: 10s }"), "by: x1.5", "by: x3", requests, .rises),
    Pair(
      "workload.growth.every", load("rate: 50/s, growth: { by: x2, ◊ }"), "every: 20s", "every: 5s", requests, .rises),
    Pair(
      "workload.storm", load("rate: 50/s, ◊"), "batch: 1", "batch: 1, storm: { every: 3s, lasts: 2s, factor: x4 }",
      requests, .rises),
    Pair(
      "workload.storm.every", load("rate: 50/s, storm: { ◊, lasts: 2s, factor: x4 }"), "every: 9s", "every: 1s",
      requests, .rises),
    Pair(
      "workload.storm.lasts", load("rate: 50/s, storm: { ◊, every: 3s, factor: x4 }"), "lasts: 500ms", "lasts: 4s",
      requests, .rises),
    Pair(
      "workload.storm.factor", load("rate: 50/s, storm: { ◊, every: 3s, lasts: 2s }"), "factor: x2", "factor: x6",
      requests, .rises),
    Pair("workload.storm.name", storms, "name: one", "name: two", "max in-flight < 1", .falls),
  ]
  /// Two workloads whose storms come together, or apart.
  private static let storms = """
    components: { app: { kind: service, threads: 1k, operations: { run: [ wait: 100ms ] } } }
    workloads:
      v: { rate: 20/s, arrivals: even, storm: { name: one, every: exponential(mean 5s), lasts: 500ms, factor: x10 }, flows: { f: 100% } }
      w: { rate: 20/s, arrivals: even, storm: { ◊, every: exponential(mean 5s), lasts: 500ms, factor: x10 }, flows: { f: 100% } }
    """

  private static let two = """
    \(app)
    flows:
      f: [ { call: app.run, timeout: 5s } ]
      g: [ { call: app.far, timeout: 5s } ]
    """
  private static let others: [Pair] = [
    Pair(
      "workload.flows", "\(two)\nworkloads: { w: { rate: 50/s, flows: { ◊ } } }", "f: 90%, g: 10%", "f: 10%, g: 90%",
      requests, .falls),
    Pair(
      "workload.starts", load("rate: 50/s, arrivals: even, ◊"), "starts: 0s", "starts: 10s", requests,
      .from(1000, to: 500)),
  ]
}
