import Components
import Engine

extension ScenarioChecker {
  func checkFlows(_ unit: ScenarioUnit) {
    for entry in entries(unit, "flows") {
      scenario.flows.append(Flow(name: full(entry.key, unit), steps: steps(entry.value, unit, "flows.\(entry.key)"), place: entry.keyPlace))
    }
  }

  func checkOperations(_ unit: ScenarioUnit) {
    for entry in entries(unit, "components") {
      guard let index = scenario.components.firstIndex(where: { $0.name == full(entry.key, unit) }) else { continue }
      for op in entry.value["operations"]?.entries ?? [] {
        let path = "components.\(full(entry.key, unit)).operations.\(op.key)"
        let list: [Step]
        if op.value.text != nil {
          let law = values.timeLaw(op.value, context(unit, path)) ?? .constant(0)
          list = [Step(action: .work(law), label: "work", place: op.value.place)]
        } else { list = steps(op.value, unit, path) }
        scenario.components[index].operations.append(Operation(name: op.key, steps: list, place: op.keyPlace))
      }
    }
  }

  func steps(_ node: ConfigurationNode, _ unit: ScenarioUnit, _ path: String) -> [Step] {
    if node.text == "continue" { return [] }
    return node.asList.enumerated().compactMap { step($1, $0, unit, path) }
  }

  private func key(_ node: ConfigurationNode?, _ unit: ScenarioUnit) -> KeyChoice? {
    guard let text = node?.text else { return nil }
    let fresh = text.hasPrefix("fresh ")
    let name = full(fresh ? String(text.dropFirst(6)) : text, unit)
    guard scenario.populations.contains(where: { $0.name == name }) else { problems.unknown("population", name, among: scenario.populations.map(\.name), at: node?.place ?? unit.tree.place); return nil }
    return KeyChoice(population: name, isFresh: fresh)
  }

  private func target(_ node: ConfigurationNode, _ unit: ScenarioUnit) -> (component: String, operation: String)? {
    let text = node.text ?? ""
    guard let dot = text.lastIndex(of: ".") else { problems.error(at: node.place, "`\(text)` is not COMPONENT.OPERATION"); return nil }
    let name = full(String(text[..<dot]), unit)
    guard scenario.components.contains(where: { $0.name == name }) else { problems.unknown("component", name, among: scenario.components.map(\.name), at: node.place); return nil }
    return (name, String(text[text.index(after: dot)...]))
  }

  private func timeout(_ node: ConfigurationNode, _ unit: ScenarioUnit) -> Nanoseconds? {
    if let t = node["timeout"] { return values.time(t, context(unit, "timeout")) }
    guard let p = node["policy"] else { return nil }
    guard let policy = scenario.policies.first(where: { $0.name == full(p.text ?? "", unit) }) else { problems.unknown("policy", p.text ?? "", among: scenario.policies.map(\.name), at: p.place); return nil }
    return policy.timeout
  }

  private func step(_ node: ConfigurationNode, _ index: Int, _ unit: ScenarioUnit, _ path: String) -> Step? {
    let verbs = ["work", "wait", "think", "call", "do", "choose", "publish", "hold", "parallel", "repeat", "flow", "mark", "measure", "reply", "fail"]
    guard let verb = node.entries?.first(where: { verbs.contains($0.key) }) else {
      problems.unknown("step", node.entries?.first?.key ?? node.text ?? "", among: verbs, at: node.place)
      return nil
    }
    let c = context(unit, "\(path).\(index)")
    let v = verb.value
    var action: StepAction?
    var label = "\(verb.key)-\(index)"
    switch verb.key {
    case "work": action = values.timeLaw(v, c).map { .work($0) }
    case "wait": action = values.timeLaw(v, c).map { .wait($0) }
    case "think": action = values.timeLaw(v, c).map { .think($0) }
    case "call":
      if let t = target(v, unit) {
        label = t.operation
        action = .call(CallStep(component: t.component, operation: t.operation, key: key(node["key"], unit), size: nil, timeout: timeout(node, unit)))
      }
    case "do":
      label = v.text ?? ""
      action = .decide(DecideStep(command: v.text ?? "", prefix: unit.prefix, within: node["in"].flatMap { target($0, unit) }, key: key(node["key"], unit), timeout: timeout(node, unit)))
    case "choose": action = .choose((v.entries ?? []).map { e in (e.key, values.scalar(e.value, c) { try QuantityText.ratio($0) } ?? 0) })
    case "publish": action = .publish(topic: full(v.text ?? "", unit), key: key(node["key"], unit), size: nil); label = v.text ?? ""
    case "parallel":
      let join = node["join"]?.text
      action = .parallel((v.entries ?? []).map { ($0.key, steps($0.value, unit, "\(path).\($0.key)")) }, join: join == "any" ? .any : join.flatMap { Int($0) }.map { .count($0) } ?? .all)
    case "repeat":
      let count = values.scalar(v, c) { try QuantityText.count($0) } ?? 1
      let atOnce = node["at-once"].flatMap { a in values.scalar(a, c) { try QuantityText.count($0) } } ?? 1
      action = .repeated(count: count, atOnce: atOnce, steps: node["steps"].map { steps($0, unit, path) } ?? [])
    case "flow": action = .flow(full(v.text ?? "", unit))
    case "mark": action = .mark(v.text ?? "")
    case "measure":
      let words = (v.text ?? "").split(separator: " ").map(String.init)
      if words.count == 3, words[1] == "since" { action = .measure(words[0], since: words[2]); measures.insert(words[0]) }
    case "reply": action = .reply(v.text ?? "")
    case "fail": action = .fail(v.text ?? "")
    default: problems.notBuilt(at: verb.keyPlace, "`\(verb.key)`")
    }
    guard let action else { return nil }
    var branches: [Step.Branch] = []
    var otherwise: [Step]?
    for entry in node["when"]?.entries ?? [] {
      let body = steps(entry.value, unit, "\(path).\(index).\(entry.key)")
      if entry.key == "else" { otherwise = body } else {
        branches.append(Step.Branch(outcomes: entry.key.split(separator: "|").map { String($0).trimmed }, steps: body))
      }
    }
    return Step(action: action, label: node["as"]?.text ?? label, branches: branches, otherwise: otherwise, place: node.place)
  }
}
