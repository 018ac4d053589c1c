import Components
import Engine

/// `run`, `network`, `domain` and `populations`.
extension Checker {
  func readRun() {
    guard let item = root["run"] else { return }
    guard let fields = fields(item, Language.run, of: "`run`") else { return }
    if let starts = fields["starts"] {
      self.starts = value(starts, "a clock time", ValueReader.clock)
      scenario.run.startsAt = self.starts?.inWeek ?? 0
    }
    if let duration = fields["duration"], let time = time(duration) {
      if time == 0 { problems.error("a run takes time: `duration` is zero", at: duration.place) }
      scenario.run.duration = time
    }
    if let warmUp = fields["warm-up"], let time = time(warmUp) {
      scenario.run.warmUp = time
    }
    if let drain = fields["drain"] { scenario.run.drain = time(drain) ?? 0 }
    if let item = fields["replications"] { readReplications(item) }
    if let load = fields["load"] {
      scenario.run.load = quantity(load, "a factor", size: { $0 }, ValueReader.factor) ?? 1
    }
    if let scale = fields["scale"] { scenario.run.scale = value(scale, "a scale", ValueReader.scale) ?? 1 }
    if let standsFor = fields["stands-for"] {
      scenario.run.standsFor = time(standsFor)
      if scenario.run.standsFor == 0 {
        problems.error("`stands-for` is zero", at: standsFor.place)
      }
    }
  }

  private func readReplications(_ item: Item) {
    guard item.node.entries != nil else {
      if let count = count(item, of: "replications", in: Language.run).map(Int.init) {
        (scenario.run.replications, scenario.run.mostReplications) = (count, count)
      }
      return
    }
    guard let fields = fields(item, Language.precision, of: "`replications`") else { return }
    scenario.run.replications = Int(
      fields["at-least"].flatMap { count($0, of: "at-least", in: Language.precision) } ?? 5)
    scenario.run.mostReplications = Int(fields["max"].flatMap { count($0, of: "max", in: Language.precision) } ?? 100)
    if scenario.run.mostReplications < scenario.run.replications {
      problems.error(
        "`max` is below the \(scenario.run.replications) replications that are run at least",
        at: fields["max"]?.place ?? item.place)
    }
    guard let until = fields["until"] else {
      return problems.error(
        "`until` is missing: there is nothing to stop at before `max`", at: item.place,
        suggestion: "write it as in `{ until: decided, max: 100 }` or `{ until: 2%, max: 100 }`")
    }
    if until.node.text == "decided" {
      scenario.run.precision = .decided
    } else if let share = ratio(until) {
      scenario.run.precision = .halfWidth(share)
      if share <= 0 || share >= 1 {
        problems.error("a half-width lies between 0% and 100% of its estimate", at: until.place)
      }
    }
  }

  private func parameter(_ name: String, _ table: [Parameter]) -> Parameter {
    table.first { $0.name == name } ?? Parameter(name, .text, "")
  }

  /// After the workloads, since stages may say how long the run is.
  func finishRun() {
    let item = root["run"]
    let place = item?.place ?? root.place
    if item?.node["duration"] == nil {
      let ends = scenario.workloads.compactMap { workload -> Nanoseconds? in
        guard let stages = workload.shape.stages else { return nil }
        return stages.reduce(workload.starts) { $0 + $1.duration }
      }
      let count = root["workloads"]?.entries.count ?? 0
      if let last = ends.max(), ends.count == count, last > 0 {
        scenario.run.duration = last
      } else {
        problems.error(
          item == nil ? "`run` is missing: a run needs a duration" : "`duration` is missing in `run`",
          at: place, suggestion: "write it as in `run: { duration: 1h }`")
      }
    }
    let run = scenario.run
    if let warmUp = run.warmUp, run.duration > 0, warmUp >= run.duration {
      problems.error(
        "the warm-up takes the whole run of \(ValueReader.timeText(run.duration))",
        at: item?["warm-up"]?.place ?? place)
    }
  }

  func readNetwork() {
    for (scope, item) in perSystem("network") {
      guard let fields = fields(item, Language.network, of: "`network`") else { continue }
      var network = NetworkSettings()
      func hop(_ name: String) -> Distribution {
        fields[name].flatMap { distribution($0, over: .time) } ?? .constant(0)
      }
      network.client = hop("client")
      network.sameZone = hop("same-zone")
      network.crossZone = hop("cross-zone")
      if scope.isEmpty {
        scenario.network = network
      } else {
        scenario.systemNetworks.append((scope, network))
      }
    }
  }

  // MARK: Domain

  func binding(in scope: String) -> BindingDescription? {
    guard let core = core(in: scope) else { return nil }
    return vocabulary.domains.first { $0.name == core }
  }

  /// As `domain: { core: … }` says, known or not.
  func core(in scope: String) -> String? { root.node["\(scope)domain"]?["core"]?.text }

  /// Whether a `domain` is stated, right or wrong.
  func hasDomain(_ scope: String) -> Bool { root.node["\(scope)domain"] != nil }

  /// Whether commands and entities of a scope cannot be checked: their core is not built, or its name
  /// is wrong, which is said once.
  func hasOpaqueCore(_ scope: String) -> Bool { hasDomain(scope) && binding(in: scope) == nil }

