import Components
import Experiments
import Recording
import Reporting
import Scenarios

/// One scenario on its way through the gate.
struct GateRun {
  let file: String
  let scenario: ScenarioOptions
  let place: ResultPlace
  let reuses: Bool
  let runsNothing: Bool
  let margin: Double

  func run(_ database: BaselineDatabase?, _ console: Console) throws -> GateResult {
    var checked = try scenario.read(file)
    let model = scenario.assemble(checked)
    let (comparison, obstacle) = try comparison(database, checked, model)
    if scenario.replications == nil, checked.run.replications == 1, checked.run.precision == nil, let comparison {
      checked.run.replications = max(1, comparison.baseline.stored.replications)
      checked.run.mostReplications = checked.run.replications
    }
    if let comparison { checked = comparison.resolved(checked) }
    let store = try RunStore(path: place.database(of: checked.name))
    var options = scenario.runOptions(reuses: reuses)
    options.runsNothing = runsNothing
    let experiment = Experiment(
      checked, model: model, options: options, cache: store, figures: comparison?.figures ?? [])
    let monitor = RunMonitor(console: console, name: checked.name, store: nil, run: 0)
    defer { monitor.end() }
    let result = try experiment.run(stop: Interruption.request, observer: monitor)
    monitor.end()
    let run = try store.add(result)
    console.remark("database  \(store.path), run \(run)")
    var gate = GateResult(file: file, result: result, reused: experiment.reused)
    gate.baseline = comparison?.compare(with: experiment)
    if let obstacle, let database {
      gate.baseline = BaselineResult(obstacle: obstacle, database: database.store.path, margin: margin)
    }
    return gate
  }

  /// What the run is held against, or why there is nothing.
  private func comparison(_ database: BaselineDatabase?, _ checked: Scenario, _ model: AssembledModel) throws
    -> (BaselineComparison?, obstacle: String?)
  {
    guard let database else { return (nil, nil) }
    do {
      let baseline = try database.baseline(for: checked)
      return (
        try BaselineComparison(baseline, with: checked, model: model, margin: margin, version: Orrery.version), nil
      )
    } catch let unusable as BaselineDatabase.Unusable {
      return (nil, unusable.reason)
    }
  }
}
