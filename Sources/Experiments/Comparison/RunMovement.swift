import Scenarios
import Statistics

/// What differs between two runs of one file that was changed in between: as it is, without asking what is chance.
package struct RunMovement: Sendable {
  /// A budget, or one that one of the runs does not have.
  package struct Judgement: Sendable {
    package var name: String
    package var unit: String
    package var before: BudgetResult?
    package var after: BudgetResult?
    /// Whether the verdict is another one.
    package var isTurn: Bool { before?.verdict != after?.verdict }
  }

  /// Another figure; nil where there was nothing to read it from.
  package struct Figure: Sendable {
    package var title: String
    package var unit: String
    package var before: Double?
    package var after: Double?

    /// How far it went, against the larger of the two: 1 at most.
    var size: Double {
      guard let before, let after else { return 1 }
      let larger = max(before.magnitude, after.magnitude)
      return larger > 0 ? (after - before).magnitude / larger : 0
    }
  }

  /// Those that say something else first, each in the order of the file.
  package var judgements: [Judgement] = []
  /// Those that went farthest first.
  package var figures: [Figure] = []

  package init(from before: RunResult, to after: RunResult) {
    judgements = Self.judgements(before.budgets, after.budgets)
    let figures = Self.figures(before, after).filter { $0.size > 0 }
    self.figures = figures.enumerated().sorted {
      ($1.element.size, $0.offset) < ($0.element.size, $1.offset)
    }.map(\.element)
  }

  package var isEmpty: Bool { judgements.isEmpty && figures.isEmpty }

  private static func judgements(_ before: [BudgetResult], _ after: [BudgetResult]) -> [Judgement] {
    let kept = after.map { budget in
      Judgement(
        name: budget.name, unit: budget.unit, before: before.first { $0.name == budget.name }, after: budget)
    }
    let gone = before.filter { budget in !after.contains { $0.name == budget.name } }.map {
      Judgement(name: $0.name, unit: $0.unit, before: $0, after: nil)
    }
    let moved = (kept + gone).filter { judgement in
      judgement.isTurn || judgement.before?.observed != judgement.after?.observed
        || judgement.before?.limit != judgement.after?.limit
    }
    return moved.filter(\.isTurn) + moved.filter { !$0.isTurn }
  }

  private static func figures(_ before: RunResult, _ after: RunResult) -> [Figure] {
    var figures: [Figure] = []
    func add(_ title: String, _ unit: String, _ before: Double?, _ after: Double?) {
      if before != nil || after != nil {
        figures.append(Figure(title: title, unit: unit, before: before, after: after))
      }
    }
    // What clients see; the figures of components follow from it, and are many.
    func titles(_ result: RunResult) -> [String] {
      result.indicators.filter { $0.labels.allSatisfy { $0.label == "flow" } }.map(\.title)
    }
    for title in union(titles(before), titles(after)) {
      let one = before.indicators.first { $0.title == title }?.histogram
      let other = after.indicators.first { $0.title == title }?.histogram
      add("p99 \(title)", "ns", one?.quantile(0.99).map(Double.init), other?.quantile(0.99).map(Double.init))
    }
    for name in union(before.components.map(\.name), after.components.map(\.name)) {
      let one = before.components.first { $0.name == name }
      let other = after.components.first { $0.name == name }
      add("utilization of \(name)", "ratio", one?.utilization, other?.utilization)
      add("failures of \(name)", "count", one.map { Double($0.failures) }, other.map { Double($0.failures) })
    }
    add(
      "bill a month", "micro-units", before.cost.map { Double($0.perMonthMicros) },
      after.cost.map { Double($0.perMonthMicros) })
    return figures
  }

  private static func union(_ one: [String], _ other: [String]) -> [String] {
    one + other.filter { !one.contains($0) }
  }
}