  func readDomains() {
    for (scope, item) in perSystem("domain") {
      guard item.node.entries != nil else {
        problems.error(
          "`domain` is a map, not \(item.node.description)", at: item.place,
          suggestion: "write it as in `{ core: road-warrior }`")
        continue
      }
      guard let core = item["core"] else {
        problems.error("`core` is missing in `domain`", at: item.place)
        continue
      }
      guard let name = text(core, "the name of a domain core") else { continue }
      guard let binding = vocabulary.domains.first(where: { $0.name == name }) else {
        if Language.cores.contains(name) {
          problems.unbuilt("domain core `\(name)`", at: core.place)
        } else {
          problems.error(
            "there is no domain core `\(name.shortened)`", at: core.place,
            suggestion: Spelling.hint(for: name, among: vocabulary.domains.map(\.name) + Language.cores))
        }
        continue
      }
      readDomain(binding, item, scope)
    }
  }

  private func readDomain(_ binding: BindingDescription, _ item: Item, _ scope: String) {
    let table = [Parameter("core", .text, "")] + binding.parameters
    guard let fields = fields(item, table, of: "domain `\(binding.name)`") else { return }
    let classes = (root["populations"]?.entries ?? [])
      .filter { $0.item.scope == scope }
      .flatMap { ($0.item["share"]?.entries ?? []).map(\.entry.key) }
    var values: [String: ParameterValue] = [:]
    for parameter in binding.parameters {
      if let item = fields[parameter.name] {
        values[parameter.name] = read(
          parameter.form, item,
          Context(parameter: parameter.name, classes: classes, needsAllClasses: false))
        checkPositive(parameter, values[parameter.name], at: item.place)
      } else if parameter.isBuilt {
        values[parameter.name] = standard(parameter, at: item)
      }
    }
    scenario.domains.append(
      DomainSettings(
        core: binding.name, prefix: scope, parameters: values,
        place: item["core"]?.place ?? item.place))
  }

  /// A core whose clock ends before the run does would find no more changes, and say nothing.
  func checkClocks() {
    let cycle =
      scenario.components.filter { $0.structure == .poller }
      .flatMap { $0.cycles.map(\.time) }.max() ?? 0
    for domain in scenario.domains {
      guard let lasts = vocabulary.domains.first(where: { $0.name == domain.core })?.clockLasts?(domain.parameters)
      else {
        continue
      }
      // Two cycles before the start are the core's past.
      let longest = max(0, lasts - 2 * cycle)
      guard scenario.run.duration > longest else { continue }
      problems.error(
        "the clock of `\(domain.core)` ends after \(longest / .day) d\(longest % .day / .hour > 0 ? " \(longest % .day / .hour) h" : ""), before the run does",
        at: domain.place, suggestion: "let `run.duration` be at most `\(longest / .hour)h`")
    }
  }

  // MARK: Populations

  func readPopulations() {
    for (name, _, item) in table("populations") {
      let of = item["of"]
      let isOpaque = of != nil && hasOpaqueCore(item.scope)
      guard let fields = fields(item, Language.population, of: "a population", isOpen: isOpaque)
      else { continue }
      var population = Population(name: name, count: 1, place: item.place)
      if let count = fields["count"],
        case .count(let value)? = read(
          parameter("count", Language.population).form, count, Context(parameter: "count"))
      {
        population.count = value
      }
      if let pick = fields["pick"] {
        population.pick = distribution(pick, over: .keys) ?? population.pick
      }
      if let size = fields["size"] { population.size = distribution(size, over: .size) }
      if let share = fields["share"] {
        checkKeys(share, of: "a class")
        population.shares = shares(share, "the classes of `\(name)`", name: "class")
      }
      if let of { readEntity(of, into: &population) }
      scenario.populations.append(population)
    }
  }

  private func readEntity(_ item: Item, into population: inout Population) {
    guard let written = text(item, "an entity of a domain core") else { return }
    let parts = written.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      problems.error(
        "`\(written.shortened)` is not an entity of a domain core", at: item.place,
        suggestion: "write it as in `of: road-warrior.reservation`")
      return
    }
    guard let core = core(in: item.scope) else {
      if hasDomain(item.scope) { return }
      problems.error(
        "`of` names the core `\(parts[0].shortened)`, and the file has no `domain`", at: item.place,
        suggestion: "add `domain: { core: \(parts[0].shortened) }`")
      return
    }
    guard parts[0] == core else {
      if binding(in: item.scope) == nil, !Language.cores.contains(core) { return }
      problems.error(
        "`of` names the core `\(parts[0].shortened)`, and the domain is `\(core.shortened)`", at: item.place,
        suggestion: "did you mean `\(core.shortened).\(parts[1].shortened)`?")
      return
    }
    if let binding = binding(in: item.scope),
      !binding.entities.contains(where: { $0.name == parts[1] })
    {
      problems.error(
        "the core `\(core)` has no entity `\(parts[1].shortened)`", at: item.place,
        suggestion: Spelling.hint(for: parts[1], among: binding.entities.map(\.name)))
      return
    }
    (population.core, population.entity) = (core, parts[1])
  }

  /// Name → share, which must add up to one.
  func shares(
    _ item: Item, _ what: String, name: String, mustBeWhole: Bool = true
  ) -> [(name: String, share: Double)] {
    guard let entries = item.node.entries else {
      problems.error(
        "\(what): a map from \(name) to share is expected, not \(item.node.description)",
        at: item.place, suggestion: "write it as in `{ a: 60%, b: 40% }`")
      return []
    }
    var shares: [(name: String, share: Double)] = []
    for (entry, child) in item.entries {
      if let share = ratio(child) { shares.append((entry.key, share)) }
    }
    let sum = shares.reduce(0) { $0 + $1.share }
    guard shares.count == entries.filter({ !Item.isOrigin($0) }).count else { return shares }
    if mustBeWhole ? abs(sum - 1) > 1e-9 : sum > 1 + 1e-9 {
      problems.error(
        "\(what) add up to \(ValueReader.percent(sum)), \(mustBeWhole ? "not to 100%" : "which is more than 100%")",
        at: item.place)
    }
    return shares
  }
}
