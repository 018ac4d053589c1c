import Engine

/// Who is next at a station.
public enum Discipline: Sendable, Equatable {
  /// First come, first served.
  case fifo
  /// The last one first.
  case lifo
  /// Lowest `priority` of the call first, by arrival within one; work in progress is not interrupted.
  case priority
  /// The same, and whoever needs a core takes it from work of the highest number above its own, which goes on later where
  /// it stopped. A slot is not taken from anybody: what is interrupted holds it and waits for a core.
  case preemptive
  /// Least drawn work first.
  case shortest
  /// Flows take turns.
  case fair
  /// All work at once, each at its share of the cores.
  case sharing
}

/// Controlled delay: while what leaves the queue has waited longer than `target` for an `interval`, work is
/// refused, the next one after interval / √n (Nichols and Jacobson, "Controlling queue delay", 2012).
public struct SheddingPlan: Sendable {
  /// Nanoseconds that work may wait.
  public var target: Nanoseconds
  /// Nanoseconds for which waits must stay above the target before the first is refused.
  public var interval: Nanoseconds
  public init(target: Nanoseconds, interval: Nanoseconds) {
    self.target = target
    self.interval = interval
  }
}

/// Adaptive concurrency: additive increase while responses are below the target, multiplicative decrease
/// when one is above.
public struct AdaptationPlan: Sendable {
  /// Nanoseconds that a response may take.
  public var target: Nanoseconds
  /// Operations at once in one replica, below which the limit does not fall; above, `slots` bounds it.
  public var least: Int
  public init(target: Nanoseconds, least: Int) {
    self.target = target
    self.least = least
  }
}

/// Work is slower by `each` for every operation in progress beyond `from` in one replica.
public struct DegradationPlan: Sendable {
  /// Slots of the replica in use up to which work is as fast as ever.
  public var from: Int
  /// Share of the time that each further one adds: 0.1 for a tenth.
  public var each: Double
  public init(from: Int, each: Double) {
    self.from = from
    self.each = each
  }
}

/// A replica all of whose slots were taken for `after` stops, and is back after `backIn`.
public struct FreezingPlan: Sendable {
  /// Nanoseconds without a free slot.
  public var after: Nanoseconds
  /// Nanoseconds from its stop until it takes work again.
  public var backIn: Nanoseconds
  public init(after: Nanoseconds, backIn: Nanoseconds) {
    self.after = after
    self.backIn = backIn
  }
}

/// A token bucket: `rate` tokens a second, at most `burst` of them.
public struct BucketPlan: Sendable {
  /// Tokens a second.
  public var rate: Double
  /// Tokens that it holds at most, and at first.
  public var burst: Double
  public init(rate: Double, burst: Double) {
    self.rate = rate
    self.burst = burst
  }
}

/// Replicas that come and go with a signal.
public struct ScalingPlan: Sendable {
  /// What is looked at, as the mean since the last look over the replicas that were available.
  public enum Signal: String, Sendable {
    /// Busy share of cores, or of slots.
    case cpu, slots
    /// Operations that wait, for each replica.
    case queue
  }
  /// Replicas, at least and at first.
  public var least: Int
  /// Replicas, at most.
  public var most: Int
  /// Which of these it goes by.
  public var signal: Signal
  /// Value of the signal that it aims at: a share, or operations in line for each replica.
  public var target: Double
  /// Nanoseconds until a value of the signal is seen.
  public var metricDelay: Nanoseconds
  /// Nanoseconds from the decision until new replicas take work; those that are let go stop at once, or with their
  /// work.
  public var startup: Nanoseconds
  /// Nanoseconds after a decision without another.
  public var cooldown: Nanoseconds
  /// Nanoseconds from look to look, above zero; the first is as long after the start.
  public var interval: Nanoseconds
  public init(
    least: Int, most: Int, signal: Signal, target: Double, metricDelay: Nanoseconds, startup: Nanoseconds,
    cooldown: Nanoseconds, interval: Nanoseconds
  ) {
    self.least = least
    self.most = most
    self.signal = signal
    self.target = target
    self.metricDelay = metricDelay
    self.startup = startup
    self.cooldown = cooldown
    self.interval = interval
  }
}

/// Probes that leave a replica out and bring it back.
public struct HealthPlan: Sendable {
  /// Nanoseconds from probe to probe of all replicas, above zero.
  public var every: Nanoseconds
  /// Probes that fail in a row until a replica is left out.
  public var ejectAfter: Int
  /// Probes that are good in a row until it is back.
  public var returnAfter: Int
  public init(every: Nanoseconds, ejectAfter: Int, returnAfter: Int) {
    self.every = every
    self.ejectAfter = ejectAfter
    self.returnAfter = returnAfter
  }
}

