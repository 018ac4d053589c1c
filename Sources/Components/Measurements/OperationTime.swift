import Statistics

/// What is measured of every operation of a component as a time: a histogram each, by being in this list.
public enum OperationTime: Int, Sendable, CaseIterable {
  /// Response of those that failed or were cancelled; the answered ones are kept by operation.
  case failedResponse
  /// For a slot and for cores.
  case waiting
  /// The rest of the response.
  case service
}

/// The times of a station while it runs.
struct StationTimes: ~Copyable {
  private var recorders = InlineArray<3, HistogramRecorder> { _ in HistogramRecorder() }

  init() { assert(recorders.count == OperationTime.allCases.count, "a recorder for each time") }

  @inline(__always)
  subscript(time: OperationTime) -> HistogramRecorder {
    _read { yield recorders[time.rawValue] }
    _modify { yield &recorders[time.rawValue] }
  }

  mutating func removeAll() { for time in OperationTime.allCases { self[time].removeAll() } }

  /// In the order of the list, as the list has them.
  var histograms: [Histogram] { OperationTime.allCases.map { self[$0].histogram } }
}
