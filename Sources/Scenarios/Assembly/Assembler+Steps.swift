import Components
import Engine

extension Assembler {
  /// Whose steps are compiled: names the random streams, and distinguishes calls.
  struct Owner {
    var name: String
    /// −1 for a flow.
    var component: Int
    /// Of the system that its names belong to.
    var prefix: String
    /// Calls of each operation so far.
    var calls: [Int: Int] = [:]
    /// Pools whose slots are held at this point.
    var held: [String] = []
    /// What the outbox of the store that the current step writes to takes with the commit.
    var outbox: [OutboxEntry] = []
    /// Steps of the list behind the current one.
    var rest: ArraySlice<Step> = []
    /// The innermost loop with `until` around the current step.
    var loop: LoopContext?
    var salt: UInt64
  }

  // MARK: Flows

  mutating func compile(_ flow: Flow) -> Int32 {
    var owner = Owner(
      name: unprefixed(flow.name), component: -1, prefix: prefix(of: flow.name),
      salt: Assembler.salt(unprefixed(flow.name)))
    let entry = here
    if flow.isExposed { return compileExposed(flow, &owner) }
    compile(flow.steps, &owner)
    emitReply(StandardOutcome.ok)
    return entry
  }

  /// One call, with the key and the visit that the flow was begun with; its outcome is the flow's.
  private mutating func compileExposed(_ flow: Flow, _ owner: inout Owner) -> Int32 {
    let entry = here
    for step in flow.steps {
      guard case .call(let call) = step.action, let callee = self.entry(call.component, call.operation, held: []) else {
        continue
      }
      emitPass(call.operation, to: callee, &owner)
    }
    emit(.finish)
    return entry
  }

  // MARK: Steps

  mutating func compile(_ steps: [Step], _ owner: inout Owner) {
    for (place, step) in steps.enumerated() {
      owner.rest = steps[(place + 1)...]
      owner.outbox = outbox(of: step, before: owner.rest, owner)
      compile(step, &owner)
    }
  }

  private mutating func compile(_ step: Step, _ owner: inout Owner) {
    emitHazards(before: step, owner)
    let stream = self.stream("\(owner.name)/\(step.label)")
    switch step.action {
    case .work(let distribution): emitDelay(Instruction.work, distribution, stream)
    case .wait(let distribution): emitDelay(Instruction.wait, distribution, stream)
    case .think(let distribution): emitDelay(Instruction.think, distribution, stream)
    case .call(let call):
      emitCall(call, commit: emitCommit(owner), &owner)
      emitBranch(step, &owner)
    case .hold(let hold): emitHold(hold, step, &owner)
    case .decide(let decide):
      emitDecide(decide, step.label, &owner)
      if decide.within == nil && owner.component >= 0 && plan.components[owner.component].comparison > 0 {
        emit(.chargeWork(stream: stream))
      }
      emitBranch(step, &owner)
    case .choose(let names):
      emit(.choose(choice: Int32(plan.choices.count), stream: stream))
      plan.choices.append(
        ChoicePlan(outcomes: names.map { outcome($0.name) }, weights: names.map(\.share)))
      emitBranch(step, &owner)
    case .publish(let topic, let key, let size):
      if component(topic)?.map("outbox") == nil {
        emitPublish(topic, key, size, step.label, &owner)
        emitBranch(step, &owner)
      }
    case .parallel(let parts, let join):
      emitParallel(parts, join, step.label, &owner)
      emitBranch(step, &owner)
    case .repeated(let count, let atOnce, let steps, let until):
      let rounds = step.rounds(count, atOnce: atOnce, scale: scale.factor)
      let loop = Instruction.Loop(
        count: Int32(clamping: rounds.count), atOnce: until.isEmpty ? Int32(clamping: rounds.atOnce) : 1,
        context: RandomStream.mix(owner.salt, Assembler.salt(step.label)))
      let place = begin(loop)
      let outer = owner.loop
      owner.loop =
        until.isEmpty ? nil : LoopContext(step: step, last: steps.last?.label ?? "", until: until, rest: owner.rest)
      compile(steps, &owner)
      owner.loop = outer
      emitReply(StandardOutcome.ok)
      end(loop, at: place)
      if !until.isEmpty { emitEnd(ofLoopAt: place, until: until) }
      emitBranch(step, &owner)
    case .flow(let name):
      guard let flow = scenario.flows.first(where: { $0.name == name }) else { return }
      if step.branches.isEmpty && step.otherwise == nil { return compile(flow.steps, &owner) }
      // Something follows how it ends: it runs as the one iteration of a loop, whose outcome is its own.
      let loop = Instruction.Loop(count: 1, context: RandomStream.mix(owner.salt, Assembler.salt(step.label)))
      let place = begin(loop)
      let outer = owner.loop
      owner.loop = nil
      compile(flow.steps, &owner)
      owner.loop = outer
      emitReply(StandardOutcome.ok)
      end(loop, at: place)
      emitEnd(ofLoopAt: place, until: [])
      emitBranch(step, &owner)
    case .mark(let name):
      emit(.mark(clock: mark(name)))
    case .measure(let name, let since):
      let clock = mark(since)
      emit(.measure(clock: clock, measure: measure(name, mark: Int(clock), system: owner.prefix)))
    case .reply(let word): emitReply(outcome(word))
    case .fail: emit(.fail(outcome: StandardOutcome.error))
    }
  }

