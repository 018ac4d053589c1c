import Components
import Engine
import Experiments
import Foundation
import Scenarios
import Statistics
import DomainBindings

/// Runs scenario files the way the program does, without the program.
enum ScenarioHarness {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func file(_ name: String) -> String { "\(root)/Tests/ValidationTests/Scenarios/\(name).yaml" }

  static func roadWarrior(_ name: String) -> String { "\(root)/scenarios/road-warrior/\(name).yaml" }

  static func read(
    _ path: String, options: [String] = [], set assignments: [String] = [], seed: UInt64? = nil,
    replications: Int? = nil, scale: String? = nil
  ) throws -> Scenario {
    try ScenarioReader(Vocabulary(domains: Registry.domains.map(\.description))).read(
      path, options: options, assignments: assignments, seed: seed, replications: replications, scale: scale)
  }

  static func run(_ scenario: Scenario, threads: Int = 1) throws -> RunResult {
    var options = RunOptions()
    options.threads = threads
    let model = Assembler.assemble(scenario, providers: Registry.domains)
    return try Experiment(scenario, model: model, options: options).run(stop: StopRequest())
  }

  /// What each of so many replications measured.
  static func replications(_ scenario: Scenario, _ count: Int) -> [Measurements] {
    let model = Assembler.assemble(scenario, providers: Registry.domains)
    return (0..<count).map { number in
      ReplicationRun(
        model.plan, bindings: model.makeBindings(seed: scenario.run.seed, replication: number),
        seed: scenario.run.seed, replication: number, threads: 1
      ).run()
    }
  }

  static func interval(_ samples: [Double], level: Double = 0.999) -> ConfidenceInterval {
    ConfidenceInterval(samples: samples, level: level)
      ?? ConfidenceInterval(mean: .nan, halfWidth: 0, level: level)
  }
}
