import Engine
import Statistics

/// When requests count as before, during and after a fault that has a time of its own, by their intended start: as long
/// before and after as it lasts, cut at the measured part and where another fault ended last or begins next.
///
/// A fault at one instant lasts until a copy has taken over, where that is known; else it has no time, and before and
/// after are ten intervals of the timeline. A fault that is on all the while is the background of the others, and cuts
/// nothing; so do backups, which are faults of the plan that nobody states.
public struct FaultStages: Sendable, Equatable {
  /// Before, during and after; an empty range where there is no time.
  public var windows: [Range<Nanoseconds>]

  /// Nil for faults that come again or are aimed at a step, and for what begins after the run.
  public init?(of number: Int, in plan: NetworkPlan) {
    let fault = plan.faults[number]
    let horizon = plan.horizon
    guard fault.recurs == nil, fault.aim == nil, !fault.isRoutine, fault.begins < horizon.end else { return nil }
    let begins = fault.begins
    let ends = Self.end(of: fault, in: plan)
    // What goes on after the run has lasted until its end.
    let length = ends > begins ? min(ends, horizon.end) - begins : 10 * horizon.interval
    var before = length < begins ? begins - length : 0
    var after = length < .max - ends ? ends + length : .max
    for (place, other) in plan.faults.enumerated() where place != number && other.recurs == nil && other.aim == nil {
      let otherEnds = Self.end(of: other, in: plan)
      if other.isRoutine || other.begins <= begins && otherEnds >= ends { continue }
      if other.begins < begins { before = max(before, otherEnds) }
      if otherEnds > ends { after = min(after, other.begins) }
    }
    func window(_ low: Nanoseconds, _ high: Nanoseconds) -> Range<Nanoseconds> {
      let from = max(low, horizon.warmUp)
      let to = min(high, horizon.end)
      return from < to ? from..<to : to..<to
    }
    windows = [window(min(before, begins), begins), window(begins, ends), window(ends, max(ends, after))]
  }

  private static func end(of fault: FaultPlan, in plan: NetworkPlan) -> Nanoseconds {
    guard fault.ends <= fault.begins else { return fault.ends }
    guard plan.components.indices.contains(fault.component),
      let failover = plan.components[fault.component].database?.failover, failover >= 0,
      case .constant(let time) = plan.distributions[Int(failover)]
    else { return fault.begins }
    return fault.begins + Nanoseconds(saturating: time)
  }
}
