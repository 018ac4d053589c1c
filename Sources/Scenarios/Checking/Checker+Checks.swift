import Components
import Engine

/// Understands a check: its metric, statistic, labels and limit against the catalogue and the scenario.
extension Checker {
  func check(_ item: Item) -> Check? {
    guard
      let parsed = value(
        item, "a check",
        { [vocabulary] (text) throws(ValueError) -> (CheckText, String) in
          let parts = try Provenance(text)
          let check = try CheckText(parts.value, metrics: vocabulary.metrics)
          if parts.origin != nil || parts.range != nil { note(item, parts) }
          return (check, parts.value)
        })
    else { return nil }
    let (check, text) = parsed
    guard let metric = metric(check, item) else { return nil }
    let place = item.place
    guard let statistic = statistic(check.statistic, of: metric, named: check.metric, at: place) else {
      return nil
    }
    let labels = labels(check, metric, item)
    var above: Double?
    do throws(ValueError) {
      if let text = check.above {
        guard statistic == .share, metric.unit == .time else {
          throw ValueError("`above` belongs to `share` of a time", suggestion: "as in `share latency above 1s < 5%`")
        }
        above = Double(try ValueReader.time(text))
      } else if statistic == .share, metric.unit == .time {
        throw ValueError(
          "the share of what? `above` is missing", suggestion: "as in `share \(check.metric) above 1s < 5%`")
      }
      let (limit, isRatio) = try limit(check.limit, statistic, metric)
      guard let labels else { return nil }
      if metric.unit == .money, scenario.run.standsFor == nil {
        problems.warning("a bill needs `run.stands-for`; without it, it cannot be judged", at: place)
      }
      return Check(
        statistic: statistic, metric: check.metric, labels: labels, above: above,
        comparison: check.comparison, limit: limit, limitIsRatio: isRatio, text: text, definition: metric)
    } catch {
      problems.error(error.message, at: place, suggestion: error.suggestion)
      return nil
    }
  }

  /// One of the catalogue, or a measure of the scenario, which behaves like `freshness`.
  private func metric(_ check: CheckText, _ item: Item) -> Metric? {
    let name = check.metric
    let own = measures.map(\.name)
    if let known = vocabulary.metric(named: name) { return known }
    if own.contains(name) { return vocabulary.metric(named: "freshness") }
    if hasUnreadMeasure { return nil }
    problems.error(
      "there is no metric `\(name.shortened)`", at: item.place,
      suggestion: (MetricHints(metrics: vocabulary.metrics).phrase(statistic: check.statistic, metric: name)
        ?? Spelling.nearest(to: name, among: own + vocabulary.metrics.map(\.name))).map { "did you mean `\($0)`?" }
        ?? "metrics: " + (vocabulary.metrics.map(\.name) + own.filter { $0 != "freshness" }).joined(separator: " "))
    return nil
  }

  private func statistic(_ name: String, of metric: Metric, named metricName: String, at place: Place)
    -> Check.Statistic?
  {
    let all = ["mean", "max", "min", "count", "rate", "share", "total", "per-month"]
    guard metric.statistics.contains(name) else {
      // Any percentile from p50 to p99.99 is one.
      if metric.statistics.contains("p50"), let quantile = quantile(name) { return .quantile(quantile) }
      problems.error(
        all.contains(name)
          ? "`\(metricName)` has no \(name)" : "`\(name.shortened)` is not a statistic",
        at: place, suggestion: Spelling.hint(for: name, among: metric.statistics))
      return nil
    }
    switch name {
    case "mean": return .mean
    case "max": return .max
    case "min": return .min
    case "count": return .count
    case "rate": return .rate
    case "share": return .share
    case "total": return .total
    case "per-month": return .perMonth
    default: return quantile(name).map { .quantile($0) }
    }
  }

  /// `p99.9` → 0.999.
  private func quantile(_ name: String) -> Double? {
    guard name.first == "p", let number = ExactDecimal(name.dropFirst()), !number.isNegative,
      name.dropFirst().first != "+"
    else { return nil }
    let share = ExactDecimal(digits: number.digits, places: number.places + 2).double
    return share >= 0.5 && share <= 0.9999 ? share : nil
  }

