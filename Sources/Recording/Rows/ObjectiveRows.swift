import Experiments
import GRDB
import Statistics

extension ObjectiveResult: StoredRow {
  static var table: String { "objectives" }
  static var blank: ObjectiveResult { ObjectiveResult() }
  static let columns: [Column<ObjectiveResult>] = [
    .init("name", \.name),
    .init("good", \.good),
    .init("flow", \.flow),
    .init("target", \.target),
    .init("window_ns", \.window),
    .init("events", \.events),
    .init("bad_events", \.badEvents),
    .init("window_events", \.windowEvents),
    .init("allowed_bad_events", \.allowedBadEvents),
    .init("good_ratio", \.goodRatio),
    .init("budget_used", \.budgetUsed),
    .word("verdict", \.verdict),
    .init("reason", \.reason),
    .init("file", \.file),
    .init("line", \.line),
    .init("unended_events", \.unendedEvents),
    .init("bad_low") {
      .number($0.badInterval?.low)
    } read: { objective, row in
      let low = try row.optionalNumber()
      guard let good = objective.goodRatio, let low else { return }
      objective.badInterval = ConfidenceInterval(mean: 1 - good, halfWidth: 0, level: 0.95)
      objective.badInterval?.low = low
    },
    .init("bad_high") {
      .number($0.badInterval?.high)
    } read: {
      if let high = try $1.optionalNumber() { $0.badInterval?.high = high } else { $0.badInterval = nil }
    },
  ]
}

/// Alerts in a list of their own, by the position of their objective.
extension RunRows {
  private static let alertColumns = [
    "objective", "factor", "lookback_ns", "short_lookback_ns", "outcome", "first_at_ns", "fired", "judged", "remark",
  ]

  func writeAlerts(of objectives: [ObjectiveResult]) throws {
    let rows = objectives.enumerated().flatMap { position, objective in
      objective.alerts.map { alert -> [DatabaseValue] in
        [
          .integer(position), .number(alert.factor), .integer(alert.lookback), .integer(alert.shortLookback),
          .text(alert.outcome.rawValue), .integer(alert.firstAt), .integer(alert.fired), .integer(alert.judged),
          .text(alert.remark),
        ]
      }
    }
    try write("objective_alerts", Self.alertColumns, rows)
  }

  func readAlerts(into objectives: inout [ObjectiveResult]) throws {
    let rows = try read("objective_alerts", Self.alertColumns) { row -> (Int, BurnRateAlert) in
      let objective = try row.int()
      var alert = BurnRateAlert()
      alert.factor = try row.number()
      alert.lookback = try row.integer()
      alert.shortLookback = try row.integer()
      alert.outcome = try row.word()
      alert.firstAt = try row.optionalInteger()
      alert.fired = try row.int()
      alert.judged = try row.int()
      alert.remark = try row.text()
      return (objective, alert)
    }
    for (objective, alert) in rows {
      guard objectives.indices.contains(objective) else { throw Damage(what: "objective_alerts: objective") }
      objectives[objective].alerts.append(alert)
    }
  }
}
