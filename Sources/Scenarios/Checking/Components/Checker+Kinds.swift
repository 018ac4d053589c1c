import Components

/// What the parameters of one kind must be together, once all components are read.
extension Checker {
  func checkKinds() {
    var scaled: [String: String] = [:]
    for component in scenario.components {
      guard let entry = components[component.name], let kind = entry.kind, kind.isBuilt else { continue }
      switch kind.structure {
      case .cache: checkCache(component, entry)
      case .edge: checkEdge(component, entry)
      case .database: checkDatabase(component, entry)
      case .function, .people: checkSource(of: component, entry)
      case .scaler:
        checkScaler(component, entry)
        guard let target = component.parameters["scales"]?.word else { break }
        if let other = scaled.updateValue(component.name, forKey: target) {
          problems.error("`\(other)` scales `\(target)` already", at: place(of: "scales", in: entry))
        }
      case .pool:
        guard let owner = component.parameters["per"]?.word, let kind = self.kind(of: owner), kind.isBuilt else {
          break
        }
        if !kind.has("replicas") {
          problems.error(
            "`per` names a component with replicas, and `\(owner)` is of kind `\(kind.name)`",
            at: place(of: "per", in: entry))
        }
      default: break
      }
      checkCores(component, entry, kind)
      if let fields = component.parameters["replicas"]?.table {
        checkScaling(fields, root["components"]?[component.name]?["replicas"], at: entry.place)
      }
    }
  }

  // MARK: Caches

  private func checkCache(_ component: Component, _ entry: ComponentTable.Entry) {
    let node = root.node["components"]?[component.name]
    switch (node?["entries"], node?["capacity"]) {
    case (nil, nil):
      problems.error(
        "`\(component.name)` does not say how much it holds", at: entry.place,
        suggestion: "add `entries: 60k` or `capacity: 1 GiB`")
    case (_?, _?):
      problems.error(
        "a cache has `entries` or `capacity`, not both", at: place(of: "capacity", in: entry),
        suggestion: "leave one out")
    case (nil, _?): needsSizes(component.parameters["key"]?.word, "capacity", entry)
    default: break
    }
    guard let guarded = component.inFrontOf else { return }
    for (index, operation) in words(component.parameters["invalidates"]).enumerated() {
      let place =
        root["components"]?[component.name]?["invalidates"]?.node.elements?[index].place ?? entry.place
      guard case .missing = find(operation, of: guarded.component) else { continue }
      problems.error(
        "`\(guarded.component)` has no operation `\(operation.shortened)` that could drop a key", at: place,
        suggestion: Spelling.hint(for: operation, among: callable(guarded.component)))
    }
  }

  private func checkEdge(_ component: Component, _ entry: ComponentTable.Entry) {
    let node = root.node["components"]?[component.name]
    guard let population = component.parameters["caches"]?.word else {
      for key in ["capacity", "ttl"] where node?[key] != nil && node?["caches"] == nil {
        problems.error(
          "`\(key)` is for the keys that `caches` names, and it is missing", at: place(of: key, in: entry),
          suggestion: "write it as in `caches: image`")
      }
      return
    }
    needsSizes(population, "caches", entry)
    if node?["hit"] != nil {
      problems.warning(
        "`hit` is not used: hits come from the keys that `caches` names", at: place(of: "hit", in: entry))
    }
  }

  /// Bytes can be counted only of keys that have a size.
  private func needsSizes(_ population: String?, _ key: String, _ entry: ComponentTable.Entry) {
    guard let population = scenario.populations.first(where: { $0.name == population }), population.size == nil,
      root.node["populations"]?[population.name]?["size"] == nil
    else { return }
    problems.error(
      "`\(key)` counts bytes, and the population `\(population.name)` has no `size`", at: place(of: key, in: entry),
      suggestion: "give it one, as in `size: 12 KiB`")
  }

  // MARK: Stores and functions

