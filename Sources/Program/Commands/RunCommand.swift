import ArgumentParser
import Components
import Experiments
import Foundation
import Recording
import Reporting
import Scenarios

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Simulates scenarios, judges their budgets, stores and reports the results.",
    discussion: """
      Prints the budgets first, then latencies, components and cost. The database is \
      OUT/SCENARIO.sqlite, the report OUT/SCENARIO.html; both are kept when a run is interrupted. With several files \
      the exit code is that of the worst. With --engine the replications are run as tasks, on many machines if need \
      be; the result and its digest are those of one process.

        \(Program.name) run shop.yaml --watch                      runs again when the file changes
        \(Program.name) run shop.yaml --openmetrics metrics.txt    figures for what collects metrics

      --watch looks at the file and at all files that it reads: systems, prices, arrivals. When one of them has \
      changed, it runs again and says which figures have moved, what their budgets say first. A mistake in a file is \
      told, and it goes on watching. A run that has begun comes to its end first. Ctrl-C ends it, with 130.
      """)

  @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
  var files: [String]

  @OptionGroup var scenario: ScenarioOptions

  @Option(
    help: ArgumentHelp(
      "Runs one part of the replications, as in 2/4, or 1+1/4 where the first is 0; `\(Program.name) merge` puts the parts together.",
      valueName: "i/n"
    ))
  var shard: String?

  @Option(
    help: ArgumentHelp(
      "Also runs so many draws of every quantity that states a range, as in `20ms (10ms..30ms) assumed`, and says in how many the budgets hold.",
      valueName: "draws"))
  var assumptionDraws: Int?

  @Flag(help: "Runs again whenever the file, or one that it reads, changes, and says what has moved.")
  var watch = false

  @OptionGroup var exposition: ExpositionOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: "Many machines") var distribution: DistributionOptions

  func validate() throws {
    try distribution.check(scenario)
    if shard != nil && distribution.engine != nil {
      throw ValidationError("--engine divides a run into shards by itself; leave --shard out")
    }
    if watch && (files.count > 1 || shard != nil || distribution.engine != nil || assumptionDraws != nil) {
      throw ValidationError("--watch is for one file, without --shard, --engine and --assumption-draws")
    }
    try exposition.check(beside: output.json)
    if let assumptionDraws, assumptionDraws < 1 { throw ValidationError("--assumption-draws takes a number from 1 on") }
    if files.isEmpty { throw ValidationError("name at least one scenario file") }
    if let shard, Shard(shard) == nil {
      throw ValidationError("--shard \(shard.shown): write it as in 2/4, from 1/4 to 4/4")
    }
  }

  func run() throws {
    Interruption.letRunsEnd()
    if watch { return try Conclusion.of(output, beside: exposition) { try watch($0) } }
    let part = "a part was run; `\(Program.name) merge` judges all of them together"
    var isLeft = false
    try Conclusion.of(
      output, beside: exposition, keepsOutputClear: distribution.emit == "-",
      success: isLeft ? "left to others" : shard == nil ? Outcome.ok.meaning : part
    ) { console in
      let outcomes = runAll(console)
      isLeft = distribution.engine != nil && outcomes.isEmpty
      return Outcome.worst(of: outcomes)
    }
  }

  private func runAll(_ console: Console) -> [Outcome] {
    var outcomes: [Outcome] = []
    var documents: [String] = []
    var results: [RunResult] = []
    for file in files {
      if Interruption.request.isRequested { break }
      do {
        guard let (result, stored) = try distribution.engine == nil ? run(file, console) : distributed(file, console)
        else { continue }
        // A part is judged when all parts are together.
        outcomes.append(result.shard == nil || result.isPartial ? Outcome(result) : .ok)
        results.append(result)
        if output.json != nil { documents.append(try JSONReport.text(result)) }
        try report(result, stored, console)
        if let assumptionDraws, !result.isPartial {
          documents.append(contentsOf: try drawn(file, assumptionDraws, console))
        }
      } catch {
        let (outcome, message) = Failure.outcome(of: error)
        if !Interruption.isSignalled { console.note(message) }
        outcomes.append(outcome)
      }
    }
    do {
      try output.write(documents)
      try exposition.write(results)
    } catch {
      console.note("error: \(error)")
      outcomes.append(.ioFailure)
    }
    return outcomes
  }

  /// Until a signal comes.
  private func watch(_ console: Console) throws -> Outcome {
    var last: (result: RunResult, run: Int64)?
    let watch = FileWatch()
    while !Interruption.isSignalled {
      let wanted = FilesRead()
      do {
        let (result, stored) = try run(files[0], console, wanted: wanted, watch)
        try report(result, stored, console)
        if output.json != nil { try output.write([try JSONReport.text(result)]) }
        try exposition.write([result])
        if let last, !result.isPartial {
          let moved = RunMovement(from: last.result, to: result)
          console.say(
            MovementText.text(moved, since: last.run, color: console.usesColor, unicode: Console.usesUnicode))
        }
        if !result.isPartial { last = (result, stored.run ?? 0) }
      } catch {
        if !Interruption.isSignalled { console.note(Failure.outcome(of: error).message) }
      }
      watch.follow(wanted.paths)
      console.remark("watching  \(FileWatch.words(wanted.paths)); Ctrl-C ends it")
      guard let changed = watch.wait(until: { Interruption.request.isRequested }) else { break }
      console.remark("changed   \(changed.joined(separator: ", "))")
    }
    return .interrupted
  }

  private func run(
    _ file: String, _ console: Console, wanted: FilesRead? = nil, _ watch: FileWatch? = nil
  ) throws -> (RunResult, Reproduction) {
    let checked = try read(file, wanted, watch)
    let part = shard.flatMap { Shard($0) }
    if let part, part.count > checked.run.replications || checked.run.precision != nil {
      throw UnknownName(
        description:
          "--shard \(part.number)/\(part.count) divides a fixed number of replications, \(part.count) or more: state it with --replications"
      )
    }
    let model = scenario.assemble(checked)
    try scenario.checkRoom(checked, model)
    // The database is opened before anything is simulated: an unwritable folder costs no run.
    let store = try RunStore(path: output.place.database(of: checked.name))
    var options = scenario.runOptions()
    options.shard = part
    // A part that was cut short goes on with what it has.
    options.reuses = part != nil
    let experiment = Experiment(checked, model: model, options: options, cache: store)
    let number = try store.begin(.begun(checked))
    let monitor = RunMonitor(console: console, name: checked.name, store: store, run: number)
    var result: RunResult
    do {
      result = try experiment.run(stop: Interruption.request, observer: monitor)
    } catch {
      monitor.end()
      throw error
    }
    monitor.end()
    if let failure = monitor.storageFailure { throw failure }
    try store.update(number, with: result, isFinal: !result.isPartial)
    return try conclude(result, store, number, console)
  }

  private func conclude(
    _ result: RunResult, _ store: RunStore, _ number: Int64, _ console: Console
  ) throws -> (RunResult, Reproduction) {
    console.say(
      TerminalReport.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    console.remark("database  \(store.path), run \(number)")
    return (result, try Reproduction(of: number, in: store, folder: output.place.folder))
  }

  /// The same by many machines; nil where it is left to them.
  private func distributed(_ file: String, _ console: Console) throws -> (RunResult, Reproduction)? {
    guard
      let distributor = Distributor(distribution, scenario, place: output.place, console: console, isFresh: false)
    else { return nil }
    let checked = try scenario.read(file)
    if checked.run.precision != nil {
      throw UnknownName(
        description: "--engine divides a fixed number of replications among tasks: state it with --replications")
    }
    let model = scenario.assemble(checked)
    let threads = scenario.threading.threads ?? 1
    let estimate = RunEstimate(checked, model: model, threads: threads)
    try estimate.check(limit: .infinity)
    let store = try RunStore(path: output.place.database(of: checked.name))
    var options = scenario.runOptions(reuses: true)
    options.runsNothing = true
    let experiment = Experiment(checked, model: model, options: options, cache: store)
    let count = checked.run.replications
    let words = ["run", TaskCommand.absolute(file)] + scenario.words(replications: count, threads: threads)
    let study = Distributor.Study(
      name: checked.name, designs: [("", experiment.key)], wanted: [0], replications: count,
      seconds: estimate.seconds, words: words)
    guard try distributor.fill(store, study) == .filled else { return nil }
    let result = try experiment.run(stop: StopRequest())
    let number = try store.add(result)
    distributor.clear()
    return try conclude(result, store, number, console)
  }

  /// What is watched is what was read, not what came later.
  private func read(_ file: String, _ wanted: FilesRead?, _ watch: FileWatch?) throws -> Scenario {
    defer { if let wanted { watch?.follow(wanted.paths) } }
    watch?.follow([file])
    return try scenario.read(file, wanted: wanted)
  }

  /// How sure the budgets are, given what the file is not sure of.
  private func drawn(_ file: String, _ count: Int, _ console: Console) throws -> [String] {
    let written = try scenario.read(file)
    var options = scenario.runOptions()
    options.isTimelineCoarse = true
    let study = AssumptionStudy(written.quantities) { settings in
      let checked = try scenario.read(file, assignments: settings)
      return Experiment(checked, model: scenario.assemble(checked), options: options)
    }
    let draws = try study.draws(count, seed: written.run.seed, stop: Interruption.request) { done in
      if done % 10 == 0 { console.remark("draw \(done) of \(count)") }
    }
    console.say(AssumptionText.text(draws, color: console.usesColor, unicode: Console.usesUnicode))
    return output.json == nil ? [] : [try AssumptionJSON.text(draws)]
  }

  private func report(_ result: RunResult, _ stored: Reproduction, _ console: Console) throws {
    guard !output.noReport else { return }
    let path = try HTMLReport.write(result, to: output.place.folder, reproduction: stored)
    console.reported(path)
  }
}
