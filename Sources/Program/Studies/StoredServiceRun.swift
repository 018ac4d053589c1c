import Experiments
import Recording
import Reporting
import Scenarios

/// The last run of a scenario against a service, as `live` has stored it.
struct StoredServiceRun {
  let number: Int64
  let result: RunResult
  private let design: StoredDesign

  /// - Throws: `UnknownName` where there is none.
  init(of scenario: Scenario, in place: ResultPlace, file: String) throws {
    do {
      try self.init(of: scenario, in: BaselineDatabase(place.database(of: scenario.name)))
    } catch let unusable as BaselineDatabase.Unusable {
      throw UnknownName(description: "\(unusable.reason); `\(Program.name) live \(file)` makes one")
    }
  }

  /// - Throws: `BaselineDatabase.Unusable` where there is none.
  init(of scenario: Scenario, in database: BaselineDatabase) throws {
    (number, result, design) = try database.last(of: scenario, .live)
  }

  var compared: ServiceComparison.Run {
    ServiceComparison.Run(result: result, scenario: design.scenario, model: design.model)
  }
}
