import Engine

/// Calls that are answered from outside of the simulation, and flows that are begun from there.
extension Network {
  /// The call leaves, and its frame waits for `answer`.
  func sendOut(_ index: UInt32, _ remote: Int, at now: Nanoseconds) {
    guard let outbound else { preconditionFailure("a remote call in a run of its own time") }
    let frame = frames.address(of: index)
    let caller = frame.pointee.parent
    let limit = caller == Frame.none ? -1 : frames[caller].deadline
    let keys = plan.whole.remotes[remote].populations.map { population in
      frame.pointee.keyPopulation == population
        ? frame.pointee.key : key(for: index, Instruction.Key(population: population))
    }
    let request = frames.request(of: index)
    let source = Int(request.pointee.source)
    let number = request.pointee.entity &- sources[source].salt
    outbound.note(
      RemoteCall(
        remote: remote, at: now, givesUpAt: limit >= 0 ? limit : nil, entity: request.pointee.entity,
        context: frame.pointee.context, key: frame.pointee.key,
        keyPopulation: frame.pointee.keyPopulation, subject: subject(of: request), source: source,
        user: sources[source].closed?.pointee.user(of: number), keys: keys,
        visits: visits(of: caller), isMeasured: frame.pointee.isMeasured,
        frame: index, generation: frame.pointee.generation))
  }

  /// A frame's visit, and those around it that share its request.
  private func visits(of caller: UInt32) -> [UInt64] {
    var visits: [UInt64] = []
    var frame = caller
    while frame != Frame.none {
      visits.append(frames[frame].context)
      frame = frames[frame].isBranch ? frames[frame].parent : Frame.none
    }
    return visits
  }

  /// The answer is here. One that nobody has asked for, or that came before, changes nothing.
  func answer(_ call: RemoteCall, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>) {
    guard frames[call.frame].generation == call.generation else { return }
    // Once only: the next answer to it finds another number.
    frames.renew(call.frame)
    frames[call.frame].outcome = outcome
    schedule(.resume, of: call.frame, after: 0, in: &simulation)
  }

  /// A flow is begun now by somebody outside.
  ///
  /// - Returns: what its end will carry; nil where too many are in flight.
  func begin(_ arrival: RemoteArrival, in simulation: inout Simulation<NetworkEvent>) -> UInt32? {
    let number = arrival.entity &- sources[arrival.source].salt
    let index = start(
      arrival.flow, of: arrival.source, number: number, about: arrival.subject?.key ?? 0,
      of: arrival.subject?.population ?? -1, in: &simulation)
    guard let index else { return nil }
    if let context = arrival.context { frames[index].context = context }
    if let key = arrival.key {
      frames[index].key = key.key
      frames[index].keyPopulation = key.population
    }
    if arrival.payload != 0 { frames.changeRequest(of: index).pointee.payload = arrival.payload }
    // Runs at this instant, as an event of its own.
    ready.removeAll()
    schedule(.resume, of: index, after: 0, in: &simulation)
    return index
  }

  /// Tells whoever began the flow how it ended.
  @inline(never)
  func noteEnd(of index: UInt32, at now: Nanoseconds) {
    let request = frames.request(of: index)
    outbound?.ended.append(
      EndedFlow(
        ticket: index, entity: request.pointee.entity, outcome: frames[index].outcome,
        payload: request.pointee.payload,
        subject: subject(of: request), at: now))
  }

  private func subject(of request: UnsafePointer<Request>) -> (key: UInt64, population: Int16)? {
    request.pointee.subjectPopulation < 0 ? nil : (request.pointee.subject, request.pointee.subjectPopulation)
  }
}

/// A flow that somebody outside begins.
package struct RemoteArrival: Sendable {
  /// Index into `NetworkPlan.sources`, and into `NetworkPlan.flows`.
  package var source: Int
  package var flow: Int
  /// What all draws of the request belong to.
  package var entity: UInt64
  /// What tells this visit from others of the same request; nil for the first of its flow.
  package var context: UInt64?
  /// What the request is about.
  package var subject: (key: UInt64, population: Int16)?
  /// The routing key of the call; nil for that of the subject, if there is one.
  package var key: (key: UInt64, population: Int16)?
  /// What the domain core has passed on.
  package var payload: UInt64 = 0
  package init(source: Int, flow: Int, entity: UInt64) {
    self.source = source
    self.flow = flow
    self.entity = entity
  }
}
