import Components

/// The keys of `workloads` and `faults`.
extension Language {
  static let stage: [Parameter] = [
    Parameter("name", .text, "names a phase, for budgets"),
    Parameter("duration", .time, required: true, "length; zero jumps"),
    Parameter("target", .rate, required: true, "rate at its end; in `steps`, all along"),
  ]
  static let userStage: [Parameter] = [
    Parameter("name", .text, "names a phase, for budgets"),
    Parameter("duration", .time, required: true, "length; zero jumps"),
    Parameter("target", .count(0...100_000_000), required: true, "users at its end"),
  ]
  static let diurnal: [Parameter] = [
    Parameter("mean", .rate, required: true, "mean rate of the day, all regions together"),
    Parameter("peak", .factor, required: true, "highest rate over the mean"),
    Parameter("at", .clock, required: true, "time of day of the highest rate"),
    Parameter("regions", .table(.map(region)), "name → a region with a share of the load and a clock of its own"),
  ]
  static let region: [Parameter] = [
    Parameter("share", .ratio, required: true, "of the load; the shares add up to 100%"),
    Parameter("shift", .time, standard: "0s", "its day comes so much later than that of the run; less than a day"),
  ]
  static let crowd: [Parameter] = [
    Parameter("count", .count(1...1_000_000_000), required: true, "arrivals, exactly"),
    Parameter("within", .time, required: true, "time in which they arrive"),
  ]
  static let closed: [Parameter] = [
    Parameter("users", .count(1...100_000_000), "users that take turns; or `stages`; all of `who` by default"),
    Parameter("stages", .list(.map(userStage)), "users over time: numbers that change linearly from stage to stage"),
    Parameter("think", .timeDistribution, standard: "0s", "time from an answer to the next request of the same user"),
    Parameter(
      "pace", .timeDistribution,
      "time from one request to the next of the same user, at least; the first comes after a uniform share of it"),
    Parameter("patience", .timeDistribution, "time after which a user gives a request up; never by default"),
  ]
  static let calendar: [Parameter] = [
    Parameter(
      "at", .either([.time, .clock]), required: true, "when the span begins: since the start of the run, or a clock"),
    Parameter("for", .time, required: true, "how long it lasts"),
    Parameter("rate", .rate, required: true, "rate in the span"),
  ]
  static let users: [Parameter] = [
    Parameter("count", .count(1...1_000_000_000_000), required: true, "users"),
    Parameter("active", .ratio, standard: "100%", "share of them that are active"),
    Parameter("each", .rate, required: true, "requests of one active user"),
  ]

  static let arrivals: [Parameter] = [
    Parameter("renewal", .timeDistribution, "gaps by a distribution, stretched to the rate: only its shape matters"),
    Parameter("bursty", .map(bursty), "calm and bursts take turns; the mean rate stays"),
  ]
  static let bursty: [Parameter] = [
    Parameter("factor", .factor, required: true, "rate of a burst over that of calm"),
    Parameter("burst", .time, required: true, "mean length of a burst"),
    Parameter("calm", .time, required: true, "mean length of calm"),
  ]
  static let growth: [Parameter] = [
    Parameter("by", .factor, required: true, "factor on the rate"),
    Parameter("every", .time, required: true, "time in which the rate grows by it"),
  ]
  static let storm: [Parameter] = [
    Parameter("name", .text, "workloads that name one storm share its instants; the workload's own name by default"),
    Parameter("every", .timeDistribution, required: true, "time from the end of one to the next"),
    Parameter("lasts", .timeDistribution, required: true, "how long one lasts"),
    Parameter("factor", .factor, required: true, "factor on the rate meanwhile"),
  ]
  static let modifiers: [Parameter] = [
    Parameter(
      "arrivals", .either([.word(["poisson", "even"]), .map(arrivals)]), standard: "poisson",
      "how arrivals are spaced around the rate"),
    Parameter(
      "batch", .text, standard: "1",
      "requests that arrive together: `5`, or `geometric(mean 3)`; the rate is still that of requests"),
    Parameter("growth", .map(growth), "the rate grows with time"),
    Parameter("storm", .map(storm), "spans of a higher rate that come at random"),
  ]
  /// Keys of a workload that are no shape.
  static let besidesShapes: [Parameter] =
    modifiers + [
      Parameter("flows", .table(.ratio), "flow → share; they add up to 100%. A trace may name its flows instead"),
      Parameter("starts", .either([.time, .clock]), standard: "0s", "when it begins"),
      Parameter(
        "who", .name(.population),
        "the population that the users are; in a closed workload user n is its entity n, and the request is about it"),
    ]

  static let deploy: [Parameter] = [
    Parameter("error", .ratio, standard: "0%", "share of calls that end in `error`"),
    Parameter("slow", .factor, standard: "x1", "everything takes so many times as long"),
  ]
  /// Keys of a fault that are no effect.
  static let aboutFaults: [Parameter] =
    [
      Parameter("at", .either([.time, .clock]), "when it begins: since the start, or a clock time"),
      Parameter(
        "for", .timeDistribution,
        "how long it lasts; a distribution, of the time to repair (MTTR), where it comes `every`"),
      Parameter(
        "every", .timeDistribution,
        "time from the end of one to the next beginning, and from the start to the first: the time to failure (MTTF)"),
      Parameter(
        "back-in", .timeDistribution, "time until what stopped is back; the same as `for`, for crash and failover"),
      Parameter("before", .text, "`component.operation/label`: it hits the gap before that step"),
      Parameter("share", .ratio, standard: "100%", "share of the passages through the gap that it hits"),
      Parameter("hits", .name(.component), required: true, "a component, or `zone NAME`: all that stands in a zone"),
      Parameter("key", .count(1...1_000_000_000_000), "only calls for this key of its `by` population"),
      Parameter("replicas", .count(1...100_000), "only the first so many replicas"),
      Parameter("by", .either([.timeRange, .time]), "lateness of reordered records"),
    ]
}