/// Backups of a store: when the first begins, how often, and how long each takes.
public struct BackupPlan: Sendable {
  /// Nanoseconds from the start of the run.
  public var first: Nanoseconds
  /// Nanoseconds from one beginning to the next, above zero.
  public var every: Nanoseconds
  /// Nanoseconds until it is complete; only then it counts.
  public var takes: Nanoseconds
  public init(first: Nanoseconds, every: Nanoseconds, takes: Nanoseconds) {
    self.first = first
    self.every = every
    self.takes = takes
  }

  /// Begin of the last one that is complete: it has what was written until then. Nil where none is.
  func last(completeAt now: Nanoseconds) -> Nanoseconds? {
    let since = now - takes - first
    return since < 0 ? nil : first + since / every * every
  }
}

/// How a load balancer chooses the replica of one of its targets, for its own callers alone.
public struct BalancerPlan: Sendable {
  /// Index into `NetworkPlan.components` of the load balancer.
  public var component: Int
  /// Index into `NetworkPlan.components` of what it balances.
  public var target: Int
  /// How calls that come through it choose.
  public var pick: ComponentPlan.Pick
  /// Leaves replicas out for its callers; nil for none.
  public var health: HealthPlan?
  /// Place among the views of its target's replicas; 0 is nobody's.
  var view = 1
  public init(component: Int, target: Int, pick: ComponentPlan.Pick) {
    self.component = component
    self.target = target
    self.pick = pick
  }
}

/// Instances that start cold, live on for a while after their work, and some that are always ready.
public struct WarmthPlan: Sendable {
  /// Index into `NetworkPlan.distributions`: nanoseconds that a new instance takes to start.
  public var cold: Int32
  /// Index into `NetworkPlan.streams` that they are drawn from.
  public var coldStream: Int32
  /// Nanoseconds that an idle instance stays.
  public var keepsWarm: Nanoseconds
  /// Instances that never start cold.
  public var ready: Int
  public init(cold: Int32, coldStream: Int32, keepsWarm: Nanoseconds, ready: Int) {
    self.cold = cold
    self.coldStream = coldStream
    self.keepsWarm = keepsWarm
    self.ready = ready
  }
}

/// What a cache holds and forgets.
public struct CachePlan: Sendable {
  /// Who makes room: the key that was used the longest ago, that was added the longest ago, or any.
  public enum Eviction: Sendable { case lru, fifo, random }
  /// Entries, or bytes where `sizes` is a distribution.
  public var capacity: Int64
  /// Index into `NetworkPlan.distributions` of the bytes of a key; −1 counts entries.
  public var sizes: Int32
  /// Nanoseconds since a key was kept for which it is valid; nil for ever.
  public var timeToLive: Nanoseconds?
  /// Which keys go where another does not fit.
  public var eviction: Eviction
  /// A miss waits for another miss of its key that is under way.
  public var coalesces: Bool
  /// Index into `NetworkPlan.populations`; calls with keys of others pass by.
  public var population: Int
  /// Holds keys from 0 on at first, as many as fit: with `.zipf` the likeliest.
  public var startsFull: Bool
  public init(
    capacity: Int64, sizes: Int32, timeToLive: Nanoseconds?, eviction: Eviction, coalesces: Bool,
    population: Int, startsFull: Bool
  ) {
    self.capacity = capacity
    self.sizes = sizes
    self.timeToLive = timeToLive
    self.eviction = eviction
    self.coalesces = coalesces
    self.population = population
    self.startsFull = startsFull
  }
}

/// A primary, copies behind it, and what happens when the primary is lost.
public struct DatabasePlan: Sendable {
  /// Reads go to the copies in turn, and count towards its capacity (D-75). Replica 0 is the primary at first, the others
  /// are copies.
  public var readsFromCopies: Bool
  /// Index into `NetworkPlan.distributions`: nanoseconds until a copy has a write; −1 where copies do not lag.
  public var lag: Int32
  /// Index into `NetworkPlan.distributions`: nanoseconds until a copy is the primary; −1 where none takes over.
  public var failover: Int32
  public init(readsFromCopies: Bool, lag: Int32, failover: Int32) {
    self.readsFromCopies = readsFromCopies
    self.lag = lag
    self.failover = failover
  }
}
