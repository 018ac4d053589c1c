import Engine

/// Logs that stand in several zones: each partition is led in one of them and copied to others.
///
/// A partition whose leader's zone is lost takes nothing and gives nothing until a copy elsewhere leads it, which takes
/// the log's failover time; one whose copies are all lost waits for a zone to come back.
extension Network {
  /// Whether a fault that stops a zone stops leaders of a component's partitions, and not the component.
  func stopsBrokers(_ fault: FaultPlan, at component: Int) -> Int? {
    guard fault.zone != nil, fault.effect.takesDown else { return nil }
    return plan.logs.firstIndex { $0.component == component }
  }

  /// A zone of a log is lost, or back.
  func setBrokers(
    of log: Int, zone: Int, isStopped: Bool, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard logs[log].set(zone, isStopped: isStopped) else { return }
    if isStopped {
      schedule(.elect(log), at: simulation.now + plan.logs[log].failover, in: &simulation)
    } else {
      elect(log, in: &simulation)
    }
  }

  /// Partitions without a leader are led where one of their copies is.
  func elect(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    let moved = logs[log].elect()
    if moved > 0 { decisions.add(.elected, plan.logs[log].component, at: simulation.now, signal: Double(moved)) }
    resume(log, in: &simulation)
  }

  /// What waited in a log is taken, where its consumers can.
  private func resume(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    if plan.logs[log].queue != nil { return dispatch(log, in: &simulation) }
    for group in plan.logs[log].groups { resumeLanes(of: group.component, in: &simulation) }
  }

  /// A cut has healed: what waited behind it is taken.
  func resumeConsumption(in simulation: inout Simulation<NetworkEvent>) {
    for log in logs.indices { resume(log, in: &simulation) }
  }
}
