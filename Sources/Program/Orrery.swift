import ArgumentParser
import Reporting

/// Simulates software architectures from scenario files.
struct Orrery: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Program.name,
      abstract: "Simulates software architectures: capacity, latency, service levels and cost, from a scenario file.",
      discussion: """
        A scenario file describes an architecture, its load, faults, prices and budgets. `\(Program.name) run` simulates \
        it, judges the budgets, and leaves a database and a report under `results/`.

          \(Program.name) init                                    a first scenario to edit: first.yaml
          \(Program.name) run first.yaml                          its budgets, database and report
          \(Program.name) list scenarios                          those that came with the program
          \(Program.name) validate FILE                           every problem, and an instant estimate
          \(Program.name) show polling-worker                     what a kind does, its parameters and metrics

        Completions for a shell: `\(Program.name) --generate-completion-script bash`, or zsh, or fish.

        \(ExitCode.table)
        """,
      version:
        "\(Program.name) \(Orrery.version)\ncommit \(ProgramBuild.commit ?? "unknown")\nbuild \(ProgramBuild.digest)",
      subcommands: [
        RunCommand.self, CheckCommand.self, BaselineCommand.self, CompareCommand.self, SweepCommand.self,
        CapacityCommand.self, ValidateCommand.self,
        ExplainCommand.self, TraceCommand.self, ReportCommand.self, ListCommand.self,
        ShowCommand.self, SchemaCommand.self, InitCommand.self, MergeCommand.self, LiveCommand.self, HostCommand.self,
        ManualCommand.self,
      ])
  }

  /// Part of every result: the same scenario, seed and version give the same bytes. The one place where it is written;
  /// the top entry of CHANGELOG.md has to agree.
  static let version = "0.1.0"
}
