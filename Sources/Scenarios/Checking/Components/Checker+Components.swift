import Components
import Engine

/// `components`: kinds, their parameters, and what each is wired to.
extension Checker {
  func readComponents() {
    for (name, keyPlace, item) in table("components") {
      guard item.node.entries != nil else {
        problems.error(
          "a component is a map, not \(item.node.description)", at: item.place,
          suggestion: "write it as in `{ kind: service, operations: { … } }`")
        continue
      }
      if let origin = item.node["origin"] { checkOrigin(origin) }
      guard let kindItem = item["kind"] else {
        problems.error("`kind` is missing in component `\(name)`", at: keyPlace)
        continue
      }
      guard let kindName = text(kindItem, "a kind") else { continue }
      guard let kind = vocabulary.kind(named: kindName) else {
        problems.error(
          "there is no kind `\(kindName.shortened)`", at: kindItem.place,
          suggestion: KindHints(kinds: vocabulary.kinds).hint(for: kindName))
        continue
      }
      var component = Component(name: name, kind: kind, place: keyPlace)
      if kind.isBuilt {
        readParameters(item, kind, into: &component)
      } else {
        problems.unbuilt("kind `\(kindName)`", at: kindItem.place)
      }
      readWiring(item, kind, into: &component)
      readOperations(item, kind, name)
      if let price = item["price"] { readPrice(price, kind, into: &component) }
      scenario.components.append(component)
    }
    checkJoins()
    checkProxies()
    checkKinds()
    checkZones()
  }

  /// Read by `readWiring`, `readOperations` and `prices`.
  private static let wiring = ["kind", "to", "from", "runs", "zones", "price", "operations", "in-front-of"]

  private func readParameters(_ item: Item, _ kind: Kind, into component: inout Component) {
    let own = kind.parameters.filter { !Self.wiring.contains($0.name) }
    let known = kind.parameters.map(\.name) + ["kind"]
    for (entry, child) in item.entries {
      guard let parameter = own.first(where: { $0.name == entry.key }) else {
        if known.contains(entry.key) { continue }
        problems.error(
          "`\(entry.key.shortened)` is not a parameter of kind `\(kind.name)`", at: entry.keyPlace,
          suggestion: RenamedKey.hint(for: entry.key, among: known))
        continue
      }
      let context = Context(of: parameter, classes: classes(item))
      let value = read(parameter.form, child, context)
      checkPositive(parameter, value, at: child.place)
      if parameter.isBuilt {
        component.parameters[parameter.name] = value
      } else {
        problems.unbuilt("`\(entry.key)` of kind `\(kind.name)`", at: entry.keyPlace)
      }
    }
    if let outcomes = item["outcomes"], case .table(let shares)? = component.parameters["outcomes"] {
      checkOutcomes(outcomes, shares)
    }
    for parameter in kind.parameters where parameter.isRequired && item.node[parameter.name] == nil {
      problems.error("`\(parameter.name)` is missing in component `\(component.name)`", at: component.place)
    }
    for parameter in own where item.node[parameter.name] == nil && parameter.isBuilt {
      component.parameters[parameter.name] = standard(parameter, at: item)
    }
    checkBytes(component)
  }

  /// What a key space takes on disk must be countable.
  private func checkBytes(_ component: Component) {
    guard let key = component.parameters["key"]?.word, let record = component.parameters["record"]?.bytes,
      let keys = scenario.populations.first(where: { $0.name == key })?.count
    else { return }
    let copies =
      component.structure == .database
      ? 1 + self.copies(component)
      : component.parameters["replication"]?.count ?? component.parameters["replicas"]?.count ?? 3
    let (bytes, overflows) = keys.multipliedReportingOverflow(by: record)
    if overflows || bytes.multipliedReportingOverflow(by: copies).overflow {
      problems.error("`\(component.name)` would hold more than 9 EB", at: component.place)
    }
  }

  /// Shares of outcomes leave room for `ok`, which is what is left.
  private func checkOutcomes(_ item: Item, _ shares: [(name: String, value: ParameterValue)]) {
    checkKeys(item, of: "an outcome")
    let sum = shares.reduce(0) { $0 + ($1.value.ratio ?? 0) }
    if sum > 1 + 1e-9 {
      problems.error(
        "the outcomes add up to \(ValueReader.percent(sum)), which is more than 100%", at: item.place)
    }
    for name in ["ok", "quota"] {
      guard let entry = item.node.entry(name) else { continue }
      problems.error(
        name == "ok" ? "`ok` is what the other outcomes leave" : "`quota` comes from the parameter `quota`",
        at: entry.keyPlace)
    }
  }

