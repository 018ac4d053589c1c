import Engine

/// What a fault does to what it hits. In a scenario the origin of a partition is a name, in a plan a number.
public enum FaultEffect<Origin: Sendable & Equatable>: Sendable, Equatable {
  /// Work and waits inside take so many times as long.
  case slow(Double)
  /// Share of calls that end in `error`.
  case error(Double)
  /// Everything that is called ends in `error`, or is not answered at all by an outside interface.
  case outage
  /// Replicas stop: what they work on is lost with `error`.
  case crash
  /// A database's primary stops; a replica takes over after its failover time.
  case failover
  /// A cache forgets everything.
  case flush
  /// A quota or limit is multiplied by this.
  case quota(Double)
  /// Calls to the component take so much longer on the way.
  case delay(Nanoseconds)
  /// Calls between the component and the origin do not arrive.
  case partition(from: Origin)
  /// Share of records that are delivered late by a time drawn from the range.
  case reorder(share: Double, by: ClosedRange<Nanoseconds>)
  /// Share of records delivered twice.
  case duplicate(Double)
  /// Share of records lost after they were acknowledged.
  case loss(Double)
  /// Share of records that no consumer can process.
  case poison(Double)
  /// A version that makes a share of calls fail and the others slower.
  case deploy(error: Double, slow: Double)
  /// A timer does not fire.
  case missed
  /// An outage in which what a store holds is gone, and until it is restored.
  case diskLoss(restore: Nanoseconds)

  /// Whether what it hits is down for as long as it lasts: it serves nobody, and comes back.
  public var takesDown: Bool {
    switch self {
    case .outage, .crash, .failover, .diskLoss: true
    case .slow, .error, .flush, .quota, .delay, .partition, .reorder, .duplicate, .loss, .poison, .deploy, .missed:
      false
    }
  }

  /// The same with another way to name an origin.
  package func map<Other>(_ origin: (Origin) -> Other) -> FaultEffect<Other> {
    switch self {
    case .slow(let factor): .slow(factor)
    case .error(let share): .error(share)
    case .outage: .outage
    case .crash: .crash
    case .failover: .failover
    case .flush: .flush
    case .quota(let factor): .quota(factor)
    case .delay(let delay): .delay(delay)
    case .partition(let from): .partition(from: origin(from))
    case .reorder(let share, let by): .reorder(share: share, by: by)
    case .duplicate(let share): .duplicate(share)
    case .loss(let share): .loss(share)
    case .poison(let share): .poison(share)
    case .deploy(let error, let slow): .deploy(error: error, slow: slow)
    case .missed: .missed
    case .diskLoss(let restore): .diskLoss(restore: restore)
    }
  }
}
