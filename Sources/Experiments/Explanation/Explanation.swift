import Components
import Engine
import Statistics

/// What dominates the figures that were asked about, and what lies behind it.
package struct Explanation: Sendable {
  package var scenario = ScenarioIdentity()
  package var replications = 0
  package var figures: [ExplainedFigure] = []
  /// Nil where no component came near its bound.
  package var saturation: Saturation?
  /// By share of the bill; empty where it was not asked for or there are no prices.
  package var bill: [BillShare] = []
  package var currency = "USD"
  package var losses: [Loss] = []
  package var remarks: [String] = []
  package init() {}
}

/// One figure, taken apart.
package struct ExplainedFigure: Sendable {
  /// `p99 latency(flow=buy)`
  package var figure = ""
  package var value: Double?
  package var unit = "ns"
  /// The budget that reads it, if one does.
  package var budget: String?
  package var verdict: Verdict?
  /// Requests that were looked at have this latency; the others are near the median.
  package var band: ClosedRange<Nanoseconds> = 0...0
  package var exemplars = 0
  package var contrasts = 0
  /// Mean of what was looked at.
  package var mean = 0.0
  package var contrastMean = 0.0
  /// The largest first.
  package var shares: [CauseShare] = []
  /// Of the failed requests of an error figure: where they failed, by share.
  package var failures: [FailureShare] = []
  /// What stands behind the limit that most of them ran into.
  package var limits: [Evidence] = []
  package var leading: LeadingCause?
  package var slowest: [SlowRequest] = []
  package init() {}
}

/// Time of one cause at one component, as a mean over the requests of a band.
package struct CauseShare: Sendable {
  /// Empty for the client.
  package var component: String
  package var kind: String
  /// A span's cause, or `retry` for tries that failed.
  package var cause: String
  /// Nanoseconds a request.
  package var mean: Double
  package var share: Double
  package var contrastMean: Double
  package var contrastShare: Double
  /// Threads, connections, slots, instances: what a queue is for.
  package var resource = ""
  package var slots = 0
}

/// What the time is spent on, and what is behind it.
package struct LeadingCause: Sendable {
  package enum Diagnosis: String, Sendable, CaseIterable {
    case slowService = "slow-service"
    case slowProvider = "slow-provider"
    case providerSilent = "provider-silent"
    case poolExhausted = "pool-exhausted"
    case coresSaturated = "cores-saturated"
    case retryStorm = "retry-storm"
    case retries
    case coldStarts = "cold-starts"
    case hotPartition = "hot-partition"
    case pollCycle = "poll-cycle"
    case lockContention = "lock-contention"
    case autoscalerLag = "autoscaler-lag"
    case network
    case backlog
    case sharedFetch = "shared-fetch"
    case pause
  }
  package var share: CauseShare
  /// Where the slots that are waited for are held: what the leading cause itself comes from.
  package var root: CauseShare
  package var diagnosis: Diagnosis
  package var evidence: [Evidence]
  package var component: String { root.component }
}

/// A figure that a sentence is made of.
package struct Evidence: Sendable {
  package enum Kind: String, Sendable {
    case utilization, longestQueue = "longest-queue", meanHold = "mean-hold", retriesPerCall = "retries-per-call"
    case wasted, coldStarts = "cold-starts", lockWaits = "lock-waits", busiestPlace = "busiest-place"
    case scaleUps = "scale-ups", bootTime = "boot-time", waitsWhileScaling = "waits-while-scaling"
    case hitRatio = "hit-ratio", quotaRefusals = "quota-refusals", refusals, timeouts, cycle, heldBy = "held-by"
    case backlog, failedTries = "failed-tries", blocked
  }
  package var kind: Kind
  package var component: String
  package var value: Double
  /// What the value is of or for: a number of replicas, another component.
  package var detail = ""
}

/// A request step by step.
package struct SlowRequest: Sendable {
  package struct Step: Sendable {
    package var component: String
    package var cause: String
    package var label: String
    package var depth: Int
    package var at: Nanoseconds
    package var length: Nanoseconds
  }
  /// `browse:41`, as `orrery trace --request` takes it.
  package var name = ""
  package var replication = 0
  package var value: Nanoseconds = 0
  package var outcome = ""
  package var steps: [Step] = []
}

/// The first component that came to its bound.
package struct Saturation: Sendable {
  package var component = ""
  package var at: Nanoseconds = 0
  /// Nil where its queue grew without one.
  package var utilization: Double?
  package var queueLength = 0.0
  /// Others that followed, in order.
  package var then: [String] = []
  /// Who calls it, with the share of its calls in the whole run: the most first, at most three.
  package var callers: [(name: String, share: Double)] = []
}

package struct BillShare: Sendable {
  package var line: CostResult.Line
  package var share: Double
}

/// Something that did not reach its end: by invariant or by component and counter.
package struct Loss: Sendable {
  package var component = ""
  package var counter = ""
  package var count: UInt64 = 0
  /// Of an invariant, the entity that broke it first, and what happened to it.
  package var entity: Int64?
  package var history: [TracedRequest] = []
}
