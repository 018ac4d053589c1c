import Engine
import Statistics

/// One replica of a component: slots, cores, and who waits for them.
struct Replica: BitwiseCopyable {
  var busySlots: Int32 = 0
  var busyCores: Int32 = 0
  var queue = FrameQueue()
  var coreQueue = FrameQueue()
  var zone: Int32 = 0
}

/// A component while it runs, and what is measured of it. Averages over time are of all replicas
/// together; counts are of operations that arrived inside the measured part of the run.
struct ComponentState {
  let slots: Int32
  let cores: Int32
  let queueLimit: Int32
  var firstReplica: Int
  let replicaCount: Int
  var nextReplica = 0
  // Faults that are on.
  var slowness = 1.0
  var errorThreshold: UInt64 = 0
  var isOut = false
  var onlyKey: Int64 = 0
  var reorderThreshold: UInt64 = 0
  var reorderBy: ClosedRange<Nanoseconds> = 0...0
  var duplicateThreshold: UInt64 = 0
  // Quota of the current second.
  var quotaSecond: Nanoseconds = -1
  var quotaCounts: [Int32] = []

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
  /// Throughput of the current timeline interval.
  var intervalCompletions: UInt64 = 0
  var bytesCrossZone: Int64 = 0

  init(_ plan: ComponentPlan, firstReplica: Int) {
    slots = Int32(plan.slots)
    cores = Int32(plan.cores)
    queueLimit = Int32(clamping: plan.queueLimit)
    self.firstReplica = firstReplica
    replicaCount = plan.replicas
    quotaCounts = plan.quota == nil ? [] : Array(repeating: 0, count: plan.quotaKeys + 1)
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
    bytesCrossZone = 0
  }
}

/// A log while it runs: one line of records for each lane of each consumer group.
struct LaneState: BitwiseCopyable {
  var queue = FrameQueue()
  var isTaken = false
}

struct LogState {
  var backlog: Int64 = 0
  var published: UInt64 = 0
  var refused: UInt64 = 0
  /// Index of the first lane of each group.
  var firstLanes: [Int] = []
  var laneCounts: [Int] = []
}
