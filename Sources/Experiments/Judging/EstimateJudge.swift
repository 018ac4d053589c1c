import Scenarios
import Statistics

/// Judges an estimate: it holds where the whole of its interval does, with all that had not ended at its worst, and is
/// broken where the whole of it breaks the limit, with all that at its best.
struct EstimateJudge {
  let words: JudgementWords

  func judge(_ check: Check, _ limit: Double, _ observations: [Observation], into result: inout BudgetResult) {
    guard let estimate = FigureEstimate(check, of: observations) else {
      result.verdict = .cannotJudge
      result.reason = words.nothingToRead
      return
    }
    result.observed = estimate.value.low.isFinite ? estimate.value.low : nil
    result.isBound = estimate.value.low != estimate.value.high
    result.holdsAtWorst = check.comparison.surelyHolds(estimate.value, limit)
    result.interval = estimate.interval
    switch estimate.answer(check, limit) {
    case .held: result.verdict = .held
    case .violated: result.verdict = .violated
    case .unended: result.verdict = .cannotJudge
    case .tooFew:
      result.verdict = .cannotJudge
      result.isTooFew = true
    case .straddles: result.verdict = .cannotJudge
    }
    result.reason = words.estimate(estimate, estimate.answer(check, limit))
  }
}
