import ArgumentParser
import Scenarios

/// Which of the scenarios that a file stands for is meant.
struct ScenarioChoice: ParsableArguments {
  @Option(
    name: .customLong("with"),
    help: "A named option of the file, or GROUP=CHOICE; SYSTEM/OPTION for one of a system; commas combine. Repeatable.")
  var options: [String] = []

  @Option(name: .customLong("set"), help: "Sets one path, as in components.app.threads=8. Repeatable.")
  var assignments: [String] = []

  @Option(help: "Seed of every random stream.")
  var seed: UInt64?

  /// Options one by one.
  var choices: [String] { Self.choices(options) }

  private static func choices(_ options: [String]) -> [String] {
    options.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// - Parameter options: in place of those of the command line.
  func read(
    _ path: String, options chosen: [String]? = nil, assignments more: [String] = [], replications: Int? = nil,
    scale: String? = nil, wanted: FilesRead? = nil
  ) throws -> Scenario {
    let reader = ScenarioReader(Program.vocabulary)
    return try reader.read(
      path, options: chosen.map(Self.choices) ?? choices,
      assignments: assignments + more, seed: seed, replications: replications, scale: scale,
      wanted: wanted)
  }
}
