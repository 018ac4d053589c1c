import Components

/// Windows of budgets: for what is kept over time, and for limits that are known while a run is judged.
extension Checker {
  func checkWindows() {
    for budget in scenario.budgets where budget.window != nil {
      let place = root["budgets"]?[budget.name]?["window"]?.place ?? budget.place
      if case .baseline = budget.check.limit {
        problems.error(
          "a limit relative to a baseline is judged over the whole run, not in windows", at: place,
          suggestion: "leave `window` out, or give the limit itself")
      }
      guard let metric = budget.check.definition, !budget.check.isKeptOverTime else { continue }
      let others = budget.check.labels.map(\.label).filter { !metric.windows.contains($0) }
      if metric.windows.isEmpty {
        let fitting = vocabulary.metrics.filter { !$0.windows.isEmpty }.map { "`\($0.name)`" }
        problems.error(
          "`\(metric.name)` is judged over the whole run, not in windows", at: place,
          suggestion: "leave `window` out; windows are for \(fitting.joined(separator: ", ")) and measures")
      } else {
        problems.error(
          "`\(budget.check.metric)` of one \(others.joined(separator: " and ")) is judged over the whole run, not in windows",
          at: place,
          suggestion:
            "leave `window` out; in windows its labels are \(metric.windows.map { "`\($0)`" }.joined(separator: " and "))"
        )
      }
    }
  }
}
