import ArgumentParser
import Components
import Engine
import Experiments
import Foundation
import Scenarios

/// What every command that simulates a scenario understands.
struct ScenarioOptions: ParsableArguments {
  @OptionGroup var choice: ScenarioChoice

  @Option(help: "Independent replications.")
  var replications: Int?

  @Option(help: "Keeps one cell in so many, as in 1:1000.")
  var scale: String?

  @OptionGroup var threading: ThreadOptions

  @Option(help: ArgumentHelp("Begins no replication after so many seconds of real time.", valueName: "seconds"))
  var maxTime: Double?

  @Option(
    help: ArgumentHelp(
      "Refuses a run that is estimated to take longer than so many seconds of real time; a day by default.",
      valueName: "seconds"))
  var refuseAbove: Double?

  func validate() throws {
    if let replications, replications < 1 {
      throw ValidationError("--replications takes a whole number from 1 on")
    }
    if let maxTime, !(maxTime >= 0) { throw ValidationError("--max-time takes seconds from 0 on") }
    if let refuseAbove, !(refuseAbove > 0) { throw ValidationError("--refuse-above takes seconds above 0") }
  }

  /// - Parameter reuses: takes replications that are stored already instead of running them again.
  func runOptions(reuses: Bool = false) -> RunOptions {
    var options = threading.runOptions()
    options.reuses = reuses
    options.maxTime = maxTime.map { Duration.seconds(min(max(0, $0), 1e9)) }
    if let refuseAbove { options.longestSeconds = refuseAbove }
    return options
  }

  var options: [String] { choice.options }
  var assignments: [String] { choice.assignments }
  var seed: UInt64? { choice.seed }
  var threadCount: Int { threading.count }
  var choices: [String] { choice.choices }

  /// - Parameter options: in place of those of the command line.
  func read(
    _ path: String, options chosen: [String]? = nil, assignments more: [String] = [], wanted: FilesRead? = nil
  ) throws -> Scenario {
    try choice.read(
      path, options: chosen, assignments: more, replications: replications, scale: scale, wanted: wanted)
  }

  /// Refuses what has no result, or does not fit, before anything is written.
  func checkRoom(_ scenario: Scenario, _ model: AssembledModel) throws {
    let options = runOptions()
    try RunEstimate(scenario, model: model, threads: options.threads).check(limit: options.longestSeconds)
  }

  func assemble(_ scenario: Scenario) -> AssembledModel {
    Assembler.assemble(scenario, providers: Program.registered)
  }
}
