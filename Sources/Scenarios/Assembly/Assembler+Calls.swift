import Components
import Engine

/// Calls: what stands in front of their target, and what their callers do about it.
extension Assembler {
  /// A call to a component, or to whatever stands in front of it.
  mutating func emitCall(_ call: CallStep, commit: Int32, _ owner: inout Owner) {
    guard let callee = entry(call.component, call.operation, held: owner.held) else { return }
    let target = operation(call.operation, of: callee)
    // The first call of an operation is told from the second, by the same request, by its number.
    let number = owner.calls[target, default: 0]
    owner.calls[target] = number + 1
    var site = CallSite(operation: Int32(target), context: RandomStream.mix(owner.salt, UInt64(number)))
    site.commit = commit
    site.priority = Int8(clamping: call.priority ?? -1)
    setRules(call.rules, of: &site, owner, callee: callee)
    site.key = key(call.key)
    if let size = call.size { site.size = distribution(size) }
    linkSet.insert(
      LinkPlan(from: owner.component, to: componentIndex[callee.name] ?? 0, style: .call))
    emit(.call(site: place(of: site)))
    if call.rules.hedge?.cancels ?? false { emit(.cancel(evenAfterFailure: false)) }
  }

  private mutating func place(of site: CallSite) -> Int32 {
    plan.callSites.append(site)
    return Int32(plan.callSites.count - 1)
  }

  /// Passes the operation on, with its key.
  mutating func emitPass(_ name: String, to callee: Component, _ owner: inout Owner) {
    let site = CallSite(operation: Int32(operation(name, of: callee)), context: 0)
    linkSet.insert(LinkPlan(from: owner.component, to: componentIndex[callee.name] ?? 0, style: .pass))
    emit(.call(site: place(of: site)))
  }

  /// A component, or the outermost of what stands in front of its operation; without a pool that is held, and
  /// without what stands in front of that.
  func entry(_ name: String, _ operation: String, held: [String]) -> Component? {
    let proxy = scenario.components.first {
      $0.inFrontOf?.component == name
        && ($0.inFrontOf?.operation == nil || $0.inFrontOf?.operation == operation) && !held.contains($0.name)
    }
    return proxy.map { entry($0.name, operation, held: held) } ?? component(name)
  }

  /// Timeouts alone are a field of the call; everything else is a guard.
  private mutating func setRules(
    _ rules: CallRules, of site: inout CallSite, _ owner: Owner, callee: Component
  ) {
    let streams = "\(owner.name)→\(unprefixed(callee.name))"
    site.timeoutLine = timeoutLine(rules.timeout?.time)
    if case .drawn(let timeout) = rules.timeout {
      site.drawnTimeout = Int32(plan.drawnTimeouts.count)
      plan.drawnTimeouts.append(
        Instruction.Draw(distribution: distribution(timeout), stream: stream("\(streams)/timeout")))
    }
    guard rules.deadline != nil || rules.retry != nil || rules.breaker != nil || rules.hedge != nil else { return }
    let calleeNumber = componentIndex[callee.name] ?? 0
    if let known = guardKeys.firstIndex(where: {
      $0.rules == rules && $0.caller == owner.component && $0.callee == calleeNumber
    }) {
      site.guarded = Int32(known)
      return
    }
    var made = GuardPlan(
      caller: owner.component, callee: calleeNumber, stream: stream("\(streams)/backoff"))
    switch rules.deadline {
    case .always(let time): made.deadline = .always(time)
    case .drawn(let deadline):
      made.deadline = .drawn(
        Instruction.Draw(distribution: distribution(deadline), stream: stream("\(streams)/deadline")))
    case nil: break
    }
    made.retry = rules.retry?.map { outcome($0) }
    if let backoff = rules.retry?.distribution { made.backoffDistribution = distribution(backoff) }
    made.breaker = rules.breaker
    made.hedge = rules.hedge
    site.guarded = Int32(plan.guards.count)
    plan.guards.append(made)
    guardKeys.append((rules, owner.component, calleeNumber))
  }

  // MARK: Holds

  /// Takes a slot of a pool, runs the steps with it, and gives it back.
  mutating func emitHold(_ hold: HoldStep, _ step: Step, _ owner: inout Owner) {
    guard let pool = component(hold.pool) else { return }
    var site = CallSite(
      operation: Int32(grant(of: pool)), context: RandomStream.mix(owner.salt, Assembler.salt(step.label)))
    setRules(hold.rules, of: &site, owner, callee: pool)
    linkSet.insert(LinkPlan(from: owner.component, to: componentIndex[pool.name] ?? 0, style: .call))
    emit(.hold(site: place(of: site)))
    // With the slot, on to the steps; without it, to whatever the outcome asks for, past them.
    let failures = step.branches.filter { !$0.outcomes.contains("ok") }
    emitBranch(failures, step.otherwise, &owner) { assembler, owner in
      owner.held.append(pool.name)
      assembler.compile(hold.steps, &owner)
      owner.held.removeLast()
      assembler.emit(.release)
      if let next = step.branches.first(where: { $0.outcomes.contains("ok") }) {
        assembler.compile(next.steps, &owner)
      }
    }
  }

  /// The operation of a pool that gives its slot into the caller's hands.
  private mutating func grant(of pool: Component) -> Int {
    let key = "\(pool.name).hold"
    if let known = operationIndex[key] { return known }
    let index = plan.operations.count
    operationIndex[key] = index
    // Stands beside the steps that are being compiled, which pass over it.
    plan.operations.append(OperationPlan(name: key, component: componentIndex[pool.name] ?? 0, entry: here + 1))
    emit(.jump(to: here + 2))
    emit(.grant)
    return index
  }

  // MARK: Aimed faults

  /// Faults that hit the gap before a step of an operation, by its label.
  func emitsHazard(_ fault: Fault, before step: Step, _ owner: Owner) -> Bool {
    guard case .before(let label, _, _) = fault.timing, owner.component >= 0 else { return false }
    // The owner is named without its system, as its random streams are; the fault with it.
    return label == "\(prefix(of: plan.components[owner.component].name))\(owner.name)/\(step.label)"
  }

  mutating func emitHazards(before step: Step, _ owner: Owner) {
    for fault in scenario.faults where emitsHazard(fault, before: step, owner) {
      guard let index = plan.faults.firstIndex(where: { $0.name == fault.name }) else { continue }
      emit(.hazard(fault: Int32(index)))
    }
  }
}
