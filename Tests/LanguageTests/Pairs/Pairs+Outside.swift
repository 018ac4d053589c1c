import Foundation

/// Interfaces of somebody else, and polling workers that ask one.
extension Pairs {
  private static let interfaces: [Pair.Variant] = [
    .init("external"), .init("identity"), .init("channel"), .init("object-store"),
  ]

  private static func bank(_ fields: String, _ rest: String = "") -> String {
    """
    populations: { vendor: { count: 5 } }
    components: { app: { kind: KIND, \(fields) operations: { run: 5ms } } }
    flows: { f: [ { call: app.run, key: vendor, timeout: 1s, when: { declined: { reply: no } } } ] }
    \(rest)
    """
  }

  static let outside: [Pair] =
    Pair.of(interfaces, "quota", bank("outcomes: { declined: 1% }, ◊"), "quota: 60/s,", "quota: 20/s,", errors, .rises)
    + Pair.of(
      interfaces, "by", bank("outcomes: { declined: 1% }, quota: 20/s, ◊"), "", "by: vendor,", errors, .falls)
    + Pair.of(
      interfaces, "quotas", bank("outcomes: { declined: 1% }, by: vendor, ◊"), "", "quotas: { 1: 2/s },", errors, .rises
    )
    + Pair.of(
      interfaces, "outcomes", bank("◊"), "outcomes: { declined: 10% },", "outcomes: { declined: 50% },",
      "share outcomes(flow=f outcome=no) < 1%", .rises)
    + Pair.of(
      interfaces, "request", bank("outcomes: { declined: 1% }, ◊ price: { egress: $1/GB },"), "request: 1 KB,",
      "request: 2 KB,", "per-month cost < $1", .times(2))
    + Pair.of(
      interfaces, "operations", "components: { app: { kind: KIND, operations: { run: ◊ } } }", "5ms", "10ms", mean,
      .times(2))

  /// Reservations that are asked for once in two seconds.
  private static func tracker(
    _ fields: String, topic: String = "partitions: 4,", bank: String = "", count: String = "400",
    answer: String = "50ms"
  )
    -> String
  {
    """
    domain: { core: road-warrior, changes: 30k/day }
    populations: { reservation: { count: \(count), of: road-warrior.reservation }, other: { count: 40, of: road-warrior.reservation } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      bank: { kind: external, \(bank) operations: { charge: \(answer) } }
      slow: { kind: external, operations: { charge: 200ms } }
      work-list: { kind: compacted-topic, key: reservation, \(topic) }
      others: { kind: compacted-topic, key: other, \(topic) }
      tracker:
        { kind: polling-worker, \(fields) operations: { track: [ { call: bank.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ], slow: [ { call: slow.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ] } }
    workloads: { w: { rate: 1/s, flows: { f: 100% } } }
    """
  }

  /// Reservations whose changes are seen, each of them asked for once in two seconds.
  private static func seen(_ worker: String, bank: String = "") -> String {
    """
    domain: { core: road-warrior, changes: 100/day }
    populations: { reservation: { count: 400, of: road-warrior.reservation } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      shown: { kind: worker, from: work, runs: run, threads: 100, operations: { run: [ { do: apply-update, key: reservation, when: { applied: { measure: freshness since source-change }, else: continue } } ] } }
      work: { kind: queue }
      bank: { kind: external, \(bank) operations: { charge: 50ms } }
      work-list: { kind: compacted-topic, key: reservation, partitions: 4 }
      tracker: { kind: polling-worker, from: work-list, runs: track, every: 2s, in-flight: 50 per partition, \(worker) operations: { track: [ { call: bank.charge, timeout: 1s\(bank.isEmpty ? "" : ", when: { quota: { reply: skipped } }") }, { do: compare, when: { unchanged: continue, else: { publish: work } } } ] } }

    """
  }
  private static let crash = "faults: { gone: { at: 5s, back-in: 10s, hits: tracker, crash: 1 replica } }\n"

