import ArgumentParser
import Components
import Engine
import Foundation
import Scenarios
import Systems

/// What every command that reads a scenario understands.
struct ScenarioOptions: ParsableArguments {
  @Option(name: .customLong("with"), help: "A named option of the file, or GROUP=CHOICE; commas combine. Repeatable.")
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

  func validate() throws {
    if let replications, replications < 1 {
      throw ValidationError("--replications takes a whole number from 1 on")
    }
    if let threads, threads < 1 { throw ValidationError("--threads takes a whole number from 1 on") }
  }

  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  func read(_ path: String) throws -> Scenario {
    let reader = ScenarioReader(bindings: Registry.domains.map(\.description))
    return try reader.read(
      path, options: options.flatMap { $0.split(separator: ",").map(String.init) },
      assignments: assignments, seed: seed, replications: replications, scale: scale)
  }

  func assemble(_ scenario: Scenario) -> AssembledModel {
    Assembler.assemble(scenario, providers: Registry.domains)
  }
}
