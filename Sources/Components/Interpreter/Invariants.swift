import Engine
import Statistics

/// What always holds between two events.
struct Invariants: NetworkReading {
  let network: Network

  /// Stops a debug build where something does not add up. O(frames + replicas).
  func check() {
    #if DEBUG
      let faults = imbalances()
      assert(faults.isEmpty, "\(faults)")
    #endif
  }

  /// What does not add up, in words; nothing as long as the network is right.
  func imbalances() -> [String] {
    var faults: [String] = []
    for index in stations.indices {
      faults += stations[index].imbalances(
        isLog: isLog(index), endsAll: endsWhatArrives(index) && horizon.warmUp == 0 && measures.isMeasuring)
    }
    for index in measures.flows.indices where horizon.warmUp == 0 {
      let ended = measures.flows[index].outcomes.reduce(0, +)
      let inFlight = measures.flows[index].inFlight.level
      if Int64(measures.flows[index].started) != Int64(ended) + inFlight {
        faults.append("flow \(index): \(measures.flows[index].started) began, \(ended) ended, \(inFlight) in flight")
      }
    }
    let used = (0..<UInt32(frames.used)).reduce(0) { $0 + (frames[$1].state == .free ? 0 : 1) }
    if used != frames.live { faults.append("\(used) frames in use, \(frames.live) live") }
    for index in logs.indices where logs[index].backlog < 0 {
      faults.append("log \(index): \(logs[index].backlog) wait")
    }
    return faults
  }

  private func isLog(_ component: Int) -> Bool { plan.logs.contains { $0.component == component } }

  /// Whether each arrival at a component is completed there: not so at logs and timers.
  private func endsWhatArrives(_ component: Int) -> Bool {
    !isLog(component) && !plan.timers.contains { $0.component == component }
  }

  /// What is left where everything should have ended, in words.
  func leftovers() -> [String] {
    var left = imbalances()
    for index in stations.indices {
      left += stations[index].leftovers(endsAll: endsWhatArrives(index) && horizon.warmUp == 0)
    }
    for index in measures.flows.indices where measures.flows[index].inFlight.level != 0 {
      left.append("flow \(index) in flight")
    }
    for index in logs.indices where logs[index].backlog != 0 {
      left.append("\(plan.logs[index].name): \(logs[index].backlog)")
    }
    if lanes.contains(where: { $0.isTaken || !$0.queue.isEmpty }) { left.append("lanes") }
    if frames.live != 0 { left.append("\(frames.live) frames") }
    if messages.live != 0 { left.append("\(messages.live) messages") }
    return left
  }
}
