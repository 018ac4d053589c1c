import Experiments
import GRDB

extension DecisionResult: StoredRow {
  static var table: String { "decisions" }
  static var blank: DecisionResult { DecisionResult() }
  static let columns: [Column<DecisionResult>] = [
    .init("at_ns", \.at),
    .init("kind", \.kind),
    .init("component", \.component),
    .init("caller", \.caller),
    .init("before", \.before),
    .init("after", \.after),
    .init("signal", \.signal),
    .init("reason", \.reason),
  ]
}

extension RecoveryResult: StoredRow {
  static var table: String { "recoveries" }
  static var blank: RecoveryResult { RecoveryResult() }
  static let columns: [Column<RecoveryResult>] = [
    .init("name", \.name),
    .word("style", \.style),
    .init("workload", \.workload),
    .init("hits") {
      .text($0.hits.joined(separator: ","))
    } read: {
      $0.hits = try $1.text().split(separator: ",").map(String.init)
    },
    .init("began_ns", \.began),
    .init("ended_ns", \.ended),
    .init("judged", \.judged),
    .init("recovered", \.recovered),
    .init("recovered_after_ns", \.recoveredAfter),
    .init("slowest_flow", \.slowestFlow),
    .derived("outcome", \.outcome.rawValue),
    .init("remark", \.remark),
  ]
}

extension FaultStageResult: StoredRow {
  static var table: String { "fault_stages" }
  static var blank: FaultStageResult { FaultStageResult() }
  static let columns: [Column<FaultStageResult>] = [
    .init("fault", \.fault),
    .word("subject", \.subject),
    .init("name", \.name),
    .word("stage", \.stage),
    .init("time_ns", \.time),
    .init("requests", \.requests),
    .init("failed", \.failed),
    .init("unended", \.unended),
    .init("p99_ns", \.p99),
    .init("lag", \.lag),
    .init("oldest_ns", \.oldest),
    .derived("errors", \.errors), .derived("goodput", \.goodput),
  ]
}
