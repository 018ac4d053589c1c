import Components
import Engine
import Experiments
import Foundation
import Recording
import Reporting
import Scenarios
import Statistics

/// Sees to it that a store has the replications that a command then reads from it, by whatever engine was asked for.
final class Distributor {
  /// What a command needs.
  struct Study {
    var name: String
    /// Every design, with what it is called where there are several.
    var designs: [(label: String, key: ReplicationKey)]
    /// Indices of those that are needed now, ascending.
    var wanted: [Int]
    /// Of each.
    var replications: Int
    /// What all of it takes on one thread of one machine.
    var seconds: Double
    /// The command of a task, but for its shard.
    var words: [String]
  }

  enum Ending {
    /// The store has everything.
    case filled
    /// It is left to others, as was asked.
    case handedOver
  }

  private let engine: EngineName
  private let options: DistributionOptions
  private let threads: Int
  private let longestSeconds: Double
  private let place: ResultPlace
  private let console: Console
  /// Takes nothing from what is there already.
  private let isFresh: Bool
  private var used: [PartFolder] = []
  /// How many shards a grid was divided into at first, so that later rounds continue with the same databases.
  private var divided: (designs: [ReplicationKey], shards: Int)?

  /// Nil where no engine was asked for.
  init?(
    _ options: DistributionOptions, _ scenario: ScenarioOptions, place: ResultPlace, console: Console, isFresh: Bool
  ) {
    guard let engine = options.engine else { return nil }
    self.engine = engine
    self.options = options
    threads = scenario.threading.threads ?? 1
    longestSeconds = scenario.runOptions().longestSeconds
    self.place = place
    self.console = console
    self.isFresh = isFresh
  }

  /// - Throws: `DistributionFailure`, `RecordingError`, or `UnknownName` for what was asked in vain.
  func fill(_ store: RunStore, _ study: Study) throws -> Ending {
    let plan = plan(study)
    if study.seconds / Double(plan.shards) > longestSeconds && engine != .parts {
      throw UnknownName(
        description:
          "each of \(plan.shards) tasks would take about \(Int(saturating: study.seconds / Double(plan.shards))) s: more --tasks make it less, --refuse-above allows it"
      )
    }
    let folder = folder(study, plan)
    let command = TaskCommand(program: options.program ?? TaskCommand.ownProgram, words: study.words)
    if engine == .kubernetes { return try emit(study, plan, command, folder) }
    if isFresh && !used.contains(where: { $0.path == folder.path }) && engine != .parts { folder.clear() }
    let ledger = try ShardLedger(plan, store: store, folder: folder, isFresh: isFresh)
    if ledger.missingCount == 0 {
      if engine != .parts { used.append(folder) }
      return .filled
    }
    if engine == .parts {
      try take(ledger, study, folder)
      return .filled
    }
    try folder.create()
    used.append(folder)
    console.remark(
      "tasks     \(plan.shards) on \(engine.rawValue), of about \(Int(saturating: (study.seconds / Double(plan.shards)).rounded(.up))) s each; \(ledger.total) replications"
    )
    if options.detach { return try detach(study, plan, command, folder, ledger) }
    let taskEngine = try taskEngine(study, plan, command, folder)
    try Distribution(
      ledger, taskEngine, folder: folder, console: console, name: study.name, retries: options.retries,
      limit: .seconds(options.waitLimit)
    ).run()
    return .filled
  }

  /// Takes the parts away, when all of them are in the store.
  func clear() {
    for folder in used { folder.clear() }
    rmdir("\(place.folder)/parts")
  }

  // MARK: Plan

  private func plan(_ study: Study) -> ShardPlan {
    let keys = study.designs.map(\.key)
    let items = study.wanted.count * study.replications
    var shards: Int
    if let divided, divided.designs == keys {
      shards = divided.shards
    } else {
      // Some more tasks than places, since none takes exactly as long as another.
      let most =
        engine == .local || engine == .command ? min(4 * options.places, SlurmEngine.mostTasks) : SlurmEngine.mostTasks
      shards = options.tasks ?? ShardPlan.shards(items: items, seconds: study.seconds, worth: engine.worth, most: most)
      divided = (keys, min(shards, items))
    }
    shards = min(shards, items)
    return ShardPlan(designs: keys, wanted: study.wanted, replications: study.replications, shards: shards)
  }

