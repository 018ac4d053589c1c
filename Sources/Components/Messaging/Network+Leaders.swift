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
    return Int32(zones[logs[log].leaders.place(of: partition, among: zones.count)])
  }

  /// Whether a partition has a leader.
  @inline(__always)
  func isLed(_ partition: Int, of log: Int) -> Bool { logs[log].leaders.isLed(partition) }

  /// Whether a fault that stops a zone stops leaders of a component's partitions, and not the component.
  func stopsBrokers(_ fault: FaultPlan, at component: Int) -> Int? {
    guard fault.zone != nil else { return nil }
    switch fault.effect {
    case .crash, .outage: return plan.logs.firstIndex { $0.component == component }
    default: return nil
    }
  }

  /// A zone of a log is lost, or back.
  func setBrokers(
    of log: Int, zone: Int, isStopped: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    let zones = zones(of: log)
    guard zones.contains(zone) else { return }
    logs[log].leaders.set(zone, isStopped: isStopped, among: zones, partitions: plan.logs[log].partitions)
    if isStopped {
      schedule(.elect(log), at: simulation.now + plan.logs[log].failover, in: &simulation)
    } else {
      elect(log, in: &simulation)
    }
  }

  /// Partitions without a leader are led where one of their copies is.
  func elect(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    let moved = logs[log].leaders.elect(copies: plan.logs[log].copies)
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
