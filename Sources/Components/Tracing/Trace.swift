import Engine

/// What a trace follows. Nothing is kept during normal runs: because a run repeats exactly, a trace is
/// made by running again with one request or entity watched.
package enum TraceTarget: Sendable, Equatable {
  /// Arrival `number`, from 0, of a workload.
  case request(workload: Int, number: UInt64)
  case entity(population: Int, key: UInt64)

  func matches(source: Int, number: UInt64) -> Bool { self == .request(workload: source, number: number) }

  func matches(population: Int, key: UInt64) -> Bool { self == .entity(population: population, key: key) }
}

/// The steps of what is followed, in the order in which they happened.
package final class Trace {
  package struct Step: Sendable {
    package var at: Nanoseconds
    package var text: String
  }
  let target: TraceTarget
  private(set) var steps: [Step] = []
  /// Longer traces are cut here.
  static let limit = 10_000

  init(_ target: TraceTarget) { self.target = target }

  func add(_ time: Nanoseconds, _ text: String) {
    if steps.count < Trace.limit { steps.append(Step(at: time, text: text)) }
  }
}
