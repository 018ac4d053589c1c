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
    measured.counted = place.pointee.counted
    measured.counts = place.pointee.counts
    measured.times = place.pointee.times.histograms
    measured.gauges = totals.gauges
    for gauge in Gauge.allCases { measured.gauges[gauge].intervals = series[index].gauges[gauge.rawValue].areas }
    measured.active = totals.active
    measured.absence = totals.absence
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
