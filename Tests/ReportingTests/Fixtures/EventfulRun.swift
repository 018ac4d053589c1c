import Experiments
import Scenarios

/// The queue with things decided and disturbances that ended: one that it recovered from, one that it did not, and
/// one that could not be judged.
enum EventfulRun {
  static func make() -> RunResult {
    var result = QueueRun.make()
    result.components[0].counts = [
      ComponentCount(counter: "hits", count: 750), ComponentCount(counter: "misses", count: 250),
      ComponentCount(counter: "retries", count: 12),
    ]
    result.components[0].goodCompletions = 63_000
    result.components[0].meanReplicas = 6.25
    result.components[0].replicas = 24
    result.decisions = [
      decision(75, "breaker-opened", caller: "clients", "at least 50 % of the calls failed within 10 s"),
      decision(610, "scale-up", before: 4, after: 6, signal: 0.83, "cpu 83 % of 60 % seen 60 s late"),
      decision(900, "scale-up", before: 6, after: 8, signal: 0.7, "cpu 70 % of 60 % seen 60 s late"),
    ]
    var phase = PhaseResult()
    phase.workload = "day"
    phase.name = "rush"
    phase.begins = 100 * Fixture.second
    phase.ends = 200 * Fixture.second
    result.phases = [phase]
    result.recoveries = [
      recovery("slow-disk", hits: ["server"], ended: 300, judged: 3, recovered: 2, after: nil),
      recovery(
        "late", hits: ["server"], ended: 999, judged: 0, recovered: 0, after: nil, "the run ends too soon after it"),
      recovery("rush", hits: [], ended: 200, judged: 3, recovered: 3, after: 40),
    ]
    result.recoveries[2].style = .surge
    result.recoveries[2].workload = "day"
    result.faultStages =
      stages(.flow, "visit", failed: [0, 330, 10], p99: [20, 900, 25])
      + stages(.flow, "look", failed: [0, 0, 0], p99: [5, 5, 5])
      + stages(.group, "mailer", failed: [0, 0, 0], p99: [])
    var budget = Fixture.budget(
      "comes-back", "max recovery(fault=slow-disk) < 2min", observed: nil, limit: 120e9, unit: "ns", .violated,
      "1 of 3 did not recover (metastable)", line: 22)
    budget.file = "scenarios/fixture.yaml"
    result.budgets.append(budget)
    return result
  }

  /// 1,000 requests in each stage of `slow-disk`, or a group that falls behind.
  private static func stages(
    _ subject: FaultStageResult.Subject, _ name: String, failed: [UInt64], p99: [Int64]
  ) -> [FaultStageResult] {
    FaultStage.allCases.enumerated().map { number, stage in
      var result = FaultStageResult()
      (result.fault, result.subject, result.name, result.stage) = ("slow-disk", subject, name, stage)
      result.time = 100 * Fixture.second
      if subject == .group {
        (result.lag, result.oldest) = ([0, 40, 20][number], [0, 8, 4][number] * Fixture.second)
      } else {
        (result.requests, result.failed, result.p99) = (1000, failed[number], p99[number] * 1_000_000)
      }
      return result
    }
  }

  private static func decision(
    _ seconds: Int64, _ kind: String, caller: String = "", before: Double = 0, after: Double = 0, signal: Double = 0,
    _ reason: String
  ) -> DecisionResult {
    var decision = DecisionResult()
    decision.at = seconds * Fixture.second
    decision.kind = kind
    decision.component = "server"
    decision.caller = caller
    decision.before = before
    decision.after = after
    decision.signal = signal
    decision.reason = reason
    return decision
  }

  private static func recovery(
    _ name: String, hits: [String], ended: Int64, judged: Int, recovered: Int, after: Int64?, _ remark: String = ""
  ) -> RecoveryResult {
    var recovery = RecoveryResult()
    recovery.name = name
    recovery.hits = hits
    recovery.began = (ended - 20) * Fixture.second
    recovery.ended = ended * Fixture.second
    recovery.judged = judged
    recovery.recovered = recovered
    recovery.recoveredAfter = after.map { $0 * Fixture.second }
    recovery.slowestFlow = judged > 0 ? "visit" : ""
    recovery.remark = remark
    return recovery
  }
}
