import Engine

/// Something that a policy or a platform decided, with its reason.
public struct DecisionResult: Sendable, Equatable {
  public var at: Nanoseconds = 0
  /// As `Decision.Kind` names it: `scale-up`, `breaker-opened` …
  public var kind = ""
  public var component = ""
  /// Whose breaker it is, `clients` for those of flows; empty where there is none.
  public var caller = ""
  /// What these are depends on the kind: replicas of a scaling, the primary of a failover.
  public var before = 0.0
  public var after = 0.0
  public var signal = 0.0
  /// `cpu 83 % of 60 % seen 60 s late`
  public var reason = ""
  public init() {}
}

/// What became of the flows after a disturbance, over all replications; how that is judged stands at
/// `RecoveryJudge`.
public struct RecoveryResult: Sendable, Equatable {
  public enum Style: String, Sendable {
    case fault
    /// A fault that comes `every` so often, judged each time: it began and ended at no one time.
    case recurring
    /// A fault that is aimed at the gap before a step, and never judged.
    case aimed
    case surge
  }
  public enum Outcome: String, Sendable {
    case recovered
    /// In one replication at least: metastable.
    case didNotRecover = "did-not-recover"
    case notJudged = "not-judged"
  }
  /// Of the fault or the phase.
  public var name = ""
  public var style = Style.fault
  /// Of a surge.
  public var workload = ""
  /// Components that a fault hits.
  public var hits: [String] = []
  public var began: Nanoseconds = 0
  public var ended: Nanoseconds = 0
  /// Replications that could be judged, or occurrences of a recurring fault in all of them, and those of them that
  /// recovered.
  public var judged = 0
  public var recovered = 0
  /// Time from the end until every flow was near its level: the longest of those judged, exact to one timeline
  /// interval. Nil where one did not recover, or none was judged.
  public var recoveredAfter: Nanoseconds?
  /// The flow that came back last, or did not.
  public var slowestFlow = ""
  /// Why it was not judged.
  public var remark = ""
  public init() {}

  public var outcome: Outcome { judged == 0 ? .notJudged : recovered < judged ? .didNotRecover : .recovered }
}
