import Engine
import Statistics

/// What one replication measured, by the indices of its plan. Counts and sums are exact integers, so
/// replications merge exactly and in any order.
public struct Measurements: Sendable {
  public var simulated: Nanoseconds = 0
  public var events: UInt64 = 0
  public var components: [ComponentMeasurement] = []
  public var operations: [Histogram] = []
  /// By operation, of those that arrived inside the measured part and have not ended: ages since the arrival.
  public var unendedOperations: [UnendedMeasurement] = []
  public var flows: [FlowMeasurement] = []
  /// By workload and phase; a workload without phases of its own is one, so that all of them together are its requests.
  public var phases: [[PhaseMeasurement]] = []
  /// By fault of the plan, before, during and after it (`FaultStages`); empty for faults without a time of their own.
  /// `offered` is not counted.
  public var faultStages: [[PhaseMeasurement]] = []
  public var measures: [MeasureMeasurement] = []
  /// By command and outcome number.
  public var commandOutcomes: [[UInt64]] = []
  /// By command, those that the plan keeps stretches of: counts by outcome number.
  package var commandStretches: [[Stretch]] = []
  public var links: [UInt64] = []
  public var pollings: [PollingMeasurement] = []
  public var monitors: [MonitorReading] = []
  /// In the order of the plan's `consumerGroups`.
  public var groups: [GroupMeasurement] = []
  /// Requests of workloads that began inside the measured part and had not ended when the drain did: as many as the
  /// flows have unended.
  public var unfinished = 0
  /// Records and messages in flight then, that wait or are worked on; each consumer group has its own record.
  public var unfinishedRecords = 0
  /// Requests that were not begun because too many were in flight.
  public var turnedAway: UInt64 = 0
  /// Most requests, calls and records in flight at once.
  public var peakInFlight = 0
  /// When the faults that come again were on, by fault, up to a bound; the others stand in the plan.
  public var faultSpans: [[FaultSpan]] = []
  /// In the order in which they were made.
  public var decisions: [Decision] = []
  /// Decisions beyond the bound on rows.
  public var droppedDecisions: UInt64 = 0
  package var trace: [Trace.Step] = []
  /// What a watch has found: critical paths, or by band the requests in it.
  package var paths: [ExemplarPath] = []
  package var candidates: [[ExemplarCandidate]] = []
  /// Wall-clock time that building the run took: not a result.
  public var setUpSeconds = 0.0
  /// True when the run was stopped before its end.
  public var isPartial = false
  public init() {}
}

/// One time that a fault was on.
public struct FaultSpan: Sendable, Equatable {
  public var begins: Nanoseconds
  /// `.max` while it lasts.
  public var ends: Nanoseconds
  public init(begins: Nanoseconds, ends: Nanoseconds) {
    self.begins = begins
    self.ends = ends
  }
  /// Spans of one fault that are kept.
  public static let limit = 1_000
}
