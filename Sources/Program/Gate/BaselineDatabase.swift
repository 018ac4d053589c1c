import Experiments
import Recording
import Reporting
import Scenarios

/// A database of baselines: for each scenario, options and assignments the run that was saved last, one that was simulated
/// and one against a service.
struct BaselineDatabase {
  let store: RunStore
  private let stored: [StoredRun]
  /// Runs that were interrupted, or go on.
  private let partial: [StoredRun]

  /// Opens it for reading alone.
  init(_ path: String) throws {
    store = try RunStore.reading(path)
    let runs = try store.runs()
    (stored, partial) = (runs.filter { !$0.isPartial }, runs.filter(\.isPartial))
  }

  /// A scenario of which there is no baseline, or none that this program reads.
  struct Unusable: Error {
    var reason: String
    /// Whether the database has runs under other options or assignments.
    var hasOthers = false
  }

  /// A run of the same that came later and did not end.
  func partial(of scenario: Scenario, _ mode: RunMode, after run: Int64) -> Int64? {
    let own = BaselineName(scenario)
    return partial.last { $0.mode == mode && $0.run > run && BaselineName($0) == own }?.run
  }

  /// The simulated run that a scenario is held against.
  func baseline(for scenario: Scenario) throws -> BaselineRun {
    let (number, stored, design) = try last(of: scenario, .simulated)
    return BaselineRun(
      database: store.path, run: number, stored: stored, scenario: design.scenario, model: design.model, cache: store)
  }

  /// The last run of a scenario, by the model or against a service.
  ///
  /// - Throws: `Unusable` where there is none, or none that this program reads.
  func last(of scenario: Scenario, _ mode: RunMode) throws -> (number: Int64, result: RunResult, design: StoredDesign) {
    let runs = stored.filter { $0.mode == mode }
    let own = BaselineName(scenario)
    guard let found = runs.last(where: { BaselineName($0) == own }) else {
      var others: [String] = []
      for run in runs where !others.contains(BaselineName(run).text) { others.append(BaselineName(run).text) }
      let what = mode == .live ? "run against a service" : "baseline"
      let rest = others.isEmpty ? "it holds no \(what)" : "it has \(others.joined(separator: ", "))"
      throw Unusable(
        reason: "there is no \(what) of \(own.text) in \(store.path): \(rest)", hasOthers: !others.isEmpty)
    }
    let result = try store.load(found.run)
    do {
      return (found.run, result, try StoredDesign(result, replications: max(1, result.replications), in: store.path))
    } catch let invalid as InvalidScenario {
      let first = invalid.problems.first { $0.severity == .error }?.description ?? "it is invalid"
      throw Unusable(reason: "this program does not read the scenario of the baseline any more: \(first)")
    } catch let file as ScenarioFileError {
      throw Unusable(reason: "the scenario of the baseline cannot be read: \(file)")
    } catch let unknown as UnknownName {
      throw Unusable(reason: unknown.description)
    }
  }
}

/// What a baseline is one of: a scenario with its options and assignments.
struct BaselineName: Equatable {
  var name: String
  var options: [String]
  var assignments: [String]

  init(_ scenario: Scenario) {
    (name, options, assignments) = (scenario.name, scenario.options, scenario.assignments)
  }

  init(_ run: StoredRun) { (name, options, assignments) = (run.name, run.options, run.assignments) }

  /// `shop with cached and --set run.load=x2`
  var text: String {
    let more =
      (options.isEmpty ? [] : [options.joined(separator: ",")])
      + assignments.map { "--set \($0)" }
    return "`\(name)`" + (more.isEmpty ? "" : " with " + more.joined(separator: " "))
  }

  /// Assignments by what they set: a key may have been renamed since.
  static func == (left: BaselineName, right: BaselineName) -> Bool {
    left.name == right.name && left.options == right.options
      && left.assignments.flatMap(Assignment.settings) == right.assignments.flatMap(Assignment.settings)
  }
}
