import Foundation

/// When and where a fault hits, and what each does.
extension Pairs {
  static func broken(
    _ fault: String,
    _ app: String =
      "kind: service, replicas: 2, threads: 20, operations: { run: [ { wait: 20ms }, { work: 1ms, as: end } ] }"
  )
    -> String
  {
    """
    populations: { vendor: { count: 4 } }
    components:
      app: { \(app) }
      other: { kind: service, operations: { run: 1ms } }
      web: { kind: service, operations: { run: [ { call: app.run, key: vendor, timeout: 1s } ] } }
    flows: { f: [ { call: web.run, timeout: 2s } ] }
    faults: { bad: { \(fault) } }
    """
  }
  private static let bank = "kind: external, by: vendor, quota: 1k/s, operations: { run: 20ms }"
  private static let down = "total downtime(component=app) < 1s"

  static let faults: [Pair] = [
    Pair("fault.at", broken("◊, for: 10s, hits: app, error: 50%"), "at: 15s", "at: 5s", errors, .rises),
    Pair("fault.for", broken("at: 5s, ◊, hits: app, error: 50%"), "for: 2s", "for: 10s", errors, .rises),
    Pair("fault.every", broken("◊, for: 1s, hits: app, error: 100%"), "every: 9s", "every: 1s", errors, .rises),
    Pair("fault.back-in", broken("at: 5s, ◊, hits: app, crash: yes"), "back-in: 1s", "back-in: 10s", down, .times(10)),
    Pair(
      "fault.before", broken("◊, share: 5%, hits: app, outage: yes"), "before: web.run/app.run", "before: app.run/end",
      "share calls(component=app outcome=error) < 1%", .rises),
    Pair(
      "fault.share", broken("before: app.run/end, ◊, hits: app, outage: yes"), "share: 5%", "share: 50%", errors, .rises
    ),
    Pair("fault.hits", broken("at: 5s, for: 10s, ◊, error: 50%"), "hits: other", "hits: app", errors, .rises),
    Pair("fault.key", broken("at: 5s, for: 10s, hits: app, outage: yes, ◊", bank), "", "key: 2", errors, .falls),
    Pair(
      "fault.replicas", broken("at: 5s, for: 10s, hits: app, error: 100%, ◊"), "replicas: 1", "replicas: 2", errors,
      .rises),
    Pair(
      "fault.by", late("at: 1s, for: 18s, hits: events, reorder: 50%, ◊"), "by: 10ms..20ms", "by: 1s..2s", done, .rises),
  ]

  private static func late(_ fault: String) -> String {
    stream(topic: "kind: topic, partitions: 16", rest: "faults: { bad: { \(fault) } }")
  }
  private static let five = "at: 5s, for: 10s, hits: app"
  private static let log = "at: 5s, for: 10s, hits: events"

