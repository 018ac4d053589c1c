import Components
import Scenarios
import Statistics

/// Finds the cheapest point of a grid at which every budget holds.
///
/// All points are run with a few replications; those that surely break a budget, and those that cost more than one
/// that surely holds, are left there, and the others get more, up to the number that was asked for. What is left out
/// cannot be the answer, so the answer is that of an exhaustive search.
package struct CostSearch {
  private let points: [(settings: [Setting], experiment: Experiment)]
  private let replications: Int
  static let first = 2

  package init(points: [(settings: [Setting], experiment: Experiment)], replications: Int) {
    self.points = points
    self.replications = max(Self.first, replications)
  }

  package struct Answer: Sendable {
    /// Every point, in the order of the grid, with what was run of it.
    package var points: [DesignPoint] = []
    /// Index of the cheapest point whose budgets hold; nil when there is none.
    package var cheapest: Int?
    /// Points that cost less and could neither be said to hold nor to break.
    package var undecided: [Int] = []
    package var isPartial = false
  }

  /// - Parameter announce: is given the points, by their indices, that get so many replications next.
  package func run(
    stop: StopRequest, announce: ([Int], Int) throws -> Void = { _, _ in },
    observer: (String) -> (any RunObserver)? = { _ in nil },
    finished: (DesignPoint, Experiment) throws -> Void = { _, _ in }
  ) throws -> Answer {
    var answer = Answer()
    var open = Array(points.indices)
    var count = Self.first
    answer.points = points.map { DesignPoint(settings: $0.settings, result: RunResult()) }
    while !open.isEmpty && !stop.isRequested {
      try announce(open, count)
      for index in open {
        let experiment = points[index].experiment
        try experiment.extend(to: count, stop: stop, observer: observer(answer.points[index].label))
        let result = experiment.result()
        answer.points[index] = DesignPoint(settings: points[index].settings, result: result)
        if result.isPartial { answer.isPartial = true }
      }
      // A verdict of few replications is rarely sure; nobody is left out by an interval that straddles its limit.
      let best = answer.points.filter { $0.verdict == .held }.compactMap(\.cost?.value).min() ?? .infinity
      open = open.filter { index in
        let point = answer.points[index]
        return point.verdict == .cannotJudge && (point.cost?.value ?? .infinity) <= best
      }
      if count >= replications { break }
      count = min(replications, count * 2)
    }
    for (index, point) in points.enumerated() { try finished(answer.points[index], point.experiment) }
    let held = answer.points.indices.filter { answer.points[$0].verdict == .held && answer.points[$0].cost != nil }
    answer.cheapest = held.min { (cost(answer, $0), $0) < (cost(answer, $1), $1) }
    answer.undecided = open.filter { cost(answer, $0) < answer.cheapest.map { cost(answer, $0) } ?? .infinity }
    answer.isPartial = answer.isPartial || stop.isRequested
    ParetoFront.mark(&answer.points)
    return answer
  }

  private func cost(_ answer: Answer, _ index: Int) -> Double { answer.points[index].cost?.value ?? .infinity }
}

extension DesignPoint {
  /// Of the budgets that decide an exit code.
  package var verdict: Verdict {
    let verdicts = result.deciding.map(\.verdict)
    if verdicts.contains(.violated) || result.invariants.contains(where: { $0.violations > 0 && !$0.isExpected }) {
      return .violated
    }
    return verdicts.contains(.cannotJudge) ? .cannotJudge : .held
  }
}
