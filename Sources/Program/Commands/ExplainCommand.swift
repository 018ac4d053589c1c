import ArgumentParser
import Components
import Experiments
import Recording
import Reporting
import Scenarios

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says what dominates a percentile, a breach, a bill or a loss, and where it comes from.",
    discussion: """
        \(Program.name) explain shop.yaml                                    every broken budget, or else each flow's p99
        \(Program.name) explain results/shop.sqlite --run 3                  the same, of a stored run
        \(Program.name) explain shop.yaml --figure "p99 latency(flow=buy)"   one figure
        \(Program.name) explain shop.yaml --budget fast-pages                one budget, broken or not
        \(Program.name) explain shop.yaml --bill                             what the bill is made of
        \(Program.name) explain shop.yaml --lost                             what was lost, refused or given up, and by whom
        \(Program.name) explain shop.yaml --assumptions                      which assumptions matter, each over its range

      The run is repeated with some requests watched: those near the percentile, and some around the median to \
      compare. Their time is broken down by component and cause along the critical path, where what ran beside it and \
      ended earlier does not count, so that the shares add up to the latency. A run that nobody asks about carries \
      nothing of it. Exits 0 whatever the budgets say.
      """)

  @Argument(help: ArgumentHelp("Scenario file, or the database of a run.", valueName: "file-or-db"))
  var file: String

  @Option(name: .customLong("run"), help: "Which run of the database; the last one without it.")
  var number: Int64?

  @Option(help: "A figure as budgets write it, as in \"p99 latency(flow=buy)\" or \"share errors(flow=buy)\".")
  var figure: String?

  @Option(help: "A budget of the file by its name.")
  var budget: String?

  @Flag(help: "Lines of the bill by share, and what drives each.")
  var bill = false

  @Flag(help: "What was lost, refused or given up; and the first entity of each broken invariant, step by step.")
  var lost = false

  @Flag(help: "Moves each quantity that states a range, as in `20ms (10ms..30ms) assumed`, to both ends of it.")
  var assumptions = false

  @Option(help: "Requests that are watched near the percentile, and as many around the median.")
  var exemplars = 200

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if [figure != nil, budget != nil, bill, lost].count(where: { $0 }) > 1 {
      throw ValidationError("name one of --figure, --budget, --bill, --lost")
    }
    if assumptions && (bill || lost) {
      throw ValidationError("--assumptions is about a figure: leave --bill and --lost out")
    }
    if !(1...100_000).contains(exemplars) { throw ValidationError("--exemplars takes a number from 1 to 100000") }
    if number != nil && !isDatabase { throw ValidationError("--run chooses a run of a database; \(file) is none") }
  }

  private var isDatabase: Bool { file.hasSuffix(".sqlite") || file.hasSuffix(".db") }

  func run() throws {
    Interruption.letRunsEnd()
    try Conclusion.of(output, success: nil) { try assumptions ? vary($0) : explain($0) }
  }

  private func explain(_ console: Console) throws -> Outcome {
    let experiment = try experiments()([])
    var question = ExplanationStudy.Question()
    question.exemplars = exemplars
    question.wantsBill = bill
    question.wantsLosses = lost
    question.asked = figure == nil ? nil : Self.askedName
    question.budget = budget
    _ = try check(in: experiment.scenario)
    let monitor = RunMonitor(console: console, name: experiment.scenario.name, store: nil, run: 0)
    let explanation = try ExplanationStudy(experiment, question: question).run(
      stop: Interruption.request, observer: monitor)
    monitor.end()
    if Interruption.request.isRequested { return .interrupted }
    console.say(ExplanationText.text(explanation, color: console.usesColor, unicode: Console.usesUnicode))
    try output.write([try ExplanationJSON.text(explanation)])
    return .ok
  }

  /// The budget that a figure of the command line is read through: the language checks it as it checks any other.
  private static let askedName = "asked-on-the-command-line"

  private var asked: [String] {
    guard let figure else { return [] }
    let limit = figure.contains("errors") || figure.hasPrefix("share ") ? "0%" : "0ns"
    return ["budgets.\(Self.askedName)=\(figure) >= \(limit)"]
  }

  /// What was asked for by name; nil where nothing was.
  private func check(in scenario: Scenario) throws -> Check? {
    guard let name = figure == nil ? budget : Self.askedName else { return nil }
    if let found = scenario.budgets.first(where: { $0.name == name }) { return found.check }
    let known = scenario.budgets.map(\.name).joined(separator: ", ")
    throw UnknownName(description: "no budget \(name); there are \(known.isEmpty ? "none" : known)")
  }

  /// One assumption after the other, over its range.
  private func vary(_ console: Console) throws -> Outcome {
    let experiment = try experiments()
    let written = try experiment([]).scenario
    let study = AssumptionStudy(written.quantities, design: experiment)
    let result = try study.sensitivity(
      of: try check(in: written), stop: Interruption.request,
      observer: { RunMonitor(console: console, name: $0, store: nil, run: 0) })
    console.say(AssumptionText.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    try output.write([try AssumptionJSON.text(result)])
    return result.isPartial ? .interrupted : .ok
  }

  /// Makes the experiment with settings on top of what was given. A database is opened and read once.
  private func experiments() throws -> ([String]) throws -> Experiment {
    guard isDatabase else {
      return { settings in
        let checked = try scenario.read(file, assignments: asked + settings)
        var options = scenario.runOptions()
        options.isTimelineCoarse = assumptions
        return Experiment(checked, model: scenario.assemble(checked), options: options)
      }
    }
    let store = try RunStore.reading(file)
    let runs = try store.runs()
    guard let number = number ?? runs.last(where: { $0.mode == .simulated })?.run else {
      throw UnknownName(description: "\(file) holds no run")
    }
    guard runs.contains(where: { $0.run == number }) else {
      throw UnknownName(description: "\(file) has no run \(number); `\(Program.name) report --list` shows them")
    }
    let stored = try store.load(number)
    guard stored.mode == .simulated else {
      throw UnknownName(
        description:
          "run \(number) of \(file) was made against a service, whose inside no run can watch: explain the file")
    }
    // Replications that are stored are not run again.
    return { settings in
      let checked = try StoredDesign.read(
        stored, replications: stored.replications, in: file, with: scenario, assignments: asked + settings)
      return Experiment(
        checked, model: scenario.assemble(checked), options: scenario.runOptions(reuses: true),
        cache: ReadOnlyCache(store: store))
    }
  }
}

/// What a store has; it is left as it is.
private final class ReadOnlyCache: ReplicationCache {
  private let store: RunStore

  init(store: RunStore) { self.store = store }

  func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication? {
    try store.replication(number, of: key)
  }

  func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws {}
}
