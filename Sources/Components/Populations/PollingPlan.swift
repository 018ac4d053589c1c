import Engine

/// A polling worker over a population, ready to be run: which keys stand in which partition, when each
/// is due, and what a call may meet.
public struct PollingPlan: Sendable {
  /// How a source pushes changes.
  public struct Push: Sendable, Equatable {
    /// Share of pushes that do not arrive, each try by itself.
    public var lost: Double
    /// Tries after the first.
    public var retries: Int
    /// Nanoseconds from one try to the next.
    public var every: Nanoseconds
    public init(lost: Double, retries: Int = 0, every: Nanoseconds = 0) {
      self.lost = lost
      self.retries = retries
      self.every = every
    }
  }

  /// Keys of a population with regard to its subscription.
  public enum Keys: String, Sendable { case all, subscribed, unsubscribed }

  /// When keys of a partition are due.
  public enum Starts: Sendable, Equatable {
    /// Spread over the period, with the partitions staggered within one step of that; all at its beginning; or spread,
    /// with the beginnings of partitions spread over the period.
    case spread, together, byPartition
    /// All when the worker's operation is called: there is no period.
    case onCall
    /// Never: the source pushes changes.
    case pushed(Push)
  }

  /// Which keys are asked for where the quota does not let all of them be.
  public enum OverQuota: String, Sendable {
    /// A call beyond it is left out until the next cycle: those that are due first in a second are made, the same in
    /// each cycle.
    case skip
    /// Each call that may be made is for the key of the same source that has waited longest.
    case rotate
    /// Each is for any key of the same source that was not asked for in this cycle yet.
    case random
  }

  /// How many calls a partition may have open from an instant on.
  public struct SlotChange: Sendable, Equatable {
    /// Nanoseconds from the start of the run.
    public var at: Nanoseconds
    /// 0 while nobody asks for its keys.
    public var slots: Int
    public init(at: Nanoseconds, slots: Int) {
      self.at = at
      self.slots = slots
    }
  }

  /// Keys that are asked in order, with slots and a part of the quota of their own.
  public struct Partition: Sendable {
    /// Index into `groups` of the class of its keys.
    public var group: Int
    /// Its keys are `first`, `first + stride`, … , `keys` of them.
    public var first: UInt64
    /// From one of its keys to the next.
    public var stride: UInt64
    /// Calls of a cycle or pass: one for each `bulk` of its keys in a row.
    public var count: Int
    /// How many keys it has.
    public var keys: Int
    /// Keys that one call answers for, at least 1.
    public var bulk: Int
    /// Calls that may be open at once; 0 where nobody asks for its keys.
    public var slots: Int
    /// Other numbers of them from an instant on, in the order of time: its instance is lost, and another takes it over.
    public var slotChanges: [SlotChange] = []
    /// Nanoseconds from one poll of a key to its next, where its class of keys has a cycle of its own.
    public var period: Nanoseconds?
    /// Nanoseconds by which its cycles begin later, below the period.
    public var offset: Nanoseconds
    /// Its part of the quota, for each key of the source; nil is unlimited.
    public var allowance: CallAllowance?
    /// Its parts of the quotas that single keys of the source have of their own, from 1.
    public var ownAllowances: [Int64: CallAllowance] = [:]
    /// Entity of one of its keys, by place from 0.
    @inlinable @inline(__always)
    public func entity(_ index: Int) -> UInt64 { first &+ UInt64(index) &* stride }

    /// Place of one of its entities.
    @inlinable
    public func index(of entity: UInt64) -> Int { Int((entity - first) / stride) }

    /// - Parameter keys: as many calls as they take, `bulk` of them in each.
    public init(
      group: Int, first: UInt64, stride: UInt64, count keys: Int, slots: Int, offset: Nanoseconds, bulk: Int = 1
    ) {
      self.group = group
      self.first = first
      self.stride = stride
      self.keys = keys
      self.bulk = bulk
      count = (keys + bulk - 1) / bulk
      self.slots = slots
      self.offset = offset
    }
  }