  /// The end of a loop whose outcome is that of its last iteration.
  private mutating func emitEnd(ofLoopAt place: Int, until: [String]) {
    let list = list(of: until.isEmpty ? [] : until + [Assembler.handledAtTheEnd])
    emit(
      .endLoop(
        Instruction.LoopEnd(
          of: Int32(place), until: list, handled: outcomeIndex[Assembler.handled].map { Int32($0) } ?? -1,
          handledAtTheEnd: outcomeIndex[Assembler.handledAtTheEnd].map { Int32($0) } ?? -1)))
  }

  /// A loop whose body follows.
  private mutating func begin(_ loop: Instruction.Loop) -> Int {
    emit(.iterate(loop))
    return plan.program.count - 1
  }

  /// Its body ends here.
  private mutating func end(_ loop: Instruction.Loop, at place: Int) {
    var loop = loop
    loop.body = Int32(place + 1)
    loop.next = here
    plan.program[place] = .iterate(loop)
  }

  /// How an iteration ends whose last step failed, and handled it: nobody can write these words.
  private static let handled = "(handled)"
  private static let handledAtTheEnd = "(handled, and the end)"

  private mutating func measure(_ name: String, mark: Int, system: String) -> Int32 {
    if let known = plan.measures.firstIndex(where: { $0.name == name && $0.system == system }) { return Int32(known) }
    plan.measures.append(MeasurePlan(name: name, mark: mark, system: system))
    return Int32(plan.measures.count - 1)
  }

  private mutating func emitDecide(_ decide: DecideStep, _ label: String, _ owner: inout Owner) {
    var step = Instruction.Decide(command: command(decide.command, prefix: decide.prefix), key: key(decide.key))
    if let queue = decide.emits, let index = componentIndex[queue], let log = logIndex[index] {
      step.log = Int32(log)
      step.context = recordContext(owner, queue, label)
      linkSet.insert(LinkPlan(from: owner.component, to: index, style: .publish))
    }
    guard let within = decide.within else { return emit(.decide(step)) }
    // The command stands beside the call that commits it, and is passed over by the steps.
    let jump = plan.program.count
    emit(.jump(to: 0))
    let place = here
    emit(.decide(step))
    emitOutbox(owner)
    plan.program[jump] = .jump(to: here)
    emitCall(
      CallStep(
        component: within.component, operation: within.operation, key: decide.key, size: decide.size,
        rules: decide.rules), commit: place, &owner)
  }

  mutating func command(_ name: String, prefix: String) -> Int32 {
    guard let binding = domains.firstIndex(where: { $0.prefix == prefix }) ?? domains.indices.first
    else { return 0 }
    let full = domains[binding].prefix + name
    if let known = plan.commands.firstIndex(where: { $0.name == full }) { return Int32(known) }
    let commands = domains[binding].provider.description.commands
    let number = commands.firstIndex { $0.name == name } ?? 0
    let outcomes = commands[number].outcomes.map { outcome($0) }
    var made = CommandPlan(name: full, binding: binding, command: number, outcomes: outcomes)
    if commands[number].emits, let own = domains[binding].provider.description.marks.first {
      made.mark = Int(mark(own))
    }
    plan.commands.append(made)
    return Int32(plan.commands.count - 1)
  }

  private mutating func emitPublish(
    _ topic: String, _ key: KeyChoice?, _ size: Distribution?, _ label: String, _ owner: inout Owner
  ) {
    guard let index = componentIndex[topic], let log = logIndex[index] else { return }
    emitDelay(
      Instruction.wait, component(topic)?.values.distribution("publish") ?? .constant(0),
      stream("\(owner.name)/\(label)")
    )
    linkSet.insert(LinkPlan(from: owner.component, to: index, style: .publish))
    if plan.logs[log].blocks { emit(.awaitRoom) }
    emit(
      .publish(
        Instruction.Publication(
          log: Int32(log), key: self.key(key), size: size.map { distribution($0) } ?? -1,
          context: recordContext(owner, topic, label))))
  }

