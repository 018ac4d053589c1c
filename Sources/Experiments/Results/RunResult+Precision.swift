import Scenarios
import Statistics

extension RunResult {
  /// Whether replications enough have been run.
  func reaches(_ precision: Precision) -> Bool {
    switch precision {
    case .decided:
      return !budgets.contains { $0.verdict == .cannotJudge || ($0.verdict == .warned && $0.isAstride) }
    case .halfWidth(let share):
      let budgeted = budgets.compactMap(\.interval)
      let intervals = budgeted.isEmpty ? indicators.compactMap(\.meanInterval) : budgeted
      return intervals.allSatisfy { $0.halfWidth <= share * abs($0.mean) }
    }
  }
}

extension BudgetResult {
  /// Its limit lies inside its interval.
  fileprivate var isAstride: Bool { limit.map { interval?.contains($0) ?? false } ?? false }
}

extension Precision {
  /// What the most replications did not reach.
  var wanted: String {
    switch self {
    case .decided: "some budgets are still not decided"
    case .halfWidth(let share): "some intervals are still wider than \(share * 100) %"
    }
  }
}