  /// The same, and changes that are pushed.
  private static func subscribed(
    _ fields: String, _ worker: String = "", from: String = "from: registry,", runs: String = "runs: receive,",
    steps: String = "publish: updates"
  ) -> String {
    """
    domain: { core: road-warrior, changes: 1000/day }
    populations: { reservation: { count: 400, of: road-warrior.reservation }, other: { count: 40, of: road-warrior.reservation } }
    components:
      app: { kind: service, operations: { run: 1ms } }
      bank: { kind: external, operations: { charge: 50ms } }
      registry: { kind: compacted-topic, key: reservation, partitions: 4 }
      others: { kind: compacted-topic, key: other, partitions: 4 }
      webhook: { kind: subscription, \(from) \(runs) \(fields) operations: { receive: [ { do: compare, when: { unchanged: continue, else: { \(steps) } } } ], drop: [ { do: compare, when: { else: continue } } ] } }
      tracker: { kind: polling-worker, from: registry, every: 5s, in-flight: 50 per partition, runs: track, \(worker) operations: { track: [ { call: bank.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: { publish: updates } } } ] } }
      updates: { kind: topic, partitions: 4 }
      shown: { kind: consumers, from: updates, runs: show, operations: { show: [ { do: apply-update, key: reservation, when: { applied: { measure: freshness since source-change }, else: continue } } ] } }
    workloads: { w: { rate: 1/s, flows: { f: 100% } } }
    """
  }
  private static let late = "mean freshness < 1s"
  static let subscriptions: [Pair] = [
    Pair(
      "subscription.from", subscribed("", from: "◊"), "from: others,", "from: registry,",
      "count outcomes(command=apply-update) < 1",
      .falls),
    Pair(
      "subscription.runs", subscribed("", runs: "◊"), "runs: drop,", "runs: receive,",
      "count outcomes(command=apply-update) < 1", .rises),
    Pair("subscription.share", subscribed("◊"), "share: 100%,", "share: 10%,", late, .rises),
    Pair("subscription.delay", subscribed("◊"), "delay: 1ms,", "delay: 1s,", late, .rises),
    Pair("subscription.lost", subscribed("◊"), "lost: 0%,", "lost: 90%,", late, .rises),
    Pair("subscription.retry", subscribed("lost: 50%, ◊"), "", "retry: { times: 40, every: 1ms },", late, .falls),
    Pair(
      "subscription.retry.times", subscribed("lost: 50%, ◊"), "retry: { times: 1, every: 1ms },",
      "retry: { times: 40, every: 1ms },", late, .falls),
    Pair(
      "subscription.retry.every", subscribed("lost: 50%, ◊"), "retry: { times: 9, every: 1ms },",
      "retry: { times: 9, every: 1s },", late, .rises),
    Pair(
      "subscription.operations", subscribed("", steps: "◊"), "publish: updates", "reply: ok",
      "count outcomes(command=apply-update) < 1", .falls),
  ]

