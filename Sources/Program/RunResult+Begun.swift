import Experiments
import Scenarios

extension RunResult {
  /// What is known of a run before it has measured anything.
  static func begun(_ scenario: Scenario, mode: RunMode = .simulated) -> RunResult {
    var result = RunResult()
    result.scenario.name = scenario.name
    result.scenario.hash = scenario.hash
    result.scenario.seed = scenario.run.seed
    result.scenario.options = scenario.options
    result.scenario.sources = scenario.sources
    result.programVersion = Orrery.version
    result.mode = mode
    result.isPartial = true
    return result
  }
}
