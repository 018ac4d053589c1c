import Engine
import Statistics

/// A component while it runs, and what is measured of it. Averages over time are of all replicas
/// together; counts are of operations that arrived inside the measured part of the run.
struct ComponentState: ~Copyable {
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

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ plan: ComponentPlan) {
      rawValue = 0
      for (feature, isOn) in [
        (.isOutside, plan.isOutside), (.remembers, plan.remembers != nil), (.isPool, plan.isPool),
        (.adapts, plan.adaptation != nil), (.sheds, plan.shedding != nil), (.freezes, plan.freezing != nil),
        (.warms, plan.warmth != nil), (.degrades, plan.degradation != nil), (.keepsData, plan.keepsData),
        (.pulls, plan.pulls >= 0), (.sharesCores, plan.discipline == .sharing && plan.cores > 0),
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
  var firstReplica: Int
  let replicaCount: Int
  var nextReplica = 0
  /// Replicas that take work, by number; empty while all of them do.
  var eligible: [Int32] = []
  // Faults that are on.
  var slowness = 1.0
  var errorThreshold: UInt64 = 0
  var isOut = false
  var onlyKey: Int64 = 0
  var quotaFactor = 1.0
  var hopDelay: Nanoseconds = 0
  var isCutOff = false
  var lossThreshold: UInt64 = 0
  var poisonThreshold: UInt64 = 0
  var misses = false
  var reorderThreshold: UInt64 = 0
  var reorderBy: ClosedRange<Nanoseconds> = 0...0
  var duplicateThreshold: UInt64 = 0
  var quota: Quota
  var bucket: TokenBucket
  var warm = WarmInstances()
  /// Of a database: which replica is the primary, and whether none is.
  var primary: Int32 = 0
  var isFailingOver = false
  /// No copy was there to take over when the time for it had come.
  var lacksSuccessor = false
  /// Last commit of each key, where copies answer reads.
  var lastWrites: [UInt64: Nanoseconds] = [:]
  /// When it wrote, where its disk may be lost.
  var commits: [Nanoseconds] = []
  /// Rows that are locked, and keys whose miss is on its way, or on which somebody works.
  var rows = KeyLines()
  var fetches = KeyLines()
  /// Requests that it has done and remembers.
  var done = IdempotencyTable()

  /// Replicas that are active, times nanoseconds.
  var active = TimeWeightedAverage()
  /// Replicas that are not there; those of them that run, so that work decides.
  var absence: AbsenceLevels
  var away: Int32 = 0
  var counts = Counter.Counts()
  var busySlots = TimeWeightedAverage()
  var busyCores = TimeWeightedAverage()
  var queueLength = TimeWeightedAverage()
  var present = TimeWeightedAverage()
  var arrivals: UInt64 = 0
  var completions: UInt64 = 0
  var failures: UInt64 = 0
  var refusals: UInt64 = 0
  var timeouts: UInt64 = 0
  var quotaRefusals: UInt64 = 0
  var failedResponse = HistogramRecorder()
  var waiting = HistogramRecorder()
  var service = HistogramRecorder()
  /// The part of the waiting that was for a core, with a slot in hand.
  var coreWaiting: UInt128 = 0
  /// Operations that count both as failures and as wasted.
  var wastedFailures: UInt64 = 0
  /// Throughput of the current timeline interval.
  var intervalCompletions: UInt64 = 0
  /// Bytes that came from another zone or went to one.
  var crossZoneBytes: Int64 = 0
  /// Bytes of calls and records that state a size, beyond those that each has by the plan; below zero for smaller ones.
  var sizedBytes: Int64 = 0

  init(_ plan: ComponentPlan, firstReplica: Int) {
    features = Features(plan)
    slots = Int32(plan.slots)
    cores = Int32(plan.cores)
    queueLimit = Int32(clamping: plan.queueLimit)
    self.firstReplica = firstReplica
    replicaCount = plan.replicas
    bucket = TokenBucket(burst: plan.bucket?.burst ?? 0)
    quota = Quota(keys: plan.quotaKeys)
    let least = plan.scaling?.least ?? plan.replicas
    active = TimeWeightedAverage(level: Int64(least))
    absence = AbsenceLevels(unavailable: Int64(plan.replicas - least))
  }

  /// Starts measuring: what was counted until now is forgotten, what is in progress stays.
  mutating func resetMeasures(at time: Nanoseconds) {
    busySlots.reset(at: time)
    busyCores.reset(at: time)
    queueLength.reset(at: time)
    present.reset(at: time)
    arrivals = 0
    completions = 0
    failures = 0
    refusals = 0
    timeouts = 0
    quotaRefusals = 0
    failedResponse.removeAll()
    waiting.removeAll()
    service.removeAll()
    coreWaiting = 0
    wastedFailures = 0
    crossZoneBytes = 0
    sizedBytes = 0
    active.reset(at: time)
    absence.reset(at: time)
    counts = Counter.Counts()
  }
}
