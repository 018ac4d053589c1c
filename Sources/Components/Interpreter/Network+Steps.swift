import Engine
import Statistics

/// A compiled step, read where it stands.
typealias Step = UnsafePointer<Instruction>

extension Network {
  /// The step that a frame executes next.
  @inline(__always)
  func step(of index: UInt32) -> Step { Step(plan.program.address(of: Int(frames[index].counter))) }

  /// The step that a frame which waits has executed last.
  @inline(__always)
  func lastStep(of index: UInt32) -> Step { Step(plan.program.address(of: Int(frames[index].counter) - 1)) }

  /// Runs a frame's steps until one of them takes time or the frame ends.
  func run(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    frame.pointee.state = .running
    while true {
      let step = step(of: index)
      switch step.pointee.code {
      case .work:
        frame.pointee.counter += 1
        return takeCore(index, step, in: &simulation)
      case .wait, .think:
        frame.pointee.counter += 1
        if passTime(index, step, in: &simulation) { return }
      case .call, .hold:
        frame.pointee.counter += 1
        return call(index, step, in: &simulation)
      case .decide:
        let items = decide(index, step, at: simulation.now)
        frame.pointee.counter += 1
        if !items.isEmpty { publish(items, of: index, step, in: &simulation) }
      case .exert:
        frame.pointee.counter += 1
        if frames.effort(index) > 0 { return takeCore(index, step, in: &simulation) }
      case .choose:
        let target = Int(step.pointee.target)
        let choice = draws.choices[target].draw(bits(step.pointee.stream, for: index))
        frame.pointee.outcome = plan.choices[target].outcomes[choice]
        frame.pointee.counter += 1
      case .publish:
        frame.pointee.counter += 1
        frame.pointee.outcome = publish(index, step, to: Int(step.pointee.target), in: &simulation)
      case .entrust:
        entrust(index, Int(frame.pointee.counter), in: &simulation)
        frame.pointee.counter += 1
      case .fork:
        return fork(index, step, in: &simulation)
      case .replicate:
        frame.pointee.counter += 1
        if replicate(index, step, in: &simulation) { return }
      case .iterate:
        if startIterations(index, step, in: &simulation) { return }
      case .endLoop:
        frame.pointee.counter += 1
      case .branch:
        if !branch(index, step) { return finish(index, frame.pointee.outcome, in: &simulation) }
      case .jump:
        frame.pointee.counter = UInt32(step.pointee.target)
      case .mark:
        frames.setMark(Int(step.pointee.target), of: index, to: simulation.now)
        frame.pointee.counter += 1
      case .measure:
        measure(index, step, at: simulation.now)
        frame.pointee.counter += 1
      case .reply, .fail:
        tracing.noteFailure(.step, UInt16(step.pointee.target), index)
        return finish(index, UInt16(step.pointee.target), in: &simulation)
      case .finish:
        return finish(index, frame.pointee.outcome, in: &simulation)
      case .outside:
        if let outcome = answerFromOutside(index, in: &simulation) {
          if outcome == .max { return }
          return finish(index, outcome, in: &simulation)
        }
        frame.pointee.counter += 1
      case .letGo:
        letGo(index, in: &simulation)
        frame.pointee.counter += 1
      case .grant: return grant(index, in: &simulation)
      case .lookUp:
        guard let outcome = lookUp(index, step, at: simulation.now) else { return }
        frame.pointee.outcome = outcome
        frame.pointee.counter += 1
      case .keep:
        keep(index, at: simulation.now)
        frame.pointee.counter += 1
      case .drop:
        drop(index)
        frame.pointee.counter += 1
      case .admit:
        frame.pointee.outcome = admit(index, at: simulation.now) ? StandardOutcome.ok : StandardOutcome.refused
        frame.pointee.counter += 1
      case .lock:
        frame.pointee.counter += 1
        if !lock(index, at: simulation.now) { return }
      case .answer:
        answer(index, in: &simulation)
        frame.pointee.counter += 1
      case .hazard:
        if strikes(Int(step.pointee.target), index, in: &simulation) { return }
        frame.pointee.counter += 1
      }
    }
  }

