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
  public var commandStretches: [[Stretch]] = []
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
  public var trace: [Trace.Step] = []
  /// What a watch has found: critical paths, or by band the requests in it.
  public var paths: [ExemplarPath] = []
  public var candidates: [[ExemplarCandidate]] = []
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

public struct ComponentMeasurement: Sendable {
  public var arrivals: UInt64 = 0
  public var completions: UInt64 = 0
  public var failures: UInt64 = 0
  public var refusals: UInt64 = 0
  public var timeouts: UInt64 = 0
  public var quotaRefusals: UInt64 = 0
  /// Failed operations; the answered ones are kept by operation.
  public var failedResponse = Histogram()
  /// For a slot and for cores; `service` is the rest of the response.
  public var waiting = Histogram()
  public var service = Histogram()
  /// The part of the waiting that was for a core, with a slot in hand: a sum of nanoseconds.
  public var coreWaiting: UInt128 = 0
  /// Operations that count both as failures and as wasted.
  public var wastedFailures: UInt64 = 0
  /// Slots, cores, waiting and present operations, times nanoseconds.
  public var busySlots: UInt128 = 0
  public var busyCores: UInt128 = 0
  public var queue: UInt128 = 0
  public var present: UInt128 = 0
  public var queueMaximum: Int64 = 0
  public var presentMaximum: Int64 = 0
  public var counts = Counter.Counts()
  /// Active replicas, times nanoseconds.
  public var active: UInt128 = 0
  /// Records that wait at the end, for logs.
  public var backlog: Int64 = 0
  /// What has not ended, of what counts here: operations in a line for a slot or a core, by their wait so far, that for
  /// cores before included; for logs, records in line. Then operations that are here: by the time since their arrival,
  /// and by the part of it that they have been served.
  public var unendedWaiting = UnendedMeasurement()
  public var unendedResponse = UnendedMeasurement()
  public var unendedService = UnendedMeasurement()
  /// Empty unless the plan keeps stretches of the component.
  public var stretches: [Stretch] = []
  /// Bytes that came from another zone or went to one.
  public var crossZoneBytes: Int64 = 0
  /// Bytes of calls and records that state a size, beyond those that each has by the plan.
  public var sizedBytes: Int64 = 0
  /// The same areas and completions by timeline interval.
  public var intervalSlots: [UInt128] = []
  public var intervalCores: [UInt128] = []
  public var intervalQueue: [UInt128] = []
  public var intervalPresent: [UInt128] = []
  public var intervalCompletions: [UInt64] = []
  /// Active replicas, times nanoseconds; empty where nothing scales them.
  public var intervalActive: [UInt128] = []
  /// Replicas that were not there.
  public var absence = ReplicaAbsence()
  /// By interval; those at the end in which all were there are left out.
  public var intervalAbsence: [ReplicaAbsence] = []
  /// Calls that failed; those at the end without any are left out.
  public var intervalFailures: [UInt64] = []
  /// Of what has a quota: what it refused among them.
  public var intervalArrivals: [UInt64] = []
  /// The 99th percentile of the responses that ended in each point of a stored timeline.
  public var tails: [TailSample] = []
  public init() {}
}

/// A percentile of one interval, in nanoseconds: the sum over the replications that have one, and how many do.
public struct TailSample: Sendable, Equatable {
  public var sum: UInt64
  public var count: UInt64
  public init(sum: UInt64 = 0, count: UInt64 = 0) {
    self.sum = sum
    self.count = count
  }

  /// On average over the replications; nil where nothing ended.
  public var mean: Nanoseconds? { count > 0 ? Nanoseconds(sum / count) : nil }
}

public struct FlowMeasurement: Sendable {
  public var latency = Histogram()
  public var intervals: [SparseInterval] = []
  public var exceedances: [(limit: Nanoseconds, count: UInt64)] = []
  public var offered: [UInt64] = []
  public var completed: [UInt64] = []
  public var failed: [UInt64] = []
  public var started: UInt64 = 0
  /// Requests in flight, times nanoseconds, and the most at once.
  public var inFlight: UInt128 = 0
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
  public var stretches: [Stretch] = []
  public init() {}

  /// Requests that ended as failures.
  public var failures: UInt64 {
    outcomes.enumerated().reduce(0) { StandardOutcome.isFailure(UInt16($1.offset)) ? $0 + $1.element : $0 }
  }
}

public struct PhaseMeasurement: Sendable {
  public var offered: UInt64 = 0
  /// By flow.
  public var completed: [UInt64] = []
  public var failed: [UInt64] = []
  /// By flow.
  public var latency: [Histogram] = []
  /// By flow, of requests whose intended start is in the phase.
  public var unended: [UnendedMeasurement] = []
  /// By flow; each is empty unless the plan keeps stretches of the workload.
  public var stretches: [[Stretch]] = []
  public init() {}
}

public struct MeasureMeasurement: Sendable {
  public var delays = Histogram()
  public var intervals: [SparseInterval] = []
  public var exceedances: [(limit: Nanoseconds, count: UInt64)] = []
  /// From the refresh that found a change to the measure.
  public var pipeline = Histogram()
  /// What carries the mark and may still come to the measure, by the time since the mark; empty for the own time of a
  /// change, where what was not measured is missing (D-04).
  public var unended = UnendedMeasurement()
  public init() {}
}

/// What a polling worker did inside the measured part of the run.
public struct PollingMeasurement: Sendable {
  public var due: UInt64 = 0
  public var started: UInt64 = 0
  public var answered: UInt64 = 0
  public var refused: UInt64 = 0
  public var timedOut: UInt64 = 0
  public var failed: UInt64 = 0
  public var inactive: UInt64 = 0
  public var changesFound: UInt64 = 0
  public var changesMissed: UInt64 = 0
  /// Changes that a newer one replaced before they were applied.
  public var changesSettled: UInt64 = 0
  public var latency = Histogram()
  /// Polls due that have not begun for want of a slot: in no other count but `due`, by the time since they were due. What
  /// becomes of a poll is known when it begins, so one whose answer is still to come counts as what it will be.
  public var unended = UnendedMeasurement()
  public var waited: UInt64 = 0
  public var waitingSum: UInt128 = 0
  public var waitingMaximum: Nanoseconds = 0
  public var busy: UInt128 = 0
  public var slots: Int64 = 0
  public var peakInFlight = 0
  public var intervalStarted: [UInt64] = []
  public var intervalAnswered: [UInt64] = []
  public var intervalBusy: [UInt128] = []
  public var intervalRefused: [UInt64] = []
  public init() {}
}
