import ArgumentParser
import Experiments
import Foundation
import Recording
import Reporting

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tables and pictures again, from stored results; nothing is run.",
    discussion: """
        \(Program.name) report results/shop.sqlite                       the last run
        \(Program.name) report results/shop.sqlite --run 3 --json -      an earlier one, for programs
        \(Program.name) report results/shop.sqlite --openmetrics -       for what collects metrics
      """)

  @Argument(help: ArgumentHelp("Databases that runs have left.", valueName: "db"))
  var databases: [String]

  @Option(name: .customLong("run"), help: "Which run of the database; the last one without it.")
  var number: Int64?

  @Option(help: "Folder for the report; the database's own without it.")
  var out: String?

  @Option(help: ArgumentHelp("Writes the result as JSON to a file, or to standard output with `-`.", valueName: "file"))
  var json: String?

  @OptionGroup var exposition: ExpositionOptions

  @Flag(help: "Lists the runs of the database.")
  var list = false

  @Flag(help: "No colours.")
  var noColor = false

  @Flag(name: .customLong("no-report"), help: "Tables alone, no HTML and no figures.")
  var noReport = false

  func validate() throws { try exposition.check(beside: json) }

  func run() throws {
    let console = Console(
      isQuiet: false, noColor: noColor, keepsOutputClear: json == "-" || exposition.keepsOutputClear)
    var outcomes: [Outcome] = []
    var results: [RunResult] = []
    for path in databases {
      do {
        let store = try RunStore.reading(path)
        let runs = try store.runs()
        if list {
          for stored in runs {
            let options = stored.options.isEmpty ? "" : " with \(stored.options.joined(separator: ","))"
            console.say(
              "\(stored.run)  \(stored.name)\(options)  seed \(stored.seed)  \(stored.isPartial ? "partial" : stored.digest)"
            )
          }
          continue
        }
        guard let number = number ?? runs.last?.run else {
          throw UnknownName(description: "\(path) holds no run")
        }
        guard runs.contains(where: { $0.run == number }) else {
          throw UnknownName(description: "\(path) has no run \(number); --list shows them")
        }
        let result = try store.load(number)
        results.append(result)
        console.say(
          TerminalReport.text(result, color: console.usesColor, unicode: Console.usesUnicode))
        if result.isPartial { console.say("this run is partial: it was interrupted, or is still going on") }
        if let json {
          let text = try JSONReport.text(result)
          if json == "-" { Console.document(text) } else { try OutputOptions.write(text, to: json) }
        }
        if !noReport {
          let folder = out ?? URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
          let page = try HTMLReport.write(result, to: folder)
          console.remark("report    \(page)")
        }
        outcomes.append(.ok)
      } catch {
        let (outcome, message) = Failure.outcome(of: error)
        console.note(message)
        outcomes.append(outcome)
      }
    }
    do {
      try exposition.write(results)
    } catch {
      console.note("error: \(error)")
      outcomes.append(.ioFailure)
    }
    try Conclusion.end(console, Outcome.worst(of: outcomes), success: nil)
  }
}
