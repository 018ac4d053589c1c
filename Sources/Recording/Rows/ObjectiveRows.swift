import Experiments
import GRDB
import Statistics

extension ObjectiveResult: StoredRow {
  static var table: String { "objectives" }
  static var columns: [String] {
    [
      "name", "good", "flow", "target", "window_ns", "events", "bad_events", "window_events", "allowed_bad_events",
      "good_ratio", "budget_used", "verdict", "reason", "file", "line", "unended_events", "bad_low", "bad_high",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(name), .text(good), .text(flow), .number(target), .integer(window), .count(events), .count(badEvents),
      .number(windowEvents), .number(allowedBadEvents), .number(goodRatio), .number(budgetUsed),
      .text(verdict.rawValue), .text(reason), .text(file), .integer(line), .count(unendedEvents),
      .number(badInterval?.low), .number(badInterval?.high),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    name = try row.text()
    good = try row.text()
    flow = try row.text()
    target = try row.number()
    window = try row.integer()
    events = try row.count()
    badEvents = try row.count()
    windowEvents = try row.number()
    allowedBadEvents = try row.number()
    goodRatio = try row.optionalNumber()
    budgetUsed = try row.optionalNumber()
    verdict = try row.word()
    reason = try row.text()
    file = try row.text()
    line = try row.int()
    unendedEvents = try row.count()
    if let goodRatio {
      badInterval = ConfidenceInterval(mean: 1 - goodRatio, halfWidth: 0, level: 0.95)
      let (low, high) = (try row.optionalNumber(), try row.optionalNumber())
      if let low, let high {
        badInterval?.low = low
        badInterval?.high = high
      } else {
        badInterval = nil
      }
    }
  }
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
