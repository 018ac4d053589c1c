import ArgumentParser
import Browsing
import Experiments
import Foundation
import Recording
import Reporting
import Transports

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tables and pictures again, from stored results; nothing is run.",
    discussion: """
        \(Program.name) report results/shop.sqlite                       the last run: tables, and the page again
        \(Program.name) report results/shop.sqlite --run 3 --json -      an earlier one, for programs
        \(Program.name) report results/shop.sqlite --openmetrics -       for what collects metrics
        \(Program.name) report results/shop.sqlite --list                all runs, with what differs between them
        \(Program.name) report --serve results                           all runs of a folder, in a browser of this machine

      Pages are served on 127.0.0.1 alone, from databases that are only read, until the program is interrupted. The \
      page of a run that is under way is asked for again by itself.
      """)

  @Argument(help: ArgumentHelp("Databases that runs have left; with --serve their folder.", valueName: "db"))
  var databases: [String] = []

  @Option(name: .customLong("run"), help: "Which run of the database; the last one without it.")
  var number: Int64?

  @Option(help: "Folder for the report; the database's own without it.")
  var out: String?

  @Option(help: ArgumentHelp("Writes the result as JSON to a file, or to standard output with `-`.", valueName: "file"))
  var json: String?

  @OptionGroup var exposition: ExpositionOptions

  @Flag(help: "Lists the runs of the database, with what differs between them.")
  var list = false

  @Flag(help: "Serves a folder of databases as pages: runs, two beside each other, and the trend of a figure.")
  var serve = false

  @Option(help: "With --serve, the port on 127.0.0.1; 0 for any that is free.")
  var port = 8077

  @Flag(help: "No colours.")
  var noColor = false

  @Flag(name: .customLong("no-report"), help: "Tables alone, no HTML and no figures.")
  var noReport = false

  func validate() throws {
    if !serve, databases.isEmpty { throw ValidationError("name a database, or --serve a folder") }
    if serve, databases.count > 1 { throw ValidationError("--serve takes one folder") }
    guard (0...65535).contains(port) else { throw ValidationError("there is no port \(port)") }
    try exposition.check(beside: json)
  }

  func run() throws {
    if serve { return try browse() }
    let console = Console(
      isQuiet: false, noColor: noColor, keepsOutputClear: json == "-" || exposition.keepsOutputClear)
    var outcomes: [Outcome] = []
    var results: [RunResult] = []
    for path in databases {
      do {
        let store = try RunStore.reading(path)
        let runs = try store.runs()
        if list {
          try say(RunList(runs.map(RunList.Entry.init)), console)
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
        try write(try JSONReport.text(result))
        if !noReport {
          let folder = out ?? URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
          let page = try HTMLReport.write(
            result, to: folder, reproduction: Reproduction(of: number, in: store, folder: folder))
          console.reported(page)
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

  private func browse() throws {
    let console = Console(isQuiet: false, noColor: noColor, keepsOutputClear: false)
    Interruption.letRunsEnd()
    try Conclusion.of(console, success: nil) {
      let transport = try LiveProgram.transport(for: "report --serve")
      let browser = try RunBrowser(try ResultFolder(databases.first ?? "results"), stop: Interruption.request)
      try transport.serve(browser, port: port) { port in
        console.say("listening on http://127.0.0.1:\(port)")
        fflush(nil)
      }
      return .ok
    }
  }

  private func say(_ list: RunList, _ console: Console) throws {
    console.say(list.text(color: console.usesColor, unicode: Console.usesUnicode))
    try write(try list.json())
  }

  private func write(_ document: @autoclosure () throws -> String) throws {
    guard let json else { return }
    if json == "-" { Console.document(try document()) } else { try OutputOptions.write(try document(), to: json) }
  }
}
