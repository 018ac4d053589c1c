import Engine
import Statistics

/// A component while it runs: who works at its replicas and who waits for them, what faults do to it, what it keeps, and
/// what is measured of it. It answers with a verdict; what follows from that is the interpreter's business.
///
/// Averages over time are of all replicas together; counts are of operations that arrived inside the measured part of
/// the run.
struct Station: ~Copyable {
  /// What of the plan an operation has to be asked about; nothing for a plain station.
  struct Features: OptionSet {
    var rawValue: UInt16
    static let isOutside = Features(rawValue: 1)
    static let remembers = Features(rawValue: 1 << 1)
    static let isPool = Features(rawValue: 1 << 2)
    static let adapts = Features(rawValue: 1 << 3)
    static let sheds = Features(rawValue: 1 << 4)
    static let freezes = Features(rawValue: 1 << 5)
    static let warms = Features(rawValue: 1 << 6)
    static let degrades = Features(rawValue: 1 << 7)
    static let keepsData = Features(rawValue: 1 << 8)
    static let pulls = Features(rawValue: 1 << 9)
    static let sharesCores = Features(rawValue: 1 << 10)
    static let preempts = Features(rawValue: 1 << 11)

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ plan: ComponentPlan) {
      rawValue = 0
      for (feature, isOn) in [
        (.isOutside, plan.isOutside), (.remembers, plan.remembers != nil), (.isPool, plan.isPool),
        (.adapts, plan.adaptation != nil), (.sheds, plan.shedding != nil), (.freezes, plan.freezing != nil),
        (.warms, plan.warmth != nil), (.degrades, plan.degradation != nil), (.keepsData, plan.keepsData),
        (.pulls, plan.pulls >= 0), (.sharesCores, plan.sharesCores),
        (.preempts, plan.sharesCores && plan.discipline == .preemptive),
      ] as [(Features, Bool)] where isOn {
        insert(feature)
      }
    }
  }

  let features: Features
  /// Of one replica; a fault may cut those of a function.
  var slots: Int32
  let cores: Int32
  let queueLimit: Int32
  let frames: FrameStore
  let plan: UnsafePointer<ComponentPlan>
  /// Among the components.
  let number: Int
  /// Of the first replica, among those of all components.
  let firstReplica: Int
  /// Its system, where several run on one clock.
  let system: UInt8
  var replicas: ReplicaSet
  var conditions = Conditions()

  // What it admits and keeps.
  var quota: Quota
  var bucket: TokenBucket
  var warm = WarmInstances()
  var cache: CacheStore?
  var commits = CommitHistory()
  /// Rows that are locked, and keys whose miss is on its way, or on which somebody works.
  var rows = KeyLines()
  var fetches = KeyLines()
  /// Requests that it has done and remembers.
  var done = IdempotencyTable()
  var scaling: ScalingState

  // What is measured.
  var counted = OperationCounts()
  var counts = Counter.Counts()
  var gauges = StationGauges()
  var times = StationTimes()
  /// Throughput of the current timeline interval.
  var intervalCompletions: UInt64 = 0

  init(
    _ number: Int, _ plan: UnsafePointer<ComponentPlan>, system: UInt8, firstReplica: Int,
    replicas: consuming ReplicaSet,
    frames: FrameStore
  ) {
    self.number = number
    self.plan = plan
    self.system = system
    self.firstReplica = firstReplica
    self.replicas = replicas
    self.frames = frames
    features = Features(plan.pointee)
    slots = Int32(plan.pointee.slots)
    cores = Int32(plan.pointee.cores)
    queueLimit = Int32(clamping: plan.pointee.queueLimit)
    bucket = TokenBucket(burst: plan.pointee.bucket?.burst ?? 0)
    quota = Quota(keys: plan.pointee.quotaKeys)
    cache = plan.pointee.cache.map { CacheStore($0) }
    scaling = ScalingState(wanted: plan.pointee.scaling?.least ?? plan.pointee.replicas)
  }

  // MARK: What is measured

  /// Starts measuring: what was counted until now is forgotten, what is in progress stays.
  mutating func resetMeasures(at time: Nanoseconds) {
    gauges.reset(at: time)
    times.removeAll()
    counted = OperationCounts()
    counts = Counter.Counts()
    replicas.active.reset(at: time)
    replicas.absence.reset(at: time)
  }

  /// An operation has left. Operations belong to the part of the run in which they arrived.
  /// - Returns: the response time of one that counts and ended well.
  @inline(__always)
  mutating func leave(_ frame: UnsafePointer<Frame>, _ horizon: Horizon, at now: Nanoseconds) -> Nanoseconds? {
    guard let response = end(frame, horizon, at: now) else { return nil }
    guard StandardOutcome.isFailure(frame.pointee.outcome) else { return response }
    counted.failures += 1
    times[.failedResponse].record(response)
    return nil
  }

  /// An operation has left because nobody needs it any more: it ended neither well nor badly.
  mutating func cancel(_ frame: UnsafePointer<Frame>, _ horizon: Horizon, at now: Nanoseconds) {
    guard let response = end(frame, horizon, at: now) else { return }
    counts[.cancelled] += 1
    times[.failedResponse].record(response)
  }

  /// - Returns: the response time of one that counts.
  @inline(__always)
  private mutating func end(_ frame: UnsafePointer<Frame>, _ horizon: Horizon, at now: Nanoseconds) -> Nanoseconds? {
    let arrivedAt = frame.pointee.arrivedAt
    gauges[.present].add(-1, at: now)
    intervalCompletions += 1
    guard arrivedAt >= horizon.warmUp && arrivedAt < horizon.end else { return nil }
    counted.completions += 1
    let response = now - arrivedAt
    let coreWaiting = frame.pointee.coreWaiting
    times[.waiting].record(frame.pointee.startedAt - arrivedAt + coreWaiting)
    times[.service].record(now - frame.pointee.startedAt - coreWaiting)
    counted.coreWaiting += UInt128(coreWaiting)
    return response
  }

  /// Nobody hears how an operation has ended.
  mutating func waste(_ outcome: UInt16) {
    counts[.wasted] += 1
    if StandardOutcome.isFailure(outcome) { counted.wastedFailures += 1 }
  }
}
