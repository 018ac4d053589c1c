import ArgumentParser
import Foundation

/// Breaks what the ordinary tests do not reach: campaigns of damage, interruption and chance, each for its part of the
/// time. Exits with 1 when something was found.
@main
struct Torture: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "torture", abstract: "Tries to break the program, for as long as it is given.",
    discussion: """
      Every case is made from the seed and its number, so that `--campaign NAME --case NUMBER --seed SEED` is that case \
      again, as far as it does not depend on time. What is found is kept, made smaller, with the command that shows it.
      """)

  @Option(help: "How long, in minutes; divided among the campaigns.")
  var minutes = 5.0
  @Option(help: "What all cases are made from.")
  var seed: UInt64 = 1
  @Option(help: "One of \(Campaigns.names.joined(separator: ", ")); all without it. Repeatable.")
  var campaign: [String] = []
  @Option(name: .customLong("case"), help: "Runs one case of one campaign.")
  var number: UInt64?
  @Option(help: "Number of the first case, to go on where an earlier run has ended.")
  var from: UInt64 = 0
  @Option(help: "Cases at once; as many as there are cores without it.")
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Folder for what is found.")
  var out = "results/torture"
  @Option(help: "The program; the one beside this without it.")
  var program: String?

  /// What a process of this program is, that another one started: `mutants` or `topologies`.
  @Option(help: .hidden) var worker: String?
  @Option(help: .hidden) var step: UInt64 = 1
  @Option(help: .hidden) var seconds = 0.0
  @Option(help: .hidden) var scratch = ""
  /// A text to judge as the worker does, in place of those it would make.
  @Option(help: .hidden) var text: String?

  func validate() throws {
    if let unknown = campaign.first(where: { !Campaigns.names.contains($0) }) {
      throw ValidationError("there is no campaign `\(unknown)`; there are \(Campaigns.names.joined(separator: ", "))")
    }
    if number != nil && campaign.count != 1 { throw ValidationError("--case is of one --campaign") }
    if !(minutes > 0) { throw ValidationError("--minutes takes a number above 0") }
    if !(1...256).contains(jobs) { throw ValidationError("--jobs takes a whole number from 1 to 256") }
  }

  func run() throws {
    if let worker {
      try Worker.main(worker, folder: scratch, seed: seed, first: from, step: step, seconds: seconds, text: text)
      return
    }
    Limits.apply()
    let scratch = try Scratch()
    defer { scratch.remove() }
    Cleaning.install(scratch)
    let ledger = Ledger(Reproducers(folder: out), seed: seed)
    let stage = try Stage(program: program, folder: scratch.path, seed: seed, jobs: jobs, first: from, ledger: ledger)
    let chosen = Campaigns.all(stage).filter { campaign.isEmpty || campaign.contains($0.name) }
    if let number {
      try chosen[0].prepare()
      try chosen[0].again(number)
    } else {
      try run(chosen, ledger)
    }
    print(ledger.table)
    if !ledger.isClean { throw ExitCode(1) }
  }

  /// Each has its share of the time; what one leaves over, the next ones have.
  private func run(_ campaigns: [any Campaign], _ ledger: Ledger) throws {
    let end = ContinuousClock.now + .seconds(minutes * 60)
    var shares = campaigns.reduce(0) { $0 + $1.share }
    for campaign in campaigns {
      let left = end - .now
      let until = ContinuousClock.now + left * (campaign.share / shares)
      shares -= campaign.share
      ledger.begin(campaign.name)
      try campaign.prepare()
      try campaign.run(until: until)
      ledger.end(campaign.name)
    }
  }
}
