import Components
import Engine

/// `workloads` and `faults`.
extension Checker {
  func readWorkloads() {
    for (name, keyPlace, item) in table("workloads") {
      guard let fields = fields(item, Language.workload, of: "a workload") else { continue }
      let who = fields["who"].flatMap { self.name($0, .population, "a population") }
      let starts = fields["starts"].flatMap(instant) ?? 0
      let flows = fields["flows"].map(readShares) ?? []
      guard let shape = readShape(item, fields, name: name, at: keyPlace) else { continue }
      scenario.workloads.append(
        Workload(name: name, shape: shape, starts: starts, flows: flows, who: who, place: keyPlace))
    }
    let duration = scenario.run.duration
    for workload in scenario.workloads where duration > 0 && workload.starts >= duration {
      problems.warning("workload `\(workload.name)` starts after the run has ended", at: workload.place)
    }
  }

  private func readShares(_ item: Item) -> [(flow: String, share: Double)] {
    var flows: [(flow: String, share: Double)] = []
    for (name, share) in shares(item, "the flows of a workload", name: "flow") {
      guard let entry = item.node.entry(name),
        let flow = resolve(name, .flow, "a flow", scope: item.scope, at: entry.keyPlace)
      else { continue }
      flows.append((flow, share))
    }
    return flows
  }

  private func readShape(_ item: Item, _ fields: Fields, name: String, at place: Place) -> Workload.Shape? {
    let shapes = Language.shapes.map(\.name)
    let stated = item.entries.filter { shapes.contains($0.entry.key) }
    guard let first = stated.first else {
      problems.error(
        "workload `\(name)` has no shape", at: place, suggestion: Spelling.choice(of: shapes))
      return nil
    }
    for other in stated.dropFirst() {
      problems.error(
        "a workload has one shape, and `\(other.entry.key)` is a second beside `\(first.entry.key)`",
        at: other.entry.keyPlace, suggestion: "workloads add up: make it another workload")
    }
    guard let shape = fields[first.entry.key] else { return nil }
    switch first.entry.key {
    case "rate": return rate(shape).map { .rate($0) }
    case "stages": return readStages(shape)
    default: return readDiurnal(shape)
    }
  }

  private func rate(_ item: Item) -> Double? { quantity(item, "a rate", size: { $0 }, ValueReader.rate) }

  private func readStages(_ item: Item) -> Workload.Shape? {
    guard let elements = item.node.elements else {
      problems.error("`stages` is a list, not \(item.node.description)", at: item.place)
      return nil
    }
    var stages: [Workload.Stage] = []
    for (index, node) in elements.enumerated() {
      let element = item.element(index, node)
      guard let fields = fields(element, Language.stage, of: "a stage") else { continue }
      let name = fields["name"].flatMap { text($0, "a name") } ?? "stage-\(index + 1)"
      if stages.contains(where: { $0.name == name }) {
        problems.error("two stages are called `\(name.shortened)`", at: fields["name"]?.place ?? element.place)
      }
      guard let duration = fields["duration"].flatMap({ time($0) }), let target = fields["target"].flatMap(rate)
      else { continue }
      stages.append(Workload.Stage(name: name, duration: duration, target: target))
    }
    if elements.isEmpty { problems.error("`stages` is empty", at: item.place) }
    // A start is at most as long again, so the end of the last stage fits.
    var rest = ValueReader.longestTime
    for stage in stages {
      guard stage.duration <= rest else {
        problems.error("the stages are longer than 100 years", at: item.place)
        return nil
      }
      rest -= stage.duration
    }
    return stages.isEmpty ? nil : .stages(stages)
  }

  private func readDiurnal(_ item: Item) -> Workload.Shape? {
    guard let fields = fields(item, Language.diurnal, of: "`diurnal`") else { return nil }
    let mean = fields["mean"].flatMap(rate)
    let peak = fields["peak"].flatMap { quantity($0, "a factor", size: { $0 }, ValueReader.factor) }
    if let item = fields["peak"], let peak, peak < 1 {
      problems.error("the highest rate of a day cannot be below its mean", at: item.place)
    }
    guard let at = fields["at"] else { return nil }
    needsStart(at)
    guard let mean, let peak, let clock = value(at, "a clock time", ValueReader.clock) else { return nil }
    if clock.day != .any {
      problems.error("a time of day is expected here, without a day", at: at.place)
    }
    return .diurnal(mean: mean, peak: peak, peakAt: clock.sinceMidnight)
  }

  // MARK: Instants

  /// `20:08` or `10min`: since the start of the run.
  func instant(_ item: Item) -> Nanoseconds? {
    guard let written = text(item, "a time or a clock time") else { return nil }
    guard ValueReader.isClock(written) else { return time(item, "a time or a clock time") }
    let clock = quantity(item, "a clock time", size: { Double($0.inWeek) }, ValueReader.clock)
    guard let clock else { return nil }
    guard let starts = starts else {
      needsStart(item)
      return nil
    }
    guard let instant = clock.since(starts) else {
      problems.error("`\(written.shortened)` is not within the run", at: item.place)
      return nil
    }
    return instant
  }