  /// Index into `NetworkPlan.components` of the worker.
  public var component: Int
  /// Index into `NetworkPlan.components` of the outside interface that it calls.
  public var source: Int
  /// Index into `NetworkPlan.populations`: each of its keys is polled once a period.
  public var population: Int
  /// Index into `NetworkPlan.populations` of the one whose keys have a queue, quota and outage of their own at the source;
  /// −1 for none.
  public var sourcePopulation = -1
  /// Number of the domain binding, as in `CommandPlan`.
  public var binding: Int
  /// Index into `BindingDescription.commands` of the comparison, whose first outcome is that nothing is new.
  public var command: Int
  /// Nanoseconds from one poll of a key to its next, the longest where classes of keys differ; 0 where keys are asked for
  /// on call.
  public var period: Nanoseconds
  /// When the first polls are due.
  public var starts = Starts.spread
  /// How the source pushes changes, where it does and nobody asks.
  public var push: Push? { if case .pushed(let push) = starts { push } else { nil } }
  /// Which keys are asked for where the quota does not let all of them be.
  public var overQuota = OverQuota.skip
  /// Which keys it is about, of a population that has a subscription for a share of them.
  public var keys = Keys.all
  /// Nanoseconds before time zero that the source's clock covers: twice the longest period of all loops over the
  /// population, which have one clock; nil for twice the period of this one.
  public var lead: Nanoseconds?
  /// Share of the keys whose changes the source pushes.
  public var subscribed = 0.0
  /// Index into `NetworkPlan.distributions`: nanoseconds that a call takes.
  public var distribution: Int32
  /// Index into `NetworkPlan.streams` that they are drawn from.
  public var stream: Int32
  /// Nanoseconds after which a call is given up; nil for only after ten minutes.
  public var timeout: Nanoseconds?
  /// Together they hold each key of the population once.
  public var partitions: [Partition] = []
  /// Keys of all partitions. O(partitions).
  public var keyCount: Int { partitions.reduce(0) { $0 + $1.keys } }
  /// Calls of a cycle or pass of all partitions. O(partitions).
  public var callCount: Int { partitions.reduce(0) { $0 + $1.count } }
  /// Whether each partition has the keys of the other plan's, of one population: what is known of them then lies in the
  /// same places. O(partitions).
  package func hasSameKeys(as other: PollingPlan) -> Bool {
    population == other.population
      && partitions.elementsEqual(other.partitions) {
        $0.first == $1.first && $0.stride == $1.stride && $0.keys == $1.keys
      }
  }

  /// Calls of a cycle or pass on average, those for keys that it leaves out excepted. O(partitions).
  package var callsPerRound: Double { Double(callCount) * (keys == .unsubscribed ? 1 - subscribed : 1) }
  /// Nanoseconds of a partition's cycle.
  public func period(of partition: Partition) -> Nanoseconds { partition.period ?? period }
  /// Whether all partitions have one cycle.
  package var hasOnePeriod: Bool { partitions.allSatisfy { period(of: $0) == period } }
  /// Calls a second on average, of a worker that asks by the clock. O(partitions).
  package var callsPerSecond: Double {
    let asked = keys == .unsubscribed ? 1 - subscribed : 1
    return partitions.reduce(0) { $0 + Double($1.count) * asked / Double(max(1, period(of: $1))) } * 1e9
  }
  /// Names of the classes of keys, by `Partition.group`.
  public var groups: [String] = []
  /// Program counters where each outcome of the command goes on in the network; −1 where nothing follows.
  public var tails: [Int32] = []
  /// Index into `NetworkPlan.operations` of the one that the tails belong to.
  public var operation = 0
  /// Nanoseconds until a command to an entity reaches the worker: the look-ahead of the windows (D-07).
  public var lag: Nanoseconds = .second
  public init(
    component: Int, source: Int, population: Int, binding: Int, command: Int, period: Nanoseconds,
    distribution: Int32, stream: Int32
  ) {
    self.component = component
    self.source = source
    self.population = population
    self.binding = binding
    self.command = command
    self.period = period
    self.distribution = distribution
    self.stream = stream
  }
}

/// What calls to an outside interface meet during a span of time. Schedules are known beforehand and
/// are the same for every region.
public struct CallConditions: Sendable, Equatable {
  /// Latency factor in units of 1/65536.
  public var slowness: UInt64 = 1 << 16
  /// Calls whose second draw is below this end in `error`.
  public var errorThreshold: UInt64 = 0
  /// Calls are not answered: they time out, or fail at once without a timeout (D-06).
  public var isOut = false
  /// Only calls for this key of the source, from 1; 0 for all.
  public var onlyKey: Int64 = 0
  public init() {}

  /// Whether calls are as fast and as good as without faults.
  public var areNormal: Bool { slowness == 1 << 16 && errorThreshold == 0 && !isOut }

  /// Conditions at one instant, put together as the network does it (`Network+Conditions`). Faults that hit one key
  /// take precedence over none; several of them at once on different keys are refused by the checker.
  public static func at(
    _ time: Nanoseconds, component: Int, faults: [FaultPlan], baseErrors: Double
  ) -> CallConditions {
    var conditions = CallConditions()
    var errors = 0.0
    for fault in faults where fault.component == component && fault.begins <= time && time < fault.ends {
      switch fault.effect {
      case .slow(let factor):
        conditions.slowness = slowed(conditions.slowness, by: factor)
      case .error(let share): errors += share - errors * share
      case .outage: conditions.isOut = true
      case .deploy(let share, let factor):
        errors += share - errors * share
        conditions.slowness = slowed(conditions.slowness, by: factor)
      case .crash, .failover, .flush, .quota, .delay, .partition, .reorder, .duplicate, .loss, .poison, .missed,
        .diskLoss:
        continue
      }
      conditions.onlyKey = fault.key ?? conditions.onlyKey
    }
    conditions.errorThreshold = threshold(min(1, errors + baseErrors))
    return conditions
  }

  /// A hundred million times as slow is as slow as it gets: draws times that still fit.
  private static func slowed(_ slowness: UInt64, by factor: Double) -> UInt64 {
    UInt64(saturating: min(0x1p43, Double(slowness) * factor))
  }

  static func threshold(_ share: Double) -> UInt64 {
    share >= 1 ? .max : UInt64(max(0, share) * 0x1p64)
  }
}
