extension Kind {
  /// What the assembler builds of a component: kinds that differ in parameters and defaults alone share one.
  package enum Structure: Sendable {
    /// Replicas with slots, cores and a queue, whatever its parameters add: a bucket, connections, comparisons.
    case station
    case function
    case batch
    case people
    /// Members of a consumer group.
    case group
    /// Instances that take messages from a queue.
    case worker
    /// Asks for each entity of a population, cycle after cycle.
    case poller
    /// Is told of changes of the entities of a population.
    case subscription
    case database
    /// Shards of copies by key.
    case shards
    case log
    case queue
    case cache
    /// Answers a share of calls, or keeps keys, in front of an origin.
    case edge
    case pool
    case limiter
    case balancer
    case outside
    /// Sets the replicas of another component.
    case scaler
    /// Starts an operation by the clock.
    case timer
    /// Answered from outside of the simulation: no kind of the language, but what a live run makes of what it calls.
    case remote
    /// Known to the language alone.
    case announced

    /// It works on the keys of a population, outside the network.
    package var readsPopulation: Bool { self == .poller || self == .subscription }
  }

  /// What can be said of a kind without building it.
  package struct Facets: Sendable {
    /// Column of the architecture's picture.
    package enum Drawing: Sendable { case edge, application, data, outside }
    /// What it takes its work from, where it is not called.
    package enum Source: Sendable { case nothing, queue, topic }

    /// What one slot, which an operation holds, is called.
    package var slot: String
    /// What its cores are called, which work takes: the name of their parameter.
    package var cores: String
    /// Its instances stop and start again (`crash`).
    package var crashes: Bool
    /// It runs a version of its own (`deploy`).
    package var deploys: Bool
    /// It keeps keys that it can forget (`flush`), and answers `hit` or `miss`.
    package var isCache: Bool
    /// What it was told is on its disk (`disk-loss`).
    package var keepsData: Bool
    package var takesFrom: Source
    package var drawing: Drawing

    package init(
      slot: String = "thread", cores: String = "cores", crashes: Bool = false, deploys: Bool = false,
      isCache: Bool = false, keepsData: Bool = false, takesFrom: Source = .nothing, drawing: Drawing = .application
    ) {
      self.slot = slot
      self.cores = cores
      self.crashes = crashes
      self.deploys = deploys
      self.isCache = isCache
      self.keepsData = keepsData
      self.takesFrom = takesFrom
      self.drawing = drawing
    }
  }
}
