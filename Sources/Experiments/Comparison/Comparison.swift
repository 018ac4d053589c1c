import Components
import Scenarios
import Statistics

/// Runs designs under common random numbers and says how they differ.
///
/// Arrivals and demands are functions of seed, replication and names, so replication n of every design meets the same
/// ones, and the difference of two designs varies less than either (Law 2015, 11.2). Where the number of replications
/// is not given it is raised in looks, 5, 10 and 20, until every principal figure is decided; each look then takes a
/// third of the error that the level leaves (Bonferroni), so that the level holds over all of them.
package final class Comparison {
  package struct Design {
    package var label: String
    package var scenario: Scenario
    package var model: AssembledModel
    package var options: RunOptions
    package var cache: (any ReplicationCache)?
    package init(
      label: String, scenario: Scenario, model: AssembledModel, options: RunOptions, cache: (any ReplicationCache)?
    ) {
      self.label = label
      self.scenario = scenario
      self.model = model
      self.options = options
      self.cache = cache
    }
  }

  /// Designs that no difference could be taken of; nothing was run.
  package struct NotComparable: Error, Sendable, CustomStringConvertible {
    package var reasons: [String]
    package var description: String { "these designs cannot be compared: \(reasons.joined(separator: "; "))" }
  }

  /// Relative differences below this count as none, when the whole interval is.
  package static let margin = 0.01
  static let looks = [5, 10, 20]

  private let designs: [Design]
  private let catalogue: FigureCatalogue
  private let experiments: [Experiment]
  private let replications: Int?

  /// - Parameter replications: fixed in advance; nil raises them in looks.
  /// - Throws: `NotComparable`.
  package init(_ designs: [Design], replications: Int?) throws {
    precondition(designs.count >= 2, "a comparison takes two designs")
    self.designs = designs
    self.replications = replications
    catalogue = FigureCatalogue(designs.map { ($0.scenario, $0.model) })
    let checks = catalogue.entries.map(\.check)
    let reasons = Self.obstacles(designs.map(\.scenario)) + (checks.isEmpty ? ["they have no figure in common"] : [])
    guard reasons.isEmpty else { throw NotComparable(reasons: reasons) }
    experiments = designs.map {
      Experiment($0.scenario, model: $0.model, options: $0.options, cache: $0.cache, figures: checks)
    }
  }

  /// - Parameter finished: is given each design's experiment when its replications are done.
  package func run(
    stop: StopRequest, observer: (Int) -> (any RunObserver)? = { _ in nil },
    finished: (Int, RunResult) throws -> Void = { _, _ in }
  ) throws -> DesignComparison {
    var comparison = DesignComparison()
    let looks = replications.map { [$0] } ?? Self.looks
    let level = 1 - 0.05 / Double(looks.count)
    for look in looks {
      for (number, experiment) in experiments.enumerated() where !stop.isRequested {
        try experiment.extend(to: look, stop: stop, observer: observer(number))
      }
      comparison.level = level
      comparison.replications = experiments.map(\.replications).min() ?? 0
      comparison.figures = figures(level: level)
      if stop.isRequested || isDecided(comparison.figures) || comparison.replications < look { break }
    }
    for (number, experiment) in experiments.enumerated() {
      let result = experiment.result()
      try finished(number, result)
      comparison.designs.append(
        ComparedDesign(
          label: designs[number].label, result: result,
          changes: Self.changes(from: designs[0].scenario, to: designs[number].scenario)))
    }
    comparison.remarks = catalogue.remarks
    if replications == nil && !isDecided(comparison.figures) {
      comparison.remarks.append(
        "\(comparison.replications) replications did not decide everything; --replications asks for more")
    }
    comparison.ranking = ranking(comparison)
    comparison.asked = askedFigure.map { catalogue.entries[$0].check.figure }
    comparison.figures = withoutUnused(comparison.figures)
    comparison.sentences = ComparisonWords(comparison).sentences
    return comparison
  }

  // MARK: Differences

  private func figures(level: Double) -> [ComparedFigure] {
    catalogue.entries.enumerated().map { index, entry in
      let samples = experiments.map { $0.samples(of: index) }
      return ComparedFigure(
        name: entry.check.figure, unit: entry.check.unit, isLowerBetter: entry.isLowerBetter,
        values: experiments.map { $0.value(of: entry.check).flatMap { $0.isNaN ? nil : $0 } },
        differences: samples.dropFirst().map {
          FigureDifference(base: samples[0], candidate: $0, isLowerBetter: entry.isLowerBetter, level: level)
        })
    }
  }

  private func isDecided(_ figures: [ComparedFigure]) -> Bool {
    zip(catalogue.entries, figures).allSatisfy { entry, figure in
      !entry.isPrincipal || figure.differences.allSatisfy { $0?.verdict != .cannotTell }
    }
  }

  // MARK: Ranking

  /// What the file asks first: its first budget that all designs have.
  private var askedFigure: Int? {
    designs[0].scenario.budgets.lazy.compactMap { budget in
      self.catalogue.entries.firstIndex { $0.check.isSameFigure(as: budget.check) && $0.check.metric != "violations" }
    }.first
  }

  /// Figures but for those of flows that nobody runs in any design.
  private func withoutUnused(_ figures: [ComparedFigure]) -> [ComparedFigure] {
    func flow(_ entry: FigureCatalogue.Entry) -> String? { entry.check.labels.first { $0.label == "flow" }?.value }
    let unused = zip(catalogue.entries, figures).compactMap { entry, figure in
      entry.check.metric == "latency" && figure.values.allSatisfy { $0 == nil } ? flow(entry) : nil
    }
    return zip(catalogue.entries, figures).filter { entry, _ in !(flow(entry).map(unused.contains) ?? false) }.map(\.1)
  }

  /// The design with the best mean is compared with every other at a level that leaves the error over all of them
  /// (Bonferroni; under common random numbers Nelson and Matejcik 1995 do the same for selection of the best).
  private func ranking(_ comparison: DesignComparison) -> Ranking? {
    guard designs.count > 2, let index = askedFigure ?? catalogue.entries.firstIndex(where: \.isPrincipal)
    else { return nil }
    let entry = catalogue.entries[index]
    let sign = entry.isLowerBetter ? 1.0 : -1.0
    let means = comparison.figures[index].values.map { $0.map { $0 * sign } ?? .infinity }
    let order = means.indices.sorted { (means[$0], $0) < (means[$1], $1) }
    let level = 1 - 0.05 / Double(designs.count - 1)
    let best = order[0]
    guard means[best].isFinite else { return nil }
    let rivals = order.dropFirst().filter { means[$0].isFinite }.filter { rival in
      let difference = FigureDifference(
        base: experiments[best].samples(of: index), candidate: experiments[rival].samples(of: index),
        isLowerBetter: entry.isLowerBetter, level: level)
      return difference.map { $0.interval.contains(0) } ?? true
    }
    let names = ([best] + rivals).map { designs[$0].label }
    let figure = comparison.figures[index].name
    return Ranking(
      figure: figure, order: order, candidates: [best] + rivals,
      statement: rivals.isEmpty
        ? "\(names[0]) is the best of \(designs.count) in \(figure), with 95 % confidence"
        : "the best of \(designs.count) in \(figure) is one of \(names.joined(separator: ", ")): they cannot be distinguished"
    )
  }

  // MARK: What is compared

  private static func obstacles(_ scenarios: [Scenario]) -> [String] {
    let base = scenarios[0].run
    var reasons: [String] = []
    func differs<Value: Equatable>(_ what: String, _ value: (RunSettings) -> Value) {
      if scenarios.contains(where: { value($0.run) != value(base) }) { reasons.append("their \(what) differ") }
    }
    differs("durations") { $0.duration }
    differs("warm-ups") { $0.warmUp }
    differs("seeds") { $0.seed }
    differs("scales") { $0.scale }
    differs("`stands-for`") { $0.standsFor }
    return reasons
  }

  /// Settings that differ, in the order of the base and then of the candidate.
  package static func changes(from base: Scenario, to candidate: Scenario) -> [SettingChange] {
    let known = Dictionary(candidate.settings.map { ($0.path, $0.text) }) { first, _ in first }
    let own = Dictionary(base.settings.map { ($0.path, $0.text) }) { first, _ in first }
    let silent = ["options.", "name", "question"]
    func matters(_ path: String) -> Bool { !silent.contains { path.hasPrefix($0) } }
    var changes: [SettingChange] = []
    for setting in base.settings where matters(setting.path) && known[setting.path] != setting.text {
      changes.append(SettingChange(path: setting.path, base: setting.text, candidate: known[setting.path]))
    }
    for setting in candidate.settings where matters(setting.path) && own[setting.path] == nil {
      changes.append(SettingChange(path: setting.path, base: nil, candidate: setting.text))
    }
    return changes
  }
}

extension FigureDifference {
  /// Nil without two pairs of figures, and where one of them is infinite: the rest would tell of the lucky replications.
  init?(base: [Double?], candidate: [Double?], isLowerBetter: Bool, level: Double) {
    let pairs = zip(base, candidate).compactMap { first, second -> (Double, Double)? in
      guard let first, let second else { return nil }
      return (first, second)
    }
    guard pairs.allSatisfy({ $0.isFinite && $1.isFinite }) else { return nil }
    let (first, second) = (pairs.map(\.0), pairs.map(\.1))
    guard let difference = PairedDifference(base: first, candidate: second, level: level) else { return nil }
    self.pairs = pairs.count
    interval = difference.interval
    varianceReduction = difference.varianceReduction
    ratio = PairedRatio(base: first, candidate: second, level: level)?.interval
    let scale = abs(first.reduce(0, +) / Double(first.count)) * Comparison.margin
    if interval.halfWidth == 0 && interval.mean == 0 || interval.low > -scale && interval.high < scale {
      verdict = .noDifference
    } else if interval.contains(0) {
      verdict = .cannotTell
    } else {
      verdict = (interval.mean < 0) == isLowerBetter ? .better : .worse
    }
  }
}
