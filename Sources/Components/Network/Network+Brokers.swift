import Engine

/// Logs that stand in several zones: each partition is led in one of them and copied to others.
///
/// A partition whose leader's zone is lost takes nothing and gives nothing until a copy elsewhere leads it, which takes
/// the log's failover time; one whose copies are all lost waits for a zone to come back.
extension Network {
  /// The zones that a log stands in, in the order of its partitions' leaders.
  private func zones(of log: Int) -> [Int] { plan.components[plan.logs[log].component].zones }

  /// Zone of a partition's leader; −1 is near everybody.
  func leaderZone(of log: Int, partition: Int) -> Int32 {
    let zones = zones(of: log)
    let place = logs[log].leaders.isEmpty ? partition % zones.count : Int(logs[log].leaders[partition])
    return Int32(zones[place])
  }

  /// Whether a partition has a leader.
  @inline(__always)
  func isLed(_ partition: Int, of log: Int) -> Bool {
    logs[log].stops.isEmpty || logs[log].stops[Int(logs[log].leaders[partition])] == 0
  }

  /// Whether a fault that stops a zone stops leaders of a component's partitions, and not the component.
  func stopsBrokers(_ fault: FaultPlan, at component: Int) -> Int? {
    guard fault.zone != nil else { return nil }
    switch fault.effect {
    case .crash, .outage: return plan.logs.firstIndex { $0.component == component }
    default: return nil
    }
  }

  /// A zone of a log is lost, or back.
  mutating func setBrokers(
    of log: Int, zone: Int, isStopped: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    let zones = zones(of: log)
    guard zones.contains(zone) else { return }
    if logs[log].stops.isEmpty {
      logs[log].stops = Array(repeating: 0, count: zones.count)
      logs[log].leaders = (0..<plan.logs[log].partitions).map { Int32($0 % zones.count) }
    }
    for place in zones.indices where zones[place] == zone { logs[log].stops[place] += isStopped ? 1 : -1 }
    if isStopped {
      schedule(.elect(log), at: simulation.now + plan.logs[log].failover, in: &simulation)
    } else {
      elect(log, in: &simulation)
    }
  }

  /// Partitions without a leader are led where one of their copies is.
  mutating func elect(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    let zones = zones(of: log)
    guard !logs[log].stops.isEmpty else { return }
    var moved = 0
    for partition in 0..<plan.logs[log].partitions where !isLed(partition, of: log) {
      let copies = (0..<min(plan.logs[log].copies, zones.count)).map { (partition + $0) % zones.count }
      guard let next = copies.first(where: { logs[log].stops[$0] == 0 }) else { continue }
      logs[log].leaders[partition] = Int32(next)
      moved += 1
    }
    if moved > 0 {
      decisions.add(.elected, plan.logs[log].component, at: simulation.now, signal: Double(moved))
    }
    if plan.logs[log].queue != nil {
      dispatch(log, in: &simulation)
    } else {
      for group in plan.logs[log].groups { resumeLanes(of: group.component, in: &simulation) }
    }
  }
}