  private mutating func emitParallel(
    _ parts: [(name: String, steps: [Step])], _ join: Join, _ label: String, _ owner: inout Owner
  ) {
    let awaited: Int32 =
      switch join.awaits {
      case .all: Int32(parts.count)
      case .any: 1
      case .count(let count): Int32(min(count, parts.count))
      }
    var fork = Instruction.Fork(
      branches: Int32(plan.forks.count), awaited: awaited,
      context: RandomStream.mix(owner.salt, Assembler.salt(label)))
    plan.forks.append([])
    let place = plan.program.count
    emit(.fork(fork))
    var entries: [Int32] = []
    for part in parts {
      entries.append(here)
      compile(part.steps, &owner)
      emitReply(StandardOutcome.ok)
    }
    plan.forks[Int(fork.branches)] = entries
    fork.next = here
    fork.cancels = join.cancels
    plan.program[place] = .fork(fork)
    if join.cancels { emit(.cancel(evenAfterFailure: true)) }
  }

  func key(_ choice: KeyChoice?) -> Instruction.Key {
    guard let choice, let population = populationIndex[choice.population] else { return Instruction.Key() }
    return Instruction.Key(population: Int16(population), isFresh: choice.isFresh)
  }

  /// Tells a record from others of one request: by who publishes it where, in which step.
  func recordContext(_ owner: Owner, _ log: String, _ label: String) -> UInt64 {
    RandomStream.mix(Assembler.salt("\(owner.name)→\(unprefixed(log))"), Assembler.salt(label))
  }

  // MARK: Emitting

  var here: Int32 { Int32(plan.program.count) }

  mutating func emit(_ step: Instruction) { plan.program.append(step) }

  mutating func emitReply(_ outcome: UInt16) { emit(.reply(outcome: outcome)) }

  mutating func emitDelay(_ step: (Instruction.Draw) -> Instruction, _ distribution: Distribution, _ stream: Int32) {
    emit(step(Instruction.Draw(distribution: self.distribution(distribution), stream: stream)))
  }

  /// A branch whose table is filled in afterwards; returns the table's number.
  mutating func emitOpenBranch() -> Int {
    emit(.branch(table: Int32(plan.branchTables.count)))
    plan.branchTables.append(BranchTable(targets: [], otherwise: -1, next: -1))
    return plan.branchTables.count - 1
  }

  mutating func emitBranch(_ step: Step, _ owner: inout Owner) {
    if step.label == owner.loop?.last {
      emitIterationEnd(step, &owner)
    } else {
      emitBranch(step.branches, step.otherwise, &owner)
    }
  }

  /// The end of an iteration, whose outcome is the step's, whatever its branches do.
  private mutating func emitIterationEnd(_ step: Step, _ owner: inout Owner) {
    let table = emitOpenBranch()
    for branch in step.branches {
      for name in branch.outcomes {
        plan.branchTables[table].targets.append((outcome(name), here))
        compile(branch.steps, &owner)
        let number = outcome(name)
        // A failure that is handled is none, and not the success that the loop waits for.
        let isEnd = owner.loop?.until.contains(name) ?? false
        emitReply(
          StandardOutcome.isFailure(number)
            ? outcome(isEnd ? Assembler.handledAtTheEnd : Assembler.handled) : number)
      }
    }
    plan.branchTables[table].next = here
    emit(.finish)
  }

  /// The branches of a step, one after the other, each with a jump behind the last.
  /// - Parameter body: what runs when no branch is taken; the jumps lead behind it.
  mutating func emitBranch(
    _ branches: [Step.Branch], _ otherwise: [Step]?, _ owner: inout Owner,
    then body: (inout Assembler, inout Owner) -> Void = { _, _ in }
  ) {
    let table = emitOpenBranch()
    var jumps: [Int] = []
    for branch in branches {
      let entry = here
      compile(branch.steps, &owner)
      jumps.append(plan.program.count)
      emit(.jump(to: 0))
      for name in branch.outcomes {
        plan.branchTables[table].targets.append((outcome(name), entry))
      }
    }
    if let otherwise {
      plan.branchTables[table].otherwise = here
      compile(otherwise, &owner)
      jumps.append(plan.program.count)
      emit(.jump(to: 0))
    }
    plan.branchTables[table].next = here
    body(&self, &owner)
    for jump in jumps { plan.program[jump] = .jump(to: here) }
  }

  static func salt(_ name: String) -> UInt64 {
    name.utf8.reduce(0x0aa5) { RandomStream.mix($0, UInt64($1)) }
  }
}