  // MARK: Limits

  private func limit(_ text: String, _ statistic: Check.Statistic, _ metric: Metric)
    throws(ValueError) -> (Check.Limit, Bool)
  {
    if let (relative, absolute) = try CheckText.baseline(text) {
      guard let absolute else { return (.baseline(relative: relative, absolute: nil), false) }
      let sign = absolute.hasPrefix("-") ? -1.0 : 1.0
      let (value, isRatio) = try amount(String(absolute.drop { $0 == "-" }), statistic, metric)
      return (.baseline(relative: relative, absolute: sign * value), isRatio)
    }
    let (value, isRatio) = try amount(text, statistic, metric)
    return (.value(value), isRatio)
  }

  private func amount(_ text: String, _ statistic: Check.Statistic, _ metric: Metric)
    throws(ValueError) -> (Double, Bool)
  {
    switch statistic {
    case .share: return (try ValueReader.ratio(text), true)
    case .count:
      if text.hasSuffix("%") {
        throw ValueError(
          "a count is not a percentage: `\(text.shortened)`", suggestion: "did you mean `share \(metric.name)`?")
      }
      return (Double(try ValueReader.count(text)), false)
    case .rate:
      if text.hasSuffix("%") {
        guard metric.name == "errors" else {
          throw ValueError(
            "the rate of `\(metric.name)` is per second, not `\(text.shortened)`",
            suggestion: metric.statistics.contains("share") ? "did you mean `share \(metric.name)`?" : nil)
        }
        return (try ValueReader.ratio(text), true)
      }
      return (try ValueReader.rate(text), false)
    default: break
    }
    switch metric.unit {
    case .time: return (Double(try ValueReader.time(text)), false)
    case .ratio: return (try ValueReader.ratio(text), text.hasSuffix("%"))
    case .money: return (try ValueReader.amountOfMoney(text), false)
    case .perSecond: return (try ValueReader.rate(text), false)
    case .count:
      let (number, unit) = try ValueReader.scaledNumber(text, what: "a number", example: "`79` or `12k`")
      guard !number.isNegative else { throw ValueError("`\(text.shortened)` is negative") }
      return (number.double(times: unit), false)
    }
  }

  // MARK: Labels

  private func labels(_ check: CheckText, _ metric: Metric, _ item: Item)
    -> [(label: String, value: String)]?
  {
    var labels: [(label: String, value: String)] = []
    var isRight = true
    for label in check.labels {
      guard metric.labels.contains(label.name) else {
        problems.error(
          "`\(check.metric)` has no label `\(label.name.shortened)`", at: item.place,
          suggestion: Spelling.hint(for: label.name, among: metric.labels))
        isRight = false
        continue
      }
      if let value = labelValue(label, check, item) {
        labels.append((label.name, value))
      } else {
        isRight = false
      }
    }
    if metric.name == "counts", !check.labels.contains(where: { $0.name == "counter" }) {
      problems.error(
        "which counter? `counter=` is missing", at: item.place,
        suggestion: "counters: " + Counter.allCases.map(\.name).joined(separator: " "))
      isRight = false
    }
    // What a system's file says of everything, it says of itself.
    let isNamed = check.labels.contains {
      ["flow", "operation", "workload", "component", "population", "fault", "system"].contains($0.name)
    }
    if !item.scope.isEmpty, !isNamed, metric.labels.contains("system") {
      labels.append(("system", String(item.scope.dropLast())))
    }
    return isRight ? labels.sorted { $0.label < $1.label } : nil
  }

