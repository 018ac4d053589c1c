/// Parameters and meters that several kinds have.
extension Kind {
  static let zones = Parameter(
    "zones", .either([.list(.text), .table(.text)]),
    "where its replicas stand: in turn, as in `[ a, b ]`, or one by one, as in `{ 1: a, 2: b }`, `{ primary: a, replica: b }` for a database; without, near everybody"
  )
  static let price = Parameter(
    "price", .either([.name(.priceEntry), .list(.name(.priceEntry)), .table(.money)]),
    "an entry of a price book, entries of which the first that is large enough is paid, or meters with their prices; `cores` and `memory` beside `instance` say what one instance has"
  )
  static let operations = Parameter("operations", .table(.text), "name → a distribution, or steps")
  /// Of kinds whose operations take steps of nobody.
  static let distributions = Parameter("operations", .table(.text), "name → a distribution of times, as in `200ms`")
  static let to = Parameter(
    "to", .either([.name(.component), .table(.name(.component))]), required: true,
    "where operations are passed on: one component, or `{ operation: component, else: component }`")
  static let from = Parameter(
    "from", .name(.component), required: true, "the topic that it reads")
  static let runs = Parameter(
    "runs", .name(.operation), required: true, "the operation that it runs for each record")

  static let picks = ["round-robin", "random", "least-in-flight", "two-choices", "same-zone", "by-key"]
  static let disciplines = ["fifo", "lifo", "priority", "shortest", "fair"]

  static let scaling: [Parameter] = [
    Parameter("min", .count(1...100_000), standard: "1", "fewest replicas; it begins with them"),
    Parameter("max", .count(1...100_000), required: true, "most replicas"),
    Parameter(
      "keep", .text, standard: "cpu 60%",
      "the signal and its target, of the replicas that are there: `cpu 60%`, `slots 70%`, `queue 10` waiting for each replica, where a worker takes from as well"
    ),
    Parameter("metric-delay", .time, standard: "60s", "age of the signal that it decides by"),
    Parameter("startup", .time, standard: "60s", "time until a new replica takes work"),
    Parameter("cooldown", .time, standard: "60s", "shortest time between two decisions"),
    Parameter(
      "interval", .time, standard: "15s", positive: true,
      "time between two evaluations, over which the signal is averaged"),
  ]
  static let replicasForm = ValueForm.either([.count(1...100_000), .map(scaling)])

  static let discipline = Parameter(
    "discipline", .word(disciplines + ["preemptive", "sharing"]), standard: "fifo",
    disciplineText
      + "; `preemptive` is `priority` whose work takes a core from that of the lowest, which keeps its slot and goes on later where it stopped (preemptive resume); `sharing` lets all work at once, each slower (processor sharing)"
  )
  static let weights = Parameter(
    "weights", .table(.count(1...1000)),
    "where work shares the cores: `priority` of the call → its weight, 1 for others; work has its part of the cores in proportion, and one core at most (discriminatory processor sharing), as in `discipline: sharing, weights: { 0: 4, 7: 1 }`"
  )
  static let speeds = Parameter(
    "speed-by-load", .table(.factor),
    "where work shares the cores (load-dependent service): how much is at work in one replica → how fast all of it together is, in cores: no more than are at work, and no more than `cores`; in a straight line from one to the next, and after the last as there, as in `discipline: sharing, cores: 4, speed-by-load: { 1: x1, 2: x1.8, 4: x3, 8: x2.5 }`"
  )
  static let disciplineText =
    "who is next: by arrival, the last first, by `priority` of the call (0 first), by drawn work, in turn by flow"
  static let shed = Parameter(
    "shed",
    .map([
      Parameter("target", .time, required: true, "acceptable wait"),
      Parameter(
        "interval", .time, standard: "100ms", positive: true,
        "time above it after which work is refused, ever more often"),
    ]), "controlled delay (CoDel): refuses what has waited too long for a slot while the queue stands")

  /// How a station behaves under load.
  static let behaviour: [Parameter] = [
    discipline, weights, speeds, shed,
    Parameter(
      "adapts",
      .map([
        Parameter("target", .time, required: true, "acceptable response time"),
        Parameter("least", .count(1...1_000_000), standard: "1", "fewest operations at once"),
      ]), "adaptive concurrency: more at once while responses are below the target, fewer when they are above"),
    Parameter(
      "degrades",
      .map([
        Parameter(
          "from", .count(0...1_000_000), required: true,
          "operations with a thread of one replica, that of the work among them, from which work is slower"),
        Parameter("each", .ratio, required: true, "how much slower for each one more"),
      ]),
      "`work` that takes longer the more is in progress when it begins, as with garbage collection or swapping: 1 + each × (operations − from) times; a `wait` does not"
    ),
    Parameter(
      "freezes",
      .map([
        Parameter("after", .time, standard: "60s", positive: true, "time for which all its threads are busy"),
        Parameter("back-in", .time, standard: "5min", "time until it is back"),
      ]), "a replica without a free thread for so long stops, with all that it was working on"),
    Parameter(
      "remembers", .time,
      "idempotency keys: for so long, a second try or delivery of a request that was done does nothing"),
  ]

