import Engine

/// What faults do while they are on, and what they cut off.
extension Network {
  /// A fault that hits a component has begun or ended.
  func updateConditions(of index: Int, in simulation: inout Simulation<NetworkEvent>) {
    let station = stations.address(of: index)
    let wasOut = station.pointee.replicas.isOut
    let hadCuts = faults.cuts.count
    let hitting = faults.active.map { (plan: plan.faults[$0], members: station.pointee.members(of: plan.faults[$0])) }
      .filter { !$0.members.isEmpty }
    faults.cuts.update(to: index, by: hitting.map(\.plan))
    station.pointee.setConditions(by: hitting, isCutOff: faults.cuts.reach(index))
    if station.pointee.replicas.isOut != wasOut { station.pointee.replicas.updateAvailability(at: simulation.now) }
    if plan.components[index].warmth != nil { setSlots(of: index, in: &simulation) }
    if station.pointee.features.contains(.sharesCores) {
      for replica in 0..<station.pointee.replicas.count { reshare(station, replica, in: &simulation) }
    }
    if faults.cuts.count < hadCuts { resumeConsumption(in: &simulation) }
  }

  /// A function's limit is its quota: never less than one instance.
  private func setSlots(of index: Int, in simulation: inout Simulation<NetworkEvent>) {
    let limit = Double(plan.components[index].slots) * stations[index].conditions.quotaFactor
    stations[index].slots = Int32(clamping: Int64(max(1, min(limit, 1e9).rounded(.down))))
    if plan.components[index].pulls >= 0 { dispatch(plan.components[index].pulls, in: &simulation) }
  }

  // MARK: Cuts

  /// Whether calls between two components do not arrive; a client is component −1, in zone −1.
  func isCut(from: Int, in zone: Int32, to: Int, at other: Int32) -> Bool {
    faults.cuts.cut(from: from, in: zone, to: to, at: other)
  }

  /// Whether a frame cannot reach a log.
  @inline(__always)
  func isCut(_ index: UInt32, from log: Int, partition: Int) -> Bool {
    let component = plan.logs[log].component
    guard stations[component].conditions.isCutOff else { return false }
    return isCut(
      from: frames[index].place, in: zone(of: index), to: component, at: logs[log].leaderZone(of: partition))
  }

  /// Whether a consumer can take from a log: it calls the log, and the log answers.
  func reaches(_ number: Int, of component: Int, log: Int, partition: Int) -> Bool {
    if !logs[log].isLed(partition) { return false }
    if faults.cuts.isEmpty { return true }
    let source = plan.logs[log].component
    let zone = stations[component].replicas[number].zone
    let other = logs[log].leaderZone(of: partition)
    return !isCut(from: component, in: zone, to: source, at: other)
      && !isCut(from: source, in: other, to: component, at: zone)
  }
}
