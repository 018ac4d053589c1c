import Experiments
import GRDB

extension OutcomeCount: StoredRow {
  static var table: String { "outcomes" }
  static var blank: OutcomeCount { OutcomeCount(scope: "", name: "", outcome: "", count: 0) }
  static let columns: [Column<OutcomeCount>] = [
    .init("scope", \.scope),
    .init("name", \.name),
    .init("outcome", \.outcome),
    .init("count", \.count),
  ]
}

extension PhaseResult: StoredRow {
  static var table: String { "phases" }
  static var blank: PhaseResult { PhaseResult() }
  static let columns: [Column<PhaseResult>] = [
    .init("workload", \.workload),
    .init("name", \.name),
    .init("begins_ns", \.begins),
    .init("ends_ns", \.ends),
    .init("offered", \.offered),
    .init("completed", \.completed),
    .init("failed", \.failed),
  ]
}

extension Timeline.Mark: StoredRow {
  static var table: String { "marks" }
  static var blank: Timeline.Mark { Timeline.Mark(name: "", style: "", begins: 0, ends: 0) }
  static let columns: [Column<Timeline.Mark>] = [
    .init("name", \.name),
    .init("style", \.style),
    .init("begins_ns", \.begins),
    .init("ends_ns", \.ends),
  ]
}
