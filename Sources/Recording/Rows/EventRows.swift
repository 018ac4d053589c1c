import Experiments
import GRDB

extension DecisionResult: StoredRow {
  static var table: String { "decisions" }
  static var columns: [String] {
    ["at_ns", "kind", "component", "caller", "before", "after", "signal", "reason"]
  }
  var values: [DatabaseValue] {
    [
      .integer(at), .text(kind), .text(component), .text(caller), .number(before), .number(after),
      .number(signal), .text(reason),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    at = try row.integer()
    kind = try row.text()
    component = try row.text()
    caller = try row.text()
    before = try row.number()
    after = try row.number()
    signal = try row.number()
    reason = try row.text()
  }
}

extension RecoveryResult: StoredRow {
  static var table: String { "recoveries" }
  static var columns: [String] {
    [
      "name", "style", "workload", "hits", "began_ns", "ended_ns", "judged", "recovered",
      "recovered_after_ns", "slowest_flow", "outcome", "remark",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(name), .text(style.rawValue), .text(workload), .text(hits.joined(separator: ",")),
      .integer(began), .integer(ended), .integer(judged), .integer(recovered),
      .integer(recoveredAfter), .text(slowestFlow), .text(outcome.rawValue), .text(remark),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    name = try row.text()
    style = try row.word()
    workload = try row.text()
    hits = try row.text().split(separator: ",").map(String.init)
    began = try row.integer()
    ended = try row.integer()
    judged = try row.int()
    recovered = try row.int()
    recoveredAfter = try row.optionalInteger()
    slowestFlow = try row.text()
    _ = try row.text()
    remark = try row.text()
  }
}

extension FaultStageResult: StoredRow {
  static var table: String { "fault_stages" }
  static var columns: [String] {
    [
      "fault", "subject", "name", "stage", "time_ns", "requests", "failed", "unended", "p99_ns", "lag", "oldest_ns",
      "errors", "goodput",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(fault), .text(subject.rawValue), .text(name), .text(stage.rawValue), .integer(time), .count(requests),
      .count(failed), .count(unended), .integer(p99), .number(lag), .integer(oldest), .number(errors),
      .number(goodput),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    fault = try row.text()
    subject = try row.word()
    name = try row.text()
    stage = try row.word()
    time = try row.integer()
    requests = try row.count()
    failed = try row.count()
    unended = try row.count()
    p99 = try row.optionalInteger()
    lag = try row.number()
    oldest = try row.integer()
  }
}
