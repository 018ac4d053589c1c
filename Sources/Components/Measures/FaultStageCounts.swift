import Engine

/// Requests by the stage of each fault in which they were meant to start.
struct FaultStageCounts {
  private let windows: [(fault: Int, stage: Int, window: Range<Nanoseconds>)]
  /// In the order of the windows.
  private let states: Table<PhaseState>
  private let faults: Int

  /// Nothing has a fault to be told by.
  var isEmpty: Bool { states.isEmpty }

  init(_ plan: NetworkPlan) {
    let stages = plan.faults.indices.map { FaultStages(of: $0, in: plan)?.windows ?? [] }
    windows = stages.enumerated().flatMap { fault, windows in windows.enumerated().map { (fault, $0, $1) } }
    states = Table(count: windows.count) { _ in PhaseState(flows: plan.flows.count) }
    faults = plan.faults.count
  }

  func deallocate() { states.deallocate() }

  /// A request has ended.
  func add(_ flow: Int, startedAt start: Nanoseconds, latency: Nanoseconds, failed: Bool) {
    for place in windows.indices where windows[place].window.contains(start) {
      states[place].add(flow, latency: latency, failed: failed)
    }
  }

  /// The stages that a request belongs to.
  func stages(at start: Nanoseconds) -> [(fault: Int, stage: Int)] {
    windows.filter { $0.window.contains(start) }.map { ($0.fault, $0.stage) }
  }

  /// By fault and stage; empty for faults without.
  var measurements: [[PhaseMeasurement]] {
    var measured = Array(repeating: [PhaseMeasurement](), count: faults)
    for place in windows.indices { measured[windows[place].fault].append(states[place].measurement) }
    return measured
  }
}
