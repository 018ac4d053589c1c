import Engine

extension Network {
  /// News of a population refresh enters the network when its answer is complete.
  mutating func inject(
    _ finding: Finding, from polling: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let plan = self.plan.pollings[polling]
    let entry = plan.tails[Int(finding.outcome)]
    guard entry >= 0 else { return }
    let salt = RandomStream.mix(self.plan.components[plan.component].salt, 0x9011)
    var frame = Frame(
      identity: EventIdentity(salt: salt, number: finding.entity, system: systems[plan.component]))
    frame.entity = salt &+ finding.entity
    frame.source = UInt16(sources.count + timers.count + polling)
    frame.context = RandomStream.mix(UInt64(bitPattern: finding.askedAt), 0x9011)
    frame.component = UInt16(plan.component)
    frame.operation = UInt16(plan.operation)
    frame.arrivedAt = finding.askedAt
    frame.startedAt = finding.askedAt
    frame.counter = UInt32(entry)
    frame.subject = finding.entity
    frame.subjectPopulation = Int16(plan.population)
    frame.key = finding.entity
    frame.payload = finding.payload
    frame[mark: Frame.changeMark] = finding.changedAt
    frame[mark: Frame.askedMark] = finding.askedAt
    frame.isMeasured = finding.isMeasured
    frame.isBranch = true
    frame.isTraced = trace?.target.matches(population: plan.population, key: finding.entity) ?? false
    beginSpans(&frame, of: finding, plan)
    if !finding.others.isEmpty {
      superseded.append(finding.others)
      frame.superseded = UInt32(superseded.count - 1)
    }
    if frame.isTraced {
      trace?.add(
        finding.askedAt, frame,
        "asked; a change of \(finding.changedAt) ns is found, answer complete at \(finding.at) ns")
    }
    frame.wakeAt = simulation.due(at: max(finding.at, simulation.now))
    simulation.schedule(
      .resume(frames.allocate(frame)), at: frame.wakeAt,
      as: frame.identity.with(rank: NetworkEvent.Rank.progress))
  }

  /// Commands for entities of populations that were given since the last call.
  mutating func takeEntityCommands() -> [EntityCommand] {
    defer { entityCommands.removeAll(keepingCapacity: true) }
    return entityCommands
  }
}
