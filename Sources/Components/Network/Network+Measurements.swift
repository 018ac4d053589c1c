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
    for index in plan.components.indices {
      result.components.append(measurement(of: index, at: now))
    }
    for (index, log) in plan.logs.enumerated() {
      result.components[log.component].backlog = logs[index].backlog
    }
    result.operations = operationLatency
    result.flows = flows.map { flow in
      var flow = flow
      flow.latency.close()
      var measured = FlowMeasurement()
      measured.latency = flow.latency.total
      measured.intervals = flow.latency.intervals
      measured.exceedances = flow.latency.exceedances
      measured.offered = flow.offered
      measured.completed = flow.completed
      measured.failed = flow.failed
      measured.started = flow.started
      (measured.inFlight, measured.inFlightMaximum) = flow.inFlight(at: max(now, horizon.warmUp))
      measured.intervalInFlight = flow.levels.areas
      measured.outcomes = flow.outcomes
      return measured
    }
    result.phases = phases.map { $0.map(\.measurement) }
    result.faultStages = faultStages.states.map { $0.map(\.measurement) }
    result.measures = measures.map { measure in
      var measure = measure
      measure.delays.close()
      var measured = MeasureMeasurement()
      measured.delays = measure.delays.total
      measured.intervals = measure.delays.intervals
      measured.exceedances = measure.delays.exceedances
      measured.pipeline = measure.pipeline
      return measured
    }
    result.unendedOperations = operationLatency.map { _ in UnendedMeasurement() }
    result.groups = groups.map { $0.measurement(at: max(now, horizon.warmUp)) }
    result.commandStretches = commandOutcomes.map { _ in [] }
    result.commandOutcomes = commandOutcomes
    result.links = links.counts
    result.turnedAway = turnedAway
    result.peakInFlight = frames.peak
    result.faultSpans = faultSpans
    result.decisions = decisions.rows
    result.droppedDecisions = decisions.dropped
    result.trace = trace?.steps ?? []
    result.paths = watcher?.paths ?? []
    result.candidates = watcher?.found ?? []
    addStretches(to: &result)
    addUnended(to: &result, at: end ?? (now < horizon.end ? now : horizon.drained))
    return result
  }

  private func measurement(of index: Int, at now: Nanoseconds) -> ComponentMeasurement {
    let state = components[index]
    let totals = series[index].totals ?? self.totals(of: index, at: max(now, horizon.warmUp))
    var measured = ComponentMeasurement()
    measured.arrivals = state.arrivals
    measured.completions = state.completions
    measured.failures = state.failures
    measured.refusals = state.refusals
    measured.timeouts = state.timeouts
    measured.quotaRefusals = state.quotaRefusals
    measured.crossZoneBytes = state.crossZoneBytes
    measured.sizedBytes = state.sizedBytes
    measured.failedResponse = state.failedResponse
    measured.waiting = state.waiting
    measured.service = state.service
    measured.coreWaiting = state.coreWaiting
    measured.wastedFailures = state.wastedFailures
    measured.busySlots = totals.busySlots
    measured.busyCores = totals.busyCores
    measured.queue = totals.queue
    measured.present = totals.present
    measured.queueMaximum = totals.queueMaximum
    measured.presentMaximum = totals.presentMaximum
    measured.counts = state.counts
    measured.active = totals.active
    measured.absence = totals.absence
    measured.intervalSlots = series[index].busySlots.areas
    measured.intervalCores = series[index].busyCores.areas
    measured.intervalQueue = series[index].queue.areas
    measured.intervalPresent = series[index].present.areas
    measured.intervalCompletions = series[index].completions
    measured.intervalActive = series[index].active.areas
    measured.intervalAbsence = series[index].absence.intervals
    measured.intervalFailures = series[index].failures
    measured.intervalArrivals = series[index].arrivals
    measured.tails = series[index].tails.map { $0 < 0 ? TailSample() : TailSample(sum: UInt64($0), count: 1) }
    return measured
  }
}
