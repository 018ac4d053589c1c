import Engine
import Statistics

/// Requests of a phase of a workload, or of a stage of a fault, by flow.
struct PhaseState: ~Copyable {
  private let latencies: Table<HistogramRecorder>
  private let completions: Table<UInt64>
  private let failures: Table<UInt64>
  var offered: UInt64 = 0
  /// All requests of its flows are in it, so that their latency is that of the flows.
  let isAll: Bool

  init(flows: Int, isAll: Bool = false) {
    latencies = Table(count: flows) { _ in HistogramRecorder() }
    completions = Table(count: flows) { _ in 0 }
    failures = Table(count: flows) { _ in 0 }
    self.isAll = isAll
  }

  deinit {
    latencies.deallocate()
    completions.deallocate()
    failures.deallocate()
  }

  /// A request of a flow has ended.
  @inline(__always)
  func add(_ flow: Int, latency time: Nanoseconds, failed isFailure: Bool) {
    if isFailure {
      failures[flow] += 1
    } else {
      completions[flow] += 1
      if !isAll { latencies[flow].record(time) }
    }
  }

  func completed(_ flow: Int) -> UInt64 { completions[flow] }
  func failed(_ flow: Int) -> UInt64 { failures[flow] }

  /// Nothing where all requests of the flow are in it.
  func latency(_ flow: Int) -> Histogram { latencies[flow].histogram }

  /// Without what has not ended.
  var measurement: PhaseMeasurement {
    var measured = PhaseMeasurement()
    measured.offered = offered
    measured.completed = Array(completions)
    measured.failed = Array(failures)
    measured.latency = latencies.indices.map { latencies[$0].histogram }
    measured.unended = latencies.indices.map { _ in UnendedMeasurement() }
    measured.stretches = latencies.indices.map { _ in [] }
    return measured
  }
}
