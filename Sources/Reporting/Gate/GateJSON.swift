import Experiments
import Foundation
import Statistics

/// What the gate found as one versioned JSON object, for programs.
package enum GateJSON {
  package static func text(_ report: GateReport) throws -> String { try JSONReport.text(Document(report)) }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let study = "check"
    let exit: Int32
    let meaning: String
    let scenarios: [Suite]
    let failures: [Failure]

    init(_ report: GateReport) {
      exit = report.exit.code
      meaning = report.exit.meaning
      scenarios = report.suites.map(Suite.init)
      failures = report.failures.map { Failure(file: $0.file, message: $0.message) }
    }
  }

  private struct Failure: Encodable {
    let file, message: String
  }

  private struct Suite: Encodable {
    let file, name: String
    let replications, reused: Int
    let checks: [Check]
    let baseline: OrNull<Baseline>
    let run: JSONRun
    init(_ suite: GateSuite) {
      file = suite.gate.file
      name = suite.name
      replications = suite.result.replications
      reused = suite.gate.reused
      checks = suite.checks.map(Check.init)
      baseline = OrNull(suite.gate.baseline.map(Baseline.init))
      run = JSONRun(suite.result)
    }
  }

  private struct Check: Encodable {
    let kind, name, metric, limit, baseline, observed, delta, verdict, message, reason, file: String
    let line: Int
    init(_ check: GateCheck) {
      kind = check.kind.rawValue
      name = check.name
      metric = check.metric
      limit = check.limit
      baseline = check.baseline
      observed = check.observed
      delta = check.delta
      verdict = check.verdict.rawValue
      message = check.message
      reason = check.reason
      file = check.file
      line = check.line
    }
  }

  private struct Baseline: Encodable {
    let database: String
    let run: Int64
    let pairs: Int
    let margin, level: Double
    let obstacles, remarks: [String]
    let figures: [Figure]
    let changes: [JSONChange]
    init(_ baseline: BaselineResult) {
      database = baseline.database
      run = baseline.run
      pairs = baseline.pairs
      margin = baseline.margin
      level = baseline.level
      obstacles = baseline.obstacles
      remarks = baseline.remarks
      figures = baseline.figures.map(Figure.init)
      changes = baseline.changes.map(JSONChange.init)
    }
  }

  private struct Figure: Encodable {
    let figure, unit, better, verdict, remark: String
    let baseline, observed, change, change_low, change_high: OrNull<Double>
    let pairs: Int
    init(_ figure: BaselineFigure) {
      self.figure = figure.name
      unit = figure.unit
      better = figure.isLowerBetter ? "lower" : "higher"
      verdict = figure.verdict.rawValue
      remark = figure.remark
      baseline = OrNull(figure.baseline)
      observed = OrNull(figure.observed)
      change = OrNull(figure.change?.mean)
      change_low = OrNull(figure.change?.low)
      change_high = OrNull(figure.change?.high)
      pairs = figure.pairs
    }
  }
}
