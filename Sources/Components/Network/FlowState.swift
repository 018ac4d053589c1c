import Engine
import Statistics

/// A latency in whole and by timeline interval: one live histogram, flushed sparsely at each tick.
struct IntervalHistogram {
  var total = Histogram()
  private var live = Histogram()
  private(set) var intervals: [SparseInterval] = []
  /// Limits that budgets count exactly, with the counts above them.
  var exceedances: [(limit: Nanoseconds, count: UInt64)] = []

  mutating func record(_ value: Nanoseconds) {
    live.record(value)
    for index in exceedances.indices where value > exceedances[index].limit {
      exceedances[index].count += 1
    }
  }

  /// Ends a timeline interval.
  mutating func flush() {
    total.merge(live)
    intervals.append(SparseInterval(live))
    live.removeAll()
  }

  /// Adds what was recorded after the last interval.
  mutating func close() {
    if !live.isEmpty {
      total.merge(live)
      if let last = intervals.popLast() {
        var joined = last.histogram
        joined.merge(live)
        intervals.append(SparseInterval(joined))
      } else {
        intervals.append(SparseInterval(live))
      }
      live = Histogram()
    }
  }
}

/// What is measured of a flow, per timeline interval where it says so.
struct FlowState {
  var latency = IntervalHistogram()
  var offered: [UInt64] = []
  var completed: [UInt64] = []
  var failed: [UInt64] = []
  var intervalOffered: UInt64 = 0
  var intervalCompleted: UInt64 = 0
  var intervalFailed: UInt64 = 0
  /// Of requests that began inside the measured part.
  var outcomes: [UInt64]
  var started: UInt64 = 0
  var inFlight = TimeWeightedAverage()
  private(set) var levels = LevelSeries()
  /// At the end of the measured part: requests in flight times nanoseconds, and the most at once.
  private var inFlightTotal: (area: UInt128, maximum: Int64)?

  init(outcomes: Int) { self.outcomes = Array(repeating: 0, count: outcomes) }

  mutating func stopMeasuring(at now: Nanoseconds) { inFlightTotal = (inFlight.area(until: now), inFlight.maximum) }

  /// Requests in flight times nanoseconds until now, or the end of the measured part, and the most at once.
  func inFlight(at now: Nanoseconds) -> (area: UInt128, maximum: Int64) {
    inFlightTotal ?? (inFlight.area(until: now), inFlight.maximum)
  }

  mutating func startMeasuring(at now: Nanoseconds) {
    levels.restart(at: inFlight.area(until: now))
    inFlight.reset(at: now)
  }

  mutating func flush(at now: Nanoseconds) {
    latency.flush()
    levels.end(at: inFlight.area(until: now))
    offered.append(intervalOffered)
    completed.append(intervalCompleted)
    failed.append(intervalFailed)
    intervalOffered = 0
    intervalCompleted = 0
    intervalFailed = 0
  }
}

/// A phase of a workload.
struct PhaseState {
  var latency: [Histogram]
  var offered: UInt64 = 0
  /// By flow.
  var completed: [UInt64]
  var failed: [UInt64]

  init(flows: Int) {
    latency = Array(repeating: Histogram(), count: flows)
    completed = Array(repeating: 0, count: flows)
    failed = completed
  }

  /// A request of a flow has ended.
  @inline(__always)
  mutating func add(_ flow: Int, latency time: Nanoseconds, failed isFailure: Bool) {
    if isFailure {
      failed[flow] += 1
    } else {
      completed[flow] += 1
      latency[flow].record(time)
    }
  }

  /// Without what has not ended.
  var measurement: PhaseMeasurement {
    var measured = PhaseMeasurement()
    measured.offered = offered
    measured.completed = completed
    measured.failed = failed
    measured.latency = latency
    measured.unended = latency.map { _ in UnendedMeasurement() }
    measured.stretches = latency.map { _ in [] }
    return measured
  }
}
