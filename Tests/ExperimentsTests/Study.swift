import Components
import Experiments
import Foundation
import Scenarios

/// Runs a scenario that a test states as text.
enum Study {
  static func read(_ text: String, domains: [any DomainProvider] = []) throws -> Scenario {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("study.yaml")
    try Data(text.utf8).write(to: file)
    return try ScenarioReader(Vocabulary(domains: domains.map(\.description))).read(file.path)
  }

  static func run(
    _ scenario: Scenario, threads: Int = 1, domains: [any DomainProvider] = []
  ) throws -> RunResult {
    var options = RunOptions()
    options.threads = threads
    let model = Assembler.assemble(scenario, providers: domains)
    return try Experiment(scenario, model: model, options: options).run(stop: StopRequest())
  }

  /// One queue that is half busy, with budgets.
  static func queue(duration: String = "100s", budgets: String, faults: String = "{}") -> String {
    """
    orrery: 1
    name: queue
    question: does it hold?
    origin: assumed
    run: { duration: \(duration), warm-up: 10s, drain: 5s }
    components: { app: { kind: service, cores: 1, threads: 20, operations: { page: exponential(mean 5ms) } } }
    policies: { patient: { timeout: 1s } }
    flows: { visit: [ { call: app.page, policy: patient } ] }
    workloads: { day: { rate: 100/s, flows: { visit: 100% } } }
    faults: \(faults)
    budgets: \(budgets)

    """
  }
}
