import Experiments
import Scenarios
import Statistics

/// The assumptions' effects, and their draws, as versioned JSON objects.
package enum AssumptionJSON {
  package static func text(_ result: SensitivityResult) throws -> String { try JSONReport.text(Effects(result)) }
  package static func text(_ draws: AssumptionDraws) throws -> String { try JSONReport.text(Draws(draws)) }

  private struct Effects: Encodable {
    let schema = JSONReport.schema
    let study = "assumptions"
    let figure, unit: String
    let base: OrNull<Double>
    let assumptions: [Effect]
    let remarks: [String]
    init(_ result: SensitivityResult) {
      figure = result.figure
      unit = result.unit
      base = OrNull(finite(result.base))
      assumptions = result.effects.map(Effect.init)
      remarks = result.remarks
    }
  }

  private struct Effect: Encodable {
    let path, text, origin, range, file: String
    let line: Int
    let low, high: End
    init(_ effect: AssumptionEffect) {
      path = effect.quantity.path
      text = effect.quantity.text
      origin = effect.quantity.origin.rawValue
      range = effect.quantity.range ?? ""
      file = effect.quantity.place.file
      line = effect.quantity.place.line
      low = End(effect.low)
      high = End(effect.high)
    }
  }

  private struct End: Encodable {
    let text: String
    let value: OrNull<Double>
    let changed: [String: String]
    init(_ end: AssumptionEffect.End) {
      text = end.text
      value = OrNull(finite(end.value))
      changed = Dictionary(end.changed.map { ($0.budget, $0.verdict.rawValue) }) { first, _ in first }
    }
  }

  private struct Draws: Encodable {
    let schema = JSONReport.schema
    let study = "assumption-draws"
    let draws, held, close, ranges: Int
    let share: OrNull<Share>
    let budgets: [String: Share]
    let first_broken, remarks: [String]
    init(_ draws: AssumptionDraws) {
      self.draws = draws.draws
      held = draws.held
      close = draws.close
      ranges = draws.ranges
      share = OrNull(draws.share.map(Share.init))
      budgets = Dictionary(draws.budgets.map { ($0.name, Share(draws.share(of: $0))) }) { first, _ in first }
      first_broken = draws.firstBroken
      remarks = draws.remarks
    }
  }

  private struct Share: Encodable {
    let share, low, high: Double
    init(_ interval: ShareInterval) {
      share = interval.share
      low = interval.low
      high = interval.high
    }
  }

  private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
}
