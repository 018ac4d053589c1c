import ArgumentParser
import Experiments
import Recording
import Scenarios

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Saves runs for later ones to be held against, and lists them.",
    discussion: """
      \(Program.name) baseline save shop.yaml              ten runs into baseline.sqlite
      \(Program.name) baseline save shop.yaml --with cached --to main.sqlite
      \(Program.name) baseline list baseline.sqlite
      \(Program.name) check shop.yaml --baseline baseline.sqlite      98 when worse

      A baseline is one file that can be committed or kept as an artefact: it has the text of the scenario, its \
      results and its replications.
      """,
    subcommands: [Save.self, List.self])

  struct Save: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "save",
      abstract: "Runs scenarios and saves their replications; an older baseline of the same is replaced.",
      discussion: """
        Runs as many replications as --replications or the file says, and ten where neither says more than one. A \
        scenario with other options or assignments is another baseline. The exit code says whether the baseline \
        could be saved, not whether its budgets hold: that is what `\(Program.name) check` is for.
        """)

    @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
    var files: [String]

    @OptionGroup var scenario: ScenarioOptions

    @Option(help: ArgumentHelp("Database to save in.", valueName: "db"))
    var to = "baseline.sqlite"

    @Flag(help: "Runs everything again, also what is saved already.")
    var fresh = false

    @Flag(name: .shortAndLong, help: "No progress.")
    var quiet = false

    static let standardReplications = 10

    func validate() throws {
      if files.isEmpty { throw ValidationError("name at least one scenario file") }
    }

    func run() throws {
      Interruption.letRunsEnd()
      let console = Console(isQuiet: quiet, noColor: true, keepsOutputClear: false)
      try Conclusion.of(console, success: nil) {
        // All files are read before any is run.
        var problems: [Problem] = []
        let scenarios = try files.compactMap { file -> Scenario? in
          do {
            return try scenario.read(file)
          } catch let invalid as InvalidScenario {
            problems += invalid.problems.filter { !problems.contains($0) }
            return nil
          }
        }
        if !problems.isEmpty { throw InvalidScenario(problems: problems) }
        let store = try RunStore(path: to)
        var outcome = Outcome.ok
        for scenario in scenarios where outcome == .ok { outcome = try save(scenario, store, console) }
        try store.seal()
        return outcome
      }
    }

    private func save(_ read: Scenario, _ store: RunStore, _ console: Console) throws -> Outcome {
      var checked = read
      if scenario.replications == nil, checked.run.replications == 1, checked.run.precision == nil {
        checked.run.replications = Self.standardReplications
        checked.run.mostReplications = Self.standardReplications
      }
      let experiment = Experiment(
        checked, model: scenario.assemble(checked), options: scenario.runOptions(reuses: !fresh), cache: store)
      let monitor = RunMonitor(console: console, name: checked.name, store: nil, run: 0)
      defer { monitor.end() }
      let result = try experiment.run(stop: Interruption.request, observer: monitor)
      // Half of a baseline would pass for a whole one.
      guard !result.isPartial else {
        console.note("interrupted: the older baseline of \(BaselineName(checked).text) is as it was")
        return .interrupted
      }
      let name = BaselineName(checked)
      let older = try store.runs().filter { BaselineName($0) == name && $0.mode == .simulated }.map(\.run)
      _ = try store.add(result)
      try store.remove(older)
      console.say(
        "\(name.text): \(result.replications) replications, digest \(result.digest), saved in \(to)"
          + (older.isEmpty ? "" : " in place of an older one"))
      return .ok
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Lists the baselines of a database.")

    @Argument(help: ArgumentHelp("Database of baselines.", valueName: "db"))
    var database: String

    func run() throws {
      let console = Console(isQuiet: false, noColor: true, keepsOutputClear: false)
      try Conclusion.of(console, success: nil) {
        let runs = try RunStore.reading(database).runs().filter { !$0.isPartial }
        if runs.isEmpty { console.say("\(database) holds no baseline; `\(Program.name) baseline save` makes one") }
        for run in runs {
          console.say(
            "\(BaselineName(run).text)  seed \(run.seed), \(run.mode == .live ? "against a service" : "\(run.replications) replications"), program \(run.programVersion), \(run.recordedAt), digest \(run.digest)"
          )
        }
        return .ok
      }
    }
  }
}
