import ArgumentParser
import Components
import Experiments
import Foundation
import Recording
import Reporting
import Scenarios

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulates scenarios, judges their budgets, stores and reports the results.",
    discussion: """
      Prints the budgets first, then latencies, components and cost. The database is \
      OUT/SCENARIO.sqlite, the report OUT/SCENARIO.html; both are kept when a run is interrupted.
      """)

  @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
  var files: [String]

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "Folder for databases and reports.")
  var out = "results"

  @Option(help: ArgumentHelp("Writes the result as JSON to a file, or to standard output with `-`.", valueName: "file"))
  var json: String?

  @Flag(name: .shortAndLong, help: "No progress and no paths; verdicts and tables stay.")
  var quiet = false

  @Flag(help: "No colours.")
  var noColor = false

  @Flag(name: .customLong("no-report"), help: "Leaves the HTML report and its figures out.")
  var noReport = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name at least one scenario file") }
  }

  func run() throws {
    let console = Console(isQuiet: quiet, noColor: noColor, keepsOutputClear: json == "-")
    Interruption.install()
    var outcomes: [Outcome] = []
    var documents: [String] = []
    for file in files {
      if Interruption.request.isRequested { break }
      do {
        let (result, stored) = try run(file, console)
        outcomes.append(Outcome(result))
        if json != nil { documents.append(try JSONReport.text(result)) }
        try report(result, stored, console)
      } catch {
        let (outcome, message) = Failure.outcome(of: error)
        console.note(message)
        outcomes.append(outcome)
      }
    }
    do {
      try write(documents)
    } catch {
      console.note("error: \(json ?? ""): cannot be written")
      outcomes.append(.outsideFailed)
    }
    let worst = Outcome.worst(of: outcomes)
    if worst != .ok { throw ExitCode(worst.rawValue) }
  }

  private func run(_ file: String, _ console: Console) throws -> (RunResult, Reproduction) {
    let checked = try scenario.read(file)
    let model = scenario.assemble(checked)
    // The database is opened before anything is simulated: an unwritable folder costs no run.
    let path = "\(out)/\(ResultPaths.stem(checked.name)).sqlite"
    let store = try RunStore(path: path)
    let experiment = Experiment(checked, model: model, options: scenario.runOptions(), shelf: store)
    var first = RunResult()
    first.scenario.name = checked.name
    first.scenario.hash = checked.hash
    first.scenario.seed = checked.run.seed
    first.scenario.options = checked.options
    first.scenario.sources = checked.sources
    first.programVersion = Orrery.version
    first.isPartial = true
    let number = try store.begin(first)
    let monitor = RunMonitor(console: console, name: checked.name, store: store, run: number)
    var result: RunResult
    do {
      result = try experiment.run(stop: Interruption.request, observer: monitor)
    } catch {
      monitor.end()
      throw error
    }
    monitor.end()
    if let failure = monitor.storageFailure { throw failure }
    try store.update(number, with: result, isFinal: !result.isPartial)
    console.say(
      TerminalReport.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    console.remark("database  \(path), run \(number)")
    return (result, Reproduction(database: path, run: number))
  }

  private func report(_ result: RunResult, _ stored: Reproduction, _ console: Console) throws {
    guard !noReport else { return }
    let path = try HTMLReport.write(
      result, to: out, reproduction: stored)
    console.remark("report    \(path)")
  }

  private func write(_ documents: [String]) throws {
    guard let json, !documents.isEmpty else { return }
    let text = documents.count == 1 ? documents[0] : "[\n" + documents.joined(separator: ",\n") + "\n]"
    if json == "-" {
      print(text)
    } else {
      try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: json), options: .atomic)
    }
  }
}

/// Names of the files that a run leaves.
enum ResultPaths {
  /// `road-warrior/quick` → `road-warrior-quick`
  static func stem(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." ? $0 : "-" })
  }
}
