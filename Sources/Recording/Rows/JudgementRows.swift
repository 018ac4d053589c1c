import Experiments
import GRDB
import Scenarios
import Statistics

extension BudgetResult: StoredRow {
  static var table: String { "budgets" }
  static var blank: BudgetResult { BudgetResult() }
  static let columns: [Column<BudgetResult>] = [
    .init("name", \.name),
    .init("check", \.check),
    .init("observed", \.observed),
    .init("interval_mean") {
      .number($0.interval?.mean)
    } read: {
      $0.interval = try $1.optionalNumber().map { ConfidenceInterval(mean: $0, halfWidth: 0, level: 0) }
    },
    .init("interval_half_width") {
      .number($0.interval?.halfWidth)
    } read: { budget, row in
      let width = try row.optionalNumber()
      budget.interval = budget.interval.flatMap { interval in
        width.map { ConfidenceInterval(mean: interval.mean, halfWidth: $0, level: 0) }
      }
    },
    .init("interval_level") {
      .number($0.interval?.level)
    } read: {
      if let level = try $1.optionalNumber() { $0.interval?.level = level } else { $0.interval = nil }
    },
    .init("limit", \.limit),
    .init("unit", \.unit),
    .word("verdict", \.verdict),
    .init("reason", \.reason),
    .word("severity", \.severity),
    .init("file", \.file),
    .init("line", \.line),
    .init("comparison") {
      .text($0.comparison?.rawValue)
    } read: {
      $0.comparison = try $1.optionalText().flatMap(Check.Comparison.init)
    },
    // Older rows have no ends of their own.
    .init("low") {
      .number($0.interval?.low)
    } read: {
      if let low = try $1.optionalNumber() { $0.interval?.low = low }
    },
    .init("high") {
      .number($0.interval?.high)
    } read: {
      if let high = try $1.optionalNumber() { $0.interval?.high = high }
    },
    .init("at_least", \.isBound),
    .init("holds_at_worst", \.holdsAtWorst),
    .init("too_few", \.isTooFew),
    .word("class", \.statisticClass),
  ]
}

extension Finding: StoredRow {
  static var table: String { "findings" }
  static var blank: Finding { Finding(kind: .backlog, subject: "", text: "") }
  static let columns: [Column<Finding>] = [
    .word("kind", \.kind),
    .init("subject", \.subject),
    .init("text", \.text),
  ]
}

extension InvariantResult: StoredRow {
  static var table: String { "invariants" }
  static var blank: InvariantResult { InvariantResult() }
  static let columns: [Column<InvariantResult>] = [
    .init("id", \.id),
    .init("documentation", \.documentation),
    .init("violations", \.violations),
    .init("first_at_ns", \.firstAt),
    .init("first_replication", \.firstReplication),
    .init("first_entity", \.firstEntity),
    .init("expected", \.isExpected),
  ]
}

extension SelfCheck: StoredRow {
  static var table: String { "self_checks" }
  static var blank: SelfCheck { SelfCheck() }
  static let columns: [Column<SelfCheck>] = [
    .init("component", \.component),
    .init("law", \.law),
    .init("measured", \.measured),
    .init("expected", \.expected),
    .init("unit", \.unit),
    .init("within_tolerance", \.isWithinTolerance),
    .init("remark", \.remark),
  ]
}
