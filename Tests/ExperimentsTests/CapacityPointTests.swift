import Experiments
import Scenarios
import Testing

/// When a load that was tried says on which side of the knee it lies.
@Suite struct CapacityPointTests {
  private func point(_ budgets: (observed: Double?, verdict: Verdict, isTooFew: Bool)...) -> CapacityPoint {
    var result = RunResult()
    result.budgets = budgets.map { observed, verdict, isTooFew in
      var budget = BudgetResult()
      (budget.observed, budget.verdict, budget.isTooFew) = (observed, verdict, isTooFew)
      (budget.limit, budget.comparison, budget.holdsAtWorst) = (10, .less, true)
      return budget
    }
    return CapacityPoint(factor: 2, text: "x2", result: result)
  }

  @Test func `one budget that surely breaks decides, whatever cannot be read beside it`() {
    let overloaded = point((nil, .cannotJudge, false), (50, .violated, false))
    #expect(overloaded.hasVerdict && !overloaded.holds)
  }

  @Test func `without one, every budget has to be read`() {
    #expect(!point((nil, .cannotJudge, false), (5, .held, false)).hasVerdict)
    #expect(!point((50, .cannotJudge, true), (5, .held, false)).hasVerdict)
    let open = point((9, .cannotJudge, false), (5, .held, false))
    #expect(open.hasVerdict && open.holds)
  }
}
