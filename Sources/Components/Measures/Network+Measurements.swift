import Engine
import Statistics

extension Network {
  /// Everything measured until now, without disturbing what goes on.
  /// - Parameters:
  ///   - now: not after the end of the measured part.
  ///   - end: up to which everything has happened; the end of the drain, when the measured part has ended and nothing
  ///     else is said.
  func measurements(at now: Nanoseconds, until end: Nanoseconds? = nil) -> Measurements {
    var result = Measurements()
    result.components = stations.indices.map { measures.measurement(of: $0, at: now) }
    for (index, log) in plan.logs.enumerated() {
      result.components[log.component].backlog = logs[index].backlog
    }
    result.operations = measures.operationLatency.indices.map { measures.operationLatency[$0].histogram }
    result.flows = measures.flows.indices.map { measures.measurement(ofFlow: $0, at: now) }
    result.phases = measures.phases.measurements(result.flows.map(\.latency))
    result.faultStages = measures.faultStages.measurements
    result.measures = measures.clocks.indices.map { measures.measurement(ofClock: $0) }
    result.unendedOperations = measures.operationLatency.indices.map { _ in UnendedMeasurement() }
    result.groups = measures.groups.map { $0.measurement(at: max(now, horizon.warmUp)) }
    result.commandStretches = plan.commands.map { _ in [] }
    result.commandOutcomes = plan.commands.indices.map { measures.outcomes(of: $0) }
    result.links = measures.links.counts
    result.turnedAway = measures.turnedAway
    result.peakInFlight = frames.peak
    result.faultSpans = faults.spans
    result.decisions = decisions.rows
    result.droppedDecisions = decisions.dropped
    result.activities = tracing.watcher?.activities(at: end ?? now) ?? []
    result.isActivityRecordCut = tracing.watcher?.isRecordCut ?? false
    result.paths = tracing.watcher?.paths ?? []
    result.candidates = tracing.watcher?.found ?? []
    measures.addStretches(to: &result)
    if frames.live > 0 || logs.messages.live > 0 {
      UnendedReading(self, at: end ?? (now < horizon.end ? now : horizon.drained)).add(to: &result)
    }
    return result
  }
}
