import Foundation

/// Queues, and who takes from them.
extension Pairs {
  static let messaging: [Pair] = queues + workers + people

  /// A message for each request, and the time from the request to its being done.
  static func mails(
    queue: String, worker: String = "threads: 20,", send: String = "[ { wait: 50ms }, { measure: done since begun } ]",
    rest: String = ""
  )
    -> String
  {
    """
    components:
      app: { kind: service, threads: 1k, operations: { run: [ { call: db.write, timeout: 5s }, { call: slow.write, timeout: 5s }, { publish: mails } ] } }
      db: { kind: database, operations: { write: 1ms } }
      slow: { kind: database, operations: { write: 100ms } }
      mails: { kind: queue, \(queue) }
      others: { kind: queue, zones: [ a ] }
      mailer: { kind: worker, \(worker) operations: { send: \(send), look: [ { wait: 500ms }, { measure: done since begun } ] } }
    flows: { f: [ { mark: begun }, { call: app.run, timeout: 5s } ] }
    \(rest)
    """
  }
  static let done = "mean done < 1s"
  private static let taken = "count calls(component=mailer) < 1"
  private static func mails(
    _ rest: String, queue: String = "◊", send: String = "[ { wait: 50ms }, { measure: done since begun } ]"
  ) -> String {
    mails(queue: queue, worker: "from: mails, runs: send, threads: 20,", send: send, rest: rest)
  }

  private static let zoneOut = "faults: { out: { at: 5s, for: 5s, hits: zone a, outage: yes } }"
  private static let out = "faults: { out: { at: 5s, for: 5s, hits: mails, outage: yes } }"
  private static let queues: [Pair] = [
    Pair(
      "queue.visibility", mails(""), "visibility: 20ms", "visibility: 1s",
      "count counts(component=mails counter=redelivered) < 1", .falls),
    Pair(
      "queue.receives", mails("", queue: "visibility: 100ms, ◊", send: "[ fail: broken ]"), "receives: 2",
      "receives: 5",
      taken, .rises),
    Pair(
      "queue.dead-letter", mails("", queue: "visibility: 100ms, receives: 2, ◊", send: "[ fail: broken ]"),
      "dead-letter: yes", "dead-letter: no", "count dead-letters(component=mails) < 1", .falls),
    Pair(
      "queue.queue", mails("", queue: "◊", send: "[ wait: 2s ]"), "queue: 1", "queue: 1000", errors, .falls),
    Pair(
      "queue.when-full", mails("", queue: "queue: 1, ◊", send: "[ wait: 390ms ]"), "when-full: refuse",
      "when-full: block", errors, .falls),
    Pair("queue.outbox", mails(out), "visibility: 30s", "visibility: 30s, outbox: { in: db }", errors, .falls),
    Pair("queue.outbox.in", mails(""), "outbox: { in: db }", "outbox: { in: slow }", done, .rises),
    Pair(
      "queue.outbox.relay", mails(""), "outbox: { in: db, relay: 10ms }", "outbox: { in: db, relay: 2s }", done, .rises),
    Pair(
      "queue.retention", mails("", send: "[ wait: 2s ]"), "visibility: 30s", "visibility: 30s, retention: 1s",
      "count counts(component=mails counter=dropped) < 1", .rises),
    Pair(
      "queue.replication", mails(zoneOut, queue: "zones: [ a, b ], failover: 1s, ◊"), "replication: 1",
      "replication: 3",
      errors, .falls),
    Pair("queue.failover", mails(zoneOut, queue: "zones: [ a, b ], ◊"), "failover: 1s", "failover: 4s", errors, .rises),
    Pair("queue.publish", mails(""), "publish: 3ms", "publish: 100ms", mean, .rises),
    Pair(
      "queue.zones", mails(zoneOut), "zones: [ a ]",
      "zones: [ b ]", errors, .falls),
  ]

