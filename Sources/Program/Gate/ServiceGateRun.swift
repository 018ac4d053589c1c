import Experiments
import Recording
import Reporting
import Scenarios

/// The last run of a scenario against a service on its way through the gate: it is read from where `live` has stored
/// it, and nothing is sent.
struct ServiceGateRun {
  let file: String
  let scenario: ScenarioOptions
  let place: ResultPlace
  /// Nil takes the standard one.
  let margin: Double?

  /// - Throws: `UnknownName` where there is no such run.
  func run(_ database: BaselineDatabase?, _ console: Console) throws -> GateResult {
    let checked = try scenario.read(file)
    let own = try stored(checked)
    console.remark("database  \(place.database(of: checked.name)), run \(own.number)")
    var gate = GateResult(file: file, result: own.result)
    guard let database else { return gate }
    let margin = margin ?? ServiceComparison.standardMargin
    do {
      let earlier = try database.last(of: checked, .live)
      func compared(_ run: (number: Int64, result: RunResult, design: StoredDesign)) -> ServiceComparison.Run {
        .init(result: run.result, scenario: run.design.scenario, model: run.design.model)
      }
      gate.baseline = ServiceComparison(compared(earlier), compared(own), margin: margin).result(
        database: database.store.path, run: earlier.number)
    } catch let unusable as BaselineDatabase.Unusable {
      var baseline = BaselineResult()
      baseline.database = database.store.path
      baseline.margin = margin
      baseline.obstacles = [unusable.reason]
      gate.baseline = baseline
    }
    return gate
  }

  private func stored(_ checked: Scenario) throws -> (number: Int64, result: RunResult, design: StoredDesign) {
    do {
      return try BaselineDatabase(place.database(of: checked.name)).last(of: checked, .live)
    } catch let unusable as BaselineDatabase.Unusable {
      throw UnknownName(description: "\(unusable.reason); `\(Program.name) live \(file)` makes one")
    }
  }
}
