import Components
import Engine

/// Programs of operations, by kind of component.
extension Assembler {
  /// The number of an operation; compiles it later if it is new.
  mutating func operation(_ name: String, of component: Component) -> Int {
    let key = "\(component.name).\(name)"
    if let known = operationIndex[key] { return known }
    let index = plan.operations.count
    operationIndex[key] = index
    plan.operations.append(
      OperationPlan(name: key, component: componentIndex[component.name] ?? 0, entry: 0))
    pending.append((index, component, name))
    return index
  }

  func component(_ name: String) -> Component? { scenario.components.first { $0.name == name } }

  mutating func compilePending() {
    while let next = pending.popLast() {
      plan.operations[next.operation].entry = compile(next.name, of: next.component)
      if plan.components[plan.operations[next.operation].component].keepsData {
        plan.operations[next.operation].changes = !Assembler.readNames.contains(next.name)
      }
      switch next.component.structure {
      case .shards:
        plan.operations[next.operation].usesAnyCopy =
          next.name == "read" && next.component.word("reads") == "any"
      case .database:
        let isRead = Assembler.readNames.contains(next.name)
        let copiesRead = next.component.map("replica")?.flag("reads") ?? false
        plan.operations[next.operation].usesAnyCopy = isRead && copiesRead
        plan.operations[next.operation].writes = !isRead && copiesRead
        if !isRead { plan.operations[next.operation].copiedBytes = bytesToCopies(of: next.component) }
      case .station where next.component.parameters["connections"] != nil:
        plan.operations[next.operation].takesSlot = next.name == "connect"
      default: break
      }
    }
  }

  /// Bytes of one write of a database that go to other zones, to copies that stand there.
  private func bytesToCopies(of component: Component) -> Int64 {
    guard let index = componentIndex[component.name] else { return 0 }
    let made = plan.components[index]
    let zones = (0..<made.replicas).map { made.zones[$0 % made.zones.count] }
    return made.recordBytes * Int64(zones.dropFirst().count { $0 != zones[0] && $0 >= 0 && zones[0] >= 0 })
  }

  /// Operations of a database that change nothing, so that a copy can answer them.
  static let readNames = ["read", "scan", "get", "query"]

  private mutating func compile(_ name: String, of component: Component) -> Int32 {
    var owner = Owner(
      name: "\(unprefixed(component.name)).\(name)", component: componentIndex[component.name] ?? 0,
      prefix: prefix(of: component.name), salt: Assembler.salt("\(unprefixed(component.name)).\(name)"))
    guard let declared = component.operations.first(where: { $0.name == name }) else {
      return compilePassing(name, component, &owner)
    }
    switch component.structure {
    case .outside: return compileOutside(declared, &owner)
    case .remote: return compileRemote(declared, &owner)
    case .shards: return compileStore(declared, component, &owner)
    case .poller where component.word("starts") == "on call": return compilePass(component)
    default: break
    }
    let entry = here
    if case .list(let names)? = component.parameters["locks"], names.contains(where: { $0.word == name }) {
      emit(.lock)
    }
    if let start = component.parameters["starts-in"]?.distribution {
      emitDelay(Instruction.wait, start, stream("\(owner.name)/starts-in"))
    }
    emitAdmission(component, &owner)
    compile(declared.steps, &owner)
    if let lease = component.parameters["lease"]?.distribution, name == "connect" {
      emit(.answer)
      emitDelay(Instruction.wait, lease, stream("\(owner.name)/lease"))
    }
    emitReply(StandardOutcome.ok)
    return entry
  }

  /// What is called of a polling worker is a pass over its keys; the steps are those of each key.
  private mutating func compilePass(_ component: Component) -> Int32 {
    let entry = here
    emit(.pass(polling: polling(of: component)))
    emitReply(StandardOutcome.ok)
    return entry
  }

  /// Quota, faults and outcomes first; then the latency; then the answer.
  private mutating func compileOutside(_ operation: Operation, _ owner: inout Owner) -> Int32 {
    let entry = here
    emit(.outside)
    for step in operation.steps {
      if case .work(let distribution) = step.action {
        emitDelay(Instruction.wait, distribution, stream("\(owner.name)/\(step.label)"))
      } else {
        compile([step], &owner)
      }
    }
    emit(.finish)
    return entry
  }

  /// Out of the simulation, and back with an outcome.
  private mutating func compileRemote(_ operation: Operation, _ owner: inout Owner) -> Int32 {
    let entry = here
    let name = "\(plan.components[owner.component].name).\(operation.name)"
    emit(.remote(Int32(plan.remotes.firstIndex { $0.name == name } ?? 0)))
    emit(.finish)
    return entry
  }

  /// Calls of the flows that go out, in the order of `live.calls`, each with the keys that its request or its caller
  /// names.
  mutating func buildRemotes() {
    guard let live = scenario.live, scenario.components.contains(where: { $0.structure == .remote }) else { return }
    plan.remotes = live.calls.map { call in
      let names = call.placeholders.map { call.scope + $0 }
      let populations = names.compactMap { populationIndex[$0].map { Int16($0) } }
      for outcome in call.replies.map(\.outcome) { _ = self.outcome(outcome) }
      return RemotePlan(name: call.name, populations: populations)
    }
  }

