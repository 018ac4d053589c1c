import Components
import Engine

/// Checks the units of a scenario and builds the typed one.
final class ScenarioChecker {
  let units: [ScenarioUnit]
  let bindings: [BindingDescription]
  let problems: ProblemList
  let values: ValueReader
  var scenario = Scenario.empty
  var books: [String: (prices: [ConfigurationNode.Entry], path: String)] = [:]
  var measures: Set<String> = []

  init(units: [ScenarioUnit], bindings: [BindingDescription], problems: ProblemList) {
    self.units = units
    self.bindings = bindings
    self.problems = problems
    values = ValueReader(problems: problems)
  }

  func check() throws -> Scenario {
    let main = units[0]
    let topKeys = ["orrery", "name", "question", "seed", "origin", "run", "systems", "domain", "populations", "network", "components", "policies", "flows", "workloads", "faults", "budgets", "slos", "prices", "options"]
    for unit in units {
      for entry in unit.tree.entries ?? [] where !topKeys.contains(entry.key) {
        problems.unknown("key", entry.key, among: topKeys, at: entry.keyPlace)
      }
      if unit.tree["orrery"]?.text != "1" {
        problems.error(at: unit.tree["orrery"]?.place ?? unit.tree.place, "`orrery: 1` is missing: the version of the language")
      }
    }
    scenario.name = main.tree["name"]?.text ?? ""
    if scenario.name.isEmpty { problems.error(at: main.tree.place, "`name` is missing") }
    scenario.question = main.tree["question"]?.text ?? ""
    if let seed = main.tree["seed"] { scenario.run.seed = UInt64(seed.text ?? "") ?? 1 }
    checkRun(main)
    for unit in units { checkPrices(unit) }
    for unit in units { checkPopulations(unit); checkDomain(unit) }
    for unit in units { checkNetwork(unit) }
    for unit in units { checkPolicies(unit) }
    for unit in units { checkComponents(unit) }
    for unit in units { checkFlows(unit) }
    for unit in units { checkOperations(unit) }
    for unit in units { checkWorkloads(unit) }
    for unit in units { checkFaults(unit) }
    for unit in units { checkBudgets(unit) }
    scenario.quantities = values.quantities
    return scenario
  }

  func context(_ unit: ScenarioUnit, _ path: String) -> ValueReader.Context {
    ValueReader.Context(path: path, origin: unit.tree["origin"]?.text.flatMap { SourcedQuantity.Origin(rawValue: $0) }, file: unit.path)
  }

  func entries(_ unit: ScenarioUnit, _ key: String) -> [ConfigurationNode.Entry] { unit.tree[key]?.entries ?? [] }

  func full(_ name: String, _ unit: ScenarioUnit) -> String { unit.joined[name] ?? unit.prefix + name }

