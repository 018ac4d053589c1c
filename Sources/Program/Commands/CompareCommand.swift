import ArgumentParser
import Experiments
import Recording
import Reporting
import Scenarios

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Runs designs under common random numbers, and says how they differ and how sure that is.",
    discussion: """
      \(Program.name) compare today.yaml tomorrow.yaml              two files
      \(Program.name) compare shop.yaml --with cached               as written, and with an option
      \(Program.name) compare shop.yaml --with a --with b,c=2       each --with is one design; `--with base` is the file as it is
      \(Program.name) compare shop.yaml --with a --with b --live    their last runs against a service; nothing is run

      Every design meets the same arrivals and demands, so that differences show with few replications. The \
      first design is the base. Without --replications, 5, 10 or 20 are run, until every tail latency, measure and \
      cost is decided. A difference is better or worse when its interval leaves out zero, none when the interval \
      lies within 1 %, and otherwise cannot be told. Exits as a run of the designs would.
      """)

  @Argument(help: ArgumentHelp("Scenario files: one design each, or one file with options.", valueName: "file"))
  var files: [String]

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Compares the last runs against a service, as `live` has stored them; a difference counts from 10 % on.")
  var live = false

  @Flag(help: "Exits 98 when a candidate is worse than the base in any figure.")
  var gate = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name two scenario files, or one and an option with --with") }
    if files.count > 1 && !scenario.options.isEmpty {
      throw ValidationError("--with makes designs of one file; name one file, or leave --with out")
    }
    if live && (study.fresh || scenario.replications != nil) {
      throw ValidationError("--live compares what is stored: leave \(study.fresh ? "--fresh" : "--replications") out")
    }
    if files.count == 1 && scenario.options.isEmpty {
      throw ValidationError("one design is nothing to compare: name a second file, or an option with --with")
    }
  }

  func run() throws {
    Interruption.letRunsEnd()
    try Conclusion.of(output) { try compare($0) }
  }

  /// What each design is, and what it is called.
  private var requests: [(label: String, file: String, options: [String], assignments: [String])] {
    if files.count > 1 {
      let stems = files.map { ($0.split(separator: "/").last ?? "").split(separator: ".").first.map(String.init) ?? $0 }
      let areTold = Set(stems).count == stems.count
      return files.enumerated().map { (areTold ? stems[$0] : $1, $1, [], []) }
    }
    let base = scenario.options.count == 1 ? [("as written", files[0], [String](), [String]())] : []
    return base + scenario.options.map { ($0, files[0], [$0], []) }
  }

  private func compare(_ console: Console) throws -> Outcome {
    let (result, names) = try live ? stored(console) : simulated(console)
    if files.count == 1, scenario.options.count > 1, !scenario.options.contains("base") {
      console.say("the file as it is written is not among these designs; `--with base` makes it one")
    }
    console.say(ComparisonText.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    try output.write([try ComparisonJSON.text(result)])
    if !output.noReport {
      let page = try StudyReport.write(
        result, to: output.place.folder, name: "compare-\(names.joined(separator: "-"))")
      console.reported(page)
    }
    var outcomes = result.designs.map { live ? Outcome(live: $0.result) : Outcome($0.result) }
    if gate && result.figures.contains(where: { $0.differences.contains { $0?.verdict == .worse } }) {
      outcomes.append(.regression)
    }
    return Outcome.worst(of: outcomes)
  }

  /// The last runs against a service, and the names of their page.
  private func stored(_ console: Console) throws -> (DesignComparison, names: [String]) {
    let requests = requests
    let scenarios = try DesignDraft.read(requests, scenario)
    let runs = try zip(scenarios, requests).map { design, request in
      let run = try StoredServiceRun(of: design.scenario, in: output.place, file: request.file)
      let database = output.place.database(of: design.scenario.name)
      console.remark("database  \(database), run \(run.number) (\(design.label))")
      if let remark = run.remark { console.note("note: \(design.label): \(remark)") }
      return (design.label, run.compared)
    }
    return (try ServiceComparison.designs(runs), names(scenarios))
  }

  private func simulated(_ console: Console) throws -> (DesignComparison, names: [String]) {
    let drafts = try DesignDraft.all(requests, scenario, place: output.place, reuses: !study.fresh)
    let asked = scenario.replications ?? drafts.map(\.scenario.run.replications).max().flatMap { $0 > 1 ? $0 : nil }
    let comparison = try Comparison(
      drafts.map {
        Comparison.Design(
          label: $0.label, scenario: $0.scenario, model: $0.model, options: $0.options, cache: $0.store)
      }, replications: asked)
    let monitors = drafts.map { RunMonitor(console: console, name: $0.label, store: nil, run: 0) }
    let result = try comparison.run(stop: Interruption.request, observer: { monitors[$0] }) { number, result in
      monitors[number].end()
      let run = try drafts[number].store.add(result)
      console.remark("database  \(drafts[number].store.path), run \(run) (\(drafts[number].label))")
    }
    return (result, names(drafts.map { ($0.label, $0.scenario) }))
  }

  /// What the page is called.
  private func names(_ designs: [(label: String, scenario: Scenario)]) -> [String] {
    files.count > 1 ? designs.map(\.scenario.name) : [designs[0].scenario.name] + designs.map(\.label)
  }
}