  /// A `wait` or `think` step; false when it takes no time.
  private func passTime(
    _ index: UInt32, _ step: Step, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    var delay = draws.samplers[Int(step.pointee.law)].draw(bits(step.pointee.stream, for: index))
    if step.pointee.code == .wait {
      delay = slowed(delay, for: index)
      tracing.noteTime(\.working, delay, of: index)
    }
    guard delay > 0 else { return false }
    if step.pointee.code == .think {
      let rarity = frames.rarity(index)
      rarity.pointee.thinking += delay
      rarity.pointee.thinksUntil = simulation.now + delay
    }
    tracing.spendWait(step, index, at: simulation.now)
    schedule(.resume, of: index, after: delay, by: step.pointee.law, in: &simulation)
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
  private func branch(_ index: UInt32, _ step: Step) -> Bool {
    let frame = frames.address(of: index)
    let outcome = frame.pointee.outcome
    let target = plan.branches.target(of: outcome, in: step.pointee.table)
    if target < 0 {
      if outcome == StandardOutcome.quota { frame.pointee.outcome = StandardOutcome.refused }
      return false
    }
    frame.pointee.counter = UInt32(target)
    return true
  }

  // MARK: Decisions

  /// A decision of the domain core, at this instant.
  /// - Returns: what it has emitted.
  func decide(_ index: UInt32, _ step: Step, at now: Nanoseconds) -> [EmittedItem] {
    let frame = frames.address(of: index)
    let number = Int(step.pointee.target)
    var request = frames.request(of: index)
    let own = request.pointee.subjectPopulation
    if step.pointee.population >= 0 && step.pointee.population != own {
      let key = key(for: index, population: step.pointee.population, fresh: step.pointee.isFresh)
      let changed = frames.changeRequest(of: index)
      changed.pointee.subject = key
      changed.pointee.subjectPopulation = step.pointee.population
      request = UnsafePointer(changed)
    }
    var context = CommandContext(
      now: now, subject: request.pointee.subject, population: Int(request.pointee.subjectPopulation),
      payload: request.pointee.payload)
    context.isCopy = frame.pointee.isCopy
    context.entity = request.pointee.entity
    let outcome = plan.commands[number].outcomes[
      domains.bindings[plan.commands[number].binding].perform(plan.commands[number].command, &context)]
    if context.payload != request.pointee.payload { frames.changeRequest(of: index).pointee.payload = context.payload }
    frame.pointee.outcome = outcome
    if context.effort > 0 || frames.effort(index) > 0 {
      frames.rarity(index).pointee.effort = UInt32(clamping: context.effort)
    }
    if frame.pointee.isMeasured || measures.isMeasuring { measures.count(command: number, outcome) }
    if context.settles { settleChanges(of: index) }
    if !context.entityCommands.isEmpty { domains.add(context.entityCommands) }
    let isPublished = !context.emitted.isEmpty && step.pointee.next >= 0
    if isPublished {
      if measures.isMeasuring {
        stations[plan.logs[Int(step.pointee.next)].component].counts[.lost] += context.unemitted
      }
    }
    tracing.log(index, at: now, "do \(plan.commands[number].name) → \(plan.outcomes[Int(outcome)])")
    return isPublished ? context.emitted : []
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
  func key(for index: UInt32, population: Int16, fresh: Bool) -> UInt64 {
    let request = frames.request(of: index)
    if !fresh && population == request.pointee.subjectPopulation { return request.pointee.subject }
    return draws.picks[Int(population)].key(of: request.pointee.entity, visit: fresh ? frames[index].context | 1 : 0)
  }

  private func measure(_ index: UInt32, _ step: Step, at now: Nanoseconds) {
    let number = Int(step.pointee.table)
    let mark = frames.mark(Int(step.pointee.target), of: index)
    guard mark != Request.unset else { return }
    let request = frames.request(of: index)
    let asked = request.pointee.askedAt
    let pipeline = asked == Request.unset ? nil : now - asked
    if frames[index].isMeasured { measures.clocks[number].record(max(0, now - mark), pipeline: pipeline) }
    if request.pointee.superseded != Frame.none && Int(step.pointee.target) == Request.changeMark {
      for time in domains.superseded(by: request) {
        measures.clocks[number].record(max(0, now - time), pipeline: pipeline)
      }
    }
    tracing.endMeasure(index, number, since: mark, at: now)
    tracing.log(index, at: now, "measure \(plan.measures[number].name): \(now - mark) ns")
  }
}
