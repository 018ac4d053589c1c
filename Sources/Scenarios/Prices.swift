import Engine

/// What one unit of a meter costs, in tiers.
package struct MeterPrice: Sendable {
  package enum Per: Sendable, Equatable {
    /// So many calls or messages: `$0.40/1M calls`, `$0.002` for one.
    case calls(Double)
    /// So many bytes: `$0.09/GB`.
    case bytes(Double)
    /// A span of time for each instance: `$0.02/h`, `$50/month` (a month is 30 days).
    case time(Nanoseconds)
    /// Bytes held for a span: `$0.023/GB month`.
    case byteTime(bytes: Double, time: Nanoseconds)
  }
  package struct Tier: Sendable {
    /// Units of `per` up to here; nil for the last tier.
    package var upTo: Double?
    package var microsPerUnit: Double
    package init(upTo: Double?, microsPerUnit: Double) {
      self.upTo = upTo
      self.microsPerUnit = microsPerUnit
    }
  }
  package var meter: String
  package var per: Per
  package var tiers: [Tier]
  /// As written.
  package var text: String
  /// The book that it stands in, with its date and source; nil when written in the scenario.
  package var book: String?
  /// What one instance has for its price, where that is said.
  package var buys = InstanceSize()
  package init(meter: String, per: Per, tiers: [Tier], text: String, book: String?) {
    self.meter = meter
    self.per = per
    self.tiers = tiers
    self.text = text
    self.book = book
  }
}

/// How large one instance is: what a price buys, or what a component needs.
package struct InstanceSize: Sendable, Equatable {
  package var cores: Int64?
  package var bytes: Int64?
  package init(cores: Int64? = nil, bytes: Int64? = nil) {
    self.cores = cores
    self.bytes = bytes
  }
}

package struct PriceBook: Sendable {
  package var path: String
  package var date: String
  package var source: String
  package var currency: String
  package init(path: String, date: String, source: String, currency: String) {
    self.path = path
    self.date = date
    self.source = source
    self.currency = currency
  }
}

package struct PriceList: Sendable {
  package var books: [PriceBook] = []
  package var currency = "USD"
  /// Name → micro-units per 30 days.
  package var fixed: [(name: String, microsPerMonth: Double)] = []
  package init() {}
}

/// A quantity of the file with where it comes from.
package struct SourcedQuantity: Sendable {
  package enum Origin: String, Sendable { case doc, derived, assumed, measured, sibling, unstated }
  /// `components.tracker.every`
  package var path: String
  package var text: String
  package var origin: Origin
  package var quote: String?
  /// The range that sensitivity may vary it over, as written.
  package var range: String?
  package var place: Place
  package init(
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
