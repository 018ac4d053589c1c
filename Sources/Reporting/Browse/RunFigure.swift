import Experiments
import Statistics

/// One figure of a run, that those of other runs can be put beside.
struct RunFigure {
  /// `p95 latency(flow=visit)`
  var name: String
  var unit: String
  var value: Double
  /// Of 95 %, where it can be told.
  var interval: ConfidenceInterval?
  /// The limit of a budget that asks for this figure.
  var limit: Double?
  var currency = "USD"

  /// Budgets first, then latencies and measures, then cost.
  static func all(of result: RunResult) -> [RunFigure] {
    let currency = result.cost?.currency ?? "USD"
    var figures = result.budgets.compactMap { budget -> RunFigure? in
      guard let value = budget.observed, value.isFinite else { return nil }
      return RunFigure(
        name: "\(budget.name): \(budget.check)", unit: budget.unit, value: value, interval: budget.interval,
        limit: budget.limit, currency: currency)
    }
    for indicator in result.indicators {
      for quantile in [0.5, 0.95, 0.99] {
        guard let value = indicator.histogram.quantile(quantile), value != .max else { continue }
        figures.append(
          RunFigure(
            name: "\(QuantityText.quantile(quantile)) \(indicator.title)", unit: indicator.unit, value: Double(value),
            interval: indicator.quantileIntervals.first { $0.quantile == quantile }?.interval))
      }
    }
    if let cost = result.cost {
      figures.append(
        RunFigure(
          name: "cost of a month", unit: "micro-units", value: Double(cost.perMonthMicros), currency: currency))
    }
    return figures
  }

  func text(_ value: Double) -> String { QuantityText.figure(value, unit: unit, currency: currency) }

  /// `12.3 ms (11.9 ms to 12.8 ms)`
  var text: String {
    guard let interval, interval.low.isFinite, interval.high.isFinite else { return text(value) }
    return "\(text(value)) (\(text(interval.low)) to \(text(interval.high)))"
  }
}
