import ArgumentParser
import Reporting

/// `orrery`: simulates software architectures from scenario files.
@main
struct Orrery: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orrery",
    abstract: "Simulates software architectures: capacity, latency, service levels and cost, from a scenario file.",
    discussion: """
      A scenario file describes an architecture, its load, faults, prices and budgets. `orrery run` simulates \
      it, judges the budgets, and leaves a database and a report under `results/`.

        orrery run scenarios/01-first-queue.yaml       one queue
        orrery init                                    a first scenario to edit
        orrery validate FILE                           every problem, and an instant estimate
        orrery show polling-worker                     what a kind does, its parameters and metrics

      \(ExitCode.table)
      """,
    version: Orrery.version,
    subcommands: [
      RunCommand.self, CheckCommand.self, BaselineCommand.self, CompareCommand.self, SweepCommand.self,
      CapacityCommand.self, ValidateCommand.self,
      ExplainCommand.self, TraceCommand.self, ReportCommand.self, ListCommand.self,
      ShowCommand.self, SchemaCommand.self, InitCommand.self, MergeCommand.self,
    ])

  static func main() {
    Interruption.install()
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let mistake = MisspeltCommand.first(of: arguments, in: Self.self) {
      let console = Console(isQuiet: false, noColor: true, keepsOutputClear: true)
      console.note("error: \(mistake)")
      console.note(ExitLine.text(code: Outcome.usage.rawValue, meaning: Outcome.usage.meaning))
      exit(withError: ExitCode(Outcome.usage.rawValue))
    }
    main(arguments)
  }

  /// Part of every result: the same scenario, seed and version give the same bytes.
  static let version = "0.1.0"
}
