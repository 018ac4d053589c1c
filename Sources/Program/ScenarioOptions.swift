import ArgumentParser
import Components
import Engine
import Experiments
import Foundation
import Scenarios

/// What every command that reads a scenario understands.
struct ScenarioOptions: ParsableArguments {
  @Option(
    name: .customLong("with"),
    help: "A named option of the file, or GROUP=CHOICE; SYSTEM/OPTION for one of a system; commas combine. Repeatable.")
  var options: [String] = []

  @Option(name: .customLong("set"), help: "Sets one path, as in components.app.threads=8. Repeatable.")
  var assignments: [String] = []

  @Option(help: "Seed of every random stream.")
  var seed: UInt64?

  @Option(help: "Independent replications.")
  var replications: Int?

  @Option(help: "Keeps one cell in so many, as in 1:1000.")
  var scale: String?

  @Option(help: "Threads to use; results do not depend on it.")
  var threads: Int?

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
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a whole number from 1 to 1024")
    }
  }

  /// - Parameter reuses: takes replications that are stored already instead of running them again.
  func runOptions(reuses: Bool = false) -> RunOptions {
    var options = RunOptions()
    options.threads = threadCount
    options.programVersion = Orrery.version
    options.build = ProgramBuild.digest
    options.reuses = reuses
    options.maxTime = maxTime.map { Duration.seconds(min(max(0, $0), 1e9)) }
    if let refuseAbove { options.longestSeconds = refuseAbove }
    return options
  }

  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Options one by one.
  var choices: [String] { Self.choices(options) }

  private static func choices(_ options: [String]) -> [String] {
    options.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// - Parameter options: in place of those of the command line.
  func read(_ path: String, options chosen: [String]? = nil, assignments more: [String] = []) throws -> Scenario {
    let reader = ScenarioReader(Program.vocabulary)
    return try reader.read(
      path, options: chosen.map(Self.choices) ?? choices,
      assignments: assignments + more, seed: seed, replications: replications, scale: scale)
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