  private static let whole = "from: work-list, runs: track, every: 2s, in-flight: 50 per partition,"
  private static let polls = "count calls(component=bank) < 1"
  static let polling: [Pair] = [
    Pair(
      "polling-worker.from", tracker("runs: track, every: 2s, in-flight: 50 per partition, ◊"), "from: others,",
      "from: work-list,", polls, .rises),
    Pair(
      "polling-worker.runs", tracker("from: work-list, every: 2s, in-flight: 50 per partition, ◊"), "runs: slow,",
      "runs: track,", polls, .rises),
    Pair(
      "polling-worker.every", tracker("from: work-list, runs: track, in-flight: 50 per partition, ◊"), "every: 4s,",
      "every: 2s,", polls, .times(2)),
    Pair(
      "polling-worker.every",
      tracker("from: work-list, runs: track, in-flight: 50 per partition, ◊").replacingOccurrences(
        of: "of: road-warrior.reservation }, other",
        with: "of: road-warrior.reservation, share: { a: 50%, b: 50% } }, other"),
      "every: 2s,", "every: { a: 2s, b: 20s },", polls, .falls),
    Pair(
      "polling-worker.takeover", seen("replicas: 2, ◊") + crash, "takeover: 1s,", "takeover: 9s,",
      "mean freshness < 1s",
      .rises),
    Pair(
      "polling-worker.read-rate", seen("replicas: 2, takeover: 1s, ◊") + crash, "read-rate: 100 MB,",
      "read-rate: 80 KB,",
      "mean freshness < 1s", .rises),
    Pair(
      "polling-worker.starts",
      tracker("from: work-list, runs: track, every: 2s, in-flight: 50 per partition, ◊", bank: "quota: 250/s,"),
      "starts: spread,", "starts: together,", "share calls(component=bank outcome=quota) < 1%", .rises),
    Pair(
      "polling-worker.starts",
      tracker("from: work-list, runs: track, every: 2s, in-flight: 50 per partition, ◊", bank: "quota: 250/s,"),
      "starts: together,", "starts: by partition,", "share calls(component=bank outcome=quota) < 1%", .falls),
    Pair(
      "polling-worker.in-flight", tracker("from: work-list, runs: track, every: 2s, ◊"), "in-flight: 1 per partition,",
      "in-flight: 50 per partition,", "share refreshed < 1%", .rises),
    Pair(
      "polling-worker.order", tracker("\(whole) ◊"), "order: by partition,", "order: by key,", "share refreshed < 1%",
      .rises),
    Pair(
      "polling-worker.order",
      tracker("from: work-list, runs: track, every: 1s, in-flight: 50 per partition, ◊"), "order: none,",
      "order: by key,", polls, .refused("two calls for one key")),
    Pair(
      "polling-worker.replicas", tracker("\(whole) threads: 4, ◊", answer: "300ms"), "replicas: 1,", "replicas: 4,",
      "share refreshed < 1%", .rises),
    Pair(
      "polling-worker.threads", tracker("\(whole) ◊", answer: "300ms"), "threads: 4,", "threads: 100,",
      "share refreshed < 1%", .rises),
    Pair(
      "polling-worker.cores", tracker("\(whole) poll: 10ms, ◊"), "cores: 4,", "cores: 1,", polls,
      .refused("of its cores")),
    Pair(
      "polling-worker.poll", tracker("\(whole) ◊"), "poll: 1ms,", "poll: 20ms,", polls, .refused("of its cores")),
    Pair(
      "polling-worker.memory", tracker("\(whole) ◊"), "memory: 1 MB,", "memory: 100 KB,", polls,
      .refused("does not fit")),
    Pair(
      "polling-worker.operations",
      tracker(whole, answer: "50ms").replacingOccurrences(
        of: "bank.charge, timeout: 2s", with: "bank.charge, timeout: ◊"),
      "1s", "10ms", "share refreshed < 1%", .falls),
    Pair(
      "polling-worker.starts", tracker("from: work-list, runs: track, in-flight: 50 per partition, ◊"),
      "starts: together, every: 2s,", "starts: on call,", polls, .falls, besides: ["every"]),
    Pair(
      "polling-worker.over-quota", seen("◊", bank: "quota: 20/s,"), "over-quota: skip,", "over-quota: rotate,",
      "share freshness above 25s < 1%", .falls),
    Pair(
      "polling-worker.over-quota", seen("◊", bank: "quota: 100/s,"), "over-quota: rotate,", "over-quota: random,",
      "share freshness above 5s < 1%", .rises),
    Pair("polling-worker.bulk", tracker("\(whole) ◊"), "", "bulk: 4,", polls, .falls),
    Pair("polling-worker.keys", subscribed("share: 50%,", "◊"), "keys: all,", "keys: unsubscribed,", polls, .falls),
    Pair(
      "compacted-topic.lag",
      """
      domain: { core: road-warrior, changes: 5%/day }
      populations: { reservation: { count: 400, of: road-warrior.reservation } }
      components:
        app: { kind: service, operations: { run: [ { do: remove, key: reservation, when: { else: continue } }, { do: apply-update, when: { else: continue } } ] } }
        bank: { kind: external, operations: { charge: 50ms } }
        work-list: { kind: compacted-topic, key: reservation, ◊ }
        tracker: { kind: polling-worker, from: work-list, runs: track, every: 2s, in-flight: 50 per partition, operations: { track: [ { call: bank.charge, timeout: 2s }, { do: compare, when: { unchanged: continue, else: { publish: work-list } } } ] } }
      """, "lag: 1ms", "lag: 10s", polls, .rises),
  ]
}
