import Components
import Scenarios
import Statistics

/// Finds the knee: the highest factor on a setting, the load unless another is named, at which the budgets hold.
///
/// Every load is run with the same seeds, so that what a budget reads rises smoothly from one to the next (common
/// random numbers), and the bracket is halved by point estimates until its ends are within the tolerance. The knee is
/// where the straight line through the last readings of the budget that breaks first meets its limit; its interval is
/// where the line through the ends of their confidence intervals does.
package struct CapacitySearch {
  /// Relative distance of the ends at which the search ends.
  package static let tolerance = 0.01
  /// The search tries factors from 1/1024 to 1024.
  static let widest = 1024.0

  private let path: String
  private let today: String
  private let replications: Int
  private let announce: ([Double]) throws -> Void
  private let experiment: (Double) throws -> (experiment: Experiment, text: String)

  /// - Parameters:
  ///   - path: of the setting that is varied, and `today` its value.
  ///   - announce: is given the factors that are tried next, or perhaps tried next, so that several machines can run
  ///     them at once.
  ///   - experiment: the scenario with the setting multiplied by a factor, and the value as written.
  package init(
    path: String, today: String, replications: Int, announce: @escaping ([Double]) throws -> Void = { _ in },
    experiment: @escaping (Double) throws -> (experiment: Experiment, text: String)
  ) {
    self.path = path
    self.today = today
    self.replications = replications
    self.announce = announce
    self.experiment = experiment
  }

  /// - Parameter tried: is given each load as soon as it is known.
  package func run(
    stop: StopRequest, observer: @escaping (String) -> (any RunObserver)? = { _ in nil },
    tried: @escaping (CapacityPoint, Experiment) throws -> Void = { _, _ in }
  ) throws -> CapacityResult {
    let trials = Trials(self, stop: stop, observer: observer, tried: tried)
    var result = CapacityResult()
    result.path = path
    result.today = today
    result.ending = try bracket(&result, trials)
    if result.ending == .found { try curve(result, trials) }
    result.points = trials.points.sorted { $0.factor < $1.factor }
    conclude(&result)
    return result
  }

  /// The loads that were tried, each once.
  private final class Trials {
    private(set) var points: [CapacityPoint] = []
    private var announced: [Double] = []
    private let search: CapacitySearch
    private let stop: StopRequest
    private let observer: (String) -> (any RunObserver)?
    private let tried: (CapacityPoint, Experiment) throws -> Void

    init(
      _ search: CapacitySearch, stop: StopRequest, observer: @escaping (String) -> (any RunObserver)?,
      tried: @escaping (CapacityPoint, Experiment) throws -> Void
    ) {
      self.search = search
      self.stop = stop
      self.observer = observer
      self.tried = tried
    }

    /// Says that a factor is tried next, and which others may be tried after it.
    func announce(_ next: Double, _ more: [Double] = []) throws {
      guard !announced.contains(next) else { return }
      let new = [next] + more.filter { !announced.contains($0) }
      announced += new
      try search.announce(new)
    }

    /// Nil when it was interrupted.
    func point(_ factor: Double) throws -> CapacityPoint? {
      try announce(factor)
      if let known = points.first(where: { $0.factor == factor }) { return known }
      let (experiment, text) = try search.experiment(factor)
      try experiment.extend(to: search.replications, stop: stop, observer: observer(text))
      let found = CapacityPoint(factor: factor, text: text, result: experiment.result())
      if found.result.isPartial { return nil }
      try tried(found, experiment)
      points.append(found)
      return found
    }
  }

  // MARK: Search

  private func bracket(_ result: inout CapacityResult, _ trials: Trials) throws -> CapacityResult.Ending {
    try trials.announce(1, [2])
    guard let first = try trials.point(1) else { return .interrupted }
    guard first.hasVerdict else { return .noVerdict }
    var (low, high) = (1.0, 1.0)
    if first.holds {
      while true {
        high *= 2
        if high > Self.widest { return .neverBreaks }
        guard let next = try trials.point(high) else { return .interrupted }
        guard next.hasVerdict else { return .noVerdict }
        result.holds = low
        if !next.holds { break }
        low = high
      }
    } else {
      while true {
        low /= 2
        if low < 1 / Self.widest { return .neverHolds }
        guard let next = try trials.point(low) else { return .interrupted }
        if next.hasVerdict && next.holds { break }
        high = low
      }
    }
    while high / low > 1 + Self.tolerance {
      let middle = Self.rounded((low + high) / 2)
      if middle <= low || middle >= high { break }
      // One of the two halves comes next: a third more work, and half as many waits.
      try trials.announce(middle, [Self.rounded((low + middle) / 2), Self.rounded((middle + high) / 2)])
      guard let next = try trials.point(middle) else { return .interrupted }
      if next.holds { low = middle } else { high = middle }
    }
    (result.holds, result.breaks) = (low, high)
    return .found
  }

  /// Loads at round shares of the knee, so that the curve shows where it comes from.
  private func curve(_ result: CapacityResult, _ trials: Trials) throws {
    guard let holds = result.holds else { return }
    // They are further from one another than from what counts as near.
    let wanted = [0.25, 0.5, 0.7, 0.85, 0.95, 1.05, 1.15].map { Self.rounded(holds * $0) }.filter { factor in
      !trials.points.contains { abs($0.factor - factor) < 0.03 * holds }
    }
    if let first = wanted.first { try trials.announce(first, Array(wanted.dropFirst())) }
    for factor in wanted where try trials.point(factor) == nil { return }
  }

  /// Four digits, so that a value reads well and is the same on every machine.
  static func rounded(_ factor: Double) -> Double {
    var scale = 1000.0
    while factor * scale >= 10_000 { scale /= 10 }
    while factor * scale < 1000 { scale *= 10 }
    return (factor * scale).rounded() / scale
  }

  // MARK: Conclusion

  private func conclude(_ result: inout CapacityResult) {
    let points = result.points
    guard let last = points.last(where: { $0.factor == result.holds }),
      let broken = points.first(where: { $0.factor == result.breaks })
    else {
      if result.ending == .neverHolds { result.breaking = points.first?.broken ?? [] }
      return
    }
    result.breaking = broken.broken
    if let busiest = broken.result.busiest, busiest.utilization > 0 { result.bottleneck = busiest }
    for name in result.breaking {
      guard let below = last.excess(of: name), let above = broken.excess(of: name), below < above else { continue }
      let share = min(1, max(0, -below / (above - below)))
      result.knee = last.factor + share * (broken.factor - last.factor)
      result.interval = interval(around: result.knee ?? last.factor, of: name, points)
      break
    }
    if result.knee == nil { result.knee = (last.factor + broken.factor) / 2 }
    if points.contains(where: { $0.factor < last.factor && !$0.holds })
      || points.contains(where: { $0.factor > broken.factor && $0.holds })
    {
      result.remarks.append(
        "budgets do not simply break from one load on: a lower load breaks or a higher one holds; look at the curve")
    }
  }

  /// Factors at which the whole interval of the budget lies on one side of its limit, nearest to the knee.
  private func interval(around knee: Double, of name: String, _ points: [CapacityPoint]) -> ClosedRange<Double>? {
    func budget(_ point: CapacityPoint) -> BudgetResult? { point.result.budgets.first { $0.name == name } }
    let surely = points.filter { $0.factor <= knee && budget($0)?.verdict == .held }.map(\.factor).max()
    let never = points.filter { $0.factor >= knee && budget($0)?.verdict == .violated }.map(\.factor).min()
    guard let surely, let never else { return nil }
    return surely...never
  }
}

extension CapacityPoint {
  /// Names of the budgets that break, worst first.
  fileprivate var broken: [String] {
    result.deciding.filter { !$0.holdsByEstimate && $0.canBeRead }
      .sorted { ($0.excess ?? .infinity, $1.name) > ($1.excess ?? .infinity, $0.name) }.map(\.name)
  }

  fileprivate func excess(of name: String) -> Double? { result.budgets.first { $0.name == name }?.excess }
}