  /// Of its own for each study, so that no part is taken for another's.
  private func folder(_ study: Study, _ plan: ShardPlan) -> PartFolder {
    if let parts = options.parts { return PartFolder(parts) }
    var digest = Digest()
    for key in plan.designs {
      for text in [key.model, String(key.seed), key.build] { digest.add(text) }
    }
    digest.add(plan.shards)
    return PartFolder("\(place.folder)/parts/\(ResultPlace.stem(study.name))-\(digest.hex.prefix(8))")
  }

  private func taskEngine(
    _ study: Study, _ plan: ShardPlan, _ command: TaskCommand, _ folder: PartFolder
  ) throws -> any TaskEngine {
    if engine == .slurm { return slurm(study, plan, command, folder) }
    let template = engine == .command ? try CommandTemplate(options.template) : nil
    let places = engine == .local && options.atOnce == nil ? max(1, options.places / threads) : options.places
    return ProcessEngine(template, command, folder: folder, shards: plan.shards, places: places)
  }

  private func slurm(
    _ study: Study, _ plan: ShardPlan, _ command: TaskCommand, _ folder: PartFolder
  ) -> SlurmEngine {
    SlurmEngine(
      name: "orrery-\(ResultPlace.stem(study.name))", command, folder: folder, shards: plan.shards,
      options: ["--cpus-per-task=\(threads)"] + options.slurmOption, mostAtOnce: options.atOnce)
  }

  // MARK: Left to others

  private func detach(
    _ study: Study, _ plan: ShardPlan, _ command: TaskCommand, _ folder: PartFolder, _ ledger: ShardLedger
  ) throws -> Ending {
    let slurm = slurm(study, plan, command, folder)
    let active = try slurm.resume()
    for shard in ledger.unfinished where !active.contains(shard) { _ = try ledger.adopt(shard) }
    let missing = ledger.unfinished.filter { !active.contains($0) }
    if !missing.isEmpty { try slurm.submit(missing.map { ShardTask(shard: $0, attempt: 1) }) }
    // Of two options of one name the last counts.
    let words = [command.program] + CommandLine.arguments.dropFirst() + ["--engine=parts", "--parts=\(folder.path)"]
    let jobs = active.isEmpty && missing.isEmpty ? [] : try slurm.submitMerge(Array(words))
    console.say(
      "submitted \(jobs.isEmpty ? "nothing: every part is there" : "job \(jobs.dropLast().joined(separator: ", ")), put together by job \(jobs.last ?? "")")"
    )
    console.remark("parts     \(folder.path.shown); the same command without --detach follows them")
    return .handedOver
  }

  private func take(_ ledger: ShardLedger, _ study: Study, _ folder: PartFolder) throws {
    let paths = folder.databases()
    try ledger.adoptAll(paths)
    guard ledger.missingCount > 0 else { return }
    let lacking = ledger.lacking.prefix(5).map { design, numbers in
      let label = study.designs[design].label
      return "\(label.isEmpty ? "" : "\(label): ")replication \(numbers.map(String.init).joined(separator: ", "))"
    }
    throw DistributionFailure(
      .invalidScenario,
      [
        "\(ledger.missingCount) of \(ledger.total) replications are in none of the \(paths.count) databases of \(folder.path.shown)"
      ] + lacking.map { "missing are \($0)" })
  }

  private func emit(
    _ study: Study, _ plan: ShardPlan, _ command: TaskCommand, _ folder: PartFolder
  ) throws -> Ending {
    let directory = FileManager.default.currentDirectoryPath
    let file = study.words.count > 1 ? study.words[1] : ""
    for path in [file, folder.path] where !path.hasPrefix(directory + "/") || path.contains("/../") {
      throw UnknownName(
        description:
          "\(path.shown) is not below \(directory.shown), where pods mount the claim: begin there, or name another --parts"
      )
    }
    guard let emit = options.emit, let image = options.image, let claim = options.claim else { return .handedOver }
    let job = KubernetesJob(
      name: study.name, TaskCommand(program: options.program ?? "orrery", words: command.words), shards: plan.shards,
      atOnce: options.atOnce, retries: options.retries, threads: threads, image: image, claim: claim, folder: folder,
      directory: directory)
    let text = try job.text()
    if emit == "-" { Console.document(text) } else { try OutputOptions.write(text + "\n", to: emit) }
    console.remark(
      "\(plan.shards) parts; when they are in \(folder.path.shown), the same command with --engine parts --parts puts them together"
    )
    return .handedOver
  }
}
