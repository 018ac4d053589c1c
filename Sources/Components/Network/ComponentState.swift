import Engine
import Statistics

/// One replica of a component: slots, cores, and who waits for them.
struct Replica: BitwiseCopyable {
  var busySlots: Int32 = 0
  var busyCores: Int32 = 0
  var queue = FrameQueue()
  var coreQueue = FrameQueue()
  var zone: Int32 = 0
  /// Of faults and backups that hit this replica.
  var slowness = 1.0
  var errorThreshold: UInt64 = 0
  var hopDelay: Nanoseconds = 0
  /// Faults that keep it stopped.
  var stops: Int32 = 0
  /// Operations at once, where that adapts.
  var limit = 0.0
  /// All slots taken since, where it freezes; −1 while one is free. Whether a look at that is due.
  var fullSince: Nanoseconds = -1
  var isWatched = false
  /// Started and not taken away by the scaling.
  var isActive = true
  /// Not crashed.
  var isUp = true
  /// Left out by whoever checks its health, or by its group.
  var isEjected = false
  /// Controlled delay: when the wait was first above the target, when work is next refused, and how often it was.
  var aboveSince: Nanoseconds = -1
  var shedsAt: Nanoseconds = -1
  var shedCount: Int32 = 0

  /// Callers choose among those; and those, or out of rotation and still at work.
  var isInRotation = true
  var isAvailable = true

  var takesWork: Bool { isActive && isUp && !isEjected }
  var isWorking: Bool { busySlots > 0 || busyCores > 0 }
  /// Started, or let go with work still to do.
  var exists: Bool { isActive || isWorking || queue.count > 0 }
}

/// A component while it runs, and what is measured of it. Averages over time are of all replicas
/// together; counts are of operations that arrived inside the measured part of the run.
struct ComponentState {
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
  // Quota of the current second, or what is remembered of a credit.
  var quotaSecond: Nanoseconds = -1
  var quotaCounts: [Int32] = []
  var quotaDue: [Nanoseconds] = []
  // Tokens of a bucket, as of an instant.
  var tokens = 0.0
  var tokensAt: Nanoseconds = 0
  /// Idle instances of a function by the time at which their work ended, the latest last.
  var idle: [Nanoseconds] = []
  /// Of a database: which replica is the primary, and whether none is.
  var primary: Int32 = 0
  var isFailingOver = false
  /// No copy was there to take over when the time for it had come.
  var lacksSuccessor = false
  /// Last commit of each key, where copies answer reads.
  var lastWrites: [UInt64: Nanoseconds] = [:]
  /// When it wrote, where its disk may be lost.
  var commits: [Nanoseconds] = []
  /// Rows that are locked, each with the frames in line for it.
  var rows: [UInt64: FrameQueue] = [:]
  /// Keys whose miss is on its way, each with the frames that wait for it.
  var fetches: [UInt64: FrameQueue] = [:]

  /// Requests that it has done and remembers, oldest first.
  var done: [UInt64: Nanoseconds] = [:]
  var doneOrder: [(key: UInt64, at: Nanoseconds)] = []
  var doneFirst = 0

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
  var failedResponse = Histogram()
  var waiting = Histogram()
  var service = Histogram()
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
    slots = Int32(plan.slots)
    cores = Int32(plan.cores)
    queueLimit = Int32(clamping: plan.queueLimit)
    self.firstReplica = firstReplica
    replicaCount = plan.replicas
    tokens = plan.bucket?.burst ?? 0
    let least = plan.scaling?.least ?? plan.replicas
    active = TimeWeightedAverage(level: Int64(least))
    absence = AbsenceLevels(unavailable: Int64(plan.replicas - least))
    quotaCounts = plan.quota == nil ? [] : Array(repeating: 0, count: plan.quotaKeys + 1)
    quotaDue = plan.quota == nil ? [] : Array(repeating: 0, count: plan.quotaKeys + 1)
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
    failedResponse = Histogram()
    waiting = Histogram()
    service = Histogram()
    coreWaiting = 0
    wastedFailures = 0
    crossZoneBytes = 0
    sizedBytes = 0
    active.reset(at: time)
    absence.reset(at: time)
    counts = Counter.Counts()
  }
}

/// A log while it runs: one line of records for each lane of each consumer group.
struct LaneState: BitwiseCopyable {
  /// Its records wait for each other; without, they wait only for the consumer to be there.
  var isOrdered: Bool
  /// Of the plan's consumer groups.
  var group: Int32
  var queue = FrameQueue()
  var isTaken = false
}

struct LogState {
  /// Reasons for which what stands in each of its zones is gone, and the zone of each partition's leader, by place in
  /// the plan; empty until a zone is lost.
  var stops: [Int32] = []
  var leaders: [Int32] = []
  var backlog: Int64 = 0
  var published: UInt64 = 0
  var refused: UInt64 = 0
  /// Messages that wait, for a queue.
  var first = Frame.none
  var last = Frame.none
  /// Messages that their relay has not put in yet.
  var outbox = FrameQueue()
  /// Among the plan's consumer groups.
  var firstGroup = 0
  /// Index of the first lane of each group.
  var firstLanes: [Int] = []
  var laneCounts: [Int] = []
}
