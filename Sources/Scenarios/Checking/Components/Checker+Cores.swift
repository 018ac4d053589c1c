import Components

/// What a discipline of the cores needs to make a difference.
extension Checker {
  func checkCores(_ component: Component, _ entry: ComponentTable.Entry, _ kind: Kind) {
    if let weights = component.parameters["weights"]?.table { checkWeights(weights, component, entry) }
    if let speeds = component.parameters["speed-by-load"]?.table { checkSpeeds(speeds, component, entry) }
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

  private func checkSpeeds(
    _ speeds: [(name: String, value: ParameterValue)], _ component: Component, _ entry: ComponentTable.Entry
  ) {
    let key = "speed-by-load"
    let (place, hint) = (place(of: key, in: entry), "as in `{ 1: x1, 2: x1.8, 4: x3 }`")
    needsSharing(key, component, entry)
    if component.map("degrades") != nil {
      problems.error("`\(key)` and `degrades` both say how work slows down", at: place, suggestion: "leave one out")
    }
    var isSound = true
    let cores = component.parameters["cores"]?.count ?? 1
    for (name, value) in speeds {
      let node = root.node["components"]?[component.name]?[key]
      guard let atWork = Int64(name), (1...10_000).contains(atWork), "\(atWork)" == name else {
        let at = node?.entry(name)?.keyPlace ?? place
        problems.error("`\(name.shortened)` is no number at work, from 1 to 10000", at: at, suggestion: hint)
        isSound = false
        continue
      }
      let most = min(atWork, cores)
      if let factor = value.factor, factor > Double(most) {
        let words = "\(most) core\(most == 1 ? "" : "s")"
        problems.error(
          "with \(atWork) at work on \(cores), no more than \(words) do anything", at: node?[name]?.place ?? place)
        isSound = false
      }
    }
    if !speeds.contains(where: { $0.name == "1" }) {
      problems.error("`\(key)` does not say how fast one alone is", at: place, suggestion: hint)
    } else if isSound, SpeedCurve(Assembler.speeds(speeds)).isPlain(cores: Int(cores)) {
      problems.error("that is what \(cores) cores do without `\(key)`", at: place, suggestion: hint)
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
