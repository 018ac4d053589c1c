import Components

/// Which budgets can be judged by what clients see of a service.
package struct LiveBudgets {
  private let clients: Scenario
  private let marks: Set<String>
  private let operations: Set<String>

  /// - Parameter scenario: the clients of one, or the whole.
  package init(_ scenario: Scenario) {
    clients = scenario
    let steps = scenario.liveFlows.flatMap { LiveFlows.steps(of: $0) }
    marks = Set(steps.compactMap { if case .mark(let name) = $0.action { name } else { nil } })
    operations = Set(steps.compactMap { if case .call(let call) = $0.action { call.title } else { nil } })
  }

  private static let ofFlows = ["latency", "throughput", "goodput", "errors", "outcomes", "in-flight"]

  /// Why a budget is not judged; nil for one that is.
  package func refusal(of budget: Budget) -> String? {
    let check = budget.check
    let inside = check.labels.first { ["component", "command", "monitor", "counter", "group"].contains($0.label) }
    if let inside {
      return "`\(check.text)` is not judged: the \(inside.label) `\(inside.value)` cannot be seen from outside"
    }
    if let operation = check.label("operation"), !operations.contains(operation) {
      return "`\(check.text)` is not judged: no flow calls `\(operation)`"
    }
    if check.definition == nil {
      let steps = clients.liveFlows.flatMap { LiveFlows.steps(of: $0) }
      let since = steps.compactMap { step -> String? in
        if case .measure(check.metric, let since) = step.action { since } else { nil }
      }
      if since.contains(where: marks.contains) { return nil }
    } else if Self.ofFlows.contains(check.metric) {
      return nil
    }
    return "`\(check.text)` is not judged: `\(check.metric)` cannot be seen from outside"
  }
}
