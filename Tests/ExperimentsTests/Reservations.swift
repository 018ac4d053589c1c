import Components
import DomainBindings
import Experiments
import Foundation
import Scenarios

/// Runs scenarios over the reservations of the Road Warrior.
enum Reservations {
  static func run(_ text: String, threads: Int = 1) throws -> RunResult {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("reservations.yaml")
    try Data(text.utf8).write(to: file)
    let domains = Registry.domains
    let scenario = try ScenarioReader(Vocabulary(domains: domains.map(\.description))).read(file.path)
    var options = RunOptions()
    options.threads = threads
    return try Experiment(scenario, model: Assembler.assemble(scenario, providers: domains), options: options)
      .run(stop: StopRequest())
  }

  static func figure(_ name: String, _ result: RunResult) -> Double {
    result.budgets.first { $0.name == name }?.observed ?? -1
  }

  static func violations(_ id: String, _ result: RunResult) -> UInt64? {
    result.invariants.first { $0.id == id }?.violations
  }
}
