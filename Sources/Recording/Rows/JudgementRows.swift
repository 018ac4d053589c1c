import Experiments
import GRDB
import Scenarios
import Statistics

extension BudgetResult: StoredRow {
  static var table: String { "budgets" }
  static var columns: [String] {
    [
      "name", "check", "observed", "interval_mean", "interval_half_width", "interval_level",
      "limit", "unit", "verdict", "reason", "severity", "file", "line", "comparison", "low", "high", "at_least",
      "holds_at_worst", "too_few", "class",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(name), .text(check), .number(observed), .number(interval?.mean),
      .number(interval?.halfWidth), .number(interval?.level), .number(limit), .text(unit),
      .text(verdict.rawValue), .text(reason), .text(severity.rawValue), .text(file),
      .integer(line), .text(comparison?.rawValue), .number(interval?.low), .number(interval?.high), .flag(isBound),
      .flag(holdsAtWorst), .flag(isTooFew), .text(statisticClass.rawValue),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    name = try row.text()
    check = try row.text()
    observed = try row.optionalNumber()
    interval = try row.optionalInterval()
    limit = try row.optionalNumber()
    unit = try row.text()
    verdict = try row.word()
    reason = try row.text()
    severity = try row.word()
    file = try row.text()
    line = try row.int()
    comparison = try row.optionalText().flatMap(Check.Comparison.init)
    try row.addEnds(to: &interval)
    isBound = try row.flag()
    holdsAtWorst = try row.flag()
    isTooFew = try row.flag()
    statisticClass = try row.word()
  }
}

extension Finding: StoredRow {
  static var table: String { "findings" }
  static var columns: [String] { ["kind", "subject", "text"] }
  var values: [DatabaseValue] { [.text(kind.rawValue), .text(subject), .text(text)] }
  init(_ row: inout RowSource) throws {
    self.init(kind: try row.word(), subject: try row.text(), text: try row.text())
  }
}

extension InvariantResult: StoredRow {
  static var table: String { "invariants" }
  static var columns: [String] {
    [
      "id", "documentation", "violations", "first_at_ns", "first_replication", "first_entity",
      "expected",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(id), .text(documentation), .count(violations), .integer(firstAt),
      .integer(firstReplication), .integer(firstEntity), .flag(isExpected),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    id = try row.text()
    documentation = try row.text()
    violations = try row.count()
    firstAt = try row.optionalInteger()
    firstReplication = try row.optionalInteger().map { Int($0) }
    firstEntity = try row.optionalInteger()
    isExpected = try row.flag()
  }
}

extension SelfCheck: StoredRow {
  static var table: String { "self_checks" }
  static var columns: [String] {
    ["component", "law", "measured", "expected", "unit", "within_tolerance", "remark"]
  }
  var values: [DatabaseValue] {
    [
      .text(component), .text(law), .number(measured), .number(expected), .text(unit),
      .flag(isWithinTolerance), .text(remark),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    component = try row.text()
    law = try row.text()
    measured = try row.number()
    expected = try row.number()
    unit = try row.text()
    isWithinTolerance = try row.flag()
    remark = try row.text()
  }
}

extension RowSource {
  /// Three columns: mean, half width, level.
  mutating func optionalInterval() throws -> ConfidenceInterval? {
    let mean = try optionalNumber()
    let halfWidth = try optionalNumber()
    let level = try optionalNumber()
    guard let mean, let halfWidth, let level else { return nil }
    return ConfidenceInterval(mean: mean, halfWidth: halfWidth, level: level)
  }

  /// Two columns: the ends, which older rows have not.
  mutating func addEnds(to interval: inout ConfidenceInterval?) throws {
    let low = try optionalNumber()
    let high = try optionalNumber()
    guard let low, let high else { return }
    interval?.low = low
    interval?.high = high
  }
}
