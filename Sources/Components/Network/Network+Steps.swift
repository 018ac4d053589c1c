import Engine
import Statistics

extension Network {
  /// Runs a frame's steps until one of them takes time or the frame ends.
  mutating func run(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    frames[index].state = .running
    while true {
      let step = program[Int(frames[index].counter)]
      switch step.code {
      case .work:
        frames[index].counter += 1
        return takeCore(index, step, in: &simulation)
      case .wait, .think:
        frames[index].counter += 1
        var delay = samplers[Int(step.law)].draw(bits(step.stream, for: frames[index]))
        if step.code == .wait { delay = slowed(delay, for: frames[index]) }
        if step.code == .think { frames[index].thinking += delay } else { frames[index].working += delay }
        if delay > 0 {
          spendWait(step, index, at: simulation.now)
          frames[index].wakeAt = simulation.now + delay
          simulation.schedule(
            .resume(index), after: delay,
            as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
          return
        }
      case .call:
        frames[index].counter += 1
        return call(index, step, in: &simulation)
      case .decide:
        decide(index, step, at: simulation.now)
        frames[index].counter += 1
        if !emitted.isEmpty { publishItems(of: index, step, in: &simulation) }
      case .exert:
        frames[index].counter += 1
        if frames[index].effort > 0 { return takeCore(index, step, in: &simulation) }
      case .choose:
        let choice = choices[Int(step.target)].draw(bits(step.stream, for: frames[index]))
        frames[index].outcome = plan.choices[Int(step.target)].outcomes[choice]
        frames[index].counter += 1
      case .publish:
        frames[index].counter += 1
        publish(index, step, in: &simulation)
      case .entrust:
        entrust(index, Int(frames[index].counter), in: &simulation)
        frames[index].counter += 1
      case .fork:
        return fork(index, step, in: &simulation)
      case .replicate:
        frames[index].counter += 1
        if replicate(index, step, in: &simulation) { return }
      case .iterate:
        if startIterations(index, step, in: &simulation) { return }
      case .endLoop:
        frames[index].counter += 1
      case .branch:
        if !branch(index, plan.branchTables[Int(step.table)]) {
          return finish(index, frames[index].outcome, in: &simulation)
        }
      case .jump:
        frames[index].counter = UInt32(step.target)
      case .mark:
        frames[index][mark: Int(step.target)] = simulation.now
        frames[index].counter += 1
      case .measure:
        measure(index, step, at: simulation.now)
        frames[index].counter += 1
      case .reply, .fail:
        noteFailure(.step, UInt16(step.target), index)
        return finish(index, UInt16(step.target), in: &simulation)
      case .finish:
        return finish(index, frames[index].outcome, in: &simulation)
      case .outside:
        if let outcome = answerFromOutside(index, in: &simulation) {
          if outcome == .max { return }
          return finish(index, outcome, in: &simulation)
        }
        frames[index].counter += 1
      case .hold:
        frames[index].counter += 1
        return call(index, step, in: &simulation)
      case .letGo:
        letGo(index, in: &simulation)
        frames[index].counter += 1
      case .grant: return grant(index, in: &simulation)
      case .lookUp:
        guard let outcome = lookUp(index, step, at: simulation.now) else { return }
        frames[index].outcome = outcome
        frames[index].counter += 1
      case .keep:
        keep(index, at: simulation.now)
        frames[index].counter += 1
      case .drop:
        drop(index)
        frames[index].counter += 1
      case .admit:
        frames[index].outcome = admit(index, at: simulation.now) ? StandardOutcome.ok : StandardOutcome.refused
        frames[index].counter += 1
      case .lock:
        frames[index].counter += 1
        if !lock(index, at: simulation.now) { return }
      case .answer:
        answer(index, in: &simulation)
        frames[index].counter += 1
      case .hazard:
        if strikes(Int(step.target), index, in: &simulation) { return }
        frames[index].counter += 1
      }
    }
  }

  /// A wait inside a component that a fault makes slow, or slow for one of its keys.
  private func slowed(_ delay: Nanoseconds, for frame: Frame) -> Nanoseconds {
    // A flow's own steps run at no component, and a network may have none.
    if frame.operation == .max { return delay }
    let state = components + Int(frame.component)
    let slowness =
      state.pointee.slowness * replicas[state.pointee.firstReplica + Int(frame.replica)].slowness
    if slowness == 1 { return delay }
    let onlyKey = state.pointee.onlyKey
    if onlyKey != 0 && onlyKey != Int64(bitPattern: frame.key) + 1 { return delay }
    return Nanoseconds((Double(delay) * slowness).rounded())
  }

  /// Moves on according to the outcome; false when it is a failure that nobody handles.
  private mutating func branch(_ index: UInt32, _ table: BranchTable) -> Bool {
    let outcome = frames[index].outcome
    for entry in table.targets where entry.outcome == outcome {
      frames[index].counter = UInt32(entry.target)
      return true
    }
    if table.otherwise >= 0 && outcome != StandardOutcome.ok {
      frames[index].counter = UInt32(table.otherwise)
      return true
    }
    if StandardOutcome.isFailure(outcome) {
      if outcome == StandardOutcome.quota { frames[index].outcome = StandardOutcome.refused }
      return false
    }
    frames[index].counter = UInt32(table.next)
    return true
  }

  /// A decision of the domain core, at this instant.
  mutating func decide(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) {
    let command = plan.commands[Int(step.target)]
    let frame = frames[index]
    var context = CommandContext(
      now: now, subject: frame.subject, population: Int(frame.subjectPopulation),
      payload: frame.payload)
    if step.population >= 0 && step.population != frame.subjectPopulation {
      context.subject = key(for: frame, population: step.population, fresh: step.isFresh)
      context.population = Int(step.population)
      frames[index].subject = context.subject
      frames[index].subjectPopulation = step.population
    }
    context.isCopy = frame.isCopy
    context.entity = frame.entity
    let outcome = bindings[command.binding].perform(command.command, &context)
    frames[index].payload = context.payload
    frames[index].outcome = command.outcomes[outcome]
    frames[index].effort = UInt32(clamping: context.effort)
    if frame.isMeasured || isMeasuring {
      commandOutcomes[Int(step.target)][Int(command.outcomes[outcome])] += 1
    }
    let polling = Int(frame.source) - sources.count - timers.count
    if context.settles && frame[mark: Frame.changeMark] != Frame.unset && !frame.isCopy
      && changesSettled.indices.contains(polling)
    {
      let others = frame.superseded == Frame.none ? 0 : superseded[Int(frame.superseded)].count
      changesSettled[polling] += (frame.isMeasured ? 1 : 0) + UInt64(others)
    }
    if !context.entityCommands.isEmpty { entityCommands.append(contentsOf: context.entityCommands) }
    if !context.emitted.isEmpty && step.next >= 0 {
      emitted = context.emitted
      if isMeasuring { components[plan.logs[Int(step.next)].component].counts[.lost] += context.unemitted }
    }
    if frame.isTraced {
      trace?.add(now, frame, "do \(command.name) → \(plan.outcomes[Int(command.outcomes[outcome])])")
    }
  }

  /// The request's key of a population, or a fresh one.
  func key(for frame: Frame, population: Int16, fresh: Bool) -> UInt64 {
    if !fresh && population == frame.subjectPopulation { return frame.subject }
    return picks[Int(population)].key(of: frame.entity, visit: fresh ? frame.context | 1 : 0)
  }

  private mutating func measure(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) {
    let frame = frames[index]
    let mark = frame[mark: Int(step.target)]
    guard mark != Frame.unset else { return }
    let asked = frame[mark: Frame.askedMark]
    if frame.isMeasured {
      measures[Int(step.table)].record(max(0, now - mark), pipeline: asked == Frame.unset ? nil : now - asked)
    }
    if frame.superseded != Frame.none && step.target == Frame.changeMark {
      for time in superseded[Int(frame.superseded)] {
        measures[Int(step.table)].record(
          max(0, now - time), pipeline: asked == Frame.unset ? nil : now - asked)
      }
    }
    endMeasure(frame, Int(step.table), since: mark, at: now)
    if frame.isTraced {
      trace?.add(now, frame, "measure \(plan.measures[Int(step.table)].name): \(now - mark) ns")
    }
  }

  // MARK: Branches

  private mutating func fork(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    frames[index].counter = UInt32(step.next)
    beginWait(index)
    spend(.answer, index, at: simulation.now)
    frames[index].joining = UInt32(step.count)
    frames[index].spare = UInt8(clamping: plan.forks[Int(step.table)].count - Int(step.count))
    frames[index].failure = 0
    frames[index].remaining = 0
    for (number, entry) in plan.forks[Int(step.table)].enumerated() {
      startBranch(of: index, at: entry, number: number, context: step.context, now: simulation.now)
    }
  }

  /// Starts as many iterations as may run at once; true when the frame now waits for them.
  private mutating func startIterations(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let atOnce = min(step.count, max(1, step.table))
    frames[index].counter = UInt32(step.next)
    if step.count == 0 { return false }
    beginWait(index)
    spend(.answer, index, at: simulation.now)
    // A loop that may end early waits for one iteration at a time.
    frames[index].joining = program[Int(step.next)].code == .endLoop ? 1 : UInt32(step.count)
    frames[index].failure = 0
    frames[index].remaining = UInt32(step.count - atOnce)
    frames[index].spare = 0
    for number in 0..<Int(atOnce) {
      startBranch(of: index, at: step.target, number: number, context: step.context, now: simulation.now)
    }
    return true
  }

  private mutating func startBranch(of index: UInt32, at entry: Int32, number: Int, context: UInt64, now: Nanoseconds) {
    let parent = frames[index]
    var branch = Frame(
      identity: parent.identity.branch(number, way: context &+ UInt64(number)))
    branch.inherit(from: parent)
    // A branch that a join did not wait for may still run when its parent comes to another fork.
    branch.context = RandomStream.mix(parent.context, context &+ UInt64(number) &+ 0x5eed)
    branch.parent = index
    branch.parentEpoch = parent.epoch
    branch.component = parent.component
    branch.replica = parent.replica
    branch.operation = parent.operation
    branch.isBranch = true
    branch.counter = UInt32(entry)
    branch.isCopy = parent.isCopy
    forkSpans(index, into: &branch, at: now, deeper: 0)
    branch.coreWaiting = parent.coreWaiting
    branch.thinking = parent.thinking
    ready.append(frames.allocate(branch))
  }

  /// A branch ended: its parent goes on when enough of them have, or starts the next iteration.
  mutating func join(_ index: UInt32, outcome: UInt16, at now: Nanoseconds) {
    let branch = frames[index]
    guard isAwaited(branch) else { return }
    let parent = branch.parent
    if StandardOutcome.isFailure(outcome) {
      if isSpared(parent) { return }
      if frames[parent].failure == 0 { frames[parent].failure = outcome }
    }
    absorb(index, into: parent)
    // The branch that ends last is the one that the operation waited for.
    frames[parent].coreWaiting = branch.coreWaiting
    frames[parent].thinking = branch.thinking
    frames[parent].joining -= 1
    if frames[parent].joining == 0 {
      let end = program[Int(frames[parent].counter)]
      if end.code == .endLoop && goesRound(parent, end, outcome, at: now) { return }
      frames[parent].epoch = 0
      frames[parent].outcome = end.code == .endLoop ? end.outcome(ofLast: outcome) : frames[parent].failure
      ready.append(parent)
    } else if frames[parent].remaining > 0 {
      let loop = program[Int(loopEntry(of: parent))]
      let number = Int(loop.count) - Int(frames[parent].remaining)
      frames[parent].remaining -= 1
      startBranch(of: parent, at: loop.target, number: number, context: loop.context, now: now)
    }
  }

  /// Begins the next iteration of a loop that its last outcome does not end.
  private mutating func goesRound(
    _ parent: UInt32, _ end: Instruction, _ outcome: UInt16, at now: Nanoseconds
  ) -> Bool {
    guard frames[parent].remaining > 0, !StandardOutcome.isFailure(outcome),
      !isListed(outcome, in: end.table)
    else { return false }
    let loop = program[Int(end.target)]
    let number = Int(loop.count) - Int(frames[parent].remaining)
    frames[parent].remaining -= 1
    frames[parent].joining = 1
    startBranch(of: parent, at: loop.target, number: number, context: loop.context, now: now)
    return true
  }

  /// The `iterate` instruction that a waiting frame stands behind: the one whose `next` it goes on at.
  private func loopEntry(of index: UInt32) -> Int32 {
    var position = Int32(frames[index].counter) - 1
    while position > 0 {
      let step = program[Int(position)]
      if step.code == .iterate && step.next == Int32(frames[index].counter) { break }
      position -= 1
    }
    return position
  }
}
