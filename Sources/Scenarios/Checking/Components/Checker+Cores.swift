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
    let node = root.node["components"]?[component.name]?["weights"]
    let priorities = (0...7).map { "\($0)" }
    for name in statedKeys("weights", component) where !priorities.contains(name) {
      problems.error(
        "`\(name.shortened)` is no priority of a call", at: node?.entry(name)?.keyPlace ?? place,
        suggestion: "from 0 to 7, as in `weights: { 0: 4, 7: 1 }`")
    }
    guard problems.isSound(node) else { return }
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
    let node = root.node["components"]?[component.name]
    let stated = statedKeys(key, component)
    let cores = problems.isSound(node?["cores"]) ? component.parameters["cores"]?.count ?? 1 : nil
    for name in stated {
      guard let atWork = Int64(name), (1...10_000).contains(atWork), "\(atWork)" == name else {
        let at = node?[key]?.entry(name)?.keyPlace ?? place
        problems.error("`\(name.shortened)` is no number at work, from 1 to 10000", at: at, suggestion: hint)
        continue
      }
      guard let cores, let factor = speeds.first(where: { $0.name == name })?.value.factor else { continue }
      let most = min(atWork, cores)
      if factor > Double(most) {
        let words = "\(most) core\(most == 1 ? "" : "s")"
        problems.error(
          "with \(atWork) at work on \(cores), no more than \(words) do anything",
          at: node?[key]?[name]?.place ?? place)
      }
    }
    if !stated.contains("1") {
      problems.error("`\(key)` does not say how fast one alone is", at: place, suggestion: hint)
    } else if let cores, problems.isSound(node?[key]),
      SpeedCurve(Assembler.speeds(speeds)).isPlain(cores: Int(cores))
    {
      problems.error("that is what \(cores) cores do without `\(key)`", at: place, suggestion: hint)
    }
  }

  /// The names of a map that the file states, those of values that could not be read among them.
  private func statedKeys(_ key: String, _ component: Component) -> [String] {
    (root["components"]?[component.name]?[key]?.entries ?? []).map(\.entry.key)
  }

  /// A parameter of what is at work together.
  private func needsSharing(_ key: String, _ component: Component, _ entry: ComponentTable.Entry) {
    guard let discipline = component.word("discipline"), discipline != "sharing" else { return }
    problems.error(
      "`\(key)` is for work that shares the cores, and the discipline is `\(discipline)`",
      at: place(of: key, in: entry), suggestion: "add `discipline: sharing`")
  }
}
