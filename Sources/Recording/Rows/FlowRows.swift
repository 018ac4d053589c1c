import Experiments
import GRDB

extension OutcomeCount: StoredRow {
  static var table: String { "outcomes" }
  static var columns: [String] { ["scope", "name", "outcome", "count"] }
  var values: [DatabaseValue] { [.text(scope), .text(name), .text(outcome), .count(count)] }
  init(_ row: inout RowSource) throws {
    self.init(
      scope: try row.text(), name: try row.text(), outcome: try row.text(), count: try row.count())
  }
}

extension PhaseResult: StoredRow {
  static var table: String { "phases" }
  static var columns: [String] {
    ["workload", "name", "begins_ns", "ends_ns", "offered", "completed", "failed"]
  }
  var values: [DatabaseValue] {
    [
      .text(workload), .text(name), .integer(begins), .integer(ends), .count(offered),
      .count(completed), .count(failed),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    workload = try row.text()
    name = try row.text()
    begins = try row.integer()
    ends = try row.integer()
    offered = try row.count()
    completed = try row.count()
    failed = try row.count()
  }
}

extension Timeline.Mark: StoredRow {
  static var table: String { "marks" }
  static var columns: [String] { ["name", "style", "begins_ns", "ends_ns"] }
  var values: [DatabaseValue] { [.text(name), .text(style), .integer(begins), .integer(ends)] }
  init(_ row: inout RowSource) throws {
    self.init(
      name: try row.text(), style: try row.text(), begins: try row.integer(),
      ends: try row.integer())
  }
}