  private static let workers: [Pair] = [
    Pair("worker.from", mails(queue: "", worker: "runs: send, ◊"), "from: others,", "from: mails,", taken, .rises),
    Pair(
      "worker.runs", mails(queue: "", worker: "from: mails, threads: 50, ◊"), "runs: send,", "runs: look,", done, .rises
    ),
    Pair(
      "worker.replicas", mails(queue: "", worker: "from: mails, runs: send, threads: 2, ◊"), "replicas: 1,",
      "replicas: 4,", done, .falls),
    Pair(
      "worker.threads", mails(queue: "", worker: "from: mails, runs: send, ◊"), "threads: 2,", "threads: 20,", done,
      .falls),
    Pair(
      "worker.cores",
      mails(
        queue: "", worker: "from: mails, runs: send, ◊",
        send: "[ { work: exponential(mean 18ms) }, { measure: done since begun } ]"),
      "cores: 1,", "cores: 2,", done, .falls),
    Pair(
      "worker.remembers",
      mails(queue: "visibility: 60ms", worker: "from: mails, runs: send, threads: 20, ◊", send: "[ wait: 100ms ]"),
      "", "remembers: 10s,", "count counts(component=mailer counter=repeated) < 1", .rises),
    Pair(
      "worker.zones",
      mails(
        queue: "", worker: "from: mails, runs: send, threads: 20, ◊",
        rest: "faults: { out: { at: 5s, for: 5s, hits: zone a, outage: yes } }"),
      "zones: [ a ],", "zones: [ b ],", done, .falls),
    Pair(
      "worker.operations",
      mails(queue: "", worker: "from: mails, runs: send,", send: "[ { wait: ◊ }, { measure: done since begun } ]"),
      "50ms", "80ms", done, .rises),
  ]

  private static func agents(_ fields: String, _ operation: String = "[ work: exponential(mean 100ms) ]") -> String {
    """
    components: { app: { kind: people, \(fields) operations: { run: \(operation), far: \(operation) } } }
    """
  }
  private static func desk(_ fields: String) -> String {
    """
    components:
      app: { kind: service, operations: { run: [ { publish: mails } ] } }
      mails: { kind: queue }
      others: { kind: queue }
      mailer: { kind: people, count: 20, \(fields), operations: { send: [ { work: 50ms }, { measure: done since begun } ], look: [ { work: 100ms }, { measure: done since begun } ] } }
    flows: { f: [ { mark: begun }, { call: app.run, timeout: 5s } ] }
    """
  }
  private static func line(_ first: String = "", _ second: String = "", distribution: String = "exponential(mean 15ms)")
    -> String
  {
    agents("count: 1, ◊", "[ work: \(distribution) ]") + """

      flows:
        f: [ { call: app.run, timeout: 5s\(first) } ]
        g: [ { call: app.far, timeout: 5s\(second) } ]
      workloads: { w: { rate: 60/s, flows: { f: 10%, g: 90% } } }
      """
  }
  private static let people: [Pair] = [
    Pair("people.count", agents("◊"), "count: 6,", "count: 20,", mean, .falls),
    Pair("people.queue", agents("count: 4, ◊"), "queue: 0,", "queue: 100,", refused, .falls),
    Pair("people.from", desk("◊"), "from: others, runs: send", "from: mails, runs: send", taken, .rises),
    Pair("people.runs", desk("◊"), "from: mails, runs: send", "from: mails, runs: look", done, .rises),
    Pair("people.discipline", line(), "discipline: fifo,", "discipline: lifo,", tail, .rises),
    Pair(
      "people.discipline", line(", priority: 0", ", priority: 7"), "discipline: fifo,", "discipline: priority,", mean,
      .falls),
    Pair(
      "people.discipline", line(distribution: "lognormal(median 5ms p99 200ms)"), "discipline: fifo,",
      "discipline: shortest,",
      "mean latency < 1s", .falls),
    Pair("people.discipline", line(), "discipline: fifo,", "discipline: fair,", mean, .falls),
    Pair(
      "people.zones",
      """
      network: { cross-zone: 10ms }
      components:
        web: { kind: service, zones: [ a ], operations: { run: [ { call: app.run, timeout: 5s } ] } }
        app: { kind: people, count: 50, ◊ operations: { run: [ work: 5ms ] } }
      flows: { f: [ { call: web.run, timeout: 5s } ] }
      """, "zones: [ a ],", "zones: [ b ],", mean, .rises),
    Pair("people.operations", agents("count: 100,", "[ work: ◊ ]"), "50ms", "100ms", mean, .times(2)),
  ]
}