  private func labelValue(_ label: CheckText.Label, _ check: CheckText, _ item: Item) -> String? {
    let (value, scope, place) = (label.value, item.scope, item.place)
    func among(_ names: [String], _ what: String) -> String? {
      if names.contains(value) { return value }
      problems.error(
        "there is no \(what) `\(value.shortened)`", at: place, suggestion: Spelling.hint(for: value, among: names))
      return nil
    }
    switch label.name {
    case "flow": return resolve(value, .flow, "a flow", scope: scope, at: place)
    case "workload": return resolve(value, .workload, "a workload", scope: scope, at: place)
    case "population": return resolve(value, .population, "a population", scope: scope, at: place)
    case "component", "group": return resolve(value, .component, "a component", scope: scope, at: place)
    case "operation":
      return target(Item(node: ConfigurationNode(.scalar(value), at: place, scope: scope), path: item.path))
        .map { "\($0.component).\($0.operation)" }
    case "system":
      let prefixes = systems.map { String($0.prefix.dropLast()) }
      return among(prefixes.map { scope.isEmpty ? $0 : String($0.dropFirst(scope.count)) }, "system")
        .map { scope + $0 }
    case "fault":
      let faults = (root.node["faults"]?.entries ?? []).map(\.key).filter { $0.hasPrefix(scope) }
      return among(faults.map { String($0.dropFirst(scope.count)) }, "fault").map { scope + $0 }
    case "phase": return among(phases(check, scope), "phase")
    case "counter": return among(Counter.allCases.map(\.name), "counter")
    case "monitor": return among(monitors(scope), "monitor")
    case "command": return hasOpaqueCore(scope) ? value : among(commands(), "command")
    case "outcome": return outcome(value, check, item)
    default: return value
    }
  }

  /// Names of stages: of the workload that is also named, or of all.
  private func phases(_ check: CheckText, _ scope: String) -> [String] {
    let named = check.labels.first { $0.name == "workload" }.map { scope + $0.value }
    return (root.node["workloads"]?.entries ?? []).filter { named == nil || $0.key == named }
      .flatMap { workload in
        ["stage", "step"].flatMap { number in
          (workload.value["\(number)s"]?.elements ?? workload.value["closed"]?["\(number)s"]?.elements ?? [])
            .enumerated().map {
              $0.element["name"]?.text ?? "\(number)-\($0.offset + 1)"
            }
        }
      }
  }

  private func monitors(_ scope: String) -> [String] {
    vocabulary.domains.filter { binding in
      scenario.domains.contains { $0.core == binding.name && $0.prefix.hasPrefix(scope) }
    }.flatMap { $0.monitors.map(\.id) }
  }

  /// Commands that steps use.
  private func commands() -> [String] {
    var names: [String] = []
    for operation in operations + flows {
      for step in operation.steps {
        step.forEach {
          if case .decide(let decide) = $0.action, !names.contains(decide.command) {
            names.append(decide.command)
          }
        }
      }
    }
    return names
  }

  private func outcome(_ value: String, _ check: CheckText, _ item: Item) -> String? {
    let usual = ["ok"] + Language.failures
    var possible: [String] = []
    func label(_ name: String) -> String? { check.labels.first { $0.name == name }?.value }
    if let flow = label("flow") {
      guard let full = names.resolve(flow, .flow, in: item.scope) else { return value }
      let set = outcomes(ofFlow: full)
      if set.isOpen { return value }
      possible = usual + set.answers + set.failures
    } else if let command = label("command") {
      guard let binding = binding(in: item.scope) else { return value }
      guard let known = binding.commands.first(where: { $0.name == command }) else { return value }
      possible = known.outcomes
    } else if let component = label("component") {
      guard let full = names.resolve(component, .component, in: item.scope) else { return value }
      let sets = callable(full).map { outcomes(of: $0, at: full) }
      if sets.contains(where: \.isOpen) { return value }
      possible = usual + sets.flatMap { $0.answers + $0.failures + $0.others }
    } else {
      return value
    }
    if check.metric == "calls" { possible += ["quota"] + Counter.outcomes.map(\.name) }
    if possible.contains(value) { return value }
    problems.error(
      "outcome `\(value.shortened)` cannot occur here", at: item.place,
      suggestion: Spelling.hint(for: value, among: possible))
    return nil
  }
}
