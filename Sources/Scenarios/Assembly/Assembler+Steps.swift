import Components
import Engine

extension Assembler {
  /// Whose steps are compiled: names the random streams, and tells calls apart.
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
    compile(flow.steps, &owner)
    emitReply(StandardOutcome.ok)
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
    case .work(let law): emitDelay(.work, law, stream)
    case .wait(let law): emitDelay(.wait, law, stream)
    case .think(let law): emitDelay(.think, law, stream)
    case .call(let call):
      emitCall(call, commit: emitCommit(owner), &owner)
      emitBranch(step, &owner)
    case .hold(let hold): emitHold(hold, step, &owner)
    case .decide(let decide):
      emitDecide(decide, step.label, &owner)
      if decide.within == nil && owner.component >= 0 && plan.components[owner.component].comparison > 0 {
        var exert = Instruction(.exert)
        exert.stream = stream
        emit(exert)
      }
      emitBranch(step, &owner)
    case .choose(let names):
      var choose = Instruction(.choose)
      choose.target = Int32(plan.choices.count)
      choose.stream = stream
      plan.choices.append(
        ChoicePlan(outcomes: names.map { outcome($0.name) }, weights: names.map(\.share)))
      emit(choose)
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
      var loop = Instruction(.iterate)
      loop.count = Int32(clamping: count)
      loop.table = Int32(clamping: atOnce)
      loop.context = RandomStream.mix(owner.salt, Assembler.salt(step.label))
      let place = plan.program.count
      emit(loop)
      plan.program[place].target = here
      let outer = owner.loop
      owner.loop =
        until.isEmpty ? nil : LoopContext(step: step, last: steps.last?.label ?? "", until: until, rest: owner.rest)
      compile(steps, &owner)
      owner.loop = outer
      emitReply(StandardOutcome.ok)
      plan.program[place].next = here
      if !until.isEmpty { emitEnd(ofLoopAt: place, until: until) }
      emitBranch(step, &owner)
    case .flow(let name):
      guard let flow = scenario.flows.first(where: { $0.name == name }) else { return }
      if step.branches.isEmpty && step.otherwise == nil { return compile(flow.steps, &owner) }
      // Something follows how it ends: it runs as the one iteration of a loop, whose outcome is its own.
      var loop = Instruction(.iterate)
      loop.count = 1
      loop.context = RandomStream.mix(owner.salt, Assembler.salt(step.label))
      let place = plan.program.count
      emit(loop)
      plan.program[place].target = here
      let outer = owner.loop
      owner.loop = nil
      compile(flow.steps, &owner)
      owner.loop = outer
      emitReply(StandardOutcome.ok)
      plan.program[place].next = here
      emitEnd(ofLoopAt: place, until: [])
      emitBranch(step, &owner)
    case .mark(let name):
      var mark = Instruction(.mark)
      mark.target = self.mark(name)
      emit(mark)
    case .measure(let name, let since):
      var measure = Instruction(.measure)
      measure.target = mark(since)
      measure.table = self.measure(name, mark: Int(measure.target), system: owner.prefix)
      emit(measure)
    case .reply(let word): emitReply(outcome(word))
    case .fail:
      var fail = Instruction(.fail)
      fail.target = Int32(StandardOutcome.error)
      emit(fail)
    }
  }

  /// The end of a loop whose outcome is that of its last iteration.
  private mutating func emitEnd(ofLoopAt place: Int, until: [String]) {
    plan.program[place].table = 1
    var end = Instruction(.endLoop)
    end.target = Int32(place)
    end.table = list(of: until.isEmpty ? [] : until + [Assembler.handledAtTheEnd])
    end.next = outcomeIndex[Assembler.handled].map { Int32($0) } ?? -1
    end.law = outcomeIndex[Assembler.handledAtTheEnd].map { Int32($0) } ?? -1
    emit(end)
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
    var step = Instruction(.decide)
    step.target = command(decide.command, prefix: decide.prefix)
    setKey(decide.key, in: &step)
    if let queue = decide.emits, let index = componentIndex[queue], let log = logIndex[index] {
      step.next = Int32(log)
      step.context = RandomStream.mix(Assembler.salt("\(owner.name)→\(unprefixed(queue))"), Assembler.salt(label))
      linkSet.insert(LinkPlan(from: owner.component, to: index, style: .publish))
    }
    guard let within = decide.within else { return emit(step) }
    // The command stands beside the call that commits it, and is passed over by the steps.
    let jump = plan.program.count
    emit(Instruction(.jump))
    let place = here
    emit(step)
    emitOutbox(owner)
    plan.program[jump].target = here
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
    emitDelay(.wait, component(topic)?.parameters["publish"]?.law ?? .constant(3e6), stream("\(owner.name)/\(label)"))
    var publish = Instruction(.publish)
    publish.target = Int32(log)
    publish.context = RandomStream.mix(Assembler.salt("\(owner.name)→\(unprefixed(topic))"), Assembler.salt(label))
    setKey(key, in: &publish)
    if let size { publish.law = law(size) }
    linkSet.insert(LinkPlan(from: owner.component, to: index, style: .publish))
    emit(publish)
  }

  private mutating func emitParallel(
    _ parts: [(name: String, steps: [Step])], _ join: Join, _ label: String, _ owner: inout Owner
  ) {
    var fork = Instruction(.fork)
    fork.table = Int32(plan.forks.count)
    fork.context = RandomStream.mix(owner.salt, Assembler.salt(label))
    fork.count =
      switch join {
      case .all: Int32(parts.count)
      case .any: 1
      case .count(let count): Int32(min(count, parts.count))
      }
    plan.forks.append([])
    let place = plan.program.count
    emit(fork)
    var entries: [Int32] = []
    for part in parts {
      entries.append(here)
      compile(part.steps, &owner)
      emitReply(StandardOutcome.ok)
    }
    plan.forks[Int(fork.table)] = entries
    plan.program[place].next = here
  }

  func setKey(_ key: KeyChoice?, in step: inout Instruction) {
    guard let key, let population = populationIndex[key.population] else { return }
    step.population = Int16(population)
    step.isFresh = key.isFresh
  }

  // MARK: Emitting

  var here: Int32 { Int32(plan.program.count) }

  mutating func emit(_ step: Instruction) { plan.program.append(step) }

  mutating func emitReply(_ outcome: UInt16) {
    var reply = Instruction(.reply)
    reply.target = Int32(outcome)
    emit(reply)
  }

  mutating func emitDelay(_ code: Instruction.Code, _ law: Distribution, _ stream: Int32) {
    var step = Instruction(code)
    step.law = self.law(law)
    step.stream = stream
    emit(step)
  }

  /// A branch whose table is filled in afterwards; returns the table's number.
  mutating func emitOpenBranch() -> Int {
    var branch = Instruction(.branch)
    branch.table = Int32(plan.branchTables.count)
    plan.branchTables.append(BranchTable(targets: [], otherwise: -1, next: -1))
    emit(branch)
    return Int(branch.table)
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
    emit(Instruction(.finish))
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
      emit(Instruction(.jump))
      for name in branch.outcomes {
        plan.branchTables[table].targets.append((outcome(name), entry))
      }
    }
    if let otherwise {
      plan.branchTables[table].otherwise = here
      compile(otherwise, &owner)
      jumps.append(plan.program.count)
      emit(Instruction(.jump))
    }
    plan.branchTables[table].next = here
    body(&self, &owner)
    for jump in jumps { plan.program[jump].target = here }
  }

  static func salt(_ name: String) -> UInt64 {
    name.utf8.reduce(0x0aa5) { RandomStream.mix($0, UInt64($1)) }
  }
}
