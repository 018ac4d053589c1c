import Components

/// The keys of the language outside components, in the same form as the catalogue of kinds. The reader
/// checks against these tables and the JSON schema is printed from them.
package enum Language {
  /// Every key at the top of a scenario file, with what it is.
  package static let topKeys: [(name: String, documentation: String)] = [
    ("orrery", "version of the language: 1"),
    ("name", "what the scenario is called"),
    ("question", "what the run is asked"),
    ("seed", "the one number behind every random draw"),
    ("origin", "where quantities come from that do not say: derived, assumed, measured or sibling"),
    ("run", "how long, how often and how large"),
    ("systems", "prefix → a scenario file that is part of this one"),
    ("domain", "the domain core that makes decisions, and its parameters"),
    ("network", "time between places"),
    ("populations", "name → a key space"),
    ("components", "name → a component"),
    ("policies", "name → what a caller does about a callee"),
    ("flows", "name → steps, as the client does them"),
    ("workloads", "name → a shape of load with shares of flows"),
    ("faults", "name → what breaks, when"),
    ("budgets", "name → a check"),
    ("slos", "name → a service-level objective"),
    ("prices", "price books and fixed costs"),
    ("live", "what calls of flows are on the wire, for runs against a real service"),
    ("options", "name → paths with other values"),
  ]

  /// Top keys that hold names of the user's choice: a system's names get its prefix.
  static let tables = [
    "populations", "components", "policies", "flows", "workloads", "faults", "budgets", "slos",
  ]
  /// Top keys of which every system keeps its own.
  static let perSystem = ["domain", "network", "prices", "origin", "live"]

  static let precision: [Parameter] = [
    Parameter("until", .text, "`decided`: every budget is; or the widest half-width of intervals, as in `2%`"),
    Parameter("at-least", .count(2...100_000), standard: "5", "fewest replications"),
    Parameter("max", .count(2...100_000), standard: "100", "most replications"),
  ]

  static let run: [Parameter] = [
    Parameter("starts", .clock, standard: "Mon 00:00", "place of simulated time zero in the week"),
    Parameter("duration", .time, "simulated time in which load arrives"),
    Parameter("warm-up", .time, "cut from every estimate; found automatically when left out"),
    Parameter("drain", .time, standard: "0s", "time for what is in flight to finish"),
    Parameter(
      "replications",
      .either([
        .count(1...100_000),
        .map(precision),
      ]), standard: "1", "independent runs"),
    Parameter("load", .factor, standard: "x1", "factor on every workload"),
    Parameter("scale", .text, standard: "1:1", "`1:1000` runs a thousandth of the cells"),
    Parameter(
      "stands-for", .time,
      "says that the run stands for more than itself: needed for bills, which are of 30 days, and for windows of objectives"
    ),
  ]

  static let network: [Parameter] = [
    Parameter("client", .timeDistribution, standard: "0ms", "between a client and the system, one way"),
    Parameter("same-zone", .timeDistribution, standard: "0ms", "between components of one zone, one way"),
    Parameter("cross-zone", .timeDistribution, standard: "0ms", "between components of two zones, one way"),
  ]

  static let population: [Parameter] = [
    Parameter("count", .count(1...1_000_000_000_000), required: true, "keys in the key space"),
    Parameter("pick", .keyDistribution, standard: "uniform", "how a request picks its key"),
    Parameter("size", .sizeDistribution, "bytes of one value"),
    Parameter("share", .table(.ratio), "class → its share of the keys"),
    Parameter("of", .text, "core.entity: keys are entities of a domain core"),
  ]

  static let policy = PolicyForm.all.map(\.parameter)
  static let retry: [Parameter] = [
    Parameter("times", .count(1...100), required: true, "tries after the first"),
    Parameter(
      "backoff", .either([.timeRange, .timeDistribution]), standard: "0s",
      "time before a retry: doubles from the first value to the second; one value stays as it is; each is drawn from a distribution"
    ),
    Parameter("jitter", .word(["full", "equal", "none"]), standard: "full", "how much of a backoff is drawn"),
    Parameter("budget", .ratio, "retries as a share of first tries, at most"),
    Parameter("for", .list(.word(failures)), "outcomes that are tried again; all three by default"),
  ]
  static let breaker: [Parameter] = [
    Parameter("failure-threshold", .ratio, required: true, "share of failures in a window"),
    Parameter("window", .time, standard: "10s", "time over which the share is taken"),
    Parameter("calls", .count(1...1_000_000), standard: "20", "fewest calls in a window that it judges by"),
    Parameter("cooldown", .time, standard: "5s", "time until it lets one call through again"),
  ]
  static let hedge: [Parameter] = [
    Parameter("after", .time, required: true, "time without an answer"),
    Parameter("times", .count(1...10), standard: "1", "further calls, at most"),
    Parameter("budget", .ratio, "hedges as a share of calls, at most"),
    Parameter(
      "cancel", .flag, standard: "no",
      "once one call is answered, the others end at once with all that they wait for: they count as `cancelled`, not as `wasted`. After a timeout they go on"
    ),
  ]

  static let check = Parameter("check", .text, required: true, "STAT METRIC(label=x) [above V] OP V")
  static let budget = [check] + BudgetForm.all.map(\.parameter)

  static let objective: [Parameter] = [
    Parameter("good", .text, required: true, "`flow=buy and ok and latency < 3s`"),
    Parameter("target", .ratio, required: true, "share of good events"),
    Parameter("window", .time, required: true, "time over which it is judged"),
  ]

  static let prices: [Parameter] = [
    Parameter("books", .list(.text), "price books, relative to this file"),
    Parameter("fixed", .table(.money), "name → price per time"),
  ]
  static let priceBook: [Parameter] = [
    Parameter("orrery-prices", .text, required: true, "version of the form: 1"),
    Parameter("date", .text, required: true, "day of the prices"),
    Parameter("source", .text, required: true, "where they come from"),
    Parameter("currency", .text, standard: "USD", "of every price in it"),
    Parameter(
      "entries", .table(.table(.money)), required: true,
      "entry → meter → price; `cores` and `memory` beside `instance` say what one instance has"),
  ]

  static let system: [Parameter] = [
    Parameter("file", .text, required: true, "a scenario file, relative to this one"),
    Parameter("with", .list(.text), "its options that hold"),
    Parameter("join", .table(.name(.component)), "its component → ours that takes its place"),
  ]

  /// What ends an operation as a failure, and travels up where it is not handled.
  static let failures = ["timeout", "refused", "error"]
  static let cores = ["hey-blue", "ticket-sales", "sysops-squad"]
}
