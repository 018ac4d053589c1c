import Engine
import Statistics

/// What always holds between two events.
extension Network {
  /// Stops a debug build where something does not add up. O(frames + replicas).
  func checkInvariants() {
    #if DEBUG
      let faults = imbalances()
      assert(faults.isEmpty, "\(faults)")
    #endif
  }

  /// What does not add up, in words; nothing as long as the network is right.
  func imbalances() -> [String] {
    var faults: [String] = []
    for (index, component) in plan.components.enumerated() { addImbalances(of: component, index, to: &faults) }
    for index in measures.flows.indices where horizon.warmUp == 0 {
      let ended = measures.flows[index].outcomes.reduce(0, +)
      let inFlight = measures.flows[index].inFlight.level
      if Int64(measures.flows[index].started) != Int64(ended) + inFlight {
        faults.append("flow \(index): \(measures.flows[index].started) began, \(ended) ended, \(inFlight) in flight")
      }
    }
    let used = (0..<UInt32(frames.used)).reduce(0) { $0 + (frames[$1].state == .free ? 0 : 1) }
    if used != frames.live { faults.append("\(used) frames in use, \(frames.live) live") }
    for (index, log) in logs.enumerated() where log.backlog < 0 { faults.append("log \(index): \(log.backlog) wait") }
    return faults
  }

  private func addImbalances(of component: ComponentPlan, _ index: Int, to faults: inout [String]) {
    let state = components.address(of: index)
    let (arrivals, completions) = (state.pointee.arrivals, state.pointee.completions)
    let present = state.pointee.present.level
    if endsWhatArrives(index) && horizon.warmUp == 0 && measures.isMeasuring
      && Int64(arrivals) != Int64(completions) + present
    {
      faults.append("\(component.name): \(arrivals) arrived, \(completions) done, \(present) there")
    }
    var (slots, cores, queued): (Int64, Int64, Int64) = (0, 0, 0)
    for number in state.pointee.firstReplica..<state.pointee.firstReplica + state.pointee.replicaCount {
      let replica = replicas.address(of: number)
      slots += Int64(replica.pointee.busySlots)
      cores += Int64(replica.pointee.busyCores)
      queued += Int64(replica.pointee.line.count) + Int64(replica.pointee.coreLine.count)
      if component.slots > 0 && replica.pointee.busySlots > component.slots {
        faults.append("\(component.name): slots")
      }
      if component.cores > 0 && replica.pointee.busyCores > component.cores {
        faults.append("\(component.name): cores")
      }
      if replica.pointee.busySlots < 0 || replica.pointee.busyCores < 0 {
        faults.append("\(component.name): below zero")
      }
    }
    if slots != state.pointee.busySlots.level || cores != state.pointee.busyCores.level {
      faults.append("\(component.name): levels of slots and cores")
    }
    if !isLog(index) && queued != state.pointee.queueLength.level {
      faults.append("\(component.name): \(queued) in line")
    }
  }

  private func isLog(_ component: Int) -> Bool { plan.logs.contains { $0.component == component } }

  /// Whether each arrival at a component is completed there: not so at logs and timers.
  private func endsWhatArrives(_ component: Int) -> Bool {
    !isLog(component) && !plan.timers.contains { $0.component == component }
  }

  /// What is left where everything should have ended, in words.
  func leftovers() -> [String] {
    var left = imbalances()
    for (index, component) in plan.components.enumerated() {
      let state = components.address(of: index)
      for (level, name) in [
        (state.pointee.present, "present"), (state.pointee.busySlots, "slots"), (state.pointee.busyCores, "cores"),
        (state.pointee.queueLength, "in line"),
      ] where level.level != 0 {
        left.append("\(component.name): \(level.level) \(name)")
      }
      if endsWhatArrives(index) && horizon.warmUp == 0 && state.pointee.arrivals != state.pointee.completions {
        left.append("\(component.name): \(state.pointee.arrivals) arrived, \(state.pointee.completions) done")
      }
      if !state.pointee.rows.isEmpty || !state.pointee.fetches.isEmpty {
        left.append("\(component.name): rows or fetches")
      }
    }
    for index in measures.flows.indices where measures.flows[index].inFlight.level != 0 {
      left.append("flow \(index) in flight")
    }
    for (index, log) in logs.enumerated() where log.backlog != 0 {
      left.append("\(plan.logs[index].name): \(log.backlog)")
    }
    if lanes.contains(where: { $0.isTaken || !$0.queue.isEmpty }) { left.append("lanes") }
    if frames.live != 0 { left.append("\(frames.live) frames") }
    if messages.live != 0 { left.append("\(messages.live) messages") }
    return left
  }
}
