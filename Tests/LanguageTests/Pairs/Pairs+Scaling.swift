import Foundation

/// Replicas that come and go with a signal: in a map of their own, and by an autoscaler.
extension Pairs {
  private static let fast = "metric-delay: 1s, startup: 1s, cooldown: 1s, interval: 1s"

  /// Two busy cores are needed, and one is there.
  private static func grows(_ fields: String) -> String {
    """
    components:
      app: { kind: KIND, threads: 8, queue: 1000, replicas: { \(fields) }, operations: { run: exponential(mean 40ms) } }
      back: { kind: service, operations: { other: 1ms } }
    """
  }
  private static func scaler(_ fields: String) -> String {
    """
    components:
      app: { kind: service, threads: 8, queue: 1000, operations: { run: exponential(mean 40ms) } }
      scaler: { kind: autoscaler, scales: app, \(fields) }
    """
  }
  private static func workers(_ fields: String) -> String {
    """
    components:
      app: { kind: service, operations: { run: [ { publish: mails } ] } }
      mails: { kind: queue }
      mailer: { kind: worker, cores: 1, from: mails, runs: send, replicas: { \(fields) }, operations: { send: [ { work: exponential(mean 40ms) }, measure: done since begun ] } }
    flows: { f: [ { mark: begun }, { call: app.run, timeout: 5s } ] }
    """
  }

  /// Each key of a scaling, with the two values, whether the figure rises, and the rest of the map.
  private static let keys: [(key: String, one: String, other: String, rises: Bool, rest: String)] = [
    ("min", "min: 1", "min: 4", false, "max: 4"),
    ("max", "max: 1", "max: 4", false, "min: 1, keep: cpu 50%, \(fast)"),
    ("keep", "keep: cpu 95%", "keep: cpu 30%", false, "max: 6, \(fast)"),
    ("keep", "keep: slots 95%", "keep: slots 10%", false, "max: 6, \(fast)"),
    ("keep", "keep: queue 900", "keep: queue 1", false, "max: 6, \(fast)"),
    ("metric-delay", "metric-delay: 1s", "metric-delay: 8s", true, "max: 6, startup: 1s, cooldown: 1s, interval: 1s"),
    ("startup", "startup: 1s", "startup: 10s", true, "max: 6, metric-delay: 1s, cooldown: 1s, interval: 1s"),
    ("cooldown", "cooldown: 1s", "cooldown: 8s", true, "max: 6, metric-delay: 1s, startup: 1s, interval: 1s"),
    ("interval", "interval: 1s", "interval: 8s", true, "max: 6, metric-delay: 1s, startup: 1s, cooldown: 1s"),
  ]

  static let scaling: [Pair] =
    keys.flatMap { entry -> [Pair] in
      let move: Pair.Move = entry.rises ? .rises : .falls
      let fields = "◊, \(entry.rest)"
      return Pair.of(
        station, "replicas.\(entry.key)", grows(fields), entry.one, entry.other, mean, move)
        + [
          Pair("autoscaler.\(entry.key)", scaler(fields), entry.one, entry.other, mean, move)
        ]
        // The signals of a worker are those of its own slots and cores.
        + (entry.one.contains("queue")
          ? []
          : [
            Pair("worker.replicas.\(entry.key)", workers(fields), entry.one, entry.other, "mean done < 1s", move)
          ])
        + (["min", "max"].contains(entry.key) || entry.one.contains("slots") || !entry.one.contains("queue")
          ? Pair.of([sockets], "replicas.\(entry.key)", connects(fields), entry.one, entry.other, mean, move) : [])
    }
    + [
      Pair(
        "autoscaler.scales",
        """
        components:
          app: { kind: service, threads: 8, queue: 1000, operations: { run: exponential(mean 40ms) } }
          other: { kind: service, operations: { run: 1ms } }
          scaler: { kind: autoscaler, ◊ max: 4, \(fast) }
        """, "scales: other,", "scales: app,", mean, .falls)
    ]

  /// Messages need cores; connections are slots.
  private static func connects(_ fields: String) -> String {
    """
    components:
      app: { kind: websocket-server, connections: 60, lease: 1s, replicas: { \(fields) }, operations: { run: exponential(mean 40ms), connect: 1ms } }
    flows: { f: [ { call: app.run, timeout: 5s, when: { else: continue } } ], g: [ { call: app.connect, timeout: 1s } ] }
    workloads:
      w: { rate: 50/s, flows: { f: 100% } }
      v: { rate: 50/s, flows: { g: 100% } }
    """
  }
}
