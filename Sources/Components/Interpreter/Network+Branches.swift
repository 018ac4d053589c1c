import Engine

/// Branches of a `parallel` and iterations of a `repeat`.
extension Network {
  func fork(_ index: UInt32, _ fork: Instruction.Fork, in simulation: inout Simulation<NetworkEvent>) {
    let branches = plan.forks.address(of: Int(fork.branches))
    frames[index].counter = UInt32(fork.next)
    if fork.cancels { frames[index].tracksCallees = true }
    beginWait(index, for: UInt32(fork.awaited), of: branches.pointee.count)
    // A loop before may have ended early.
    if frames.coldState(of: index)?.pointee.remaining ?? 0 > 0 { frames.coldState(index).pointee.remaining = 0 }
    tracing.spend(.answer, index, at: simulation.now)
    for number in 0..<branches.pointee.count {
      startBranch(
        of: index, at: branches.pointee[number], number: number, context: fork.context, now: simulation.now)
    }
  }

  /// Starts as many iterations as may run at once; true when the frame now waits for them.
  func startIterations(
    _ index: UInt32, _ loop: Instruction.Loop, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let atOnce = min(loop.count, max(1, loop.atOnce))
    frames[index].counter = UInt32(loop.next)
    if loop.count == 0 { return false }
    // A loop that may end early waits for one iteration at a time.
    var awaited = loop.count
    if case .endLoop = plan.program[Int(loop.next)] { awaited = 1 }
    beginWait(index, for: UInt32(awaited), of: Int(awaited))
    tracing.spend(.answer, index, at: simulation.now)
    frames.coldState(index).pointee.remaining = UInt32(loop.count - atOnce)
    for number in 0..<Int(atOnce) {
      startBranch(of: index, at: loop.body, number: number, context: loop.context, now: simulation.now)
    }
    return true
  }

  private func startBranch(of parent: UInt32, at entry: Int32, number: Int, context: UInt64, now: Nanoseconds) {
    var branch = Frame()
    branch.identity = frames[parent].identity.branch(number, way: context &+ UInt64(number))
    // A branch that a join did not wait for may still run when its parent comes to another fork.
    branch.context = RandomStream.mix(frames[parent].context, context &+ UInt64(number) &+ 0x5eed)
    branch.parent = parent
    branch.parentGeneration = frames[parent].generation
    branch.component = frames[parent].component
    branch.replica = frames[parent].replica
    branch.operation = frames[parent].operation
    branch.isBranch = true
    branch.counter = UInt32(entry)
    branch.isCopy = frames[parent].isCopy
    branch.coreWaiting = frames[parent].coreWaiting
    let index = frames.allocate(branch, sharing: parent)
    let thinking = frames.thinking(parent)
    if thinking > 0 { frames.coldState(index).pointee.thinking = thinking }
    tracing.forkSpans(parent, into: index, as: .branch, at: now)
    ready.append(index)
  }

  /// A branch ended: its parent goes on when enough of them have, or starts the next iteration.
  func join(_ index: UInt32, outcome: UInt16, at now: Nanoseconds) {
    guard frames.isAwaited(index) else { return }
    let parent = frames[index].parent
    let verdict = frames[parent].join.take(outcome, keepsFirst: true)
    if verdict == .spared { return }
    absorb(index, into: parent)
    // The branch that ends last is the one that the operation waited for.
    frames[parent].coreWaiting = frames[index].coreWaiting
    let thinking = frames.thinking(index)
    if thinking != frames.thinking(parent) { frames.coldState(parent).pointee.thinking = thinking }
    let remaining = frames.coldState(of: parent)?.pointee.remaining ?? 0
    if case .ends(let failure) = verdict {
      var result = failure
      if case .endLoop(let end) = step(of: parent).pointee {
        if goesRound(parent, end, outcome, remaining, at: now) { return }
        result = end.outcome(ofLast: outcome)
      }
      frames.renew(parent)
      frames[parent].outcome = result
      ready.append(parent)
    } else if remaining > 0 {
      startIteration(of: parent, at: plan.loops[Int(frames[parent].counter)], remaining, at: now)
    }
  }

  /// Begins the next iteration of a loop that its last outcome does not end.
  private func goesRound(
    _ parent: UInt32, _ end: Instruction.LoopEnd, _ outcome: UInt16, _ remaining: UInt32, at now: Nanoseconds
  ) -> Bool {
    guard remaining > 0, !StandardOutcome.isFailure(outcome), !plan.branches.lists(outcome, in: end.until)
    else { return false }
    frames[parent].join = Join(awaiting: 1, of: 1)
    startIteration(of: parent, at: end.loop, remaining, at: now)
    return true
  }

  private func startIteration(of parent: UInt32, at place: Int32, _ remaining: UInt32, at now: Nanoseconds) {
    guard case .iterate(let loop) = plan.program[Int(place)] else { return assertionFailure("no loop is there") }
    frames.coldState(parent).pointee.remaining = remaining - 1
    startBranch(
      of: parent, at: loop.body, number: Int(loop.count) - Int(remaining), context: loop.context, now: now)
  }
}