  /// Classes of the population that the component's `key` names, or that of the list that it reads.
  private func classes(_ item: Item) -> [String]? {
    let list = item["from"].flatMap { from in
      from.node.text.flatMap { names.resolve($0, .component, in: from.node.scope) }
    }
    guard let key = item.node["key"] ?? list.flatMap({ root.node["components"]?[$0]?["key"] }), let written = key.text,
      let name = names.resolve(written, .population, in: key.scope)
    else { return nil }
    return (root.node["populations"]?[name]?["share"]?.entries ?? [])
      .filter { !Item.isOrigin($0) }.map(\.key)
  }

  private func readWiring(_ item: Item, _ kind: Kind, into component: inout Component) {
    let takes: (String) -> Bool = { name in
      !kind.isBuilt || kind.has(name)
    }
    if let guarded = item["in-front-of"], takes("in-front-of"), kind.isBuilt {
      component.inFrontOf = readInFrontOf(guarded)
    }
    if let to = item["to"], takes("to") { component.to = readTo(to) }
    if let zones = item["zones"], takes("zones") { component.zones = readZones(zones, of: component) }
    if let from = item["from"], takes("from") {
      component.from = name(from, .component, "a component")
      if let source = component.from { checkSource(source, kind, from) }
    }
    guard let runs = item["runs"], takes("runs") else { return }
    if kind.structure == .timer {
      component.runs = target(runs, "runs").map { "\($0.component).\($0.operation)" }
      return
    }
    component.runs = text(runs, "an operation")
    let own = components[component.name]?.operations ?? []
    if let operation = component.runs, !own.contains(operation) {
      problems.error(
        "`\(component.name)` has no operation `\(operation.shortened)` to run", at: runs.place,
        suggestion: Spelling.hint(for: operation, among: own))
    }
  }

  /// `X` or `X.op`.
  private func readInFrontOf(_ item: Item) -> (component: String, operation: String?)? {
    guard let written = text(item, "a component, or one of its operations") else { return nil }
    let parts = written.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let component = resolve(parts[0], .component, "a component", scope: item.scope, at: item.place)
    else { return nil }
    let operation = parts.count > 1 ? parts[1] : nil
    switch find(operation ?? "", of: component) {
    case .notCallable(let reason, _):
      problems.error("nothing can stand in front of `\(parts[0])`: \(reason)", at: item.place)
      return nil
    case .missing where operation != nil:
      problems.error(
        "`\(parts[0])` has no operation `\((operation ?? "").shortened)`", at: item.place,
        suggestion: Spelling.hint(for: operation ?? "", among: callable(component)))
      return nil
    default: return (component, operation)
    }
  }

  private func readTo(_ item: Item) -> [(operation: String?, component: String)] {
    if item.node.text != nil {
      return name(item, .component, "a component").map { [(nil, $0)] } ?? []
    }
    guard item.node.entries != nil else {
      problems.error(
        "`to` names a component, or components by operation, and not \(item.node.description)", at: item.place)
      return []
    }
    var to: [(operation: String?, component: String)] = []
    for (entry, child) in item.entries {
      guard let component = name(child, .component, "a component") else { continue }
      if entry.key != "else", case .missing = find(entry.key, of: component) {
        problems.error(
          "`\(child.node.text ?? component)` has no operation `\(entry.key.shortened)`", at: entry.keyPlace,
          suggestion: Spelling.hint(for: entry.key, among: callable(component) + ["else"]))
      }
      if case .notCallable(let reason, let suggestion) = find(entry.key, of: component) {
        problems.error(
          "nothing can be passed on to `\(child.node.text ?? component)`: \(reason)", at: child.place,
          suggestion: suggestion)
      }
      to.append((entry.key == "else" ? nil : entry.key, component))
    }
    return to
  }

  private func readZones(_ item: Item, of component: Component) -> [String] {
    switch item.node.content {
    case .sequence(let elements):
      return elements.enumerated().compactMap { newName(item.element($0.offset, $0.element), "a zone") }
    case .mapping:
      // Replica by replica, whatever the order in the file; all copies of a database have one name together.
      var zones: [(place: Int, zone: String)] = []
      for (entry, child) in item.entries {
        guard let zone = newName(child, "a zone") else { continue }
        switch entry.key {
        case "primary": zones.append((1, zone))
        case "replica": zones += (0..<max(1, Int(copies(component)))).map { ($0 + 2, zone) }
        default: zones.append((Int(entry.key) ?? 0, zone))
        }
      }
      return zones.sorted { $0.place < $1.place }.map(\.zone)
    case .scalar:
      problems.error(
        "`zones` is a list, not \(item.node.description)", at: item.place,
        suggestion: "write it as in `[ a, b ]`")
      return []
    }
  }

