import Engine

/// What one unit of a meter costs, in tiers.
public struct MeterPrice: Sendable {
  public enum Per: Sendable, Equatable {
    /// So many calls or messages: `$0.40/1M calls`, `$0.002` for one.
    case calls(Double)
    /// So many bytes: `$0.09/GB`.
    case bytes(Double)
    /// A span of time for each instance: `$0.02/h`, `$50/month` (a month is 30 days).
    case time(Nanoseconds)
    /// Bytes held for a span: `$0.023/GB month`.
    case byteTime(bytes: Double, time: Nanoseconds)
  }
  public struct Tier: Sendable {
    /// Units of `per` up to here; nil for the last tier.
    public var upTo: Double?
    public var microsPerUnit: Double
    public init(upTo: Double?, microsPerUnit: Double) {
      self.upTo = upTo
      self.microsPerUnit = microsPerUnit
    }
  }
  public var meter: String
  public var per: Per
  public var tiers: [Tier]
  /// As written.
  public var text: String
  /// The book that it stands in, with its date and source; nil when written in the scenario.
  public var book: String?
  /// What one instance has for its price, where that is said.
  public var buys = InstanceSize()
  public init(meter: String, per: Per, tiers: [Tier], text: String, book: String?) {
    self.meter = meter
    self.per = per
    self.tiers = tiers
    self.text = text
    self.book = book
  }
}

/// How large one instance is: what a price buys, or what a component needs.
public struct InstanceSize: Sendable, Equatable {
  public var cores: Int64?
  public var bytes: Int64?
  public init(cores: Int64? = nil, bytes: Int64? = nil) {
    self.cores = cores
    self.bytes = bytes
  }
}

public struct PriceBook: Sendable {
  public var path: String
  public var date: String
  public var source: String
  public var currency: String
  public init(path: String, date: String, source: String, currency: String) {
    self.path = path
    self.date = date
    self.source = source
    self.currency = currency
  }
}

public struct PriceList: Sendable {
  public var books: [PriceBook] = []
  public var currency = "USD"
  /// Name → micro-units per 30 days.
  public var fixed: [(name: String, microsPerMonth: Double)] = []
  public init() {}
}

/// A quantity of the file with where it comes from.
public struct SourcedQuantity: Sendable {
  public enum Origin: String, Sendable { case doc, derived, assumed, measured, sibling, unstated }
  /// `components.tracker.every`
  public var path: String
  public var text: String
  public var origin: Origin
  public var quote: String?
  /// The range that sensitivity may vary it over, as written.
  public var range: String?
  public var place: Place
  public init(
    path: String, text: String, origin: Origin, quote: String?, range: String?, place: Place
  ) {
    self.path = path
    self.text = text
    self.origin = origin
    self.quote = quote
    self.range = range
    self.place = place
  }
}
