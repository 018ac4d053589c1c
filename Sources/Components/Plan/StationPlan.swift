import Engine

/// Who is next at a station.
public enum Discipline: Sendable, Equatable {
  case fifo
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
  public var target: Nanoseconds
  public var interval: Nanoseconds
  public init(target: Nanoseconds, interval: Nanoseconds) {
    self.target = target
    self.interval = interval
  }
}

/// Adaptive concurrency: additive increase while responses are below the target, multiplicative decrease
/// when one is above.
public struct AdaptationPlan: Sendable {
  public var target: Nanoseconds
  public var least: Int
  public init(target: Nanoseconds, least: Int) {
    self.target = target
    self.least = least
  }
}

/// Work is slower by `each` for every operation in progress beyond `from` in one replica.
public struct DegradationPlan: Sendable {
  public var from: Int
  public var each: Double
  public init(from: Int, each: Double) {
    self.from = from
    self.each = each
  }
}

/// A replica all of whose slots were taken for `after` stops, and is back after `backIn`.
public struct FreezingPlan: Sendable {
  public var after: Nanoseconds
  public var backIn: Nanoseconds
  public init(after: Nanoseconds, backIn: Nanoseconds) {
    self.after = after
    self.backIn = backIn
  }
}

/// A token bucket: `rate` tokens a second, at most `burst` of them.
public struct BucketPlan: Sendable {
  public var rate: Double
  public var burst: Double
  public init(rate: Double, burst: Double) {
    self.rate = rate
    self.burst = burst
  }
}

/// Replicas that come and go with a signal.
public struct ScalingPlan: Sendable {
  public enum Signal: String, Sendable {
    /// Busy share of cores, or of slots.
    case cpu, slots
    /// Operations that wait, for each replica.
    case queue
  }
  public var least: Int
  public var most: Int
  public var signal: Signal
  public var target: Double
  public var metricDelay: Nanoseconds
  public var startup: Nanoseconds
  public var cooldown: Nanoseconds
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
  public var every: Nanoseconds
  public var ejectAfter: Int
  public var returnAfter: Int
  public init(every: Nanoseconds, ejectAfter: Int, returnAfter: Int) {
    self.every = every
    self.ejectAfter = ejectAfter
    self.returnAfter = returnAfter
  }
}

/// Backups of a store: when the first begins, how often, and how long each takes.
public struct BackupPlan: Sendable {
  public var first: Nanoseconds
  public var every: Nanoseconds
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
  public var component: Int
  public var target: Int
  public var pick: ComponentPlan.Pick
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
  public var cold: Int32
  public var coldStream: Int32
  public var keepsWarm: Nanoseconds
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
  public enum Eviction: Sendable { case lru, fifo, random }
  /// In entries, or in bytes where `sizes` is a distribution.
  public var capacity: Int64
  /// Distribution of the bytes of a key; −1 counts entries.
  public var sizes: Int32
  public var timeToLive: Nanoseconds?
  public var eviction: Eviction
  public var coalesces: Bool
  public var population: Int
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
  /// Replica 0 is the primary at first; the others are copies.
  public var readsFromCopies: Bool
  public var lag: Int32
  public var failover: Int32
  public init(readsFromCopies: Bool, lag: Int32, failover: Int32) {
    self.readsFromCopies = readsFromCopies
    self.lag = lag
    self.failover = failover
  }
}
