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
      case .constant(let time) = plan.laws[Int(failover)]
    else { return fault.begins }
    return fault.begins + Nanoseconds(saturating: time)
  }
}

/// Requests by the stage of each fault in which they were meant to start.
struct FaultStageCounts {
  private let windows: [FaultStages?]
  /// Of each fault, from the first window to the last.
  private let spans: [(fault: Int, span: Range<Nanoseconds>)]
  /// By fault, by stage; empty for faults without.
  private(set) var states: [[PhaseState]]

  /// Nothing has a fault to be told by.
  var isEmpty: Bool { spans.isEmpty }

  init(_ plan: NetworkPlan) {
    windows = plan.faults.indices.map { FaultStages(of: $0, in: plan) }
    spans = windows.enumerated().compactMap { fault, stages in
      stages.map { (fault, $0.windows[0].lowerBound..<$0.windows[2].upperBound) }
    }
    states = windows.map { $0 == nil ? [] : (0..<3).map { _ in PhaseState(flows: plan.flows.count) } }
  }

  /// A request has ended.
  mutating func add(_ flow: Int, startedAt start: Nanoseconds, latency: Nanoseconds, failed: Bool) {
    for (fault, span) in spans where span.contains(start) {
      for (stage, window) in (windows[fault]?.windows ?? []).enumerated() where window.contains(start) {
        if failed {
          states[fault][stage].failed[flow] += 1
        } else {
          states[fault][stage].completed[flow] += 1
          states[fault][stage].latency[flow].record(latency)
        }
      }
    }
  }

  /// The stages that a request belongs to.
  func stages(at start: Nanoseconds) -> [(fault: Int, stage: Int)] {
    spans.filter { $0.span.contains(start) }.flatMap { fault, _ in
      (windows[fault]?.windows ?? []).enumerated().filter { $0.element.contains(start) }.map { (fault, $0.offset) }
    }
  }
}