  static let effects: [Pair] =
    [
      Pair("fault.slow", broken("\(five), ◊"), "slow: x2", "slow: x10", mean, .rises),
      Pair("fault.error", broken("\(five), ◊"), "error: 10%", "error: 80%", errors, .rises),
      Pair("fault.outage", without(), "", "bad: { \(five), outage: yes }", errors, .rises, besides: ["faults"]),
      Pair(
        "fault.crash", broken("at: 5s, back-in: 10s, hits: app, ◊"), "crash: 1 replica", "crash: 2 replicas", errors,
        .rises),
      Pair(
        "fault.failover", withoutIn(database("replica: { failover: 3s },")), "",
        "bad: { at: 5s, hits: db, failover: yes }", errors, .rises, besides: ["faults"]),
      Pair(
        "fault.flush",
        withoutIn(
          """
          populations: { hot: { count: 300 } }
          components:
            front: { kind: cache, in-front-of: app, key: hot, entries: 300 }
            app: { kind: service, operations: { run: [ wait: 20ms ] } }
          flows: { f: [ { call: app.run, key: hot, timeout: 1s } ] }
          """), "", "bad: { at: 10s, hits: front, flush: yes }", "count calls(component=app) < 1", .rises,
        besides: ["faults"]),
      Pair(
        "fault.quota", broken("\(five), ◊", "kind: external, quota: 60/s, operations: { run: 20ms }"), "quota: x0.9",
        "quota: x0.1", errors, .rises),
      Pair("fault.error", late("\(log), ◊"), "error: 10%", "error: 80%", "rate errors(flow=f) < 1%", .rises),
      Pair(
        "fault.outage", withoutIn(stream(topic: "kind: topic")), "", "bad: { \(log), outage: yes }", errors, .rises,
        besides: ["faults"]),
      Pair(
        "fault.quota", broken("\(five), ◊", "kind: function, limit: 20, warm: 20, operations: { run: [ wait: 50ms ] }"),
        "quota: x0.9",
        "quota: x0.1", errors, .rises),
      Pair(
        "fault.quota",
        broken("\(five), ◊", "kind: gateway, limit: 60/s, burst: 1, to: other").replacingOccurrences(
          of: "call: app.run, key: vendor", with: "call: app.run"), "quota: x0.9", "quota: x0.1", errors, .rises),
      Pair("fault.delay", broken("\(five), ◊"), "delay: 10ms", "delay: 100ms", mean, .rises),
      Pair("fault.partition", broken("\(five), ◊"), "partition: other", "partition: web", errors, .rises),
      Pair("fault.reorder", late("\(log), ◊, by: 1s..2s"), "reorder: 5%", "reorder: 80%", done, .rises),
      Pair("fault.duplicate", late("\(log), ◊"), "duplicate: 5%", "duplicate: 80%", reads, .rises),
      Pair("fault.loss", late("\(log), ◊"), "loss: 5%", "loss: 80%", reads, .falls),
      Pair(
        "fault.poison", late("\(log), ◊"), "poison: 5%", "poison: 80%", "rate errors(component=reader) < 1%", .rises),
      Pair(
        "fault.deploy", without(), "", "bad: { \(five), deploy: { error: 50%, slow: x2 } }", errors, .rises,
        besides: ["faults"]),
      Pair(
        "fault.deploy.error", broken("\(five), deploy: { slow: x2, ◊ }"), "error: 10%", "error: 80%", errors, .rises),
      Pair("fault.deploy.slow", broken("\(five), deploy: { error: 1%, ◊ }"), "slow: x2", "slow: x10", mean, .rises),
      Pair(
        "fault.missed",
        withoutIn(
          """
          components:
            app: { kind: service, operations: { run: 1ms, report: 1ms } }
            clock: { kind: cron, every: 10ms, runs: app.report }
          """), "", "bad: { at: 5s, for: 10s, hits: clock, missed: yes }", "count calls(component=app) < 1", .falls,
        besides: ["faults"]),
      Pair(
        "fault.disk-loss", database("", rest: "faults: { bad: { at: 5s, hits: db, ◊ } }"), "disk-loss: 1s",
        "disk-loss: 8s", errors, .rises),
    ] + kept

  private static let gone = "count counts(component=db counter=lost) < 1"
  /// What a disk had that is lost goes back to the last backup, or to what copies have.
  private static let kept: [Pair] = [
    Pair(
      "database.backup", disk("cores: 8, ◊"), "", "backup: { every: 4s, takes: 1s, slows: x1.01 },", gone, .falls),
    Pair(
      "database.backup.every", disk("◊"), "backup: { every: 9s, takes: 1s, slows: x1.01 },",
      "backup: { every: 2s, takes: 1s, slows: x1.01 },", gone, .falls),
    Pair("database.replica", disk("◊"), "", "replica: { count: 1, lag: 100ms },", gone, .falls),
    Pair(
      "database.replica.lag", disk("◊"), "replica: { count: 1, lag: 100ms },", "replica: { count: 1, lag: 5s },", gone,
      .rises),
  ]
  private static func disk(_ fields: String) -> String {
    database(fields, "read: 1ms, write: 1ms", rest: "faults: { bad: { at: 15s, hits: db, disk-loss: 1s } }")
  }
  private static let reads = "count calls(component=reader) < 1"

  /// The scenario with one fault, or without.
  private static func without() -> String { withoutIn(broken("at: 1s, for: 1s, hits: other, error: 1%")) }
  private static func withoutIn(_ body: String) -> String {
    let lines = body.split(separator: "\n").filter { !$0.hasPrefix("faults:") }
    return lines.joined(separator: "\n") + "\nfaults: { ◊ }"
  }
}
