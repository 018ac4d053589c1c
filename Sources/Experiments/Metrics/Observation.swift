import Components
import Statistics

/// What one replication tells of a check's left side, before any of it is put in a number: enough to estimate the
/// figure over several replications, with its uncertainty.
enum Observation: Sendable {
  /// Samples of a time, by stretches of the measured part in order; and how many lie above the check's limit, where
  /// they were counted one by one.
  case samples([StretchSamples], exceeding: UInt64? = nil)
  /// Something counted or summed, per something else.
  case ratio(Ratio)
  /// What happened, and has no other truth behind it: a maximum, a number of violations.
  case fact(Bounds)
}

/// A figure of which the requests that had not ended leave open where it lies: with each of them at its age, or not
/// failed, and with each of them infinitely late, or failed. The ends are equal where nothing was left.
struct Bounds: Sendable, Equatable {
  var low: Double
  var high: Double

  init(_ low: Double, _ high: Double) {
    assert(!(low > high), "bounds are ordered")
    self.low = low
    self.high = high
  }

  init(_ value: Double) { self.init(value, value) }

  static func + (left: Bounds, right: Bounds) -> Bounds { Bounds(left.low + right.low, left.high + right.high) }

  var complement: Bounds { Bounds(1 - high, 1 - low) }
}

/// Samples of a time that belong to one stretch of the measured part.
struct StretchSamples: Sendable {
  /// Of what ended; infinitely late ones are missing in it.
  var ended = SparseInterval()
  /// Ages of what had not ended at the end of the run, and may still.
  var ages = SparseInterval()

  /// Samples, whatever became of them.
  var count: UInt64 { ended.count + ages.count }

  /// Samples above a limit, with the unended ones at their age and at infinity.
  func above(_ limit: Int64) -> Bounds {
    let late = ended.count(above: limit)
    guard ages.count > 0 else { return Bounds(Double(late)) }
    return Bounds(Double(late + ages.count(above: limit)), Double(late + ages.count))
  }

  mutating func merge(_ other: StretchSamples) {
    ended.merge(other.ended)
    ages.merge(other.ages)
  }
}

/// A numerator per denominator, of the whole measured part and of its stretches in order.
///
/// The stretches tell how the figure varies in time. They may hold a little more or less than the whole, whose
/// requests are distinguished by their start.
struct Ratio: Sendable {
  enum Kind: Sendable {
    /// Of trials: its ends lie in 0...1.
    case share
    /// Of amounts: a mean, a level, money.
    case mean
    /// Events, whose number varies even where nothing else does.
    case count
  }
  struct Part: Sendable {
    var amount: Bounds
    var per: Double
  }
  var kind: Kind
  var whole: Part
  var stretches: [Part]
  /// A part of the figure that does not vary.
  var fixed = 0.0
  /// The figure is what is left of one.
  var isComplement = false

  /// Nil where there is nothing to relate it to.
  var value: Bounds? {
    guard whole.per > 0 else { return nil }
    let value = Bounds(fixed + whole.amount.low / whole.per, fixed + whole.amount.high / whole.per)
    return isComplement ? value.complement : value
  }
}

extension Ratio.Part {
  init(_ amount: Double, per: Double) { self.init(amount: Bounds(amount), per: per) }

  static func + (left: Self, right: Self) -> Self {
    Self(amount: left.amount + right.amount, per: left.per + right.per)
  }
}
