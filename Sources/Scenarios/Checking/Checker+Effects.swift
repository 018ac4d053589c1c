import Components
import Engine

/// What a fault does, checked against the kind of what it hits.
extension Checker {
  /// An effect as it is stated, and where.
  struct EffectUse {
    var name: String
    var item: Item
    var keyPlace: Place
    var fault: Item
    var fields: Fields
    var target: Fault.Target?

    var component: String? { if case .component(let name)? = target { name } else { nil } }
    var zone: String? { if case .zone(let name)? = target { name } else { nil } }
  }

  private static let zonal = ["slow", "error", "outage", "crash", "delay", "partition"]

  func checkTarget(_ use: EffectUse) {
    if let zone = use.zone {
      if !Self.zonal.contains(use.name) {
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
    guard let wrong = mismatch(use.name, component, kind) else { return }
    problems.error(wrong.message, at: use.keyPlace, suggestion: wrong.suggestion)
  }

  /// Why an effect cannot hit a component; nil when it can.
  private func mismatch(_ effect: String, _ component: Component, _ kind: Kind)
    -> (message: String, suggestion: String?)?
  {
    func isFor(_ what: String, _ suggestion: String? = nil) -> (String, String?) {
      ("`\(effect)` is for \(what), and `\(component.name)` is of kind `\(kind.name)`", suggestion)
    }
    switch effect {
    case "reorder", "duplicate", "loss", "poison":
      return kind.isPublished ? nil : isFor("the records of a topic or queue")
    case "crash":
      return kind.facets.crashes ? nil : isFor("what runs in instances", "did you mean `outage: yes`?")
    case "deploy": return kind.facets.deploys ? nil : isFor("what runs a version of its own")
    case "failover":
      if kind.structure != .database { return isFor("a database") }
      return copies(component) > 0
        ? nil : ("`\(component.name)` has no `replica` that could take over", "add one, as in `replica: { count: 1 }`")
    case "disk-loss": return kind.facets.keepsData ? nil : isFor("a store")
    case "flush":
      if kind.structure == .edge, component.parameters["caches"] == nil {
        return ("`\(component.name)` keeps no keys that it could forget", "say which, as in `caches: image`")
      }
      return kind.facets.holdsKeys ? nil : isFor("a cache")
    case "missed": return kind.structure == .timer ? nil : isFor("a cron")
    case "quota":
      let limits = ["quota", "limit", "rate"].filter { kind.has($0) }
      if limits.isEmpty { return isFor("what has a quota or limit") }
      return limits.contains { component.parameters[$0] != nil }
        ? nil : ("`\(component.name)` has no `\(limits[0])` that could change", nil)
    case "slow" where kind.isPublished, "delay" where kind.isPublished:
      return (
        "`\(effect)` is for what works or is called, and `\(component.name)` is of kind `\(kind.name)`",
        "did you mean `error`, `outage` or `reorder`?"
      )
    default:
      if kind.structure == .poller {
        return ("polls of `\(component.name)` cannot be hit where they start", "let it hit what is polled")
      }
      guard case .none = kind.operations else { return nil }
      return ("nothing calls kind `\(kind.name)`", kind.structure == .timer ? "did you mean `missed: yes`?" : nil)
    }
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
    guard let item = use.fields["replicas"], let count = count(item, of: "replicas", in: Language.fault)
    else { return nil }
    guard ["slow", "error", "outage", "crash", "deploy"].contains(use.name) else {
      problems.error(
        "`replicas` is for slow, error, outage, crash and deploy, not for `\(use.name)`",
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

  func readEffect(_ use: EffectUse, replicas: inout Int64?) -> Fault.Effect? {
    let item = use.item
    switch use.name {
    case "slow": return factor(item).map { .slow($0) }
    case "error": return share(item, "an error of 0% does nothing").map { .error($0) }
    case "duplicate": return share(item, "a share of 0% does nothing").map { .duplicate($0) }
    case "loss": return share(item, "a share of 0% does nothing").map { .loss($0) }
    case "poison": return share(item, "a share of 0% does nothing").map { .poison($0) }
    case "quota": return factor(item).map { .quota($0) }
    case "delay": return positiveTime(item, "a delay of zero does nothing").map { .delay($0) }
    case "disk-loss": return positiveTime(item, "restoring a disk takes time").map { .diskLoss(restore: $0) }
    case "outage": return flag(use) ? .outage : nil
    case "failover": return flag(use) ? .failover : nil
    case "flush": return flag(use) ? .flush : nil
    case "missed": return flag(use) ? .missed : nil
    case "crash": return readCrash(use, replicas: &replicas) ? .crash : nil
    case "partition": return readPartition(use)
    case "deploy": return readDeploy(item)
    default: return readReorder(use)
    }
  }

  private func flag(_ use: EffectUse) -> Bool {
    guard let flag = value(use.item, "`yes`", ValueReader.flag) else { return false }
    if !flag {
      problems.error(
        use.name == "outage" ? "a fault that is no outage does nothing" : "a fault without its effect does nothing",
        at: use.item.place, suggestion: "did you mean `yes`?")
    }
    return true
  }

  /// `yes`, or `2 replicas`.
  private func readCrash(_ use: EffectUse, replicas: inout Int64?) -> Bool {
    guard let written = text(use.item, "`yes` or `1 replica`") else { return false }
    if ["yes", "no"].contains(written) { return flag(use) }
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
  private func readPartition(_ use: EffectUse) -> Fault.Effect? {
    guard let written = text(use.item, "`yes`, or a component") else { return nil }
    if ["yes", "no"].contains(written) { return flag(use) ? .partition(from: nil) : nil }
    guard let from = resolve(written, .component, "a component", scope: use.item.scope, at: use.item.place)
    else { return nil }
    if from == use.component {
      problems.error("`\(written)` cannot be cut off from itself", at: use.item.place)
    }
    return .partition(from: from)
  }

  private func readDeploy(_ item: Item) -> Fault.Effect? {
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

  private func readReorder(_ use: EffectUse) -> Fault.Effect? {
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
