import Components
import Experiments
import Foundation
import DomainBindings

@testable import Scenarios

/// Reads and runs the scenarios of pairs.
enum World {
  /// What a scenario has where its pair says nothing else: 50 requests a second, for 20 s.
  static let standard: [(section: String, text: String)] = [
    ("run", "run: { starts: Mon 00:00, duration: 20s, warm-up: 0s, drain: 20s, stands-for: 30d }"),
    ("flows", "flows: { f: [ { call: app.run, timeout: 5s } ] }"),
    ("workloads", "workloads: { w: { rate: 50/s, flows: { f: 100% } } }"),
  ]

  static let providers: [any DomainProvider] = [CoinCore(), RoadWarrior()]

  /// A whole file.
  static func text(_ body: String, figure: String) -> String {
    let lines = body.split(separator: "\n")
    var text = "orrery: 1\nname: pair\nquestion: does it follow?\norigin: assumed\n"
    for part in standard where !lines.contains(where: { $0.hasPrefix("\(part.section):") }) {
      text += part.text + "\n"
    }
    text += body + "\n"
    if !lines.contains(where: { $0.hasPrefix("budgets:") }) { text += "budgets: { figure: \(figure) }\n" }
    return text
  }

  struct Refused: Error, CustomStringConvertible {
    var description: String
    var problems: [Problem] = []
  }

  /// The figure of a scenario; nil where it has none.
  static func figure(_ body: String, _ figure: String, files: [String: String] = [:]) throws -> Double? {
    if ["replications", "verdict", "objectives", "allowed", "windows"].contains(figure) {
      let text = text(body, figure: "mean latency(flow=f) < 100s")
      let scenario = try read(text, files: files)
      let experiment = Experiment(
        scenario, model: Assembler.assemble(scenario, providers: providers), options: RunOptions())
      return ofResult(figure, try experiment.run(stop: StopRequest()))
    }
    let experiment = try run(text(body, figure: figure), files: files)
    return experiment.samples(of: 0).first ?? nil
  }

  static func run(_ text: String, files: [String: String] = [:]) throws -> Experiment {
    let scenario = try read(text, files: files)
    var options = RunOptions()
    options.threads = 1
    let experiment = Experiment(
      scenario, model: Assembler.assemble(scenario, providers: providers), options: options,
      figures: scenario.budgets.filter { $0.name == "figure" }.map(\.check))
    try experiment.extend(to: 1, stop: StopRequest())
    return experiment
  }

  /// Every value of a file that can be taken apart, right or wrong.
  static func settings(_ text: String, files: [String: String]) throws -> [Setting] {
    let node = ConfigurationParser.parse(Array(text.utf8), file: "pair.yaml", problems: ProblemList())
    guard let node else { throw Refused(description: "no YAML") }
    return Setting.all(of: node)
  }

  /// What a figure begins with that is none of a single replication.
  private static func ofResult(_ figure: String, _ result: RunResult) -> Double? {
    switch figure {
    case "replications": Double(result.replications)
    case "verdict": result.verdict == .violated ? 1 : 0
    case "objectives": Double(result.objectives.count { $0.verdict != .held })
    case "allowed": result.objectives.first?.allowedBadEvents
    case "windows": result.budgets.first.map { $0.verdict == .held ? 0 : 1 }
    default: nil
    }
  }

  static func read(_ text: String, files: [String: String] = [:]) throws -> Scenario {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("language-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files.merging(["pair.yaml": text], uniquingKeysWith: { $1 }) {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    do {
      return try ScenarioReader(Vocabulary(domains: providers.map(\.description)))
        .read(folder.appendingPathComponent("pair.yaml").path)
    } catch let invalid as InvalidScenario {
      throw Refused(
        description: invalid.problems.map { "\($0.place.line):\($0.place.column) \($0.message)" }.joined(
          separator: "\n")
          + "\n" + text, problems: invalid.problems)
    }
  }

  static func errors(_ text: String) throws -> [Problem] {
    do {
      _ = try read(text)
      return []
    } catch let refused as Refused {
      return refused.problems.filter { $0.severity == .error }
    }
  }
}