  /// Workers and functions take messages from a queue, consumers read a log; for a polling worker, of entities of
  /// the core.
  private func checkSource(_ source: String, _ kind: Kind, _ item: Item) {
    guard kind.isBuilt, let sourceKind = self.kind(of: source), sourceKind.isBuilt else { return }
    let readsQueue = kind.facets.takesFrom == .queue
    guard sourceKind.isPublished, (sourceKind.structure == .queue) == readsQueue else {
      let other = ["queue": "`consumers` read a topic", "consumers": "a `worker` takes messages from a queue"]
      problems.error(
        "kind `\(kind.name)` reads a \(readsQueue ? "queue" : "topic"), and `\(item.node.text ?? source)` is of kind `\(sourceKind.name)`",
        at: item.place,
        suggestion: sourceKind.isPublished && !kind.structure.readsPopulation
          ? other[readsQueue ? "queue" : "consumers"] : nil)
      return
    }
    guard kind.structure.readsPopulation else { return }
    guard let key = root.node["components"]?[source]?["key"], let written = key.text else {
      problems.error(
        "the topic `\(item.node.text ?? source)` has no `key`, so there is no population to loop over",
        at: item.place)
      return
    }
    guard let population = names.resolve(written, .population, in: key.scope),
      root.node["populations"]?[population]?["of"] == nil
    else { return }
    problems.error(
      "a \(kind.name) works on entities of a domain core, and the population `\(written)` has no `of`",
      at: item.place)
  }

  private func readOperations(_ item: Item, _ kind: Kind, _ name: String) {
    guard let section = item["operations"] else {
      if kind.isBuilt, case .declared = kind.operations {
        problems.error("`operations` is missing in component `\(name)`", at: item.place)
      }
      return
    }
    if kind.isBuilt, !kind.has("operations") { return }
    guard section.node.entries != nil else {
      problems.error(
        "`operations` is a map from names to distributions or steps, not \(section.node.description)",
        at: section.place)
      return
    }
    for (entry, child) in section.entries {
      problems.checkName(entry.key, of: "an operation", at: entry.keyPlace)
      operations.append(
        ParsedOperation(
          component: name, name: entry.key, steps: body(child, kind, title: "\(name).\(entry.key)"),
          place: entry.keyPlace, scope: child.scope))
    }
  }

  /// A distribution, which is short for one `work` step, or steps where the kind takes them.
  private func body(_ item: Item, _ kind: Kind, title: String) -> [ParsedStep] {
    if let text = item.node.text, text != "continue" || !kind.takesSteps {
      guard let distribution = distribution(item, over: .time) else { return [] }
      return [
        ParsedStep(
          action: .simple(.work(distribution)), label: "work", place: item.place, scope: item.scope,
          targetPlace: item.place)
      ]
    }
    guard kind.takesSteps else {
      problems.error(
        "an operation of kind `\(kind.name)` is a distribution, not steps", at: item.place,
        suggestion: "write it as in `200ms` or `lognormal(median 200ms p99 1s)`")
      return []
    }
    var steps = steps(item, StepOwner(isFlow: false, title: title))
    label(&steps, owner: title)
    return steps
  }

  /// A joined component must offer what the one that it replaces did.
  private func checkJoins() {
    for system in systems {
      for join in system.joins {
        guard let ours = resolve(join.ours, .component, "a component", scope: system.parent, at: join.place),
          let replaced = join.replaced
        else { continue }
        let theirs = (replaced["operations"]?.entries ?? []).map(\.key)
        let missing = theirs.filter { name in
          if case .missing = find(name, of: ours) { true } else { false }
        }
        if !missing.isEmpty {
          problems.error(
            "`\(join.ours)` cannot take the place of `\(system.prefix)\(join.its)`: it has no operation \(missing.map { "`\($0)`" }.joined(separator: ", "))",
            at: join.place, suggestion: Spelling.choice(of: callable(ours)))
        }
        guard let theirKind = replaced["kind"]?.text.flatMap(vocabulary.kind), let ourKind = kind(of: ours)
        else { continue }
        if theirKind.isBuilt, ourKind.isBuilt, theirKind.isPublished != ourKind.isPublished {
          problems.error(
            "kind `\(ourKind.name)` cannot take the place of kind `\(theirKind.name)`", at: join.place)
        }
      }
    }
  }
}
