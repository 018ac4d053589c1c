import Engine
import Statistics

/// What was counted and recorded in one of the equal stretches that the measured part is cut into, for what a budget
/// judges (`keepsStretches` in the plan): the differences of cumulative counts and histograms.
///
/// What ends belongs to the stretch in which it ended, and what ends after the measured part, in the drain, to the
/// last one; so the stretches add up to the whole.
package struct Stretch: Sendable {
  /// In the order that the owner says.
  package var counts: [UInt64] = []
  package var histograms: [SparseInterval] = []
  package init() {}

  /// Stretches of the measured part.
  package static let count = 64

  /// When a stretch ends, from 1 to `count`; the last one with the measured part.
  package static func end(_ number: Int, of horizon: Horizon) -> Nanoseconds {
    let span = UInt64(max(0, horizon.end - horizon.warmUp))
    let product = span.multipliedFullWidth(by: UInt64(number))
    return horizon.warmUp + Nanoseconds(UInt64(count).dividingFullWidth(product).quotient)
  }
}

extension Stretch: Measurement {
  package static let quantities: [Quantity<Stretch>] = [.init(\.counts), .init(\.histograms)]
}

/// A stretch of a component.
extension Stretch {
  package var arrivals: UInt64 { counts[0] }
  package var completions: UInt64 { counts[1] }
  package var failures: UInt64 { counts[2] }
  package var refusals: UInt64 { counts[3] }
  package var timeouts: UInt64 { counts[4] }
  package var quotaRefusals: UInt64 { counts[5] }
  package var wastedFailures: UInt64 { counts[6] }
  package subscript(counter: Counter) -> UInt64 { counts[OperationCounts.ofStretches.count + counter.rawValue] }
  package subscript(time: OperationTime) -> SparseInterval { histograms[time.rawValue] }
  package var waiting: SparseInterval { self[.waiting] }
  package var service: SparseInterval { self[.service] }
  package var failedResponse: SparseInterval { self[.failedResponse] }
  /// Answered operations, by the component's operations in the order of the plan.
  package var operations: ArraySlice<SparseInterval> { histograms[OperationTime.allCases.count...] }
}

/// A stretch of a consumer group.
extension Stretch {
  package var published: UInt64 { counts[0] }
  package var taken: UInt64 { counts[1] }
  package var redelivered: UInt64 { counts[2] }
  package var dropped: UInt64 { counts[3] }
  package var lag: SparseInterval { histograms[0] }
}

/// A stretch of a flow, or of a flow in a phase of a workload; without outcomes for a phase.
extension Stretch {
  /// Requests that ended well and badly.
  package var completed: UInt64 { counts[0] }
  package var failed: UInt64 { counts[1] }
  /// By outcome number.
  package var outcomes: ArraySlice<UInt64> { counts[2...] }
  package var latency: SparseInterval { histograms[0] }
}
