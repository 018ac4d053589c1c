import Engine

/// Branches of a `parallel` and iterations of a `repeat`.
extension Network {
  func fork(_ index: UInt32, _ step: Step, in simulation: inout Simulation<NetworkEvent>) {
    let branches = plan.forks[Int(step.pointee.table)].count
    frames[index].counter = UInt32(step.pointee.next)
    beginWait(index, for: UInt32(step.pointee.count), of: branches)
    // A loop before may have ended early.
    if frames.rarity(of: index)?.pointee.remaining ?? 0 > 0 { frames.rarity(index).pointee.remaining = 0 }
    tracing.spend(.answer, index, at: simulation.now)
    for number in 0..<branches {
      startBranch(
        of: index, at: plan.forks[Int(step.pointee.table)][number], number: number, context: step.pointee.context,
        now: simulation.now)
    }
  }

  /// Starts as many iterations as may run at once; true when the frame now waits for them.
  func startIterations(
    _ index: UInt32, _ step: Step, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let count = step.pointee.count
    let atOnce = min(count, max(1, step.pointee.table))
    frames[index].counter = UInt32(step.pointee.next)
    if count == 0 { return false }
    // A loop that may end early waits for one iteration at a time.
    let awaited = plan.program[Int(step.pointee.next)].code == .endLoop ? 1 : Int(count)
    beginWait(index, for: UInt32(awaited), of: awaited)
    tracing.spend(.answer, index, at: simulation.now)
    frames.rarity(index).pointee.remaining = UInt32(count - atOnce)
    for number in 0..<Int(atOnce) {
      startBranch(
        of: index, at: step.pointee.target, number: number, context: step.pointee.context, now: simulation.now)
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
    if thinking > 0 { frames.rarity(index).pointee.thinking = thinking }
    tracing.forkSpans(parent, into: index, at: now, deeper: 0)
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
    if thinking != frames.thinking(parent) { frames.rarity(parent).pointee.thinking = thinking }
    let remaining = frames.rarity(of: parent)?.pointee.remaining ?? 0
    if case .ends(let failure) = verdict {
      let end = step(of: parent)
      if end.pointee.code == .endLoop && goesRound(parent, end, outcome, remaining, at: now) { return }
      frames.renew(parent)
      frames[parent].outcome =
        end.pointee.code == .endLoop ? end.pointee.outcome(ofLast: outcome) : failure
      ready.append(parent)
    } else if remaining > 0 {
      startIteration(of: parent, by: Step(plan.program.address(of: loopEntry(of: parent))), remaining, at: now)
    }
  }

  /// Begins the next iteration of a loop that its last outcome does not end.
  private func goesRound(
    _ parent: UInt32, _ end: Step, _ outcome: UInt16, _ remaining: UInt32, at now: Nanoseconds
  ) -> Bool {
    guard remaining > 0, !StandardOutcome.isFailure(outcome), !plan.branches.lists(outcome, in: end.pointee.table)
    else { return false }
    frames[parent].join = Join(awaiting: 1, of: 1)
    startIteration(of: parent, by: Step(plan.program.address(of: Int(end.pointee.target))), remaining, at: now)
    return true
  }

  private func startIteration(of parent: UInt32, by loop: Step, _ remaining: UInt32, at now: Nanoseconds) {
    frames.rarity(parent).pointee.remaining = remaining - 1
    startBranch(
      of: parent, at: loop.pointee.target, number: Int(loop.pointee.count) - Int(remaining),
      context: loop.pointee.context, now: now)
  }

  /// The `iterate` instruction that a waiting frame stands behind: the one whose `next` it goes on at.
  private func loopEntry(of index: UInt32) -> Int {
    let next = Int32(frames[index].counter)
    var place = Int(next) - 1
    while place > 0 && !(plan.program[place].code == .iterate && plan.program[place].next == next) { place -= 1 }
    return place
  }
}
