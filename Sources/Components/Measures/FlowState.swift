import Engine
import Statistics

/// What is measured of a flow, per timeline interval where it says so.
struct FlowState: ~Copyable {
  var latency = IntervalHistogram()
  var offered: [UInt64] = []
  var completed: [UInt64] = []
  var failed: [UInt64] = []
  var intervalOffered: UInt64 = 0
  var intervalCompleted: UInt64 = 0
  var intervalFailed: UInt64 = 0
  /// By outcome, of requests that began inside the measured part.
  let outcomes: Table<UInt64>
  var started: UInt64 = 0
  var inFlight = TimeWeightedAverage()
  private(set) var levels = LevelSeries()
  /// At the end of the measured part: requests in flight times nanoseconds, and the most at once.
  private var inFlightTotal: (area: UInt128, maximum: Int64)?

  init(outcomes: Int) { self.outcomes = Table(count: outcomes) { _ in 0 } }

  deinit { outcomes.deallocate() }

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
