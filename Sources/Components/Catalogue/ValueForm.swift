/// What may stand in one place of a scenario file. The reader types every scalar by its place, the JSON
/// schema and `orrery show` are printed from the same description.
public indirect enum ValueForm: Sendable {
  /// `200ms`, `1h30min`: nanoseconds, not negative.
  case time
  /// `10ms..25ms`: two times, ascending.
  case timeRange
  /// `20:30`, `Fri 20:00`, `2026-10-01`: a place in the day, week or calendar.
  case clock
  /// `150M`, `12k`: a whole number within the bounds.
  case count(ClosedRange<Int64>)
  /// `500/s`, `12k/year`: per second, not negative.
  case rate
  /// `1 KiB`, `1 KB`: bytes.
  case size
  /// `99.9%` or `0.999`: from 0 to 1.
  case ratio
  /// `x6`: a positive factor.
  case factor
  /// `$50/month`, `$0.09/GB`, `$3/1M calls up to 333M then $2.70`.
  case money
  /// A distribution over times, sizes or key ranks.
  case timeDistribution
  case sizeDistribution
  case keyDistribution
  /// `yes` or `no`.
  case flag
  case word([String])
  case name(NameSpace)
  case text
  /// `320 per partition` or a plain count.
  case countPer([String], ClosedRange<Int64>)
  /// `{ class: FORM, … }`: one value for each class of a population.
  case perClass(ValueForm)
  case list(ValueForm)
  case map([Parameter])
  /// Names of the user's choice, each with a value of one form.
  case table(ValueForm)
  /// The first form that fits.
  case either([ValueForm])
}

/// What a name in a scenario file can refer to.
public enum NameSpace: String, Sendable {
  case component, population, operation, policy, zone, flow, workload, command, priceEntry
}

/// A parameter as the user knows it: its key, what may stand there, and what it does.
public struct Parameter: Sendable {
  /// The key, in kebab case.
  public var name: String
  /// What may stand there; anything else is an error with its place.
  public var form: ValueForm
  /// The default as it would be written; nil where there is none.
  public var standard: String?
  /// Whether a file must state it; what it neither must nor does state, and has no default, has no value.
  public var isRequired: Bool
  /// Whether `--scale` divides it.
  public var scales: Bool
  /// Whether a time of zero is refused: what comes again after no time never lets time pass.
  public var isPositive: Bool
  /// False for what the language knows and the simulator cannot do yet; using it is an error that says so.
  public var isBuilt: Bool
  /// What it does, in a line of the reference.
  public var documentation: String

  public init(
    _ name: String, _ form: ValueForm, standard: String? = nil, required: Bool = false,
    scales: Bool = false, positive: Bool = false, built: Bool = true, _ documentation: String
  ) {
    self.name = name
    self.form = form
    self.standard = standard
    self.isRequired = required
    self.scales = scales
    self.isPositive = positive
    self.isBuilt = built
    self.documentation = documentation
  }
}
