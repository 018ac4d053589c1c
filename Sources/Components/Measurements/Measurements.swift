import Engine
import Statistics

/// What one replication measured, by the indices of its plan. Counts and sums are exact integers, so
/// replications merge exactly and in any order.
public struct Measurements: Sendable {
  /// Nanoseconds of simulated time, from time zero to the end or to where the run was stopped, without the drain.
  public var simulated: Nanoseconds = 0
  /// Events that were executed in the network; polls of populations are none.
  public var events: UInt64 = 0
  /// By `NetworkPlan.components`.
  public var components: [ComponentMeasurement] = []
  /// By `NetworkPlan.operations`: nanoseconds from arrival to end, of those that count and did not fail.
  public var operations: [Histogram] = []
  /// By operation, of those that arrived inside the measured part and have not ended: ages since the arrival.
  public var unendedOperations: [UnendedMeasurement] = []
  /// By `NetworkPlan.flows`.
  public var flows: [FlowMeasurement] = []
  /// By workload and phase; a workload without phases of its own is one, so that all of them together are its requests.
  public var phases: [[PhaseMeasurement]] = []
  /// By fault of the plan, before, during and after it (`FaultStages`); empty for faults without a time of their own.
  /// `offered` is not counted.
  public var faultStages: [[PhaseMeasurement]] = []
  /// By `NetworkPlan.measures`.
  public var measures: [MeasureMeasurement] = []
  /// By command and outcome number.
  public var commandOutcomes: [[UInt64]] = []
  /// By command, those that the plan keeps stretches of: counts by outcome number.
  package var commandStretches: [[Stretch]] = []
  /// By `NetworkPlan.links`: uses inside the measured part.
  public var links: [UInt64] = []
  /// By `NetworkPlan.pollings`.
  public var pollings: [PollingMeasurement] = []
  /// Readings of the first domain binding, then of the next.
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
  /// What a watch has recorded: requests before what they started.
  package var activities: [Activity] = []
  /// There was more of it than fits.
  package var isActivityRecordCut = false
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
  /// Nanoseconds from the start of the run.
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
