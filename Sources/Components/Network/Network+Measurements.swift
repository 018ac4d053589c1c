import Engine
import Statistics

extension Network {
  /// Everything measured until now, without disturbing what goes on.
  func measurements(at now: Nanoseconds) -> Measurements {
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
      measured.outcomes = flow.outcomes
      return measured
    }
    result.phases = phases.map {
      $0.map { phase in
        var measured = PhaseMeasurement()
        measured.offered = phase.offered
        measured.completed = phase.completed
        measured.failed = phase.failed
        measured.latency = phase.latency
        return measured
      }
    }
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
    result.commandOutcomes = commandOutcomes
    result.links = links.counts
    result.unfinished = frames.live
    result.turnedAway = turnedAway
    result.peakInFlight = frames.peak
    result.faultSpans = faultSpans
    result.decisions = decisions.rows
    result.droppedDecisions = decisions.dropped
    result.trace = trace?.steps ?? []
    result.paths = watcher?.paths ?? []
    result.candidates = watcher?.found ?? []
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
    measured.busySlots = totals.busySlots
    measured.busyCores = totals.busyCores
    measured.queue = totals.queue
    measured.present = totals.present
    measured.queueMaximum = totals.queueMaximum
    measured.presentMaximum = totals.presentMaximum
    measured.counts = state.counts
    measured.active = totals.active
    measured.intervalSlots = series[index].busySlots
    measured.intervalCores = series[index].busyCores
    measured.intervalQueue = series[index].queue
    measured.intervalCompletions = series[index].completions
    measured.intervalActive = series[index].active
    return measured
  }
}
