import Components
import Engine

/// What a fault does, checked against the kind of what it hits.
extension Checker {
  func checkTarget(_ use: EffectUse) {
    if let zone = use.zone {
      if !use.form.reach.contains(.zones) {
        problems.error("`\(use.name)` hits a component, not the zone `\(zone)`", at: use.keyPlace)
      }
      for key in ["key", "replicas"] {
        guard let entry = use.fault.node.entry(key) else { continue }
        problems.error("`\(key)` is of one component, and the fault hits a zone", at: entry.keyPlace)
      }
      return
    }
    guard let name = use.component, let kind = kind(of: name), kind.isBuilt,
      let component = scenario.components.first(where: { $0.name == name })
    else { return }
    guard let wrong = use.form.mismatch(self, component, kind) else { return }
    problems.error(wrong.message, at: use.keyPlace, suggestion: wrong.suggestion)
  }

  /// Copies of a database that follow the primary.
  func copies(_ component: Component) -> Int64 {
    component.parameters["replica"]?.table?.first { $0.name == "count" }?.value.count ?? 0
  }

  /// One key of the component's `by` population.
  func readKey(_ use: EffectUse) -> Int64? {
    guard let item = use.fields["key"],
      case .count(let key)? = read(.count(1...1_000_000_000_000), item, Context(parameter: "key"))
    else { return nil }
    guard let hits = use.component, let component = scenario.components.first(where: { $0.name == hits })
    else { return key }
    guard kind(of: hits)?.isBuilt ?? false else { return key }
    guard let by = component.parameters["by"]?.word,
      let population = scenario.populations.first(where: { $0.name == by })
    else {
      problems.error(
        "`key` aims at one key of the component's `by` population, and `\(hits)` has no `by`", at: item.place)
      return key
    }
    if key > population.count {
      problems.error("the population `\(by)` has only \(population.count) keys", at: item.place)
    }
    return key
  }

  /// The first so many replicas of the component.
  func readReplicas(_ use: EffectUse) -> Int64? {
    guard let item = use.fields["replicas"], let count = count(item, of: "replicas", in: vocabulary.fault)
    else { return nil }
    guard use.form.reach.contains(.replicas) else {
      let others = vocabulary.effects.filter { $0.reach.contains(.replicas) }.map(\.name)
      problems.error(
        "`replicas` is for \(others.dropLast().joined(separator: ", ")) and \(others.last ?? ""), not for `\(use.name)`",
        at: use.fault.node.entry("replicas")?.keyPlace ?? item.place)
      return count
    }
    checkReplicas(count, use, at: item.place)
    return count
  }

  private func checkReplicas(_ count: Int64, _ use: EffectUse, at place: Place) {
    guard let name = use.component, let component = scenario.components.first(where: { $0.name == name }) else {
      return
    }
    guard let kind = kind(of: name), kind.isBuilt else { return }
    // Where nothing can crash, that is said already.
    if use.name == "crash", !kind.facets.crashes { return }
    guard let most = mostReplicas(component) else {
      problems.error("`\(name)` has no replicas", at: place)
      return
    }
    if count > most {
      problems.error("`\(name)` has only \(most) replica\(most == 1 ? "" : "s")", at: place)
    }
  }

  /// As many as it can have at once; nil for what has none.
  func mostReplicas(_ component: Component) -> Int64? {
    if component.structure == .database { return 1 + copies(component) }
    guard let replicas = component.parameters["replicas"] else { return nil }
    let scaler = scenario.components.first {
      $0.structure == .scaler && $0.parameters["scales"]?.word == component.name
    }
    func most(_ fields: [(name: String, value: ParameterValue)]) -> Int64? {
      fields.first { $0.name == "max" }?.value.count
    }
    return scaler?.parameters["max"]?.count ?? replicas.table.flatMap(most) ?? replicas.count
  }

  // MARK: The effects

  /// Whether an effect without a measure is there.
  func isOn(_ use: EffectUse, _ message: String = "a fault without its effect does nothing") -> Bool {
    guard let flag = value(use.item, "`yes`", ValueReader.flag) else { return false }
    if !flag {
      problems.error(message, at: use.item.place, suggestion: "did you mean `yes`?")
    }
    return true
  }

  /// `yes`, or `2 replicas`.
  func readCrash(_ use: EffectUse, replicas: inout Int64?) -> Bool {
    guard let written = text(use.item, "`yes` or `1 replica`") else { return false }
    if ["yes", "no"].contains(written) { return isOn(use) }
    let words = written.split(separator: " ").map(String.init)
    guard words.count == 2, ["replica", "replicas"].contains(words[1]),
      let count = value(use.item, "a count", { (_) throws(ValueError) in try ValueReader.count(words[0], 1...100_000) })
    else {
      if words.count != 2 || !["replica", "replicas"].contains(words[1]) {
        problems.error(
          "`\(written.shortened)` does not say what crashes", at: use.item.place,
          suggestion: "`yes` for all, or as in `1 replica`")
      }
      return false
    }
    if let entry = use.fault.node.entry("replicas") {
      problems.error(
        "`crash: \(written)` says already how many", at: entry.keyPlace, suggestion: "leave `replicas` out")
    } else if let zone = use.zone {
      problems.error(
        "a zone crashes as a whole, and the fault hits the zone `\(zone)`", at: use.item.place,
        suggestion: "did you mean `yes`?")
    } else {
      checkReplicas(count, use, at: use.item.place)
    }
    replicas = count
    return true
  }

  /// `yes`, or the component that calls come from.
  func readPartition(_ use: EffectUse) -> Fault.Effect? {
    guard let written = text(use.item, "`yes`, or a component") else { return nil }
    if ["yes", "no"].contains(written) { return isOn(use) ? .partition(from: nil) : nil }
    guard let from = resolve(written, .component, "a component", scope: use.item.scope, at: use.item.place)
    else { return nil }
    if from == use.component {
      problems.error("`\(written)` cannot be cut off from itself", at: use.item.place)
    }
    return .partition(from: from)
  }

  func readDeploy(_ item: Item) -> Fault.Effect? {
    guard let fields = fields(item, Language.deploy, of: "`deploy`") else { return nil }
    if item.entries.isEmpty {
      problems.error(
        "a version without faults does nothing", at: item.place, suggestion: "write it as in `{ error: 20%, slow: x2 }`"
      )
    }
    let error = fields["error"].map { ratio($0) } ?? 0
    let slow = fields["slow"].map { factor($0) } ?? 1
    guard let error, let slow else { return nil }
    return .deploy(error: error, slow: slow)
  }

  func readReorder(_ use: EffectUse) -> Fault.Effect? {
    let share = ratio(use.item)
    guard let by = use.fields["by"] else {
      problems.error(
        "`reorder` needs `by`: how late records come", at: use.fault.place, suggestion: "as in `by: 0s..400s`")
      return nil
    }
    guard let range = span(by), let share else { return nil }
    return .reorder(share: share, by: range)
  }
}
