import Components

/// How quantities are written: one entry for each form that a scalar can have. Units and distributions come from
/// the tables of the reader.
struct ValueGuide: Sendable {
  var name: String
  var documentation: String
  /// Ways to write it, each with what it means.
  var forms: [(name: String, text: String)]
  var units: [(name: String, text: String)] = []

  static let all: [ValueGuide] = quantities + choices + sentences

  private static let quantities: [ValueGuide] = [
    ValueGuide(
      name: "time", documentation: "a span of time, with its unit; several units descend; at most 100 years",
      forms: [("200ms", "a fifth of a second"), ("1h30min", "an hour and a half")],
      units: ValueReader.timeUnits.sorted { $0.nanoseconds < $1.nanoseconds }.map {
        ($0.name, "\(grouped($0.nanoseconds)) ns")
      }),
    ValueGuide(
      name: "time-range", documentation: "two times, ascending",
      forms: [("10ms..25ms", "from 10 to 25 milliseconds")]),
    ValueGuide(
      name: "clock", documentation: "a place in the day, in the week or in the calendar",
      forms: [("20:30", "half past eight in the evening"), ("Fri 20:00", "on a Friday"), ("2026-10-01", "a date")],
      units: ValueReader.weekdays.map { ($0, "day of the week") }),
    ValueGuide(
      name: "count", documentation: "a whole number, short where it is round",
      forms: [("250", "as it is"), ("12k", "thousands"), ("150M", "millions"), ("1G", "thousand millions")]),
    ValueGuide(
      name: "count-per", documentation: "a count for each part of something",
      forms: [("320 per partition", "for each partition of a topic"), ("8 per replica", "for each replica")]),
    ValueGuide(
      name: "rate",
      documentation: "how often: a count, or a share, per time; none, or from once in 100 years to 1000G/s",
      forms: [("500/s", "per second"), ("12k/year", "per year of 365 days"), ("5%/day", "a share per day")],
      units: ValueReader.rateSpans.map { ("/\($0.name)", "per \(grouped($0.nanoseconds / 1_000_000_000)) s") }),
    ValueGuide(
      name: "size", documentation: "bytes, with their unit; at most 1000000 TB",
      forms: [("12 KiB", "12 × 1024 bytes"), ("1 MB", "a million bytes")],
      units: ValueReader.sizeUnits.map { ($0.name, "\(grouped($0.bytes)) B") }),
    ValueGuide(
      name: "ratio", documentation: "a share, from 0% to 100%",
      forms: [("99.9%", "as a percentage"), ("0.999", "as a fraction")]),
    ValueGuide(
      name: "factor", documentation: "how many times as much; from x0.000000001 to x1000000000",
      forms: [("x6", "six times"), ("x0.5", "half")]),
    ValueGuide(
      name: "money",
      documentation:
        "a price for a use: per time, per size or per number of calls, and in tiers; amounts up to $1000G",
      forms: [
        ("$50/month", "for each instance, as long as the run stands for"), ("$0.09/GB", "for each gigabyte"),
        ("$0.40/1M calls", "for each million"),
        ("$3/1M calls up to 333M then $2.70", "the first 333 million, then cheaper"),
        ("$2900", "an amount, in checks"),
      ]),
    ValueGuide(
      name: "distribution",
      documentation:
        "a distribution of times or sizes, whose mean is within their range; a single value is always that",
      forms: [("200ms", "always 200 ms")] + ValueReader.distributionGuide.filter { $0.name.prefix(4) != "zipf" }),
    ValueGuide(
      name: "key-distribution", documentation: "which keys of a population are picked, and how often",
      forms: [("uniform", "all alike"), ("zipf(s 0.9)", "the k-th most popular in proportion to 1 / k^0.9")]),
  ]

  private static let choices: [ValueGuide] = [
    ValueGuide(
      name: "yes-or-no", documentation: "a switch", forms: [("yes", "it holds"), ("no", "it does not")]),
    ValueGuide(
      name: "word", documentation: "one of the words that are listed, written as it stands",
      forms: [("least-in-flight", "a way to pick a replica, for example")]),
    ValueGuide(
      name: "name",
      documentation:
        "something that the file defines: a component, population, operation, flow or the like; lower-case letters and digits, with hyphens between words",
      forms: [
        ("db", "of this file"), ("db.read", "an operation of a component"), ("rw/tracker", "of the system `rw`"),
      ]),
    ValueGuide(
      name: "text", documentation: "words that the key explains", forms: [("cpu 60%", "a signal and its target")]),
  ]

  private static let sentences: [ValueGuide] = [
    ValueGuide(
      name: "origin", documentation: "where a quantity comes from, after it; `origin:` in a map is for all below it",
      forms: [("300s doc \"refreshed every 5 minutes\"", "a document says so, in these words")]
        + Provenance.words.map { ("200k \($0.rawValue)", originMeaning($0)) }
        + [("20ms (10ms..25ms) assumed", "with the range that it may have")]),
    ValueGuide(
      name: "check", documentation: "what must hold: STATISTIC METRIC(label=x) OPERATOR LIMIT",
      forms: [
        ("p99 latency(flow=buy) < 3s", "a percentile of a flow"), ("rate errors < 0.1%", "a share of all requests"),
        ("share latency above 1s < 5%", "how many are slower than that"),
        ("per-month cost < $2900", "the bill; needs `run.stands-for`"),
        ("p95 latency <= baseline +10% or +20ms", "against a stored run"),
      ]),
    ValueGuide(
      name: "path", documentation: "one place of a scenario file, for options and `--set`",
      forms: [
        ("components.app.cores: 2", "sets a value; lists are replaced whole"),
        ("components.cache: remove", "takes it out"), ("run.load: x2", "twice the load"),
      ]),
  ]

  /// The entry for a form; nil for forms that only hold others.
  static func name(for form: ValueForm) -> String? {
    switch form {
    case .time: "time"
    case .timeRange: "time-range"
    case .clock: "clock"
    case .count: "count"
    case .countPer: "count-per"
    case .rate: "rate"
    case .size: "size"
    case .ratio: "ratio"
    case .factor: "factor"
    case .money: "money"
    case .timeDistribution, .sizeDistribution: "distribution"
    case .keyDistribution: "key-distribution"
    case .flag: "yes-or-no"
    case .word: "word"
    case .name: "name"
    case .text: "text"
    case .perClass, .list, .map, .table, .either: nil
    }
  }

  private static func originMeaning(_ origin: SourcedQuantity.Origin) -> String {
    switch origin {
    case .doc: "a document says so"
    case .derived: "follows from other quantities"
    case .assumed: "an assumption"
    case .measured: "was measured"
    case .sibling: "taken over from a similar system"
    case .unstated: "nothing is said"
    }
  }

  /// 86400000 → 86,400,000
  private static func grouped(_ number: Int64) -> String {
    var digits = Array(String(number))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }
}
