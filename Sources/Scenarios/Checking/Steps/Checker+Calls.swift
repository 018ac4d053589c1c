import Components
import Engine

/// Steps that go to a component or to the domain core.
extension Checker {
  /// `db.read` → the component's full name and the operation.
  func target(_ item: Item, _ key: String = "call") -> (component: String, operation: String)? {
    guard let written = text(item, "COMPONENT.OPERATION") else { return nil }
    let parts = written.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      let known = names.resolve(written, .component, in: item.scope)
      problems.error(
        "`\(written.shortened)` is not COMPONENT.OPERATION", at: item.place,
        suggestion: known.flatMap { callable($0).first }.map { "did you mean `\(written).\($0)`?" }
          ?? "write it as in `\(key): db.read`")
      return nil
    }
    guard
      let component = resolve(
        parts[0], .component, "a component", scope: item.scope, at: item.place)
    else { return nil }
    switch find(parts[1], of: component) {
    case .found: return (component, parts[1])
    case .notCallable(let reason, let suggestion):
      problems.error("`\(parts[0])` cannot be called: \(reason)", at: item.place, suggestion: suggestion)
      return nil
    case .missing:
      let all = callable(component)
      problems.error(
        "`\(parts[0])` has no operation `\(parts[1].shortened)`", at: item.place,
        suggestion: Spelling.nearest(to: parts[1], among: all).map { "did you mean `\(parts[0]).\($0)`?" }
          ?? Spelling.choice(of: all))
      return nil
    }
  }

  /// `NAME` or `fresh NAME`.
  private func key(_ item: Item?) -> KeyChoice? {
    guard let item, let written = text(item, "a population") else { return nil }
    let isFresh = written.hasPrefix("fresh ")
    let name = isFresh ? String(written.dropFirst(6)).trimmed : written
    // Ids that the core makes are used the same way; those of a core that is not built are unknown.
    if names.resolve(name, .population, in: item.scope) == nil, hasOpaqueCore(item.scope) { return nil }
    return resolve(name, .population, "a population", scope: item.scope, at: item.place)
      .map { KeyChoice(population: $0, isFresh: isFresh) }
  }

  func readCall(_ target: Item, _ item: Item, into step: inout ParsedStep) {
    let rules = readRules(of: item, into: &step)
    let key = key(item["key"])
    let size = item["size"].flatMap { distribution($0, over: .size) }
    let priority = item["priority"].flatMap { read(.count(0...7), $0, Context(parameter: "priority"))?.count }
    if priority != nil { step.priorityPlace = item["priority"]?.place }
    step.derivedLabel = target.node.text ?? "call"
    guard let callee = self.target(target) else { return }
    step.action = .call(
      CallStep(
        component: callee.component, operation: callee.operation, key: key, size: size, rules: rules,
        priority: priority))
  }

  func readDecision(_ target: Item, _ item: Item, into step: inout ParsedStep) {
    let rules = readRules(of: item, into: &step)
    let key = key(item["key"])
    let size = item["size"].flatMap { distribution($0, over: .size) }
    let emits = item["emits"].flatMap { queue($0, "emits") }
    let within = item["in"].map { self.target($0) }
    if within == nil {
      step.hasTimeout = true
      for name in ["size", "policy"] + vocabulary.policies.map(\.name) {
        guard let entry = item.node.entry(name) else { continue }
        problems.error(
          "`\(name)` of `do` is for the call that commits it, and there is no `in`", at: entry.keyPlace,
          suggestion: "write it as in `in: db.write`")
      }
    }
    guard let command = text(target, "a command of the domain core") else { return }
    step.derivedLabel = command
    guard hasDomain(item.scope) else {
      problems.error(
        "`do: \(command.shortened)` needs a domain core, and the file has no `domain`", at: target.place)
      return
    }
    if let binding = binding(in: item.scope),
      !binding.commands.contains(where: { $0.name == command })
    {
      problems.error(
        "the core `\(binding.name)` has no command `\(command.shortened)`", at: target.place,
        suggestion: Spelling.hint(for: command, among: binding.commands.map(\.name)))
      return
    }
    step.action = .decide(
      DecideStep(
        command: command, prefix: item.scope, within: within ?? nil, key: key, rules: rules, emits: emits,
        size: size))
    checkEmission(command, item, at: target.place)
  }

  /// Where what a command emits goes is said for those that emit, and for them alone.
  private func checkEmission(_ name: String, _ item: Item, at place: Place) {
    guard let command = binding(in: item.scope)?.commands.first(where: { $0.name == name }) else { return }
    if let entry = item.node.entry("emits"), !command.emits {
      problems.error("`do: \(name)` emits nothing", at: entry.keyPlace)
    } else if command.emits, item.node["emits"] == nil {
      problems.error(
        "`do: \(name)` emits messages, and nothing says where they go", at: place,
        suggestion: "name a queue, as in `emits: jobs`")
    }
  }

  /// A component that takes messages.
  private func queue(_ item: Item, _ key: String) -> String? {
    guard let full = name(item, .component, "a component"), let kind = kind(of: full) else { return nil }
    if kind.isBuilt && kind.isPublished { return full }
    problems.error(
      "`\(item.node.text ?? full)` is of kind `\(kind.name)`: nothing can be published to it", at: item.place,
      suggestion: "`\(key)` names a topic or queue")
    return nil
  }

  func readPublish(_ target: Item, _ item: Item, into step: inout ParsedStep) {
    let key = key(item["key"])
    let size = item["size"].flatMap { distribution($0, over: .size) }
    step.derivedLabel = target.node.text ?? "publish"
    guard let topic = name(target, .component, "a component") else { return }
    guard let kind = kind(of: topic) else { return }
    guard kind.isBuilt ? kind.isPublished : kind.name == "bridge" else {
      problems.error(
        "`\(target.node.text ?? topic)` is of kind `\(kind.name)`: nothing can be published to it", at: target.place,
        suggestion: "publish to a topic or queue, or `call` an operation of it")
      return
    }
    step.action = .simple(.publish(topic: topic, key: key, size: size))
  }

  /// A slot of a pool, held while steps run. Of a policy only the timeout counts, for the wait.
  func readHold(_ target: Item, _ item: Item, _ owner: StepOwner, into step: inout ParsedStep) {
    let rules = readRules(of: item, keys: ["timeout"], into: &step)
    let inner = item["steps"].map { steps($0, owner) } ?? []
    if item["steps"] == nil {
      problems.error(
        "`hold` needs `steps`", at: item.place, suggestion: "write it as in `{ hold: pool, steps: [ call: db.read ] }`")
    }
    step.derivedLabel = target.node.text ?? "hold"
    guard let pool = name(target, .component, "a component") else { return }
    if let kind = kind(of: pool), kind.structure != .pool {
      problems.error(
        "`hold` takes a slot of a pool, and `\(target.node.text ?? pool)` is of kind `\(kind.name)`", at: target.place,
        suggestion: Spelling.choice(of: components.entries.filter { $0.kind?.structure == .pool }.map(\.name))
          ?? "put a component of kind `pool` there")
      return
    }
    step.action = .hold(pool, CallRules(timeout: rules.timeout), inner)
  }
}
