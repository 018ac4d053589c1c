import Experiments
import Scenarios
import Statistics

/// A budget's figure beside its limit, in words: with so many digits that two figures which differ do not look alike,
/// and with how sure the figure is.
struct BudgetFigures {
  /// `286 s`, `≥ 12.4 s` where requests that had not ended leave it open, `never`.
  let observed: String
  /// `300 s`, or a dash where it is of a baseline that was not there.
  let limit: String
  /// `281 s to 290 s`, `in this run`, or nothing where nothing tells.
  let certainty: String

  init(_ budget: BudgetResult, _ result: RunResult) {
    self.init(budget, currency: result.cost?.currency ?? "USD", replications: result.replications)
  }

  init(_ budget: BudgetResult, currency: String, replications: Int) {
    let digits = Self.digits(telling: budget.observed, from: budget.limit, budget.unit, currency)
    func text(_ value: Double, _ digits: Int) -> String {
      QuantityText.figure(value, unit: budget.unit, currency: currency, digits: digits)
    }
    observed =
      budget.observed.map { (budget.isBound ? "≥ " : "") + text($0, digits) } ?? Self.without(budget)
    limit = budget.limit.map { text($0, digits) } ?? "–"
    switch budget.statisticClass {
    case .fact:
      certainty = budget.observed == nil ? "" : replications == 1 ? "in this run" : "in \(replications) runs"
    case .estimate:
      guard budget.observed != nil, let interval = budget.interval else {
        certainty = ""
        return
      }
      let wide = max(digits, Self.digits(telling: interval.low, from: interval.high, budget.unit, currency))
      certainty =
        interval.high.isFinite
        ? "\(text(interval.low, wide)) to \(text(interval.high, wide))" : "\(text(interval.low, digits)) or more"
    }
  }

  /// A figure that is infinite is not stored as a number: what it stands for is said in words.
  private static func without(_ budget: BudgetResult) -> String {
    guard budget.verdict == .violated || budget.verdict == .warned, budget.unit == "ns", budget.limit != nil else {
      return "–"
    }
    let metric = CheckText(budget.check)?.metric
    if metric == "recovery" { return budget.reason.contains("did not recover") ? "did not recover" : "–" }
    return budget.verdict == .violated || budget.reason.hasSuffix("than the figure allows") ? "never" : "–"
  }

  /// The fewest digits, three at least, at which two figures that are not equal are printed apart.
  private static func digits(telling one: Double?, from other: Double?, _ unit: String, _ currency: String) -> Int {
    guard let one, let other, one != other else { return 3 }
    return (3...15).first {
      QuantityText.figure(one, unit: unit, currency: currency, digits: $0)
        != QuantityText.figure(other, unit: unit, currency: currency, digits: $0)
    } ?? 15
  }
}

extension QuantityText {
  /// A figure with so many significant digits: as `figure(_:unit:currency:)` has it for three.
  static func figure(_ value: Double, unit: String, currency: String, digits: Int) -> String {
    guard digits > 3, value.isFinite else { return figure(value, unit: unit, currency: currency) }
    switch unit {
    case "ns" where value < 0x1p63:
      let unit = TimeUnit.fitting(value)
      return Decimal.significant(value / unit.nanoseconds, digits: digits) + " " + unit.symbol
    case "ratio": return Decimal.significant(value * 100, digits: digits) + " %"
    case "per second": return Decimal.significant(value, digits: digits) + "/s"
    case "micro-units": return money(value, currency: currency, digits: digits)
    case "count", "": return Decimal.significant(value, digits: digits)
    case "ns": return figure(value, unit: unit, currency: currency)
    default: return Decimal.significant(value, digits: digits) + " " + unit
    }
  }

  private static func money(_ micros: Double, currency: String, digits: Int) -> String {
    let plain = money(micros, currency: currency)
    // The sign and the symbol stand before the first digit.
    let start = plain.prefix { !$0.isNumber && $0 != "." }
    return start + Decimal.significant((micros / 1e6).magnitude, digits: digits)
  }
}
