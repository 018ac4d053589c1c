import Engine

/// A parameter's value after reading: typed by its form, in base units.
public indirect enum ParameterValue: Sendable {
  case time(Nanoseconds)
  case timeRange(ClosedRange<Nanoseconds>)
  /// Since Monday 00:00, or since midnight when no day was given.
  case clock(Nanoseconds)
  case count(Int64)
  /// Per second.
  case rate(Double)
  /// Bytes.
  case size(Int64)
  /// From 0 to 1.
  case ratio(Double)
  case factor(Double)
  case distribution(Distribution)
  case flag(Bool)
  /// A word, a name or free text.
  case word(String)
  /// `320 per partition`.
  case countPer(Int64, String)
  case list([ParameterValue])
  /// In the order of the file.
  case table([(name: String, value: ParameterValue)])
}

extension ParameterValue {
  /// Of a time; nil for other forms.
  public var nanoseconds: Nanoseconds? { if case .time(let value) = self { value } else { nil } }
  /// Of a count, or of so many per something; nil for other forms.
  public var count: Int64? {
    switch self {
    case .count(let value), .countPer(let value, _): value
    default: nil
    }
  }
  /// Of a rate, per second; nil for other forms.
  public var rate: Double? { if case .rate(let value) = self { value } else { nil } }
  /// Of a size; nil for other forms.
  public var bytes: Int64? { if case .size(let value) = self { value } else { nil } }
  /// Of a ratio, from 0 to 1; nil for other forms.
  public var ratio: Double? { if case .ratio(let value) = self { value } else { nil } }
  /// Of a factor, above 0; nil for other forms.
  public var factor: Double? { if case .factor(let value) = self { value } else { nil } }
  /// Of a distribution, in base units: nanoseconds, bytes or ranks; nil for other forms.
  public var distribution: Distribution? { if case .distribution(let value) = self { value } else { nil } }
  /// Of `yes` or `no`; nil for other forms.
  public var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
  /// Of a word, a name or free text; nil for other forms.
  public var word: String? { if case .word(let value) = self { value } else { nil } }
  /// Of a table, in the order of the file; nil for other forms.
  public var table: [(name: String, value: ParameterValue)]? {
    if case .table(let value) = self { value } else { nil }
  }
}
