import Components

/// What a discipline of the cores needs to make a difference.
extension Checker {
  func checkCores(_ component: Component, _ entry: ComponentTable.Entry, _ kind: Kind) {
    if let weights = component.parameters["weights"]?.table { checkWeights(weights, component, entry) }
    let slots = component.parameters["\(kind.facets.slot)s"]?.count
    guard component.word("discipline") == "preemptive", let slots, let cores = component.parameters["cores"]?.count,
      slots <= cores
    else { return }
    let slot = kind.facets.slot
    problems.error(
      "nothing is ever interrupted: with \(slots) \(slot)\(slots == 1 ? "" : "s") and \(cores) core\(cores == 1 ? "" : "s"), nobody waits for a core",
      at: place(of: "discipline", in: entry),
      suggestion: "more `\(slot)s` than `cores`, or `discipline: priority`")
  }

  private func checkWeights(
    _ weights: [(name: String, value: ParameterValue)], _ component: Component, _ entry: ComponentTable.Entry
  ) {
    let place = place(of: "weights", in: entry)
    needsSharing("weights", component, entry)
    let priorities = (0...7).map { "\($0)" }
    for (name, _) in weights where !priorities.contains(name) {
      problems.error(
        "`\(name.shortened)` is no priority of a call",
        at: root.node["components"]?[component.name]?["weights"]?.entry(name)?.keyPlace ?? place,
        suggestion: "from 0 to 7, as in `weights: { 0: 4, 7: 1 }`")
    }
    let values = priorities.map { name in weights.first { $0.name == name }?.value.count ?? 1 }
    if Set(values).count == 1 {
      problems.error(
        "all weights are the same, as they are without `weights`", at: place, suggestion: "as in `{ 0: 4, 7: 1 }`")
    }
  }

  /// A parameter of what is at work together.
  private func needsSharing(_ key: String, _ component: Component, _ entry: ComponentTable.Entry) {
    guard let discipline = component.word("discipline"), discipline != "sharing" else { return }
    problems.error(
      "`\(key)` is for work that shares the cores, and the discipline is `\(discipline)`",
      at: place(of: key, in: entry), suggestion: "add `discipline: sharing`")
  }
}
