import Components

/// What can only be checked when every operation and flow is read: outcomes, cycles, workers.
extension Checker {
  func readFlows() {
    for (name, keyPlace, item) in table("flows") {
      var steps = steps(item, StepOwner(isFlow: true, title: "flow `\(name)`"))
      if item.node.isEmpty || item.node.elements?.isEmpty ?? false {
        problems.error("flow `\(name)` has no steps", at: keyPlace)
      }
      label(&steps, owner: "flow `\(name)`")
      flows.append(
        ParsedOperation(component: nil, name: name, steps: steps, place: keyPlace, scope: item.scope))
    }
  }

  func checkOperations() {
    for operation in operations + flows {
      for step in operation.steps { step.forEach(checkWhen) }
      warnOfPatience(operation)
      checkLocks(operation)
      checkHolds(operation)
      checkPopulationCommands(operation)
      checkOutbox(operation.steps)
    }
    checkOutboxes()
    checkPriorities()
    checkCycles()
    checkCircles()
    checkPassing()
    checkWorkers()
    checkMeasures()
    for operation in operations {
      guard let index = scenario.components.firstIndex(where: { $0.name == operation.component })
      else { continue }
      scenario.components[index].operations.append(
        Operation(name: operation.name, steps: Self.steps(operation.steps), place: operation.place))
    }
    scenario.flows = flows.map {
      Flow(name: $0.name, steps: Self.steps($0.steps), place: $0.place)
    }
  }

  /// A call without a timeout waits for ever; once for each operation is enough.
  private func warnOfPatience(_ operation: ParsedOperation) {
    var calls: [ParsedStep] = []
    for step in operation.steps {
      step.forEach { step in
        if step.hasTimeout { return }
        switch step.action {
        case .call, .decide: calls.append(step)
        default: break
        }
      }
    }
    guard let first = calls.first else { return }
    let others = calls.count > 1 ? ", and \(calls.count - 1) more in \(operation.title)" : ""
    problems.warning(
      "the call has no timeout and waits as long as it takes\(others)", at: first.targetPlace,
      suggestion: "give it a `policy` or a `timeout`")
  }

  // MARK: Cycles

  private func checkCycles() {
    var state: [String: Bool] = [:]
    var path: [String] = []
    let edges = callEdges()
    func visit(_ node: String) {
      if state[node] == true { return }
      if state[node] == false {
        report(Array(path[(path.firstIndex(of: node) ?? 0)...]) + [node], edges)
        return
      }
      state[node] = false
      path.append(node)
      for edge in edges[node] ?? [] { visit(edge.target) }
      path.removeLast()
      state[node] = true
    }
    for operation in operations + flows { visit(nodeName(operation)) }
  }

  private func nodeName(_ operation: ParsedOperation) -> String {
    operation.component.map { "\($0).\(operation.name)" } ?? "flow \(operation.name)"
  }

  /// Operation → what it calls, by way of what passes it on.
  private func callEdges() -> [String: [(target: String, place: Place)]] {
    var edges: [String: [(target: String, place: Place)]] = [:]
    for operation in operations + flows {
      let source = nodeName(operation)
      for step in operation.steps {
        step.forEach { step in
          switch step.action {
          case .call(let call):
            addCall(call.component, call.operation, from: source, at: step.targetPlace, to: &edges)
          case .decide(let decide):
            guard let within = decide.within else { return }
            addCall(within.component, within.operation, from: source, at: step.targetPlace, to: &edges)
          case .simple(.flow(let flow)):
            edges[source, default: []].append(("flow \(flow)", step.targetPlace))
          default: break
          }
        }
      }
    }
    return edges
  }

  private func addCall(
    _ component: String, _ operation: String, from source: String, at place: Place,
    to edges: inout [String: [(target: String, place: Place)]]
  ) {
    var source = source
    var component = component
    var seen: Set<String> = []
    while true {
      let target = "\(component).\(operation)"
      edges[source, default: []].append((target, place))
      guard let entry = components[component], !entry.operations.contains(operation),
        seen.insert(component).inserted, let next = components.next(operation, entry)
      else { return }
      // What passes an operation on calls it further down.
      if edges[target] != nil { return }
      (source, component) = (target, next)
    }
  }

  private func report(_ cycle: [String], _ edges: [String: [(target: String, place: Place)]]) {
    guard cycle.count > 1, let edge = edges[cycle[cycle.count - 2]]?.first(where: { $0.target == cycle[0] })
    else { return }
    problems.error(
      "the calls go round in a circle: \(cycle.joined(separator: " → "))", at: edge.place,
      suggestion: "calls nest, so a circle never ends")
  }

  /// Components that pass an operation on to each other: all of them, or one by name.
  private func checkPassing() {
    var reported: Set<[String]> = []
    var operations: [String?] = [nil]
    for entry in components.entries {
      for (operation, _) in entry.to where !operations.contains(operation) { operations.append(operation) }
    }
    func next(_ operation: String?, _ entry: ComponentTable.Entry) -> String? {
      guard let operation else { return entry.to.first { $0.operation == nil }?.component }
      return entry.operations.contains(operation) ? nil : components.next(operation, entry)
    }
    for operation in operations {
      for entry in components.entries {
        var path = [entry.name]
        var current = entry
        while let name = next(operation, current), let target = components[name] {
          path.append(name)
          if name == entry.name {
            if reported.insert(path.dropLast().sorted()).inserted {
              problems.error(
                "operations are passed on in a circle: \(path.joined(separator: " → "))", at: entry.place)
            }
            break
          }
          if path.dropLast().contains(name) { break }
          current = target
        }
      }
    }
  }

