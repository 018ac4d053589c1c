import Foundation

/// Topics and those who read them.
extension Pairs {
  static let logs: [Pair] = topics + consumers

  /// - Parameters:
  ///   - topic: parameters of the topic that is written to, kind included.
  ///   - group: those of the consumers.
  static func stream(
    topic: String, group: String = "from: events, runs: take,",
    take: String = "[ { wait: 10ms }, { measure: done since begun } ]",
    rest: String = ""
  ) -> String {
    """
    populations: { order: { count: 1000, pick: zipf(s 0.9), size: 2 KiB, share: { big: 50%, small: 50% } }, few: { count: 10 } }
    components:
      app: { kind: service, threads: 1k, operations: { run: [ { publish: events, key: order } ] } }
      events: { \(topic) }
      others: { kind: topic, zones: [ a ] }
      reader: { kind: consumers, \(group) operations: { take: \(take), look: [ { wait: 40ms }, { measure: done since begun } ] } }
    flows: { f: [ { mark: begun }, { call: app.run, timeout: 5s } ] }
    \(rest)
    """
  }

  private static let zoneOut = "faults: { out: { at: 5s, for: 5s, hits: zone a, outage: yes } }"
  static let kinds: [Pair.Variant] = [.init("topic"), .init("compacted-topic")]

  private static let topics: [Pair] =
    Pair.of(
      kinds, "key", stream(topic: "kind: KIND, ◊ price: { storage: $1/GB month }"), "key: few,", "key: order,",
      "per-month cost < $1", .times(100))
    + Pair.of(
      kinds, "partitions", stream(topic: "kind: KIND, ◊", take: slow), "partitions: 1", "partitions: 16", done, .falls)
    + Pair.of(kinds, "publish", stream(topic: "kind: KIND, ◊"), "publish: 3ms", "publish: 50ms", mean, .rises)
    + Pair.of(
      kinds, "replication",
      stream(topic: "kind: KIND, partitions: 3, zones: [ a, b, c ], failover: 1s, ◊", rest: zoneOut),
      "replication: 1", "replication: 3", errors, .falls)
    + Pair.of(
      kinds, "failover", stream(topic: "kind: KIND, partitions: 3, zones: [ a, b, c ], ◊", rest: zoneOut),
      "failover: 1s", "failover: 4s", errors, .rises)
    + Pair.of(
      kinds, "queue", stream(topic: "kind: KIND, ◊", take: "[ wait: 1s ]"), "queue: 1", "queue: 1000", errors, .falls)
    + Pair.of(
      kinds, "when-full", stream(topic: "kind: KIND, queue: 1, ◊", take: "[ wait: 19ms ]"), "when-full: refuse",
      "when-full: block", errors, .falls)
    + Pair.of(
      kinds, "zones", stream(topic: "kind: KIND, replication: 1, partitions: 3, ◊", rest: zoneOut), "zones: [ a ]",
      "zones: [ b ]", errors, .falls)

  private static let slow = "[ { wait: 30ms }, { measure: done since begun } ]"
  private static let readTotal = "count calls(component=reader) < 1"

  private static let consumers: [Pair] = [
    Pair(
      "consumers.from", stream(topic: "kind: topic", group: "runs: take, ◊"), "from: others,", "from: events,",
      readTotal, .rises),
    Pair(
      "consumers.runs", stream(topic: "kind: topic, partitions: 16", group: "from: events, ◊"), "runs: take,",
      "runs: look,", done, .rises),
    Pair(
      "consumers.replicas",
      stream(topic: "kind: topic, partitions: 16", group: "from: events, runs: take, threads: 1, ◊", take: slow),
      "replicas: 1,", "replicas: 4,", done, .falls),
    Pair(
      "consumers.threads",
      stream(topic: "kind: topic, partitions: 16", group: "from: events, runs: take, ◊", take: slow),
      "threads: 1,", "threads: 16,", done, .falls),
    Pair(
      "consumers.cores",
      stream(
        topic: "kind: topic, partitions: 16", group: "from: events, runs: take, ◊",
        take: "[ { work: exponential(mean 18ms) }, { measure: done since begun } ]"), "cores: 1,", "cores: 4,", done,
      .falls),
    Pair(
      "consumers.order",
      stream(topic: "kind: topic, partitions: 2", group: "from: events, runs: take, threads: 64, ◊", take: slow),
      "order: by partition,", "order: by key,", done, .falls),
    Pair(
      "consumers.order",
      stream(topic: "kind: topic, partitions: 2", group: "from: events, runs: take, threads: 64, ◊", take: slow),
      "order: by partition,", "order: none,", done, .falls),
    Pair(
      "consumers.zones",
      stream(
        topic: "kind: topic, partitions: 4", group: "from: events, runs: take, ◊", rest: zoneOut),
      "zones: [ a ],", "zones: [ b ],", done, .falls),
    Pair(
      "consumers.operations",
      stream(topic: "kind: topic, partitions: 16", take: "[ { wait: ◊ }, { measure: done since begun } ]"),
      "10ms", "20ms", done, .rises),
  ]
}