  /// Work at the primary; a write also at the other copies, and is done when a majority has it.
  private mutating func compileStore(
    _ operation: Operation, _ component: Component, _ owner: inout Owner
  ) -> Int32 {
    let index = owner.component
    let copies = plan.components[index].copies
    let distribution: Distribution =
      if case .work(let distribution)? = operation.steps.first?.action { distribution } else { .constant(0) }
    var replicate: Int32 = -1
    if copies > 1 && operation.name != "read" {
      let copyEntry = here
      emitDelay(Instruction.work, distribution, stream("\(owner.name)/copy"))
      emitReply(StandardOutcome.ok)
      replicate = Int32(plan.operations.count)
      plan.operations.append(
        OperationPlan(name: "\(component.name).\(operation.name) (copy)", component: index, entry: copyEntry))
    }
    let entry = here
    emitDelay(Instruction.work, distribution, stream("\(owner.name)/\(operation.steps.first?.label ?? "work")"))
    if replicate >= 0 {
      emit(.replicate(operation: replicate, copies: Int32(copies), context: owner.salt &+ 1))
      emitBranch([], nil, &owner)
    }
    emitReply(StandardOutcome.ok)
    return entry
  }

  // MARK: Passing on

  /// What proxies do, and gateways with what they do not declare themselves.
  private mutating func compilePassing(
    _ name: String, _ component: Component, _ owner: inout Owner
  ) -> Int32 {
    let entry = here
    guard let callee = target(of: name, component) else { return 0 }
    switch component.structure {
    case .edge:
      if plan.components[owner.component].cache == nil {
        emitShare(component, &owner)
      } else {
        emitLookUp(component, get: component.values.distribution("edge"), to: callee, name, &owner)
        return entry
      }
    case .cache:
      if case .list(let names)? = component.parameters["invalidates"], names.contains(where: { $0.word == name }) {
        emitPass(name, to: callee, &owner)
        emitBranch([], nil, &owner)
        emit(.drop)
        emitReply(StandardOutcome.ok)
      } else {
        emitLookUp(component, get: component.values.distribution("get"), to: callee, name, &owner)
      }
      return entry
    default:
      emitAdmission(component, &owner)
      if let work = component.parameters["work"]?.distribution, work != .constant(0) {
        emitDelay(Instruction.work, work, stream("\(owner.name)/work"))
      }
    }
    emitPass(name, to: callee, &owner)
    emit(.finish)
    return entry
  }

  /// Where an operation is passed on to: what it stands in front of, or its `to`.
  private func target(of name: String, _ component: Component) -> Component? {
    if let behind = component.inFrontOf { return self.component(behind.component) }
    let target =
      component.to.first { $0.operation == name }
      ?? component.to.first { $0.operation == nil || $0.operation == "else" }
    return target.flatMap { entry($0.component, name, held: []) }
  }

  /// A share of the operations is answered at the edge.
  private mutating func emitShare(_ component: Component, _ owner: inout Owner) {
    let hit = component.values.ratio("hit")
    emit(.choose(choice: Int32(plan.choices.count), stream: stream("\(owner.name)/hit")))
    plan.choices.append(ChoicePlan(outcomes: [outcome("hit"), outcome("miss")], weights: [hit, 1 - hit]))
    let table = emitOpenBranch()
    plan.branchTables[table].targets.append((outcome("hit"), here))
    emitDelay(Instruction.wait, component.values.distribution("edge"), stream("\(owner.name)/edge"))
    emitReply(outcome("hit"))
    plan.branchTables[table].next = here
  }

  /// Looks up, and on a miss asks what is behind and keeps the answer. What has no key to look up is passed on, and
  /// so is an answer of another word than `ok`, which nobody else may be given.
  private mutating func emitLookUp(
    _ component: Component, get: Distribution, to callee: Component, _ name: String, _ owner: inout Owner
  ) {
    emitDelay(Instruction.wait, get, stream("\(owner.name)/get"))
    emit(.lookUp(hit: outcome("hit"), miss: outcome("miss")))
    let table = emitOpenBranch()
    plan.branchTables[table].targets.append((outcome("hit"), here))
    emitReply(outcome("hit"))
    plan.branchTables[table].targets.append((StandardOutcome.ok, here))
    emitPass(name, to: callee, &owner)
    emit(.finish)
    plan.branchTables[table].next = here
    emitPass(name, to: callee, &owner)
    let answer = emitOpenBranch()
    plan.branchTables[answer].otherwise = here
    emit(.finish)
    plan.branchTables[answer].targets = ["hit", "miss"].map { (outcome($0), here) }
    plan.branchTables[answer].next = here
    emit(.keep)
    emitReply(outcome("miss"))
  }

  /// A token, or the end.
  private mutating func emitAdmission(_ component: Component, _ owner: inout Owner) {
    guard plan.components[owner.component].bucket != nil else { return }
    emit(.admit)
    emitBranch([], nil, &owner)
  }
}
