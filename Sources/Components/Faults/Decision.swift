import Engine

/// Something that a policy or a platform decided during the run: a row with its reason.
public struct Decision: Sendable, Equatable {
  /// What was decided; the raw value is its word in results.
  public enum Kind: String, Sendable, CaseIterable {
    case scaleUp = "scale-up"
    case scaleDown = "scale-down"
    case booted
    case breakerOpened = "breaker-opened"
    case breakerProbed = "breaker-probed"
    case breakerClosed = "breaker-closed"
    case shedBegan = "shedding-began"
    case shedEnded = "shedding-ended"
    case ejected
    case returned
    case crashed
    case restarted
    case failoverBegan = "failover-began"
    case failoverEnded = "failover-ended"
    case rebalanced
    case skipped
    case flushed
    case froze
    case elected
    case dataLost = "data-lost"

    /// What was decided.
    public var summary: String {
      switch self {
      case .scaleUp: "an autoscaler asked for more replicas"
      case .scaleDown: "an autoscaler let replicas go"
      case .booted: "a replica that was asked for takes work"
      case .breakerOpened: "a breaker stopped calling what fails"
      case .breakerProbed: "a breaker let one call through to see"
      case .breakerClosed: "a breaker calls as before"
      case .shedBegan: "a component began to refuse what has waited too long"
      case .shedEnded: "a component takes all work again"
      case .ejected: "health checks left a replica out"
      case .returned: "health checks took a replica back"
      case .crashed: "a replica stopped, and its work was lost"
      case .restarted: "a replica that had stopped takes work again"
      case .failoverBegan: "a database lost its primary"
      case .failoverEnded: "a copy is the primary now"
      case .rebalanced: "a consumer group shared its partitions out again"
      case .skipped: "a timer left a start out"
      case .flushed: "a cache forgot everything"
      case .froze: "a replica had no free thread for too long"
      case .elected: "partitions whose leader was lost are led by a copy"
      case .dataLost: "a store lost what it had written since its last backup, or had not copied yet"
      }
    }

    /// What `before`, `after` and `signal` of such a row are.
    public var documentation: String {
      switch self {
      case .scaleUp, .scaleDown: "replicas before and after; the signal that was seen"
      case .booted: "replicas that take work before and after"
      case .breakerOpened: "share of failures at which it opens"
      case .breakerProbed: "one call is let through after its cooldown"
      case .breakerClosed: "the probe was answered"
      case .shedBegan, .shedEnded: "the wait that was seen, in nanoseconds"
      case .ejected, .returned: "the replica; probes that failed, or were good, in a row"
      case .crashed, .restarted, .froze: "the replica"
      case .failoverBegan, .failoverEnded: "the primary before and after"
      case .rebalanced: "lanes that moved: partitions, or parts of them where records wait by key"
      case .skipped: "starts that were left out because the last one still ran"
      case .flushed: "keys that were forgotten"
      case .elected: "partitions that have another leader"
      case .dataLost: "nanoseconds of writes that are gone; how many writes"
      }
    }
  }

  /// Nanoseconds from the start of the run.
  public var at: Nanoseconds
  /// Which sort of decision it is.
  public var kind: Kind
  /// Index into `NetworkPlan.components` of whose replicas, line or start it is; of a breaker, what it calls.
  public var component: Int
  /// The caller whose breaker it is; −1 for clients and where there is none.
  public var caller = -1
  /// As the kind's `documentation` says; 0 where it says nothing.
  public var before = 0.0
  /// As the kind's `documentation` says; 0 where it says nothing.
  public var after = 0.0
  /// As the kind's `documentation` says; 0 where it says nothing.
  public var signal = 0.0
}

/// Decisions in the order in which they were made, up to a bound.
final class DecisionLog {
  private(set) var rows: [Decision] = []
  private(set) var dropped: UInt64 = 0
  static let limit = 10_000

  func add(
    _ kind: Decision.Kind, _ component: Int, at now: Nanoseconds, caller: Int = -1, before: Double = 0,
    after: Double = 0, signal: Double = 0
  ) {
    guard rows.count < Self.limit else {
      dropped += 1
      return
    }
    rows.append(
      Decision(
        at: now, kind: kind, component: component, caller: caller, before: before, after: after,
        signal: signal))
  }
}
