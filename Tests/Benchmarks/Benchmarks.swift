import ArgumentParser
import Foundation

/// Prints the benchmark table: what was measured, in links of a reference loop that was timed in the same run, beside
/// what is aimed at; and, where other builds of the program are given, each of them in turn on the same rows.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Times the engine and the program, in links of a reference loop.",
    discussion: """
      A link is one hash of a chain in which each waits for the one before. Absolute times depend on what else a \
      machine does; ratios to a loop that is timed in the same run hold.
      """)

  @Flag(help: "Short runs, without those of 150 million reservations.")
  var quick = false
  @Flag(help: "Adds the full system and the national hour at full size: some 15 minutes.")
  var full = false
  @Flag(help: "The rows of the simulated network alone.")
  var models = false
  @Option(help: "Another build of the program to run in turn, as NAME=PATH. May be repeated.")
  var before: [String] = []
  @Option(help: "Python with SimPy, which runs the eight steps as well.")
  var simpy: String?
  @Option(help: "Writes the table to a file, too.")
  var save: String?

  func run() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/orrery"
    let others = before.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      return (name: parts[0], program: ProgramBenchmarks(program: parts.last ?? text, root: root))
    }
    let program = ProgramBenchmarks(program: own, root: root)
    var table = Table(link: ReferenceLoop.hashChain(), others: others.map(\.name))
    ModelBenchmarks(program: program, others: others.map(\.program), isQuick: quick).add(to: &table, full: full)
    if !models {
      EngineBenchmarks.add(to: &table, isQuick: quick)
      program.add(to: &table, isQuick: quick, simPy: simpy)
    }
    print(table.text)
    if let save { try (table.text + "\n").write(toFile: save, atomically: true, encoding: .utf8) }
  }
}
