import Components
import Scenarios
import Statistics

/// A stored run that others are held against: its own scenario, read from the texts that were stored with it, and
/// where its replications are kept.
package struct BaselineRun {
  package var database: String
  package var run: Int64
  package var stored: RunResult
  package var scenario: Scenario
  package var model: AssembledModel
  package var cache: any ReplicationCache
  package init(
    database: String, run: Int64, stored: RunResult, scenario: Scenario, model: AssembledModel,
    cache: any ReplicationCache
  ) {
    self.database = database
    self.run = run
    self.stored = stored
    self.scenario = scenario
    self.model = model
    self.cache = cache
  }
}

/// Holds a run against a baseline under common random numbers: replication n of both met the same arrivals and
/// demands, so that what did not change is exactly equal, and a small change shows with few replications.
///
/// A regression takes two things: an effect that somebody minds, and certainty. A figure has regressed when it is worse
/// and the whole interval of its relative difference lies beyond the margin. The baseline's figures are read with the
/// baseline's own scenario, from its stored replications; nothing of it is run.
package final class BaselineComparison {
  package static let standardMargin = 0.01
  static let level = 0.95

  package let baseline: BaselineRun
  package let margin: Double
  /// Why the two cannot be compared, as far as that is known before anything is run.
  package private(set) var obstacles: [String]
  private let catalogue: FigureCatalogue
  private let scenario: Scenario
  private let reference: Experiment

  package init(_ baseline: BaselineRun, with scenario: Scenario, model: AssembledModel, margin: Double, version: String)
    throws
  {
    self.baseline = baseline
    self.margin = margin
    self.scenario = scenario
    var catalogue = FigureCatalogue([(baseline.scenario, baseline.model), (scenario, model)])
    catalogue.addBudgets(of: scenario, readableIn: baseline.model.plan)
    if baseline.scenario.run.standsFor != scenario.run.standsFor { catalogue.leaveOutCost() }
    self.catalogue = catalogue
    var options = RunOptions()
    options.build = baseline.stored.build
    options.reuses = true
    options.runsNothing = true
    reference = Experiment(
      baseline.scenario, model: baseline.model, options: options, cache: baseline.cache,
      figures: catalogue.entries.map(\.check))
    obstacles = Self.obstacles(baseline, scenario, version: version)
    if catalogue.entries.isEmpty { obstacles.append("they have no figure in common") }
    guard obstacles.isEmpty else { return }
    do {
      try reference.extend(to: baseline.stored.replications, stop: StopRequest())
    } catch let missing as Experiment.MissingReplications {
      obstacles.append(
        "\(missing.wanted - missing.found) of the \(missing.wanted) replications of the baseline are not there: save it again"
      )
    } catch let other as Archive.OtherFormat {
      obstacles.append("\(other): save the baseline again")
    }
  }

  /// What the candidate's experiment has to read of every replication.
  package var figures: [Check] { catalogue.entries.map(\.check) }

  private static func obstacles(_ baseline: BaselineRun, _ scenario: Scenario, version: String) -> [String] {
    var reasons: [String] = []
    func compare<Value: Equatable>(_ what: String, _ base: Value, _ own: Value, _ text: (Value) -> String) {
      if base != own { reasons.append("the \(what) is \(text(own)), and that of the baseline \(text(base))") }
    }
    func time(_ nanoseconds: Int64) -> String { RunSettings.text(nanoseconds) }
    let (base, own) = (baseline.scenario.run, scenario.run)
    compare("seed", base.seed, own.seed) { "\($0)" }
    compare("scale", base.scale, own.scale) { "1:\($0)" }
    compare("duration", base.duration, own.duration, time)
    compare("warm-up", base.warmUp, own.warmUp) { $0.map(time) ?? "found by the program" }
    compare("program version", baseline.stored.programVersion, version) { $0 }
    return reasons
  }

  // MARK: Limits relative to the baseline

  /// The scenario with limits like `baseline +10% or +20ms` as the numbers that they are here: the larger of the two
  /// allowances beyond the baseline's figure, judged by the interval of the paired difference. Those of windows, and of
  /// figures that it has not, stay as they are.
  package func resolved(_ scenario: Scenario) -> Scenario {
    guard obstacles.isEmpty else { return scenario }
    var scenario = scenario
    for index in scenario.budgets.indices where scenario.budgets[index].window == nil {
      let check = scenario.budgets[index].check
      guard case .baseline(let relative, let absolute) = check.limit, let value = reference.value(of: check),
        value.isFinite
      else { continue }
      scenario.budgets[index].check.limit = .value(
        Self.limit(value, relative: relative, absolute: absolute))
      let figure = catalogue.entries.firstIndex { $0.check.isSameFigure(as: check) }
      scenario.budgets[index].paired = figure.map { reference.samples(of: $0) } ?? []
    }
    return scenario
  }

  static func limit(_ value: Double, relative: Double?, absolute: Double?) -> Double {
    let allowances = [(relative ?? 0) * abs(value), absolute ?? 0]
    return value + (allowances.max { abs($0) < abs($1) } ?? 0)
  }

  // MARK: Differences

  /// - Parameter experiment: of the candidate, with `figures` among what it reads, in their order.
  package func compare(with experiment: Experiment) -> BaselineResult {
    var result = BaselineResult(
      baseline.database, run: baseline.run, margin: margin, from: baseline.scenario, to: scenario, catalogue)
    result.obstacles = obstacles
    guard obstacles.isEmpty else { return result }
    result.pairs = min(reference.replications, experiment.replications)
    result.figures = catalogue.entries.enumerated().compactMap { index, entry in
      var figure = BaselineFigure(entry, in: scenario)
      figure.baseline = reference.value(of: entry.check).flatMap { $0.isFinite ? $0 : nil }
      figure.observed = experiment.value(of: entry.check).flatMap { $0.isFinite ? $0 : nil }
      let isRead = figure.compare(
        reference.samples(of: index), experiment.samples(of: index), margin: margin, level: Self.level)
      return isRead ? figure : nil
    }
    if result.figures.isEmpty {
      result.obstacles = ["they have no figure in common"]
    } else if result.pairs < 2, result.figures.contains(where: { $0.verdict != .equal }) {
      result.obstacles = [
        "there is \(result.pairs) pair of replications, and an interval takes 2: save the baseline with more"
      ]
      result.figures = []
    }
    return result
  }
}

