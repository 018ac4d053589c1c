import Components

/// Priorities of calls: a discipline or weights that go by them need calls of more than one, and a call that has one
/// needs a component that goes by it.
extension Checker {
  func checkPriorities() {
    let ways = self.ways()
    let heeding = Set(scenario.components.filter(heedsPriority).map(\.name))
    for operation in operations + flows {
      for step in operation.steps { step.forEach { checkPriority($0, ways, heeding) } }
    }
    let met = priorities(ways)
    for component in scenario.components where heeding.contains(component.name) {
      guard let entry = components[component.name], let all = met[component.name] else { continue }
      if component.parameters["weights"] == nil {
        warnOfOnePriority(component, all, entry)
      } else {
        warnOfWeights(component, all)
      }
    }
  }

  private func heedsPriority(_ component: Component) -> Bool {
    ["priority", "preemptive"].contains(component.word("discipline")) || component.parameters["weights"] != nil
  }

  private func checkPriority(_ step: ParsedStep, _ ways: [String: [Way]], _ heeding: Set<String>) {
    guard case .call(let call) = step.action, let place = step.priorityPlace else { return }
    var reached = Set(components.passed(call.operation, from: call.component))
    var pending = Array(reached)
    while let next = pending.popLast() {
      for way in ways[next] ?? [] where way.priority == nil && reached.insert(way.to).inserted {
        pending.append(way.to)
      }
    }
    guard reached.isDisjoint(with: heeding) else { return }
    problems.warning(
      "`priority` changes nothing: neither `\(call.component)` nor what it calls goes by it", at: place,
      suggestion: "give one of them `discipline: priority`, or leave it out")
  }

  private func warnOfOnePriority(_ component: Component, _ met: Set<Int64>, _ entry: ComponentTable.Entry) {
    guard met.count == 1, let only = met.first,
      problems.isSound(root.node["components"]?[component.name]?["discipline"])
    else { return }
    problems.warning(
      "`discipline: \(component.word("discipline") ?? "")` changes nothing: all that comes to `\(component.name)` has priority \(only)",
      at: place(of: "discipline", in: entry),
      suggestion: "say which calls go first: `priority: 0` beside them")
  }

  private func warnOfWeights(_ component: Component, _ met: Set<Int64>) {
    let node = root.node["components"]?[component.name]?["weights"]
    guard problems.isSound(node) else { return }
    for entry in node?.entries ?? [] {
      guard let priority = Int64(entry.key), (0...7).contains(priority), !met.contains(priority) else { continue }
      problems.warning(
        "nothing that comes to `\(component.name)` has priority \(priority), so that its weight changes nothing",
        at: entry.keyPlace, suggestion: "say so beside its calls, as in `priority: \(priority)`")
    }
  }

  // MARK: Ways

  /// From a component, or a flow, to a component or flow that it calls.
  private struct Way {
    var to: String
    /// Nil keeps that of the caller.
    var priority: Int64?
  }

  private static let clients: Int64 = 4

  private func node(ofFlow name: String) -> String { "flow \(name)" }

  /// Where calls and messages of components and flows go.
  private func ways() -> [String: [Way]] {
    var ways: [String: [Way]] = [:]
    for operation in operations + flows {
      let from = operation.component ?? node(ofFlow: operation.name)
      func add(_ component: String, _ operation: String, _ priority: Int64? = nil) {
        ways[from, default: []] += components.passed(operation, from: component).map { Way(to: $0, priority: priority) }
      }
      for step in operation.steps {
        step.forEach { step in
          switch step.action {
          case .call(let call): add(call.component, call.operation, call.priority)
          case .decide(let decide): if let within = decide.within { add(within.component, within.operation) }
          case .hold(let pool, _, _): ways[from, default: []].append(Way(to: pool))
          case .simple(.flow(let name)): ways[from, default: []].append(Way(to: node(ofFlow: name)))
          case .simple(.publish(let topic, _, _)): ways[from, default: []] += takers(of: topic).map { Way(to: $0) }
          default: break
          }
        }
      }
    }
    return ways
  }

  private func takers(of topic: String) -> [String] { scenario.components.filter { $0.from == topic }.map(\.name) }

  /// Priorities of what comes to components and flows. Flows and what takes work of its own begin with that of clients.
  private func priorities(_ ways: [String: [Way]]) -> [String: Set<Int64>] {
    var met: [String: Set<Int64>] = [:]
    for name in flows.map({ node(ofFlow: $0.name) }) { met[name] = [Self.clients] }
    for component in scenario.components { for name in begun(by: component) { met[name] = [Self.clients] } }
    var pending = met.keys.sorted()
    while let from = pending.popLast() {
      for way in ways[from] ?? [] {
        let coming = way.priority.map { [$0] } ?? met[from] ?? []
        if !coming.isSubset(of: met[way.to] ?? []) {
          met[way.to, default: []].formUnion(coming)
          pending.append(way.to)
        }
      }
    }
    return met
  }

  /// Components at which something begins that nobody calls: messages that are taken, polls, and runs of a timer.
  private func begun(by component: Component) -> [String] {
    guard let runs = component.runs else { return [] }
    guard component.structure == .timer else { return [component.name] }
    let parts = runs.split(separator: ".", maxSplits: 1).map(String.init)
    return parts.count == 2 ? components.passed(parts[1], from: parts[0]) : []
  }
}