  func scale(_ text: String, at place: Place) -> Int64? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, parts[0] == "1", let factor = try? QuantityText.count(String(parts[1])), factor > 0 else {
      problems.error(at: place, "`\(text)` is not a scale", "as in `1:1000`")
      return nil
    }
    return factor
  }

  private func checkRun(_ unit: ScenarioUnit) {
    guard let run = unit.tree["run"] else {
      problems.error(at: unit.tree.place, "`run` is missing", "as in `run: { duration: 1h }`")
      return
    }
    let c = context(unit, "run")
    let keys = ["starts", "duration", "warm-up", "drain", "replications", "load", "scale", "stands-for"]
    for entry in run.entries ?? [] {
      let n = entry.value
      switch entry.key {
      case "starts": scenario.run.startsAt = values.scalar(n, c) { try QuantityText.clock($0).time } ?? 0
      case "duration": scenario.run.duration = values.time(n, c.at("duration")) ?? 0
      case "warm-up": scenario.run.warmUp = values.time(n, c.at("warm-up"))
      case "drain": scenario.run.drain = values.time(n, c.at("drain")) ?? 0
      case "replications": scenario.run.replications = Int(values.scalar(n, c) { try QuantityText.count($0) } ?? 1)
      case "load": scenario.run.load = values.scalar(n, c) { try QuantityText.factor($0) } ?? 1
      case "scale": if let t = n.text, let f = scale(t, at: n.place) { scenario.run.scale = f }
      case "stands-for": scenario.run.standsFor = values.time(n, c.at("stands-for"))
      default: problems.unknown("key of run", entry.key, among: keys, at: entry.keyPlace)
      }
    }
  }

  private func checkPrices(_ unit: ScenarioUnit) {
    for book in unit.tree["prices"]?["books"]?.asList ?? [] {
      guard let name = book.text else { continue }
      let path = ScenarioUnit.resolve(name, from: unit.path)
      guard let text = try? YAMLText.load(path), let tree = YAMLText.parse(text, path: path, problems: problems) else {
        problems.error(at: book.place, "there is no price book `\(path)`")
        continue
      }
      scenario.prices.books.append(PriceBook(path: path, date: tree["date"]?.text ?? "", source: tree["source"]?.text ?? "", currency: tree["currency"]?.text ?? "USD"))
      for entry in tree["entries"]?.entries ?? [] { books[entry.key] = (entry.value.entries ?? [], path) }
    }
    for entry in unit.tree["prices"]?["fixed"]?.entries ?? [] {
      if let price = values.scalar(entry.value, context(unit, "prices"), { try PriceText.read($0, meter: entry.key, book: nil) }) {
        scenario.prices.fixed.append((entry.key, price.tiers[0].microsPerUnit))
      }
    }
  }

  private func checkPopulations(_ unit: ScenarioUnit) {
    for entry in entries(unit, "populations") {
      let c = context(unit, "populations.\(full(entry.key, unit))")
      var population = Population(name: full(entry.key, unit), count: 0, place: entry.keyPlace)
      for field in entry.value.entries ?? [] {
        switch field.key {
        case "count": population.count = values.scalar(field.value, c.at("count")) { try QuantityText.count($0) } ?? 0
        case "pick": population.pick = values.pickLaw(field.value, c.at("pick")) ?? population.pick
        case "size": population.size = values.sizeLaw(field.value, c.at("size"))
        case "share":
          population.shares = (field.value.entries ?? []).map { e in (e.key, values.scalar(e.value, c.at(e.key)) { try QuantityText.ratio($0) } ?? 0) }
        case "of":
          let parts = (field.value.text ?? "").split(separator: ".").map(String.init)
          if parts.count == 2 { population.core = parts[0]; population.entity = parts[1] }
        default: break
        }
      }
      scenario.populations.append(population)
    }
  }

  private func checkDomain(_ unit: ScenarioUnit) {
    guard let domain = unit.tree["domain"], let core = domain["core"]?.text else { return }
    guard let binding = bindings.first(where: { $0.name == core }) else {
      problems.unknown("domain core", core, among: bindings.map(\.name), at: domain.place)
      return
    }
    var parameters: [String: ParameterValue] = [:]
    for entry in domain.entries ?? [] where entry.key != "core" {
      guard let parameter = binding.parameters.first(where: { $0.name == entry.key }) else {
        problems.unknown("parameter of \(core)", entry.key, among: binding.parameters.map(\.name), at: entry.keyPlace)
        continue
      }
      parameters[entry.key] = values.value(entry.value, parameter.form, context(unit, "domain.\(entry.key)"))
    }
    scenario.domains.append(DomainSettings(core: core, prefix: unit.prefix, parameters: parameters, place: domain.place))
    scenario.expectedViolations += unit.expected.map(\.monitor) + (unit.prefix.isEmpty ? [] : units[0].expected.map(\.monitor))
  }

  private func checkNetwork(_ unit: ScenarioUnit) {
    guard unit.prefix.isEmpty || units[0].tree["network"] == nil else { return }
    for entry in entries(unit, "network") {
      guard let law = values.timeLaw(entry.value, context(unit, "network.\(entry.key)")) else { continue }
      switch entry.key {
      case "client": scenario.network.client = law
      case "same-zone": scenario.network.sameZone = law
      case "cross-zone": scenario.network.crossZone = law
      default: problems.unknown("hop", entry.key, among: ["client", "same-zone", "cross-zone"], at: entry.keyPlace)
      }
    }
  }

  private func checkPolicies(_ unit: ScenarioUnit) {
    for entry in entries(unit, "policies") {
      let timeout = entry.value["timeout"].flatMap { values.time($0, context(unit, "policies.\(entry.key).timeout")) }
      scenario.policies.append(Policy(name: full(entry.key, unit), timeout: timeout, place: entry.keyPlace))
    }
  }

  private func checkComponents(_ unit: ScenarioUnit) {
    for entry in entries(unit, "components") {
      guard let kindName = entry.value["kind"]?.text, let kind = Kind.named(kindName) else {
        problems.unknown("kind", entry.value["kind"]?.text ?? "", among: Kind.all.map(\.name), at: entry.value["kind"]?.place ?? entry.keyPlace)
        continue
      }
      if !kind.isBuilt { problems.notBuilt(at: entry.value["kind"]?.place ?? entry.keyPlace, "kind `\(kindName)`"); continue }
      let name = full(entry.key, unit)
      let c = context(unit, "components.\(name)")
      var component = Component(name: name, kind: kindName, place: entry.keyPlace)
      for field in entry.value.entries ?? [] {
        switch field.key {
        case "kind", "operations": continue
        case "to":
          if let text = field.value.text { component.to = [(nil, full(text, unit))] } else {
            component.to = (field.value.entries ?? []).map { ($0.key, full($0.value.text ?? "", unit)) }
          }
        case "from": component.from = field.value.text.map { full($0, unit) }
        case "runs": component.runs = field.value.text
        case "zones": component.zones = field.value.asList.compactMap(\.text)
        case "price": component.prices = prices(field.value, c)
        default:
          guard let parameter = kind.parameters.first(where: { $0.name == field.key }) else {
            problems.unknown("key of \(kindName)", field.key, among: kind.parameters.map(\.name), at: field.keyPlace)
            continue
          }
          if !parameter.isBuilt { problems.notBuilt(at: field.keyPlace, "`\(field.key)` of \(kindName)"); continue }
          if let value = values.value(field.value, parameter.form, c.at(field.key)) {
            if case .name(.population) = parameter.form, let word = value.word {
              component.parameters[field.key] = .word(full(word, unit))
            } else { component.parameters[field.key] = value }
          }
        }
      }
      for parameter in kind.parameters where component.parameters[parameter.name] == nil {
        if let standard = parameter.standard {
          let silent = ValueReader(problems: ProblemList())
          component.parameters[parameter.name] = silent.value(ConfigurationNode(.scalar(standard), at: entry.keyPlace), parameter.form, c)
        }
      }
      scenario.components.append(component)
    }
  }

  private func prices(_ node: ConfigurationNode, _ c: ValueReader.Context) -> [MeterPrice] {
    if let name = node.text {
      guard let book = books[name] else { problems.unknown("price entry", name, among: books.keys.sorted(), at: node.place); return [] }
      return book.prices.compactMap { e in values.scalar(e.value, c.at("price.\(e.key)")) { try PriceText.read($0, meter: e.key, book: book.path) } }
    }
    return (node.entries ?? []).compactMap { e in values.scalar(e.value, c.at("price.\(e.key)")) { try PriceText.read($0, meter: e.key, book: nil) } }
  }

  private func checkWorkloads(_ unit: ScenarioUnit) {
    for entry in entries(unit, "workloads") {
      let c = context(unit, "workloads.\(full(entry.key, unit))")
      let n = entry.value
      var shape: Workload.Shape?
      if let rate = n["rate"] { shape = values.scalar(rate, c.at("rate")) { .rate(try QuantityText.rate($0)) } }
      if let stages = n["stages"]?.items {
        shape = .stages(stages.enumerated().map { i, s in
          Workload.Stage(name: s["name"]?.text ?? "stage-\(i + 1)", duration: s["duration"].flatMap { values.time($0, c.at("stages")) } ?? 0, target: s["target"].flatMap { t in values.scalar(t, c.at("stages")) { try QuantityText.rate($0) } } ?? 0)
        })
      }
      if let d = n["diurnal"] {
        shape = .diurnal(mean: d["mean"].flatMap { t in values.scalar(t, c.at("diurnal.mean")) { try QuantityText.rate($0) } } ?? 0, peak: d["peak"].flatMap { t in values.scalar(t, c.at("diurnal.peak")) { try QuantityText.factor($0) } } ?? 2, peakAt: d["at"].flatMap { t in values.scalar(t, c.at("diurnal.at")) { try QuantityText.clock($0).time } } ?? 0)
      }
      guard let shape else { problems.notBuilt(at: entry.keyPlace, "the shape of workload `\(entry.key)`"); continue }
      let flows = (n["flows"]?.entries ?? []).map { e in (flow: full(e.key, unit), share: values.scalar(e.value, c.at("flows")) { try QuantityText.ratio($0) } ?? 0) }
      let starts = n["starts"].flatMap { s in
        values.scalar(s, c.at("starts")) { (text: String) throws -> Nanoseconds in
          if let time = try? QuantityText.time(text) { return time }
          return try self.sinceStart(text)
        }
      } ?? 0
      scenario.workloads.append(Workload(name: full(entry.key, unit), shape: shape, starts: starts, flows: flows, who: n["who"]?.text, place: entry.keyPlace))
    }
  }

  func sinceStart(_ text: String) throws -> Nanoseconds {
    let (time, hasDay) = try QuantityText.clock(text)
    let span: Nanoseconds = hasDay ? 7 * .day : .day
    return ((time - scenario.run.startsAt) % span + span) % span
  }

  private func checkFaults(_ unit: ScenarioUnit) {
    for entry in entries(unit, "faults") {
      let n = entry.value
      let c = context(unit, "faults.\(entry.key)")
      let at = n["at"].flatMap { s in values.scalar(s, c.at("at")) { (text: String) throws -> Nanoseconds in if let t = try? QuantityText.time(text) { return t }; return try self.sinceStart(text) } } ?? 0
      let duration = n["for"].flatMap { values.time($0, c.at("for")) } ?? 0
      var effect: Fault.Effect?
      if let s = n["slow"] { effect = values.scalar(s, c.at("slow")) { try QuantityText.factor($0) }.map { .slow($0) } }
      if let s = n["error"] { effect = values.scalar(s, c.at("error")) { try QuantityText.ratio($0) }.map { .error($0) } }
      if n["outage"] != nil { effect = .outage }
      if let s = n["duplicate"] { effect = values.scalar(s, c.at("duplicate")) { try QuantityText.ratio($0) }.map { .duplicate($0) } }
      if let s = n["reorder"] {
        let by = n["by"].flatMap { b in values.scalar(b, c.at("by")) { try QuantityText.timeRange($0) } } ?? 0...0
        effect = values.scalar(s, c.at("reorder")) { try QuantityText.ratio($0) }.map { .reorder(share: $0, by: by) }
      }
      guard let effect else { problems.notBuilt(at: entry.keyPlace, "the fault `\(entry.key)`"); continue }
      let target = full(n["hits"]?.text ?? "", unit)
      guard scenario.components.contains(where: { $0.name == target }) else { problems.unknown("component", n["hits"]?.text ?? "", among: scenario.components.map(\.name), at: n["hits"]?.place ?? entry.keyPlace); continue }
      let key = n["key"].flatMap { k in values.scalar(k, c.at("key")) { try QuantityText.count($0) } }
      scenario.faults.append(Fault(name: full(entry.key, unit), at: at, duration: duration, component: target, key: key, effect: effect, place: entry.keyPlace))
    }
  }

  private func checkBudgets(_ unit: ScenarioUnit) {
    for entry in entries(unit, "budgets") {
      let n = entry.value
      guard let text = n.text ?? n["check"]?.text else { continue }
      do {
        let check = try CheckText.read(OriginText(text).value, measures: measures) { full($0, unit) }
        let c = context(unit, "budgets.\(entry.key)")
        let window = n["window"].flatMap { values.time($0, c) }
        let allow: Double = n["allow"].flatMap { a in values.scalar(a, c) { try QuantityText.ratio($0) } } ?? 0
        scenario.budgets.append(Budget(name: full(entry.key, unit), check: check, window: window, allow: allow, severity: n["severity"]?.text == "warn" ? .warn : .fail, place: entry.keyPlace))
      } catch let e as ValueError { problems.error(at: n.place, e.message, e.suggestion) } catch {}
    }
  }
}

