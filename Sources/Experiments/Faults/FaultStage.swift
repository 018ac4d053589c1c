import Components
import Engine
import Scenarios
import Statistics

/// What is set beside one another of a fault: the time in which it was on, and as much before and after.
package enum FaultStage: String, Sendable, CaseIterable { case before, during, after }

/// One flow, polled population or consumer group before, during or after a fault: what happened in the replications
/// that were run, and in all occurrences of a fault that comes again, added up.
///
/// Requests count in the stage of their intended start; where a fault comes again, in that in which they ended.
package struct FaultStageResult: Sendable, Equatable {
  package enum Subject: String, Sendable {
    case flow, group
    /// A polled population.
    case population
  }
  package var fault = ""
  package var subject = Subject.flow
  package var name = ""
  package var stage = FaultStage.before
  /// Simulated time that the figures are of, over all occurrences and replications; 0 where another fault, the warm-up
  /// or the end of the run left none. Of polls and consumer groups, and of faults that come again, in whole intervals
  /// of the timeline.
  package var time: Nanoseconds = 0
  /// Of a flow or population: requests that ended, or had not when the run stopped; failed ones; and those that may
  /// still end either way.
  package var requests: UInt64 = 0
  package var failed: UInt64 = 0
  package var unended: UInt64 = 0
  /// Of a flow, over the answered requests; `Nanoseconds.max` for never, nil where there were none.
  package var p99: Nanoseconds?
  /// Of a consumer group: records that waited, as a mean, and the age of the oldest at the end of an interval, at most.
  package var lag = 0.0
  package var oldest: Nanoseconds = 0
  package init() {}

  /// Failed requests of all; at least that where some had not ended. Nil without requests.
  package var errors: Double? { requests > 0 ? Double(failed) / Double(requests) : nil }

  /// Answered requests a second; nil without time.
  package var goodput: Double? {
    time > 0 ? Double(requests - failed - unended) / (Double(time) / 1e9) : nil
  }
}

/// What one subject did in one stage, of as many occurrences and replications as were added.
struct StageTally: Sendable {
  var time: Nanoseconds = 0
  var answered: UInt64 = 0
  var failed: UInt64 = 0
  var samples = StretchSamples()
  /// Records that wait, times nanoseconds.
  var records: UInt128 = 0
  var oldest: Nanoseconds = 0

  init() {}

  /// Of requests that were counted by their intended start.
  init(_ measured: PhaseMeasurement, flow: Int, time: Nanoseconds) {
    self.time = time
    answered = measured.completed[flow]
    failed = measured.failed[flow] + measured.unended[flow].lost
    samples.ended = SparseInterval(measured.latency[flow])
    samples.ages = SparseInterval(measured.unended[flow].ages)
    samples.lose(measured.unended[flow].lost)
  }

  mutating func merge(_ other: StageTally) {
    time += other.time
    answered += other.answered
    failed += other.failed
    samples.merge(other.samples)
    records += other.records
    oldest = max(oldest, other.oldest)
  }
}

/// One subject beside a fault.
struct FaultTally: Sendable {
  enum Subject: Sendable, Equatable { case flow(Int), polling(Int), group(Int) }
  let subject: Subject
  /// In the order of `FaultStage`.
  var stages = FaultStage.allCases.map { _ in StageTally() }

  mutating func merge(_ other: FaultTally) {
    assert(subject == other.subject, "tallies of one plan are in one order")
    for index in stages.indices { stages[index].merge(other.stages[index]) }
  }

  func results(of fault: String, in plan: NetworkPlan) -> [FaultStageResult] {
    zip(FaultStage.allCases, stages).map { stage, tally in
      var result = FaultStageResult()
      (result.fault, result.stage, result.time) = (fault, stage, tally.time)
      switch subject {
      case .flow(let index): (result.subject, result.name) = (.flow, plan.flows[index].name)
      case .polling(let index):
        (result.subject, result.name) = (.population, plan.populations[plan.pollings[index].population].name)
      case .group(let index): (result.subject, result.name) = (.group, plan.name(of: plan.consumerGroups[index]))
      }
      result.unended = tally.samples.ages.count
      result.failed = tally.failed
      result.requests = tally.answered + tally.failed + result.unended
      if case .flow = subject, let p99 = TimeFigure(.quantile(0.99)).value([tally.samples]) {
        result.p99 = p99.low.isFinite ? Nanoseconds(p99.low) : .max
      }
      result.lag = tally.time > 0 ? Double(tally.records) / Double(tally.time) : 0
      result.oldest = tally.oldest
      return result
    }
  }
}

extension [FaultTally] {
  func merged(with other: [FaultTally]) -> [FaultTally] {
    zip(self, other).map { tally, other in
      var merged = tally
      merged.merge(other)
      return merged
    }
  }
}
