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
    let own = try StoredServiceRun(of: checked, in: place, file: file)
    console.remark("database  \(place.database(of: checked.name)), run \(own.number)")
    if let remark = own.remark { console.note("note: \(remark)") }
    var gate = GateResult(file: file, result: own.result)
    guard let database else { return gate }
    let margin = margin ?? ServiceComparison.standardMargin
    do {
      let earlier = try StoredServiceRun(of: checked, in: database)
      gate.baseline = ServiceComparison(earlier.compared, own.compared, margin: margin).result(
        database: database.store.path, run: earlier.number)
    } catch let unusable as BaselineDatabase.Unusable {
      gate.baseline = BaselineResult(obstacle: unusable.reason, database: database.store.path, margin: margin)
    }
    return gate
  }
}
