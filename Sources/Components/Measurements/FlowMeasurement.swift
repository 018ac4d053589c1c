import Engine
import Statistics

/// What one flow did inside the measured part of the run.
public struct FlowMeasurement: Sendable {
  /// Nanoseconds from the intended start to the end, without time to think, of requests that count and did not fail.
  public var latency = Histogram()
  package var intervals: [SparseInterval] = []
  /// Samples of `latency` above each limit that the plan states for it, exactly.
  public var exceedances: [(limit: Nanoseconds, count: UInt64)] = []
  /// By timeline interval from time zero on: requests that began in it.
  public var offered: [UInt64] = []
  /// By timeline interval from time zero on: requests that ended in it and did not fail.
  public var completed: [UInt64] = []
  /// By timeline interval from time zero on: requests that ended in it as failures.
  public var failed: [UInt64] = []
  /// Requests that began inside the measured part.
  public var started: UInt64 = 0
  /// Requests in flight, times nanoseconds.
  public var inFlight: UInt128 = 0
  /// The most requests in flight at once.
  public var inFlightMaximum: Int64 = 0
  /// The same area by timeline interval.
  public var intervalInFlight: [UInt128] = []
  /// By outcome number.
  public var outcomes: [UInt64] = []
  /// Requests that began inside the measured part and have not ended, by the time since their intended start, without
  /// their time to think so far: as latency is measured. `started` = ended + these.
  public var unended = UnendedMeasurement()
  /// The same by the timeline interval of the intended start; those with any alone, in their order.
  public var unendedByInterval: [UnendedInterval] = []
  /// Empty unless the plan keeps stretches of the flow.
  package var stretches: [Stretch] = []
  public init() {}

  /// Requests that ended as failures.
  public var failures: UInt64 {
    outcomes.enumerated().reduce(0) { StandardOutcome.isFailure(UInt16($1.offset)) ? $0 + $1.element : $0 }
  }
}

extension FlowMeasurement: Measurement {
  package static let quantities: [Quantity<FlowMeasurement>] = [
    .init(\.latency), .init(\.started), .init(\.inFlight), .summed(\.offered), .summed(\.completed), .summed(\.failed),
    .outcomes(\.outcomes), .init(\.unended), .init(\.intervals, in: .none), .exceedances(\.exceedances),
    .maximum(\.inFlightMaximum, in: .none), .init(\.intervalInFlight, in: .none), .unended(\.unendedByInterval),
    .init(\.stretches, in: .none),
  ]
}

/// What the requests of one phase of a workload did, or of one stage of a fault.
public struct PhaseMeasurement: Sendable {
  /// Requests whose intended start is in it; not counted for stages of faults.
  public var offered: UInt64 = 0
  /// By flow.
  public var completed: [UInt64] = []
  /// By flow, of requests whose intended start is in it.
  public var failed: [UInt64] = []
  /// By flow.
  public var latency: [Histogram] = []
  /// By flow, of requests whose intended start is in the phase.
  public var unended: [UnendedMeasurement] = []
  /// By flow; each is empty unless the plan keeps stretches of the workload.
  package var stretches: [[Stretch]] = []
  public init() {}
}

extension PhaseMeasurement: Measurement {
  package static let quantities: [Quantity<PhaseMeasurement>] = [
    .init(\.offered), .init(\.completed), .init(\.failed), .init(\.latency), .init(\.unended), .init(\.stretches),
  ]
}

/// What was measured since a mark.
public struct MeasureMeasurement: Sendable {
  /// Nanoseconds since the mark, of requests that count: one for each passage of a `measure` step.
  public var delays = Histogram()
  package var intervals: [SparseInterval] = []
  /// Samples of `delays` above each limit that the plan states for it, exactly.
  public var exceedances: [(limit: Nanoseconds, count: UInt64)] = []
  /// From the refresh that found a change to the measure.
  public var pipeline = Histogram()
  /// What carries the mark and may still come to the measure, by the time since the mark; empty for the own time of a
  /// change, where what was not measured is missing (D-04).
  public var unended = UnendedMeasurement()
  public init() {}
}

extension MeasureMeasurement: Measurement {
  package static let quantities: [Quantity<MeasureMeasurement>] = [
    .init(\.delays), .init(\.pipeline), .init(\.unended), .init(\.intervals, in: .none), .exceedances(\.exceedances),
  ]
}