  private func needsStart(_ item: Item) {
    guard root["run"]?.node["starts"] == nil else { return }
    problems.error(
      "a clock time needs `run.starts`: where in the week the run begins", at: item.place,
      suggestion: "write it as in `run: { starts: Mon 00:00, … }`")
  }

  // MARK: Faults

  func readFaults() {
    for (name, keyPlace, item) in table("faults") {
      guard let fields = fields(item, Language.fault, of: "a fault") else { continue }
      let hits = fields["hits"].flatMap { self.name($0, .component, "a component") }
      let stated = item.entries.map(\.entry.key)
      let isTimed = checkTiming(stated, name: name, at: keyPlace, fields)
      let at = fields["at"].flatMap(instant)
      let duration = fields["for"].flatMap { time($0) }
      let effects = item.entries.filter { entry, _ in Language.effects.contains { $0.name == entry.key } }
      guard let first = effects.first else {
        problems.error(
          "fault `\(name)` has no effect", at: keyPlace,
          suggestion: Spelling.choice(of: Language.effects.map(\.name)))
        continue
      }
      for other in effects.dropFirst() {
        problems.error(
          "a fault has one effect, and `\(other.entry.key)` is a second beside `\(first.entry.key)`",
          at: other.entry.keyPlace)
      }
      let key = fields["key"].flatMap { readKey($0, hits) }
      let effect = fields[first.entry.key].flatMap { readEffect(first.entry.key, $0, item, fields, hits) }
      if stated.contains("by"), first.entry.key != "reorder" {
        problems.error("`by` is for `reorder`", at: item.node.entry("by")?.keyPlace ?? keyPlace)
      }
      guard isTimed, let effect, let hits, let at, let duration else { continue }
      if scenario.run.duration > 0, at >= scenario.run.duration {
        problems.warning("fault `\(name)` begins after the run has ended", at: keyPlace)
      }
      scenario.faults.append(
        Fault(
          name: name, at: at, duration: duration, component: hits, key: key, effect: effect,
          place: keyPlace))
    }
  }

  /// `at` with `for`, or one of the ways that are not built.
  private func checkTiming(_ stated: [String], name: String, at place: Place, _ fields: Fields) -> Bool {
    if stated.contains("every") || stated.contains("before") { return false }
    for (key, other) in [("at", "for"), ("for", "at")] where !stated.contains(key) {
      // A crash says when it is back.
      if key == "for", stated.contains("back-in") { return false }
      if stated.contains(other) || key == "at" {
        problems.error(
          "`\(key)` is missing in fault `\(name)`", at: place,
          suggestion: key == "for" ? "say how long it lasts, as in `for: 5min`" : "say when, as in `at: 10min`")
      }
    }
    if let item = fields["for"], item.node.text == "0s" {
      problems.error("a fault that lasts no time does nothing", at: item.place)
    }
    return stated.contains("at") && stated.contains("for")
  }

  private func readKey(_ item: Item, _ hits: String?) -> Int64? {
    guard
      case .count(let key)? = read(
        .count(1...1_000_000_000_000), item, Context(parameter: "key"))
    else { return nil }
    guard let hits, let component = scenario.components.first(where: { $0.name == hits }) else { return key }
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

  private func readEffect(
    _ name: String, _ item: Item, _ fault: Item, _ fields: Fields, _ hits: String?
  ) -> Fault.Effect? {
    let kind = hits.flatMap(kind)
    if name == "reorder" || name == "duplicate", let kind, kind.isBuilt, !isPublished(kind) {
      problems.error(
        "`\(name)` is for the records of a topic, and `\(hits ?? "")` is of kind `\(kind.name)`",
        at: fault.node.entry(name)?.keyPlace ?? item.place)
    }
    switch name {
    case "slow": return quantity(item, "a factor", size: { $0 }, ValueReader.factor).map { .slow($0) }
    case "error": return ratio(item).map { .error($0) }
    case "duplicate": return ratio(item).map { .duplicate($0) }
    case "outage":
      guard let flag = value(item, "`yes`", ValueReader.flag) else { return nil }
      if !flag {
        problems.error("a fault that is no outage does nothing", at: item.place, suggestion: "did you mean `yes`?")
      }
      return .outage
    case "reorder":
      let share = ratio(item)
      guard let by = fields["by"] else {
        problems.error(
          "`reorder` needs `by`: how late records come", at: fault.place, suggestion: "as in `by: 0s..400s`")
        return nil
      }
      let range: ClosedRange<Nanoseconds>?
      if by.node.text?.contains("..") ?? true {
        range = quantity(by, "a range of times", size: { Double($0.upperBound) }, ValueReader.timeRange)
      } else {
        range = time(by).map { $0...$0 }
      }
      guard let share, let range else { return nil }
      return .reorder(share: share, by: range)
    default: return nil
    }
  }
}
