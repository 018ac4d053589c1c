import Experiments
import Recording
import Reporting
import Scenarios

/// The last run of a scenario against a service, as `live` has stored it.
struct StoredServiceRun {
  let number: Int64
  let result: RunResult
  /// A later one that was interrupted, or goes on.
  let partial: Int64?
  private let design: StoredDesign

  /// - Throws: `UnknownName` where there is none.
  init(of scenario: Scenario, in place: ResultPlace, file: String) throws {
    do {
      try self.init(of: scenario, in: BaselineDatabase(place.database(of: scenario.name)))
    } catch let unusable as BaselineDatabase.Unusable {
      let hint =
        unusable.hasOthers
        ? "name their options and assignments (`--for 10s` is `--set run.duration=10s`)"
        : "`\(Program.name) live \(file)` makes one"
      throw UnknownName(description: "\(unusable.reason); \(hint)")
    }
  }

  /// - Throws: `BaselineDatabase.Unusable` where there is none.
  init(of scenario: Scenario, in database: BaselineDatabase) throws {
    (number, result, design) = try database.last(of: scenario, .live)
    partial = database.partial(of: scenario, .live, after: number)
  }

  /// That it is not the last that was begun.
  var remark: String? {
    partial.map { "run \($0) is newer and partial: run \(number) is the last that is whole" }
  }

  var compared: ServiceComparison.Run {
    ServiceComparison.Run(result: result, scenario: design.scenario, model: design.model)
  }
}
