import ArgumentParser
import Foundation
import Scenarios

/// Where the replications of a study are run.
enum EngineName: String, ExpressibleByArgument, CaseIterable {
  case local, slurm, command, parts, kubernetes

  /// Seconds of work that make a task worth its start there.
  var worth: Double {
    switch self {
    case .local, .parts: 1
    case .command: 5
    case .slurm: 10
    case .kubernetes: 60
    }
  }
}

/// What commands understand whose replications can be run on many machines.
struct DistributionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Runs the replications as tasks: local (processes of this machine), slurm, command (each as --template says); or takes those that were run elsewhere: parts. With kubernetes and --emit a manifest is written.",
      valueName: "engine"))
  var engine: EngineName?

  @Option(help: ArgumentHelp("Number of tasks; by default as many as are worth their start.", valueName: "n"))
  var tasks: Int?

  @Option(help: ArgumentHelp("Tasks at once; by default the cores of this machine, and with slurm no limit."))
  var atOnce: Int?

  @Option(help: ArgumentHelp("How often a lost task is run again.", valueName: "n"))
  var retries = 2

  @Option(
    help: ArgumentHelp(
      "Folder of the tasks' databases, which all machines see; by default one for each study under OUT/parts.",
      valueName: "folder"))
  var parts: String?

  @Option(help: ArgumentHelp("Cancels what has not ended after so many seconds.", valueName: "seconds"))
  var waitLimit = 86_400.0

  @Option(help: ArgumentHelp("Path of this program on the other machines.", valueName: "path"))
  var program: String?

  @Option(
    help: ArgumentHelp(
      "An option of sbatch, as in --slurm-option=--partition=short. Repeatable.", valueName: "option"))
  var slurmOption: [String] = []

  @Flag(help: "With slurm: submits the tasks and a job that puts them together, and ends.")
  var detach = false

  @Option(help: ArgumentHelp("Where the manifest goes, or `-`.", valueName: "file"))
  var emit: String?

  @Option(help: ArgumentHelp("Image that has the program, for a manifest.", valueName: "image"))
  var image: String?

  @Option(
    help: ArgumentHelp(
      "Claim of a volume that pods mount where the current folder is, for a manifest.", valueName: "claim"))
  var claim: String?

  @Option(
    parsing: .remaining,
    help: ArgumentHelp(
      "With command, and last: the words that start one task, as in --template ssh node{slot} {quoted}. {task} are the words of its command, {quoted} the command as one word for a shell; there are also {program}, {shard}, {shards}, {database}, {log}, {folder}, {slot} and {attempt}.",
      valueName: "word"))
  var template: [String] = []

  func validate() throws {
    if let tasks, !(1...SlurmEngine.mostTasks).contains(tasks) {
      throw ValidationError("--tasks takes a whole number from 1 to \(SlurmEngine.mostTasks)")
    }
    if let atOnce, !(1...4096).contains(atOnce) {
      throw ValidationError("--at-once takes a whole number from 1 to 4096")
    }
    if !(0...8).contains(retries) { throw ValidationError("--retries takes a whole number from 0 to 8") }
    if !(waitLimit > 0 && waitLimit <= 1e8) { throw ValidationError("--wait-limit takes seconds above 0") }
    if engine == nil {
      guard tasks == nil, parts == nil, template.isEmpty, !detach, emit == nil else {
        throw ValidationError("--tasks, --parts, --template, --detach and --emit need --engine")
      }
    }
    if !template.isEmpty && engine != .command { throw ValidationError("--template needs --engine command") }
    if engine == .command {
      do {
        _ = try CommandTemplate(template)
      } catch {
        throw ValidationError("\(error)")
      }
    }
    if detach && engine != .slurm && engine != .parts { throw ValidationError("--detach needs --engine slurm") }
    if engine == .kubernetes && (emit == nil || image == nil || claim == nil) {
      throw ValidationError("--engine kubernetes needs --emit, --image and --claim: no cluster is talked to")
    }
    if engine != .kubernetes && emit != nil { throw ValidationError("--emit needs --engine kubernetes") }
  }

  /// Refuses what a study on many machines cannot keep to.
  func check(_ scenario: ScenarioOptions) throws {
    if engine != nil && scenario.maxTime != nil {
      throw ValidationError("--max-time is of one process; with --engine use --wait-limit")
    }
  }

  /// Whether the command ends before its study does.
  var handsOver: Bool { engine == .kubernetes || (detach && engine == .slurm) }

  var places: Int { atOnce ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