extension BaselineFigure {
  /// Of each replication in order; says whether there was anything to compare.
  mutating func compare(_ base: [Double?], _ own: [Double?], margin: Double, level: Double) -> Bool {
    let both = zip(base, own).compactMap { first, second -> (Double, Double)? in
      guard let first, let second else { return nil }
      return (first, second)
    }
    let finite = both.filter { $0.0.isFinite && $0.1.isFinite }
    pairs = finite.count
    guard !both.isEmpty else { return false }
    let lost = both.count { $0.0.isFinite && !$0.1.isFinite }
    if lost > 0 && isLowerBetter {
      verdict = .regressed
      remark = "never in \(lost) of \(both.count) replications, and it was in the baseline"
    } else if both.allSatisfy({ $0.0 == $0.1 }) {
      verdict = .equal
      if pairs > 0, baseline ?? 0 != 0 { change = ConfidenceInterval(mean: 0, halfWidth: 0, level: level) }
    } else {
      judge(finite.map(\.0), finite.map(\.1), margin: margin, level: level)
    }
    return true
  }

  private mutating func judge(_ base: [Double], _ own: [Double], margin: Double, level: Double) {
    verdict = .cannotTell
    guard let difference = PairedDifference(base: base, candidate: own, level: level)?.interval else {
      remark = "fewer than two replications of both have it"
      return
    }
    guard let ratio = PairedRatio(base: base, candidate: own, level: level)?.interval else {
      // Nothing is not a margin of anything: whatever surely comes to nothing is a change.
      remark = "the baseline is zero"
      if difference.low > 0 { verdict = isLowerBetter ? .regressed : .improved }
      return
    }
    let change = ConfidenceInterval(mean: ratio.mean - 1, halfWidth: ratio.halfWidth, level: level)
    self.change = change
    let worst = isLowerBetter ? change.low : -change.high
    let best = isLowerBetter ? change.high : -change.low
    // Exactly the margin is within it, whichever way the last bit is rounded.
    let edge = margin + 1e-9
    if worst > edge {
      verdict = .regressed
    } else if best < -edge {
      verdict = .improved
    } else if change.low >= -edge && change.high <= edge {
      verdict = .withinMargin
    }
  }
}
