import Engine
import Statistics

/// A compiled step, read where it stands.
typealias Step = UnsafePointer<Instruction>

extension Network {
  @inline(__always)
  private func step(at counter: UInt32) -> Step {
    Step(plan.program.address(of: Int(truncatingIfNeeded: counter)))
  }

  /// The step that a frame executes next.
  @inline(__always)
  func step(of index: UInt32) -> Step { step(at: frames[index].counter) }

  /// The step that a frame which waits has executed last.
  @inline(__always)
  func lastStep(of index: UInt32) -> Step { step(at: frames[index].counter &- 1) }

  /// Runs a frame's steps until one of them takes time or the frame ends.
  func run(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    frame.pointee.state = .running
    while true {
      let step = step(at: frame.pointee.counter)
      // All but those that lead elsewhere go on behind themselves.
      frame.pointee.counter &+= 1
      switch step.pointee {
      case .work(let draw): return takeCore(index, draw, in: &simulation)
      case .chargeWork(let stream):
        if frames.effort(index) > 0 {
          return takeCore(index, .comparisons(stream: stream), in: &simulation)
        }
      case .wait(let draw): if wait(index, draw, in: &simulation) { return }
      case .think(let draw): if think(index, draw, in: &simulation) { return }
      case .call(let site), .hold(let site):
        return call(index, UnsafePointer(plan.callSites.address(of: Int(site))), in: &simulation)
      case .release: release(index, in: &simulation)
      case .grant: return grant(index, in: &simulation)
      case .decide(let command):
        let items = decide(index, command, at: simulation.now)
        if !items.isEmpty { publish(items, of: index, command, in: &simulation) }
      case .choose(let choice, let stream):
        let drawn = draws.choices[Int(choice)].draw(bits(stream, for: index))
        frame.pointee.outcome = plan.choices[Int(choice)].outcomes[drawn]
      case .awaitRoom: if !hasRoom(for: index, at: simulation.now) { return }
      case .publish(let record): frame.pointee.outcome = publish(index, record, in: &simulation)
      case .stage(let message, _): stage(index, message, at: frame.pointee.counter &- 1, in: &simulation)
      case .fork(let fork): return self.fork(index, fork, in: &simulation)
      case .cancel(let evenAfterFailure): cancelRest(of: index, evenAfterFailure, in: &simulation)
      case .iterate(let loop): if startIterations(index, loop, in: &simulation) { return }
      case .endLoop: break
      case .jump(let target): frame.pointee.counter = UInt32(truncatingIfNeeded: target)
      case .branch(let table):
        if !branch(index, table) { return finish(index, frame.pointee.outcome, in: &simulation) }
      case .mark(let clock, _): frames.setMark(Int(clock), of: index, to: simulation.now)
      case .measure(let clock, let number): measure(index, Int(clock), Int(number), at: simulation.now)
      case .replicate(let operation, let copies, let context):
        if replicate(index, operation, copies, context, in: &simulation) { return }
      case .reply(let outcome), .fail(let outcome):
        tracing.noteFailure(.step, outcome, index)
        return finish(index, outcome, in: &simulation)
      case .finish: return finish(index, frame.pointee.outcome, in: &simulation)
      case .outside:
        if let outcome = answerFromOutside(index, in: &simulation) {
          if outcome != .max { finish(index, outcome, in: &simulation) }
          return
        }
      case .lookUp(let hit, let miss):
        guard let outcome = lookUp(index, hit: hit, miss: miss, at: simulation.now) else { return }
        frame.pointee.outcome = outcome
      case .keep: keep(index, at: simulation.now)
      case .drop: drop(index)
      case .admit:
        frame.pointee.outcome = admit(index, at: simulation.now) ? StandardOutcome.ok : StandardOutcome.refused
      case .lock: if !lock(index, at: simulation.now) { return }
      case .answer: answer(index, in: &simulation)
      case .pass(let polling): return awaitPass(index, of: Int(polling), at: simulation.now)
      case .hazard(let fault): if strikes(Int(fault), index, in: &simulation) { return }
      case .remote(let remote): return sendOut(index, Int(remote), at: simulation.now)
      }
    }
  }

  /// A `wait` step; false when it takes no time.
  private func wait(_ index: UInt32, _ draw: Instruction.Draw, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let delay = slowed(draws.samplers[Int(draw.distribution)].draw(bits(draw.stream, for: index)), for: index)
    guard delay > 0 else { return false }
    tracing.spendWait(index, stream: draw.stream, at: simulation.now)
    schedule(.resume, of: index, after: delay, by: draw.distribution, in: &simulation)
    return true
  }

  /// A `think` step; false when it takes no time.
  private func think(_ index: UInt32, _ draw: Instruction.Draw, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let delay = draws.samplers[Int(draw.distribution)].draw(bits(draw.stream, for: index))
    guard delay > 0 else { return false }
    let coldState = frames.coldState(index)
    coldState.pointee.thinking += delay
    coldState.pointee.thinksUntil = simulation.now + delay
    tracing.spend(.think, index, at: simulation.now, stream: draw.stream)
    schedule(.resume, of: index, after: delay, by: draw.distribution, in: &simulation)
    return true
  }