extension Scenario {
  static var empty: Scenario {
    Scenario(name: "", question: "", run: RunSettings(), network: NetworkSettings(), domains: [], populations: [], components: [], policies: [], flows: [], workloads: [], faults: [], budgets: [], objectives: [], prices: PriceList(), expectedViolations: [], options: [], assignments: [], quantities: [], sources: [], warnings: [])
  }
}

enum CheckText {
  static func read(_ text: String, measures: Set<String>, full: (String) -> String) throws -> Check {
    var words: [String] = []
    var depth = 0
    var current = ""
    for ch in text {
      if ch == "(" { depth += 1 }
      if ch == ")" { depth -= 1 }
      if ch == " " && depth == 0 { if !current.isEmpty { words.append(current) }; current = "" } else { current.append(ch) }
    }
    if !current.isEmpty { words.append(current) }
    guard words.count >= 4 else { throw ValueError("`\(text)` is not a check", "as in `p95 latency(flow=view) < 600ms`") }
    let statistic: Check.Statistic
    switch words[0] {
    case "mean": statistic = .mean
    case "max": statistic = .max
    case "min": statistic = .min
    case "count": statistic = .count
    case "rate": statistic = .rate
    case "share": statistic = .share
    case "total": statistic = .total
    case "per-month": statistic = .perMonth
    default:
      guard words[0].hasPrefix("p"), let d = DecimalText(words[0].dropFirst()) else { throw ValueError("`\(words[0])` is not a statistic") }
      statistic = .quantile(d.value / 100)
    }
    var metric = words[1]
    var labels: [(label: String, value: String)] = []
    if let open = metric.firstIndex(of: "(") {
      for pair in metric[metric.index(after: open)...].dropLast().split(separator: " ") {
        let kv = pair.split(separator: "=", maxSplits: 1).map(String.init)
        guard kv.count == 2 else { throw ValueError("`\(pair)` is not a label") }
        labels.append((kv[0], ["flow", "component", "operation", "population", "workload", "fault"].contains(kv[0]) ? full(kv[1]) : kv[1]))
      }
      metric = String(metric[..<open])
    }
    labels.sort { $0.label < $1.label }
    let known = Metric.named(metric) ?? (measures.contains(metric) ? Metric.named("freshness") : nil)
    guard let known else { throw ValueError("there is no metric `\(metric)`", Nearest.name(to: metric, among: Metric.all.map(\.name) + measures.sorted()).map { "did you mean `\($0)`?" }) }
    var index = 2
    var above: Double?
    if words[index] == "above" { above = try value(words[index + 1], known, statistic).value; index += 2 }
    guard let comparison = Check.Comparison(rawValue: words[index]) else { throw ValueError("`\(words[index])` is not a comparison") }
    let rest = words[(index + 1)...].joined(separator: " ")
    if rest.hasPrefix("baseline") {
      return Check(statistic: statistic, metric: metric, labels: labels, above: above, comparison: comparison, limit: .baseline(relative: nil, absolute: nil), limitIsRatio: false, text: text)
    }
    let (limit, isRatio) = try value(rest, known, statistic)
    return Check(statistic: statistic, metric: metric, labels: labels, above: above, comparison: comparison, limit: .value(limit), limitIsRatio: isRatio, text: text)
  }

  private static func value(_ text: String, _ metric: Metric, _ statistic: Check.Statistic) throws -> (value: Double, isRatio: Bool) {
    if text.hasSuffix("%") { return (try QuantityText.ratio(text, mayExceedOne: true), true) }
    if text.hasPrefix("$"), let d = DecimalText(text.dropFirst()) { return (d.value * 1e6, false) }
    if text.contains("/") { return (try QuantityText.rate(text), false) }
    if metric.unit == .time && statistic != .count { return (Double(try QuantityText.time(text)), false) }
    if let d = DecimalText(Substring(text)) { return (d.value, false) }
    return (Double(try QuantityText.count(text)), false)
  }
}
