/// What is left of one: the share of time up, where the share of time down is estimated.
public struct ComplementEstimate: Estimate {
  private let other: any Estimate

  public init(of other: any Estimate) { self.other = other }

  /// One less the other's point.
  public var point: Double { 1 - other.point }
  /// Why there is no interval: the other's reason.
  public var shortfall: Shortfall? { other.shortfall }

  /// The other's, turned round: from one less its upper end, not below 0, to one less its lower end.
  public var interval: ConfidenceInterval? {
    other.interval.map {
      ConfidenceInterval(mean: point, low: min(point, max(0, 1 - $0.high)), high: 1 - $0.low, level: $0.level)
    }
  }

  /// The other side of where the other one stands against what is left of the limit.
  public func standing(against limit: Double) -> LimitSide {
    switch other.standing(against: 1 - limit) {
    case .below: .above
    case .above: .below
    case .equal: .equal
    case .undecided(let factor): .undecided(lengthFactor: factor)
    }
  }
}
