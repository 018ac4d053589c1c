import Components
import Engine

/// `budgets`, `slos`, and the budgets that monitors of a core are.
extension Checker {
  func readBudgets() {
    for (name, keyPlace, item) in table("budgets") {
      if item.node.text != nil {
        guard let check = check(item) else { continue }
        scenario.budgets.append(
          Budget(name: name, check: check, window: nil, allow: 0, severity: .fail, place: keyPlace))
        continue
      }
      guard let fields = fields(item, vocabulary.budget, of: "a budget") else { continue }
      let check = fields["check"].flatMap { self.check($0) }
      let changes = vocabulary.budgets.compactMap { form in fields[form.name].map { form.read(self, $0, fields) } }
      guard let check else { continue }
      var budget = Budget(name: name, check: check, window: nil, allow: 0, severity: .fail, place: keyPlace)
      for change in changes { change(&budget) }
      scenario.budgets.append(budget)
    }
    addMonitors()
  }

  /// Every monitor of a core is a budget `= 0`, but for those that an option expects to be violated.
  private func addMonitors() {
    for domain in scenario.domains {
      guard let binding = vocabulary.domains.first(where: { $0.name == domain.core }) else { continue }
      for monitor in binding.monitors {
        let name = domain.prefix + monitor.id
        if expectedMonitors.contains(name) { continue }
        var labels = [(label: "monitor", value: monitor.id)]
        if !domain.prefix.isEmpty { labels.append(("system", String(domain.prefix.dropLast()))) }
        let title = labels.map { "\($0.label)=\($0.value)" }.joined(separator: " ")
        scenario.budgets.append(
          Budget(
            name: name,
            check: Check(
              statistic: .count, metric: "violations", labels: labels, above: nil, comparison: .equal,
              limit: .value(0), limitIsRatio: false, text: "count violations(\(title)) = 0"),
            window: nil, allow: 0, severity: .fail, place: domain.place))
      }
    }
  }

  /// Monitors that options expect to trip; each must be one of its core. Without a prefix, a monitor is
  /// that of every system whose core has it.
  func readExpected(_ expected: [(monitor: String, scope: String, place: Place)]) {
    for (monitor, scope, place) in expected {
      let slash = monitor.lastIndex(of: "/").map { monitor.index(after: $0) } ?? monitor.startIndex
      let prefix = scope + monitor[..<slash]
      let id = String(monitor[slash...])
      let scopes = core(in: prefix) != nil ? [prefix] : systems.map(\.prefix).filter { $0.hasPrefix(prefix) }
      let cores = scopes.filter { core(in: $0) != nil }
      let able = cores.filter { binding(in: $0)?.monitors.contains { $0.id == id } ?? false }
      for prefix in able { expectedMonitors.insert(prefix + id) }
      if !able.isEmpty {
        for name in able.map({ $0 + id }) where !scenario.expectedViolations.contains(name) {
          scenario.expectedViolations.append(name)
        }
        continue
      }
      // Nobody knows the monitors of a core that is not built.
      if cores.contains(where: hasOpaqueCore) { continue }
      let known = cores.flatMap { binding(in: $0)?.monitors.map(\.id) ?? [] }
      problems.error(
        cores.isEmpty
          ? "there is no domain core whose monitor `\(monitor.shortened)` could be"
          : "the core `\(core(in: cores[0]) ?? "")` has no monitor `\(id.shortened)`",
        at: place, suggestion: Spelling.hint(for: id, among: known))
    }
  }

  // MARK: Objectives

  func readObjectives() {
    for (name, keyPlace, item) in table("slos") {
      guard let fields = fields(item, Language.objective, of: "an objective") else { continue }
      let target = fields["target"].flatMap { ratio($0) }
      let window = fields["window"].flatMap { positiveTime($0, "a window of no time has nothing to judge") }
      if let target, target >= 1, let item = fields["target"] {
        problems.error("a target of 100% leaves no error budget", at: item.place)
      }
      if window != nil, scenario.run.standsFor == nil {
        problems.warning("an objective needs `run.stands-for`; without it, it cannot be judged", at: keyPlace)
      }
      guard let good = fields["good"], let parsed = readGood(good), let target, let window else { continue }
      scenario.objectives.append(
        Objective(
          name: name, flow: parsed.flow, requiresOK: parsed.requiresOK, latencyBelow: parsed.below,
          target: target, window: window, text: good.node.text ?? "", place: keyPlace))
    }
  }

  /// `flow=buy and ok and latency < 3s`
  private func readGood(_ item: Item) -> (flow: String, requiresOK: Bool, below: Nanoseconds?)? {
    guard let text = text(item, "`flow=NAME and ok and latency < TIME`") else { return nil }
    var flow: String?
    var requiresOK = false
    var below: Nanoseconds?
    for clause in ValueReader.split(text, by: " and ") {
      if clause == "ok" {
        requiresOK = true
      } else if clause.hasPrefix("flow=") {
        let name = String(clause.dropFirst(5)).trimmed
        flow = resolve(name, .flow, "a flow", scope: item.scope, at: item.place)
        if flow == nil { return nil }
      } else if clause.hasPrefix("latency") {
        let rest = clause.dropFirst("latency".count).trimmed
        guard rest.hasPrefix("<"), !rest.hasPrefix("<=") else {
          problems.error("`\(clause.shortened)` is not `latency < TIME`", at: item.place)
          return nil
        }
        do throws(ValueError) {
          below = try ValueReader.time(rest.dropFirst().trimmed)
        } catch {
          problems.error(error.message, at: item.place, suggestion: error.suggestion)
          return nil
        }
      } else {
        problems.error(
          "`\(clause.shortened)` is not a condition", at: item.place,
          suggestion: "write it as in `flow=buy and ok and latency < 3s`")
        return nil
      }
    }
    guard let flow else {
      problems.error("`good` names no flow", at: item.place, suggestion: "begin it with `flow=NAME`")
      return nil
    }
    return (flow, requiresOK, below)
  }
}
