import Engine
import Statistics

/// What was counted and recorded in one of the equal stretches that the measured part is cut into, for what a budget
/// judges (`keepsStretches` in the plan): the differences of cumulative counts and histograms.
///
/// What ends belongs to the stretch in which it ended, and what ends after the measured part, in the drain, to the
/// last one; so the stretches add up to the whole.
public struct Stretch: Sendable {
  /// In the order that the owner says.
  public var counts: [UInt64] = []
  public var histograms: [SparseInterval] = []
  public init() {}

  /// Stretches of the measured part.
  public static let count = 64

  /// When a stretch ends, from 1 to `count`; the last one with the measured part.
  public static func end(_ number: Int, of horizon: Horizon) -> Nanoseconds {
    let span = UInt64(max(0, horizon.end - horizon.warmUp))
    let product = span.multipliedFullWidth(by: UInt64(number))
    return horizon.warmUp + Nanoseconds(UInt64(count).dividingFullWidth(product).quotient)
  }
}

extension Stretch: Measurement {
  public static let quantities: [Quantity<Stretch>] = [.init(\.counts), .init(\.histograms)]
}

/// A stretch of a component.
extension Stretch {
  public var arrivals: UInt64 { counts[0] }
  public var completions: UInt64 { counts[1] }
  public var failures: UInt64 { counts[2] }
  public var refusals: UInt64 { counts[3] }
  public var timeouts: UInt64 { counts[4] }
  public var quotaRefusals: UInt64 { counts[5] }
  public var wastedFailures: UInt64 { counts[6] }
  public subscript(counter: Counter) -> UInt64 { counts[OperationCounts.ofStretches.count + counter.rawValue] }
  public subscript(timing: Timing) -> SparseInterval { histograms[timing.rawValue] }
  public var waiting: SparseInterval { self[.waiting] }
  public var service: SparseInterval { self[.service] }
  public var failedResponse: SparseInterval { self[.failedResponse] }
  /// Answered operations, by the component's operations in the order of the plan.
  public var operations: ArraySlice<SparseInterval> { histograms[Timing.allCases.count...] }
}

/// A stretch of a consumer group.
extension Stretch {
  public var published: UInt64 { counts[0] }
  public var taken: UInt64 { counts[1] }
  public var redelivered: UInt64 { counts[2] }
  public var dropped: UInt64 { counts[3] }
  public var lag: SparseInterval { histograms[0] }
}

/// A stretch of a flow, or of a flow in a phase of a workload; without outcomes for a phase.
extension Stretch {
  /// Requests that ended well and badly.
  public var completed: UInt64 { counts[0] }
  public var failed: UInt64 { counts[1] }
  /// By outcome number.
  public var outcomes: ArraySlice<UInt64> { counts[2...] }
  public var latency: SparseInterval { histograms[0] }
}