  // MARK: Workers

  /// A command that runs inside population partitions is for polling workers alone.
  private func checkPopulationCommands(_ operation: ParsedOperation) {
    let isPolling =
      operation.component.flatMap(kind)?.structure.readsPopulation ?? false
    for step in operation.steps {
      step.forEach { step in
        guard case .decide(let decide) = step.action, !isPolling,
          let command = binding(in: decide.prefix)?.commands.first(where: { $0.name == decide.command }),
          command.runsInPopulation
        else { return }
        problems.error(
          "`do: \(decide.command)` runs on every key of a population: only the operation of a polling-worker or a subscription can use it",
          at: step.targetPlace)
      }
    }
  }

  private func checkWorkers() {
    for component in scenario.components where component.structure.readsPopulation {
      guard let runs = component.runs,
        let operation = operations.first(where: { $0.component == component.name && $0.name == runs })
      else { continue }
      if component.structure == .poller { checkPolling(operation) } else { checkPushes(operation) }
    }
  }

  private func checkPushes(_ operation: ParsedOperation) {
    let hint = "a subscription runs `[ do: a command on the key, … ]`"
    guard let first = operation.steps.first else {
      return problems.error(
        "the operation of a subscription has no steps", at: operation.place, suggestion: hint)
    }
    checkOnKeys(first, of: operation, "first", "subscription", hint)
  }

  /// A step that decides on a key of a population.
  private func checkOnKeys(
    _ step: ParsedStep, of operation: ParsedOperation, _ place: String, _ kind: String, _ hint: String
  ) {
    guard case .decide(let decide) = step.action else {
      if case .broken = step.action { return }
      return problems.error(
        "the \(place) step of a \(kind)'s operation is not a `do`", at: step.place, suggestion: hint)
    }
    if decide.within != nil {
      problems.error(
        "what a \(kind) decides on each key cannot wait for a commit", at: step.targetPlace, suggestion: hint)
    }
    guard let binding = binding(in: decide.prefix),
      let command = binding.commands.first(where: { $0.name == decide.command })
    else { return }
    if command.runsInPopulation {
      checkKeys(step, command, of: operation)
      return checkNothingNew(step, command)
    }
    let able = binding.commands.filter(\.runsInPopulation).map(\.name)
    problems.error(
      "`do: \(decide.command)` does not run on the keys of a population", at: step.targetPlace,
      suggestion: Spelling.choice(of: able) ?? hint)
  }

  /// A command on keys is of one entity, and the list has keys of its own.
  private func checkKeys(_ step: ParsedStep, _ command: BindingDescription.Command, of operation: ParsedOperation) {
    guard let worker = scenario.components.first(where: { $0.name == operation.component }),
      let name = scenario.population(workedOnBy: worker),
      let population = scenario.populations.first(where: { $0.name == name }), let entity = population.entity,
      let keys = command.keysOf, entity != keys
    else { return }
    problems.error(
      "`do: \(command.name)` is of each \(keys), and the keys of `\(name)` are of `\(entity)`", at: step.targetPlace)
  }

  /// Nothing follows where nothing is new: the many keys of which that is true are never in the network.
  private func checkNothingNew(_ step: ParsedStep, _ command: BindingDescription.Command) {
    guard let nothing = command.outcomes.first else { return }
    for branch in step.branches where !branch.steps.isEmpty {
      guard let outcome = branch.outcomes.first(where: { $0.name == nothing }) else { continue }
      problems.error(
        "nothing can follow `\(nothing)`: a key of which nothing is new ends there", at: outcome.place,
        suggestion: "`\(nothing): continue`")
    }
  }

  private func checkPolling(_ operation: ParsedOperation) {
    let hint = "a polling-worker runs `[ call: an external, do: a command on each key, … ]`"
    func fault(_ message: String, _ place: Place) {
      problems.error(message, at: place, suggestion: hint)
    }
    guard let first = operation.steps.first else {
      return fault("the operation of a polling-worker has no steps", operation.place)
    }
    switch first.action {
    case .call(let call):
      if let kind = kind(of: call.component),
        kind.structure != .outside
      {
        fault(
          "a polling-worker asks something outside, and `\(call.component)` is of kind `\(kind.name)`",
          first.targetPlace)
      }
    case .broken: return
    default: fault("the first step of a polling-worker's operation is not a `call`", first.place)
    }
    guard operation.steps.count > 1 else {
      return fault("the call of a polling-worker is not followed by a `do`", first.place)
    }
    checkOnKeys(operation.steps[1], of: operation, "second", "polling-worker", hint)
  }

  // MARK: Measures

  private func checkMeasures() {
    for measure in measures {
      if marks.contains(measure.since) || hasOpaqueCore(measure.scope) { continue }
      let own = binding(in: measure.scope)?.marks ?? []
      if own.contains(measure.since) { continue }
      problems.error(
        "nothing sets the mark `\(measure.since.shortened)`", at: measure.place,
        suggestion: Spelling.hint(for: measure.since, among: marks.sorted() + own))
    }
  }
}