  static let capacity: [Parameter] = [
    Parameter(
      "replicas", replicasForm, standard: "1", scales: true,
      "instances; a map with min and max scales them by a signal, as the kind autoscaler does"),
    Parameter("cores", .count(1...4096), standard: "1", "cores of one replica; `work` uses one"),
    Parameter(
      "threads", .count(1...1_000_000), standard: "64", scales: true,
      "operations that one replica runs at once, downstream waits included"),
    Parameter(
      "queue", .count(0...100_000_000), standard: "1000",
      "operations that may wait for a thread of one replica; more are refused"),
    Parameter(
      "pick", .word(picks), standard: "round-robin",
      "how a caller chooses the replica"),
  ]

  static let outsideParameters: [Parameter] = [
    Parameter(
      "quota", .rate, scales: true,
      "calls in each second, by credit where that is no whole number (one call, or one second's worth, is saved up); more get the outcome `quota`, which is `refused` to whoever does not handle it"
    ),
    Parameter(
      "by", .name(.population), "a queue, quota and outage for each key of this population"),
    Parameter(
      "quotas", .table(.rate), scales: true,
      "key of `by`, from 1 → a quota of its own in place of `quota`: that of a large partner, say"),
    Parameter(
      "outcomes", .table(.ratio), "outcome → its share; what is left is `ok`"),
    Parameter("request", .size, standard: "1 KB", "bytes sent by one call that states no `size`, for the egress meter"),
    price, distributions,
  ]

  static let replication = Parameter(
    "replication", .count(1...15), standard: "3",
    "copies of each record, in as many zones as there are: when the zone of a partition's leader is lost, a copy elsewhere leads it after `failover`"
  )
  static let failover = Parameter(
    "failover", .time, standard: "10s",
    "time until a copy leads the partitions whose leader's zone is lost; they take and give nothing until then")

  static let log: [Parameter] = [
    Parameter("key", .name(.population), "the key space that orders records"),
    Parameter(
      "partitions", .either([.count(1...100_000), .perClass(.count(1...100_000))]), standard: "1",
      scales: true, "parts of the log, or parts for each class of the population"),
    Parameter("publish", .timeDistribution, standard: "3ms", "time until a record is acknowledged"),
    Parameter("record", .size, standard: "1 KB", "bytes of one record"),
    replication, failover,
    Parameter(
      "queue", .count(1...1_000_000_000), standard: "10M",
      "records that may wait in the log; more are refused"),
    whenFull, zones, price,
  ]
  static let whenFull = Parameter(
    "when-full", .word(["refuse", "block"]), standard: "refuse",
    "what becomes of a `publish` to it while it is full: `refuse` it, or `block` the step until there is room, with its thread in hand and its core free, in the order of arrival (blocking after service); they count as `blocked`. What a decision emits is refused all the same"
  )

  static let computeMeters = [
    Meter(
      "instance", "instance time",
      "replicas, for 30 days: as many as there are, or the mean of those that a scaler had started; never larger than what is paid for"
    ),
    Meter("core", "core time", "cores of the replicas, for 30 days"),
    Meter("call", "calls", "operations started"),
    crossZone,
  ]
  /// Of kinds without cores of their own.
  static let instanceMeters = computeMeters.filter { $0.name != "core" }
  /// As clouds bill it: at both ends.
  static let crossZone = Meter(
    "cross-zone", "GB",
    "bytes of calls and records that come from another zone or go to one: `size`, or 1 KB; answers are not counted")
  static let passingMeters = [
    Meter("instance", "instance time", "one, for 30 days"),
    Meter("call", "calls", "operations passed on"),
    Meter("egress", "GB", "bytes of the calls, which are answered to clients: their `size`, or 1 KB"),
  ]
  static let callMeters = [
    Meter("call", "calls", "calls made, refused ones included"),
    Meter("egress", "GB", "bytes of the requests sent"),
  ]
  static let messageMeters = [
    Meter("message", "calls", "records published"),
    Meter("instance", "instance time", "one, for 30 days"),
    Meter("storage", "GB month", "one record for each key of its `key` population, times the replication"),
    crossZone,
  ]
}
