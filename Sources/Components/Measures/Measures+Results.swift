import Engine
import Statistics

/// Everything measured until an instant, without disturbing what goes on.
extension Measures {
  func measurement(ofFlow index: Int, at now: Nanoseconds) -> FlowMeasurement {
    let flow = flows.address(of: index)
    var measured = FlowMeasurement()
    measured.latency = flow.pointee.latency.total
    measured.intervals = flow.pointee.latency.closedIntervals
    measured.exceedances = flow.pointee.latency.exceedances
    measured.offered = flow.pointee.offered
    measured.completed = flow.pointee.completed
    measured.failed = flow.pointee.failed
    measured.started = flow.pointee.started
    (measured.inFlight, measured.inFlightMaximum) = flow.pointee.inFlight(at: max(now, horizon.warmUp))
    measured.intervalInFlight = flow.pointee.levels.areas
    measured.outcomes = Array(flow.pointee.outcomes)
    return measured
  }

  func measurement(of index: Int, at now: Nanoseconds) -> ComponentMeasurement {
    let place = stations.address(of: index)
    let totals = series[index].totals ?? self.totals(of: index, at: max(now, horizon.warmUp))
    var measured = ComponentMeasurement()
    measured.arrivals = place.pointee.arrivals
    measured.completions = place.pointee.completions
    measured.failures = place.pointee.failures
    measured.refusals = place.pointee.refusals
    measured.timeouts = place.pointee.timeouts
    measured.quotaRefusals = place.pointee.quotaRefusals
    measured.crossZoneBytes = place.pointee.crossZoneBytes
    measured.sizedBytes = place.pointee.sizedBytes
    measured.failedResponse = place.pointee.failedResponse.histogram
    measured.waiting = place.pointee.waiting.histogram
    measured.service = place.pointee.service.histogram
    measured.coreWaiting = place.pointee.coreWaiting
    measured.wastedFailures = place.pointee.wastedFailures
    measured.busySlots = totals.busySlots
    measured.busyCores = totals.busyCores
    measured.queue = totals.queue
    measured.present = totals.present
    measured.queueMaximum = totals.queueMaximum
    measured.presentMaximum = totals.presentMaximum
    measured.counts = place.pointee.counts
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

  func measurement(ofClock index: Int) -> MeasureMeasurement {
    let clock = clocks.address(of: index)
    var measured = MeasureMeasurement()
    measured.delays = clock.pointee.delays.total
    measured.intervals = clock.pointee.delays.closedIntervals
    measured.exceedances = clock.pointee.delays.exceedances
    measured.pipeline = clock.pointee.pipeline
    return measured
  }
}
