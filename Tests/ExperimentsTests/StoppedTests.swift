import Components
import Scenarios
import Testing

@testable import Experiments

/// A run that is stopped before it has measured anything.
@Suite struct StoppedTests {
  @Test(arguments: [1, 2]) func `has no figures, and is partial`(threads: Int) throws {
    var scenario = try Study.read(Study.queue(budgets: "{ slow: p95 latency(flow=visit) < 1s }"))
    scenario.run.replications = 3
    var options = RunOptions()
    options.threads = threads
    let experiment = Experiment(scenario, model: Assembler.assemble(scenario, providers: []), options: options)
    let stop = StopRequest()
    stop.stop()
    let result = try experiment.run(stop: stop)
    #expect(result.isPartial && result.replications == 0)
    let check = try #require(scenario.budgets.first).check
    #expect(experiment.value(of: check) == nil)
    #expect(experiment.histogram(of: check) == nil)
  }
}