  /// A wait inside a component that a fault makes slow, or slow for one of its keys.
  @inline(__always)
  private func slowed(_ delay: Nanoseconds, for index: UInt32) -> Nanoseconds {
    let frame = frames.address(of: index)
    // A flow's own steps run at no component, and a network may have none.
    if frame.pointee.isFlow { return delay }
    return station(of: index).pointee.slowed(delay, at: Int(frame.pointee.replica), key: frame.pointee.key)
  }

  /// Moves on according to the outcome; false when it is a failure that nobody handles.
  @inline(__always)
  private func branch(_ index: UInt32, _ table: Int32) -> Bool {
    let frame = frames.address(of: index)
    let outcome = frame.pointee.outcome
    let target = plan.branches.target(of: outcome, in: table)
    if target < 0 {
      if outcome == StandardOutcome.quota { frame.pointee.outcome = StandardOutcome.refused }
      return false
    }
    frame.pointee.counter = UInt32(target)
    return true
  }

  // MARK: Decisions

  /// A decision of the domain core, at this instant.
  /// - Parameter isStale: it goes with a read of a copy that does not have the last write of its key yet.
  /// - Returns: what it has emitted.
  func decide(
    _ index: UInt32, _ step: Instruction.Decide, isStale: Bool = false, at now: Nanoseconds
  ) -> [EmittedItem] {
    let frame = frames.address(of: index)
    let number = Int(step.command)
    var request = frames.request(of: index)
    let own = request.pointee.subjectPopulation
    if step.key.population >= 0 && step.key.population != own {
      let key = key(for: index, step.key)
      let changed = frames.changeRequest(of: index)
      changed.pointee.subject = key
      changed.pointee.subjectPopulation = step.key.population
      request = UnsafePointer(changed)
    }
    // Another key of the population that the request is about: for this decision alone.
    let isOther = step.key.isFresh && step.key.population >= 0 && step.key.population == own
    var context = CommandContext(
      now: now, subject: isOther ? key(for: index, step.key) : request.pointee.subject,
      population: Int(request.pointee.subjectPopulation), payload: request.pointee.payload)
    context.isCopy = frame.pointee.isCopy
    context.readsStaleCopy = isStale
    context.entity = request.pointee.entity
    if request.pointee.changedAt != Request.unset { context.change = change(of: index) }
    let outcome = plan.commands[number].outcomes[
      domains.perform(plan.commands[number].command, of: plan.commands[number].binding, &context)]
    if context.payload != request.pointee.payload { frames.changeRequest(of: index).pointee.payload = context.payload }
    frame.pointee.outcome = outcome
    if context.effort > 0 || frames.effort(index) > 0 {
      frames.coldState(index).pointee.effort = UInt32(clamping: context.effort)
    }
    if frame.pointee.isMeasured || measures.isMeasuring { measures.count(command: number, outcome) }
    if context.settles { settleChanges(of: index) }
    if !context.entityCommands.isEmpty { domains.add(context.entityCommands) }
    let isPublished = !context.emitted.isEmpty && step.log >= 0
    if isPublished {
      if measures.isMeasuring {
        stations[plan.logs[Int(step.log)].component].counts[.lost] += context.unemitted
      }
    }
    tracing.note(index, .decided(command: number, outcome: Int(outcome)), at: now)
    return isPublished ? context.emitted : []
  }

  private func change(of index: UInt32) -> CarriedChange {
    let request = frames.request(of: index)
    return CarriedChange(
      source: request.pointee.source, population: request.pointee.subjectPopulation, entity: request.pointee.entity,
      subject: request.pointee.subject, changedAt: request.pointee.changedAt, askedAt: request.pointee.askedAt,
      others: domains.superseded(by: request), isMeasured: frames[index].isMeasured)
  }

  /// The change that the frame carries is settled, because a newer one stands in its place.
  private func settleChanges(of index: UInt32) {
    let request = frames.request(of: index)
    let polling = Int(request.pointee.source) - sources.count - timers.count
    guard request.pointee.changedAt != Request.unset, !frames[index].isCopy,
      measures.changesSettled.indices.contains(polling)
    else { return }
    let others = domains.superseded(by: request).count
    measures.changesSettled[polling] += (frames[index].isMeasured ? 1 : 0) + UInt64(others)
  }

  /// The request's key of a population, or a fresh one.
  func key(for index: UInt32, _ key: Instruction.Key) -> UInt64 {
    let request = frames.request(of: index)
    if !key.isFresh && key.population == request.pointee.subjectPopulation { return request.pointee.subject }
    let visit = key.isFresh ? frames[index].context | 1 : 0
    return draws.picks[Int(key.population)].key(of: request.pointee.entity, visit: visit)
  }

  private func measure(_ index: UInt32, _ clock: Int, _ number: Int, at now: Nanoseconds) {
    let mark = frames.mark(clock, of: index)
    guard mark != Request.unset else { return }
    let request = frames.request(of: index)
    let asked = request.pointee.askedAt
    let pipeline = asked == Request.unset ? nil : now - asked
    if frames[index].isMeasured { measures.clocks[number].record(max(0, now - mark), pipeline: pipeline) }
    if request.pointee.superseded != Frame.none && clock == Request.changeMark {
      for time in domains.superseded(by: request) {
        measures.clocks[number].record(max(0, now - time), pipeline: pipeline)
      }
    }
    tracing.endMeasure(index, number, since: mark, at: now)
  }
}
