import Experiments
import Recording
import Scenarios

/// A scenario as a study runs it: read, assembled, and with the database that its replications are kept in.
struct DesignDraft {
  var label: String
  var scenario: Scenario
  var model: AssembledModel
  var store: RunStore
  var options: RunOptions

  /// Reads all designs before any is run; the databases are opened only when all can be read.
  ///
  /// - Throws: every problem of every design, as one `InvalidScenario`.
  static func all(
    _ requests: [(label: String, file: String, options: [String], assignments: [String])], _ options: ScenarioOptions,
    place: ResultPlace, reuses: Bool
  ) throws -> [DesignDraft] {
    let scenarios = try read(requests, options)
    // A database is opened once, however many designs it is for.
    var stores: [String: RunStore] = [:]
    return try scenarios.map { label, scenario in
      let path = place.database(of: scenario.name)
      let store = try stores[path] ?? RunStore(path: path)
      stores[path] = store
      return DesignDraft(
        label: label, scenario: scenario, model: options.assemble(scenario), store: store,
        options: options.runOptions(reuses: reuses))
    }
  }

  /// - Throws: every problem of every design, as one `InvalidScenario`.
  static func read(
    _ requests: [(label: String, file: String, options: [String], assignments: [String])], _ options: ScenarioOptions
  ) throws -> [(label: String, scenario: Scenario)] {
    var problems: [Problem] = []
    var scenarios: [(label: String, scenario: Scenario)] = []
    for request in requests {
      do {
        let scenario = try options.read(request.file, options: request.options, assignments: request.assignments)
        scenarios.append((request.label, scenario))
      } catch let invalid as InvalidScenario {
        for problem in invalid.problems where !problems.contains(problem) { problems.append(problem) }
      }
    }
    if !problems.isEmpty { throw InvalidScenario(problems: problems) }
    return scenarios
  }
}
