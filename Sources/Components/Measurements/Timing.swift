import Statistics

/// What is measured of every operation of a component as a time: a histogram each, by being in this list.
public enum Timing: Int, Sendable, CaseIterable {
  /// Response of those that failed or were cancelled; the answered ones are kept by operation.
  case failedResponse
  /// For a slot and for cores.
  case waiting
  /// The rest of the response.
  case service
}

/// The times of a station while it runs.
struct StationTimings: ~Copyable {
  private var recorders = InlineArray<3, HistogramRecorder> { _ in HistogramRecorder() }

  init() { assert(recorders.count == Timing.allCases.count, "a recorder for each time") }

  @inline(__always)
  subscript(timing: Timing) -> HistogramRecorder {
    _read { yield recorders[timing.rawValue] }
    _modify { yield &recorders[timing.rawValue] }
  }

  mutating func removeAll() { for timing in Timing.allCases { self[timing].removeAll() } }

  /// By timing, as the list has them.
  var histograms: [Histogram] { Timing.allCases.map { self[$0].histogram } }
}
