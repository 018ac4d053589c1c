import ArgumentParser
import Experiments
import Recording
import Reporting

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "One database from the parts of a run that several machines have run.",
    discussion: """
      \(Program.name) run shop.yaml --replications 40 --shard 1/4 --out part-1     and so on to 4/4, anywhere
      \(Program.name) merge part-*/shop.sqlite --to shop.sqlite

      The rows and the digest are those of one run of all replications. Parts that are missing, there twice, or of \
      another scenario, seed or version are refused.
      """)

  @Argument(help: ArgumentHelp("Databases with one part each.", valueName: "db"))
  var databases: [String]

  @Option(help: "The database that is written.")
  var to = "merged.sqlite"

  @OptionGroup var output: OutputOptions

  func run() throws {
    try Conclusion.of(output) { console in
      let (result, number) = try ShardMerge(databases).write(to: to)
      console.say(TerminalReport.text(result, color: console.usesColor, unicode: Console.usesUnicode))
      console.remark("database  \(to), run \(number)")
      try output.write([try JSONReport.text(result)])
      if !output.noReport {
        let page = try HTMLReport.write(
          result, to: output.place.folder,
          reproduction: Reproduction(of: number, in: .reading(to), folder: output.place.folder))
        console.reported(page)
      }
      return Outcome(result)
    }
  }
}
