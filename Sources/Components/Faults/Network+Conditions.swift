import Engine

/// What all faults that are on do to a component together.
///
/// Factors multiply, delays add up, shares of what fails combine as independent ones do, 1 − (1 − p)(1 − q), and what
/// is off is on again when the last fault has ended. Everything is worked out anew whenever one begins or ends, so
/// that nothing is left of those that are over. Two things do not compose: the lateness of reordered records, and
/// faults that aim at different keys. The checker refuses such faults where they overlap by the calendar; where
/// recurring ones meet, the one that stands last in the file counts.
extension Network {
  func updateConditions(of index: Int, in simulation: inout Simulation<NetworkEvent>) {
    components[index].slowness = 1
    components[index].quotaFactor = 1
    components[index].hopDelay = 0
    let wasOut = components[index].isOut
    components[index].isOut = false
    components[index].misses = false
    components[index].onlyKey = 0
    let first = components[index].firstReplica
    let last = first + components[index].replicaCount
    for replica in first..<last {
      replicas[replica].slowness = 1
      replicas[replica].hopDelay = 0
    }
    let hadCuts = cuts.count
    cuts.removeAll(to: index)
    var shares = FaultShares(replicas: components[index].replicaCount)
    for number in activeFaults {
      let fault = plan.faults[number]
      let members = members(of: fault, at: index)
      guard !members.isEmpty else { continue }
      apply(fault, to: index, members, &shares)
    }
    components[index].errorThreshold = FaultShares.threshold(shares.error)
    components[index].lossThreshold = FaultShares.threshold(shares.loss)
    components[index].poisonThreshold = FaultShares.threshold(shares.poison)
    components[index].duplicateThreshold = FaultShares.threshold(shares.duplicate)
    components[index].reorderThreshold = FaultShares.threshold(shares.reorder)
    for number in 0..<components[index].replicaCount {
      replicas[first + number].errorThreshold = FaultShares.threshold(shares.error(at: number))
    }
    components[index].isCutOff = cuts.reach(index)
    if components[index].isOut != wasOut { updateAvailability(index, at: simulation.now) }
    if plan.components[index].warmth != nil { setSlots(of: index, in: &simulation) }
    if plan.components[index].discipline == .sharing && !shared.isEmpty {
      for replica in first..<last { reshare(index, replica, in: &simulation) }
    }
    if cuts.count < hadCuts { resumeConsumption(in: &simulation) }
  }

  private func apply(
    _ fault: FaultPlan, to index: Int, _ members: [Int], _ shares: inout FaultShares
  ) {
    let first = components[index].firstReplica
    let isWhole = fault.zone == nil && fault.replicas == nil
    switch fault.effect {
    case .slow, .error, .outage: components[index].onlyKey = fault.key ?? components[index].onlyKey
    default: break
    }
    switch fault.effect {
    case .slow(let factor):
      if isWhole { components[index].slowness *= factor } else { slow(members, of: index, factor) }
    case .error(let share):
      if isWhole { shares.error.add(share) } else { shares.add(share, at: members) }
    case .deploy(let error, let slow):
      shares.add(error, at: members)
      self.slow(members, of: index, slow)
    case .outage: if isWhole { components[index].isOut = true }
    case .quota(let factor): components[index].quotaFactor *= factor
    case .delay(let delay):
      if isWhole { components[index].hopDelay = min(Network.longestSpan, components[index].hopDelay + delay) }
      for number in isWhole ? [] : members {
        replicas[first + number].hopDelay = min(Network.longestSpan, replicas[first + number].hopDelay + delay)
      }
    case .partition(let from): cuts.add(from: from, to: index, zone: Int32(fault.zone ?? -1))
    case .reorder(let share, let by):
      shares.reorder.add(share)
      components[index].reorderBy = by
    case .duplicate(let share): shares.duplicate.add(share)
    case .loss(let share): shares.loss.add(share)
    case .poison(let share): shares.poison.add(share)
    case .missed: components[index].misses = true
    case .crash, .failover, .flush: break
    }
  }

  /// A function's limit is its quota: never less than one instance.
  private func setSlots(of index: Int, in simulation: inout Simulation<NetworkEvent>) {
    let limit = Double(plan.components[index].slots) * components[index].quotaFactor
    components[index].slots = Int32(clamping: Int64(max(1, min(limit, 1e9).rounded(.down))))
    if plan.components[index].pulls >= 0 { dispatch(plan.components[index].pulls, in: &simulation) }
  }

  private func slow(_ members: [Int], of index: Int, _ factor: Double) {
    for number in members { replicas[components[index].firstReplica + number].slowness *= factor }
  }

  /// The replicas of a component that a fault hits, by number.
  func members(of fault: FaultPlan, at index: Int) -> [Int] {
    let count = components[index].replicaCount
    guard let zone = fault.zone else {
      return fault.component == index ? Array(0..<min(fault.replicas ?? .max, count)) : []
    }
    // A zone of a system is where its own components stand.
    guard !plan.components[index].isOutside, isOfSystem(index, fault) else { return [] }
    return (0..<count).filter { Int(replicas[components[index].firstReplica + $0].zone) == zone }
  }

  func isOfSystem(_ index: Int, _ fault: FaultPlan) -> Bool {
    plan.components[index].name.hasPrefix(SystemNumbers.prefix(of: fault.name))
  }

  // MARK: Cuts

  /// Zone of the replica that a frame runs at; −1 for a client.
  @inline(__always)
  func zone(of index: UInt32) -> Int32 { frames[index].isFlow ? -1 : replicas[replica(of: index)].zone }

  /// Whether calls between two components do not arrive; a client is component −1, in zone −1.
  func isCut(from: Int, in zone: Int32, to: Int, at other: Int32) -> Bool {
    cuts.cut(from: from, in: zone, to: to, at: other)
  }

  /// Whether a frame can reach a log.
  @inline(__always)
  func isCut(_ index: UInt32, from component: Int, log: Int, partition: Int) -> Bool {
    guard components[component].isCutOff else { return false }
    return isCut(
      from: frames[index].place, in: zone(of: index), to: component, at: leaderZone(of: log, partition: partition))
  }

  /// Whether a consumer can take from a log: it calls the log, and the log answers.
  func reaches(_ number: Int, of component: Int, log: Int, partition: Int) -> Bool {
    if !isLed(partition, of: log) { return false }
    if cuts.isEmpty { return true }
    let source = plan.logs[log].component
    let zone = replicas[components[component].firstReplica + number].zone
    let other = leaderZone(of: log, partition: partition)
    return !isCut(from: component, in: zone, to: source, at: other)
      && !isCut(from: source, in: other, to: component, at: zone)
  }

  /// A cut has healed: what waited behind it is taken.
  private func resumeConsumption(in simulation: inout Simulation<NetworkEvent>) {
    for (number, log) in plan.logs.enumerated() {
      if log.queue != nil {
        dispatch(number, in: &simulation)
      } else {
        for group in log.groups { resumeLanes(of: group.component, in: &simulation) }
      }
    }
  }
}
