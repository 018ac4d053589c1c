import Statistics

/// In how many draws of the assumptions the budgets hold.
package struct AssumptionDraws: Sendable {
  package struct BudgetShare: Sendable {
    package var name: String
    package var check: String
    package var held = 0
  }
  /// Quantities that were drawn.
  package var ranges = 0
  package private(set) var draws = 0
  /// In which every budget that decides holds.
  package private(set) var held = 0
  /// In which one is too close to its limit for its interval; it counts by its estimate.
  package private(set) var close = 0
  package private(set) var budgets: [BudgetShare] = []
  /// Settings of the first draw that does not hold.
  package private(set) var firstBroken: [String] = []
  package var remarks: [String] = []
  package var isPartial = false

  init() {}

  /// A draw's random numbers are those of all others, so that point estimates compare (D-35).
  mutating func add(_ result: RunResult, settings: [String]) {
    draws += 1
    if budgets.isEmpty { budgets = result.deciding.map { BudgetShare(name: $0.name, check: $0.check) } }
    var holds = true
    for (place, budget) in result.deciding.enumerated() {
      if budget.holdsByEstimate { budgets[place].held += 1 } else { holds = false }
    }
    if result.deciding.contains(where: { $0.verdict == .cannotJudge }) { close += 1 }
    if holds { held += 1 } else if firstBroken.isEmpty { firstBroken = settings }
  }

  /// Nil without a draw or a budget.
  package var share: ShareInterval? { draws > 0 && !budgets.isEmpty ? ShareInterval(held, of: draws) : nil }

  package func share(of budget: BudgetShare) -> ShareInterval { ShareInterval(budget.held, of: draws) }
}
