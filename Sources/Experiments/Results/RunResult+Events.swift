import Engine

/// Something that a policy or a platform decided, with its reason.
package struct DecisionResult: Sendable, Equatable {
  package var at: Nanoseconds = 0
  /// As `Decision.Kind` names it: `scale-up`, `breaker-opened` …
  package var kind = ""
  package var component = ""
  /// Whose breaker it is, `clients` for those of flows; empty where there is none.
  package var caller = ""
  /// What these are depends on the kind: replicas of a scaling, the primary of a failover.
  package var before = 0.0
  package var after = 0.0
  package var signal = 0.0
  /// `cpu 83 % of 60 % seen 60 s late`
  package var reason = ""
  package init() {}
}

/// What became of the flows after a disturbance, over all replications; how that is judged stands at
/// `RecoveryJudge`.
package struct RecoveryResult: Sendable, Equatable {
  package enum Style: String, Sendable {
    case fault
    /// A fault that comes `every` so often, judged each time: it began and ended at no one time.
    case recurring
    /// A fault that is aimed at the gap before a step, and never judged.
    case aimed
    case surge
  }
  package enum Outcome: String, Sendable {
    case recovered
    /// In one replication at least: metastable.
    case didNotRecover = "did-not-recover"
    case notJudged = "not-judged"
  }
  /// Of the fault or the phase.
  package var name = ""
  package var style = Style.fault
  /// Of a surge.
  package var workload = ""
  /// Components that a fault hits.
  package var hits: [String] = []
  package var began: Nanoseconds = 0
  package var ended: Nanoseconds = 0
  /// Replications that could be judged, or occurrences of a recurring fault in all of them, and those of them that
  /// recovered.
  package var judged = 0
  package var recovered = 0
  /// Time from the end until every flow was near its level: the longest of those judged, exact to one timeline
  /// interval. Nil where one did not recover, or none was judged.
  package var recoveredAfter: Nanoseconds?
  /// The flow that came back last, or did not.
  package var slowestFlow = ""
  /// Why it was not judged.
  package var remark = ""
  package init() {}

  package var outcome: Outcome { judged == 0 ? .notJudged : recovered < judged ? .didNotRecover : .recovered }
}