  private func checkDatabase(_ component: Component, _ entry: ComponentTable.Entry) {
    let replica = component.parameters["replica"]?.table ?? []
    if replica.contains(where: { $0.name == "reads" && $0.value.flag == true }), copies(component) == 0,
      problems.isSound(root.node["components"]?[component.name]?["replica"])
    {
      problems.error("no copy can answer: the `count` of `replica` is 0", at: place(of: "replica", in: entry))
    }
    for (index, operation) in words(component.parameters["locks"]).enumerated()
    where !entry.operations.contains(operation) {
      problems.error(
        "`\(component.name)` has no operation `\(operation.shortened)` that could lock",
        at: root["components"]?[component.name]?["locks"]?.node.elements?[index].place ?? entry.place,
        suggestion: Spelling.hint(for: operation, among: entry.operations))
    }
    guard let backup = component.parameters["backup"]?.table else { return }
    func time(_ name: String) -> Int64? { backup.first { $0.name == name }?.value.nanoseconds }
    if let every = time("every"), let takes = time("takes"), takes >= every {
      problems.error("a backup is not done when the next begins", at: place(of: "backup", in: entry))
    }
  }

  private func checkSource(of component: Component, _ entry: ComponentTable.Entry) {
    let node = root.node["components"]?[component.name]
    for (key, other) in [("from", "runs"), ("runs", "from")] where node?[key] != nil && node?[other] == nil {
      problems.error(
        "`\(key)` needs `\(other)`: \(other == "runs" ? "the operation for each message" : "the queue of the messages")",
        at: place(of: key, in: entry))
    }
  }

  // MARK: Scaling

  private func checkScaler(_ component: Component, _ entry: ComponentTable.Entry) {
    let item = root["components"]?[component.name]
    checkScaling(component.parameters.map { ($0.key, $0.value) }, item, at: entry.place)
    guard let target = component.parameters["scales"]?.word, let kind = kind(of: target), kind.isBuilt else { return }
    let place = place(of: "scales", in: entry)
    guard let replicas = kind.parameters.first(where: { $0.name == "replicas" }), case .either = replicas.form else {
      problems.error("`\(target)` is of kind `\(kind.name)`, whose replicas do not come and go", at: place)
      return
    }
    if root.node["components"]?[target]?["replicas"]?.entries != nil {
      problems.error(
        "`\(target)` scales itself: its `replicas` have a map", at: place,
        suggestion: "leave out the autoscaler, or write `replicas` as a number")
    }
  }

  private func checkScaling(
    _ fields: [(name: String, value: ParameterValue)], _ item: Item?, at place: Place
  ) {
    func value(_ name: String) -> ParameterValue? { fields.first { $0.name == name }?.value }
    if let least = value("min")?.count, let most = value("max")?.count, least > most {
      problems.error(
        "`min` is \(least) and `max` only \(most)", at: item?["min"]?.place ?? item?["max"]?.place ?? place)
    }
    guard let keep = item?["keep"], let written = value("keep")?.word else { return }
    _ = self.value(keep, "a signal") { (_) throws(ValueError) in
      let words = written.split(separator: " ").map(String.init)
      let hint = "write it as in `cpu 60%`, `slots 70%` or `queue 10`"
      guard words.count == 2, ["cpu", "slots", "queue"].contains(words[0]) else {
        throw ValueError(
          "`\(written.shortened)` is not a signal and its target",
          suggestion: words.first.flatMap { Spelling.nearest(to: $0, among: ["cpu", "slots", "queue"]) }
            .flatMap { $0 == words[0] ? nil : "did you mean `\($0)`?" } ?? hint)
      }
      if words[0] == "queue" {
        _ = try ValueReader.count(words[1], 1...1_000_000)
      } else if try ValueReader.ratio(words[1]) == 0 {
        throw ValueError("a target of 0% is never kept", suggestion: hint)
      }
    }
  }
}
