import Engine

/// News that a refresh found, on its way to the network.
public struct Finding: Sendable {
  /// When the answer is complete.
  public var at: Nanoseconds = 0
  public var askedAt: Nanoseconds = 0
  public var entity: UInt64 = 0
  /// Outcome of the refresh command, by the binding's number.
  public var outcome: UInt8 = 0
  /// What the domain core passes on.
  public var payload: UInt64 = 0
  /// Own time of the oldest change that was found, and whether it counts towards results.
  public var changedAt: Nanoseconds = 0
  public var isMeasured = false
  /// Own times of newer changes that were found with it and count.
  public var others: [Nanoseconds] = []
  public init() {}
}

/// A command of the domain core to one entity of a population, delivered at an instant.
public struct EntityCommand: Sendable {
  public var at: Nanoseconds
  public var entity: UInt64
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
}

/// Counters of refreshes that one thread keeps for whatever partitions it runs. All are sums, so their
/// merge over threads is the same however partitions were dealt out.
public final class PollScratch: @unchecked Sendable {
  /// Latency counts by histogram bucket.
  public let latency: UnsafeMutablePointer<UInt64>
  public let latencyBuckets: Int
  public var latencySum: UInt128 = 0
  public var latencyMinimum: Nanoseconds = .max
  public var latencyMaximum: Nanoseconds = -1
  public var started: UInt64 = 0
  public var answered: UInt64 = 0
  public var refused: UInt64 = 0
  public var timedOut: UInt64 = 0
  public var failed: UInt64 = 0
  public var inactive: UInt64 = 0
  public var found: UInt64 = 0
  public var waited: UInt64 = 0
  public var waitingSum: UInt128 = 0
  public var waitingMaximum: Nanoseconds = 0
  /// Slot time inside the measured part.
  public var busy: UInt128 = 0

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
