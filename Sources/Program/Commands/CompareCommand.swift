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

  @Flag(help: "Exits 98 when a candidate is worse than the base in any figure.")
  var gate = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name two scenario files, or one and an option with --with") }
    if files.count > 1 && !scenario.options.isEmpty {
      throw ValidationError("--with makes designs of one file; name one file, or leave --with out")
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
    if files.count == 1, scenario.options.count > 1, !scenario.options.contains("base") {
      console.say("the file as it is written is not among these designs; `--with base` makes it one")
    }
    console.say(ComparisonText.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    try output.write([try ComparisonJSON.text(result)])
    if !output.noReport {
      let names = drafts.map { files.count > 1 ? $0.scenario.name : $0.label }
      let own = files.count > 1 ? names : [drafts[0].scenario.name] + names
      let page = try StudyReport.write(
        result, to: output.place.folder, name: "compare-\(own.joined(separator: "-"))")
      console.reported(page)
    }
    var outcomes = result.designs.map { Outcome($0.result) }
    if gate && result.figures.contains(where: { $0.differences.contains { $0?.verdict == .worse } }) {
      outcomes.append(.regression)
    }
    return Outcome.worst(of: outcomes)
  }
}
