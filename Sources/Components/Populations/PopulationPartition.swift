import Engine

/// News that a refresh found, on its way to the network.
public struct Finding: Sendable {
  /// When the answer is complete, in nanoseconds from the start of the run.
  public var at: Nanoseconds = 0
  /// When the call began, in nanoseconds.
  public var askedAt: Nanoseconds = 0
  /// Key of the population that the news is of.
  public var entity: UInt64 = 0
  /// Outcome of the refresh command, by the binding's number.
  public var outcome: UInt8 = 0
  /// What the domain core passes on.
  public var payload: UInt64 = 0
  /// Own time of the oldest change that was found, in nanoseconds; nil where the news is of none.
  public var changedAt: Nanoseconds?
  /// Whether that change counts towards results (D-04); of news without one, whether the call does.
  public var isMeasured = false
  /// Own times of newer changes that were found with it and count.
  public var others: [Nanoseconds] = []
  public init() {}
}

/// A command of the domain core to one entity of a population, delivered at an instant.
public struct EntityCommand: Sendable {
  /// Nanoseconds: when a binding gives it, the instant of the decision; when a partition gets it, when it takes
  /// effect.
  public var at: Nanoseconds
  /// Key of the population.
  public var entity: UInt64
  /// What to do, in the core's own numbers: `PolledPopulation.apply` gets it.
  public var code: UInt8
  public init(at: Nanoseconds, entity: UInt64, code: UInt8) {
    self.at = at
    self.entity = entity
    self.code = code
  }
}

/// One partition of a population: a region of its own, run window by window by any thread. Dispatch is
/// dynamic once a window; the loop inside is specialised for the population.
public protocol PopulationPartition: AnyObject {
  /// Starts every refresh that is due and has a slot before `end`; `conditions` hold throughout.
  func runWindow(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch)
  /// Commands must be handed over before the window that they fall into.
  func deliver(_ command: EntityCommand)
  /// Takes the findings since the last call.
  func takeFindings() -> [Finding]
  /// Refreshes due before `time`, for the share that was answered.
  func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64
  /// Refreshes due before `end` that have not begun, by the time since they were due.
  func unstarted(until end: Nanoseconds) -> UnendedMeasurement
  /// Changes that a refresh due inside the measured part should have found and none did, as of `end`.
  func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64
  /// Most calls that were open at once, to within the width of a completion bucket.
  var peakInFlight: Int { get }
  /// Of a worker that asks when it is called: a pass over all keys begins at an instant of the windows to come, or what
  /// is left of it is not asked for.
  func beginPass(at time: Nanoseconds)
  func stopPass(at time: Nanoseconds)
  /// When the last answer of the pass is there, once all of its calls have been made; nil before, and after it was taken.
  func takePassEnd() -> Nanoseconds?
}

/// A partition that asks by the clock.
extension PopulationPartition {
  /// Nobody calls it.
  public func beginPass(at time: Nanoseconds) {}
  /// There is none to stop.
  public func stopPass(at time: Nanoseconds) {}
  /// There is none to end.
  public func takePassEnd() -> Nanoseconds? { nil }
}

/// Counters of refreshes that one thread keeps for whatever partitions it runs. All are sums, so their
/// merge over threads is the same however partitions were dealt out.
public final class PollScratch: @unchecked Sendable {
  /// Latency counts by histogram bucket.
  public let latency: UnsafeMutablePointer<UInt64>
  /// Buckets there are; those above the longest call are left out.
  public let latencyBuckets: Int
  /// Nanoseconds that calls took, added up.
  public var latencySum: UInt128 = 0
  /// The shortest call in nanoseconds; `.max` for none.
  public var latencyMinimum: Nanoseconds = .max
  /// The longest call in nanoseconds; −1 for none.
  public var latencyMaximum: Nanoseconds = -1
  /// Calls that began; as all counts here, of those due after the warm-up.
  public var started: UInt64 = 0
  /// Calls that were answered in time.
  public var answered: UInt64 = 0
  /// Calls beyond the quota, which were not made.
  public var refused: UInt64 = 0
  /// Calls that were given up.
  public var timedOut: UInt64 = 0
  /// Calls that ended in `error`.
  public var failed: UInt64 = 0
  /// Calls that were not made, since their entity was off the list.
  public var inactive: UInt64 = 0
  /// Changes that were found and count.
  public var found: UInt64 = 0
  /// Calls that waited for a slot.
  public var waited: UInt64 = 0
  /// Nanoseconds that they waited, added up.
  public var waitingSum: UInt128 = 0
  /// The longest such wait, in nanoseconds.
  public var waitingMaximum: Nanoseconds = 0
  /// Slot time inside the measured part.
  public var busy: UInt128 = 0

  /// - Parameter buckets: of latencies; the longest call must have one.
  public init(buckets: Int) {
    latencyBuckets = buckets
    latency = .allocate(capacity: buckets)
    latency.initialize(repeating: 0, count: buckets)
  }

  deinit { latency.deallocate() }

  /// Back to zero, at the end of the warm-up.
  public func reset() {
    latency.update(repeating: 0, count: latencyBuckets)
    latencySum = 0
    latencyMinimum = .max
    latencyMaximum = -1
    started = 0
    answered = 0
    refused = 0
    timedOut = 0
    failed = 0
    inactive = 0
    found = 0
    waited = 0
    waitingSum = 0
    waitingMaximum = 0
    busy = 0
  }

  func merge(_ other: PollScratch) {
    for bucket in 0..<latencyBuckets { latency[bucket] += other.latency[bucket] }
    latencySum += other.latencySum
    latencyMinimum = min(latencyMinimum, other.latencyMinimum)
    latencyMaximum = max(latencyMaximum, other.latencyMaximum)
    started += other.started
    answered += other.answered
    refused += other.refused
    timedOut += other.timedOut
    failed += other.failed
    inactive += other.inactive
    found += other.found
    waited += other.waited
    waitingSum += other.waitingSum
    waitingMaximum = max(waitingMaximum, other.waitingMaximum)
    busy += other.busy
  }
}
