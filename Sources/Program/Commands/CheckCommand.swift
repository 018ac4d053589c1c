import ArgumentParser
import Components
import Experiments
import Foundation
import Recording
import Reporting
import Scenarios

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "The CI gate: judges budgets, objectives and differences from a baseline; says why, where, and exits with it.",
    discussion: """
      \(Program.name) check shop.yaml                      budgets, objectives, invariants
      \(Program.name) check *.yaml --junit gate.xml --markdown gate.md
      \(Program.name) baseline save shop.yaml              once, on the main branch
      \(Program.name) check shop.yaml --baseline baseline.sqlite      98 when worse
      \(Program.name) check shop.yaml --baseline baseline.sqlite --margin 2%
      \(Program.name) check shop.yaml --stored             new budgets, nothing is run
      \(Program.name) check shop.yaml --live --baseline main/shop.sqlite   the last run against a service, beside an earlier one

      Replications that are stored already in OUT/SCENARIO.sqlite are taken from there: they repeat exactly as long \
      as the model, the seed and the program are the same, and budgets and prices are no part of the model. Where the \
      file asks for one replication, as many are run as the baseline has.

      Beside a baseline, replication n of both meets the same arrivals and demands, so what did not change is exactly \
      equal. A figure has regressed when it is worse and the whole 95 % interval of its relative difference lies \
      beyond the margin; improvements exit 0. A budget such as `p95 latency <= baseline +10% or +20ms` is violated \
      beyond the larger of the two.

      With --live the last run against a service that is stored in OUT/SCENARIO.sqlite is judged, and held against the last \
      one in the baseline's database, which met the same arrivals. There is one run of each, with an interval of its \
      own; what differs from run to run of the same service is not in it, and the margin is 10 % where none is given.

      On GitHub, annotations stand at the line of the budget, and the job's summary gets the Markdown.

      \(ExitCode.table)
      """)

  @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
  var files: [String]

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: ArgumentHelp("Database of baselines to hold the runs against.", valueName: "db"))
  var baseline: String?

  @Option(help: ArgumentHelp("Relative difference from the baseline that nobody minds, as in 2%.", valueName: "share"))
  var margin: String?

  @Flag(help: "Runs everything again, also what is stored already.")
  var fresh = false

  @Flag(help: "Runs nothing: judges the stored replications under the budgets of today.")
  var stored = false

  @Flag(help: "Runs nothing: judges the last run against a service, as `live` has stored it.")
  var live = false

  @Option(help: "Folder for databases; a name that ends in .sqlite is the database itself.")
  var out = "results"

  @Option(
    help: ArgumentHelp("Writes the verdicts as JSON to a file, or to standard output with `-`.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Writes JUnit XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Writes Markdown for a pull request, at most 64 KiB.", valueName: "file"))
  var markdown: String?

  @Option(help: ArgumentHelp("Writes figures for github-action-benchmark (customSmallerIsBetter).", valueName: "file"))
  var benchmarkJSON: String?

  @Flag(name: .shortAndLong, help: "No progress and no paths; verdicts stay.")
  var quiet = false

  @Flag(help: "No colours.")
  var noColor = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name at least one scenario file") }
    if stored && fresh { throw ValidationError("--stored runs nothing, and --fresh runs everything: leave one out") }
    if live && (stored || fresh) {
      throw ValidationError("--live judges a run that is stored as it is: leave --\(stored ? "stored" : "fresh") out")
    }
    if margin != nil && baseline == nil { throw ValidationError("--margin is of differences from a --baseline") }
    _ = try share()
  }

  func run() throws {
    let console = Console(isQuiet: quiet, noColor: noColor, keepsOutputClear: json == "-")
    Interruption.letRunsEnd()
    var report = GateReport()
    var outcomes: [Outcome] = []
    do {
      // A baseline that cannot be opened costs no run.
      let database = try baseline.map { try BaselineDatabase($0) }
      for file in files where !Interruption.request.isRequested {
        outcomes.append(check(file, database, into: &report, console))
      }
    } catch {
      let (outcome, message) = Failure.outcome(of: error)
      console.note(message)
      report.failures = files.map { GateReport.Failure(file: $0, message: message) }
      outcomes.append(outcome)
    }
    if Interruption.request.isRequested { outcomes.append(.interrupted) }
    try Conclusion.end(console, publish(&report, outcomes, console))
  }

  // MARK: One scenario

  private func check(
    _ file: String, _ database: BaselineDatabase?, into report: inout GateReport, _ console: Console
  ) -> Outcome {
    do {
      let place = ResultPlace(out)
      let margin = try share()
      let gate =
        live
        ? try ServiceGateRun(file: file, scenario: scenario, place: place, margin: margin).run(database, console)
        : try GateRun(
          file: file, scenario: scenario, place: place, reuses: !fresh, runsNothing: stored,
          margin: margin ?? BaselineComparison.standardMargin
        ).run(database, console)
      report.results.append(gate)
      return Self.outcome(of: gate)
    } catch {
      let (outcome, message) = Failure.outcome(of: error)
      console.note(message)
      let problems = (error as? InvalidScenario)?.problems ?? []
      report.failures.append(GateReport.Failure(file: file, message: message, problems: problems))
      return outcome
    }
  }

  private static func outcome(of gate: GateResult) -> Outcome {
    var outcomes = [gate.result.mode == .live ? Outcome(live: gate.result) : Outcome(gate.result)]
    // A gate that nothing could close is no gate.
    let result = gate.result
    if result.budgets.isEmpty && result.objectives.isEmpty && result.invariants.isEmpty && gate.baseline == nil
      && result.live?.fidelity == nil
    {
      outcomes.append(.cannotJudge)
    }
    if let baseline = gate.baseline {
      if baseline.hasRegression { outcomes.append(.regression) }
      if !baseline.obstacles.isEmpty { outcomes.append(.cannotJudge) }
    }
    return Outcome.worst(of: outcomes)
  }

  // MARK: Output

  /// Everything that was asked for is written, also when something of it cannot be.
  private func publish(_ report: inout GateReport, _ outcomes: [Outcome], _ console: Console) -> Outcome {
    var outcomes = outcomes
    func settle() {
      let worst = Outcome.worst(of: outcomes)
      report.exit = (worst.rawValue, worst.meaning)
    }
    settle()
    report.timestamp = String(Date().formatted(.iso8601).prefix(19))
    let files = GateFiles(junit: junit, markdown: markdown, benchmark: benchmarkJSON)
    do {
      try files.write(report)
      if let json {
        let text = try GateJSON.text(report)
        if json == "-" {
          Console.document(text.hasSuffix("\n") ? String(text.dropLast()) : text)
        } else {
          try OutputOptions.write(text, to: json)
        }
      }
    } catch {
      let (outcome, message) = Failure.outcome(of: error)
      console.note(message)
      outcomes.append(outcome)
      settle()
    }
    console.say(GateText.text(report, color: console.usesColor, unicode: Console.usesUnicode))
    for line in files.annotations(report) { console.command(line) }
    return Outcome.worst(of: outcomes)
  }

  /// `2%` or `0.02`; nil where none is given.
  private func share() throws -> Double? {
    guard let margin else { return nil }
    let isPercent = margin.hasSuffix("%")
    guard let number = Double(isPercent ? String(margin.dropLast()) : margin), number >= 0, number.isFinite,
      isPercent || number < 1
    else { throw ValidationError("--margin takes a share, as in 2%") }
    return isPercent ? number / 100 : number
  }
}
