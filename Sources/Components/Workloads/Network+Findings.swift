import Engine

extension Network {
  /// News of a population refresh enters the network when its answer is complete.
  func inject(
    _ finding: Finding, from polling: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let plan = self.plan.pollings[polling]
    let entry = plan.tails[Int(finding.outcome)]
    guard entry >= 0 else { return }
    let salt = self.plan.components[plan.component].findingSalt
    var frame = Frame()
    frame.identity = EventIdentity(salt: salt, number: finding.entity, system: stations[plan.component].system)
    var request = Request()
    request.entity = salt &+ finding.entity
    request.source = UInt16(sources.count + timers.count + polling)
    frame.context = RandomStream.mix(UInt64(bitPattern: finding.askedAt), 0x9011)
    frame.component = UInt16(plan.component)
    frame.operation = UInt16(plan.operation)
    frame.arrivedAt = finding.askedAt
    frame.startedAt = finding.askedAt
    frame.counter = UInt32(entry)
    request.subject = finding.entity
    request.subjectPopulation = Int16(plan.population)
    frame.key = finding.entity
    request.payload = finding.payload
    request.changedAt = finding.changedAt ?? Request.unset
    request.askedAt = finding.askedAt
    frame.isMeasured = finding.isMeasured
    frame.isBranch = true
    if !finding.others.isEmpty {
      request.superseded = domains.supersede(finding.others)
    }
    let index = frames.allocate(frame, request)
    tracing.beginSpans(of: index, finding, plan)
    simulation.schedule(
      event(.resume, of: index), at: max(finding.at, simulation.now),
      as: frame.identity.with(rank: NetworkEvent.Rank.progress))
  }
}
