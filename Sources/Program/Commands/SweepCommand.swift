import ArgumentParser
import Experiments
import Recording
import Reporting
import Scenarios

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Runs a grid of designs, and shows which of them are Pareto-optimal in tail latency and cost.",
    discussion: """
      \(Program.name) sweep shop.yaml --vary components.app.cores=2,4,8 --vary components.app.replicas=1,2,3

      Paths are those of --set. Every point is stored as soon as it is done; the same command again runs only \
      what is missing. Exits as a run of the points would, but that a budget that breaks at some of them is no failure. \
      With --engine the points are run as tasks, on many machines if need be.
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp("A path and its values. Repeatable: the grid has every combination.", valueName: "path=a,b,c"))
  var vary: [String] = []

  @Option(
    help: ArgumentHelp(
      "Runs one part of the grid, as in 2/4; the same command with --engine parts puts the parts together.",
      valueName: "i/n"))
  var shard: String?

  /// Of the grid, from 0; all where nothing is said. A search says it to its tasks.
  @Option(help: .hidden)
  var points: String?

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: "Many machines") var distribution: DistributionOptions

  func validate() throws {
    try distribution.check(scenario)
    if let shard, Shard(shard) == nil {
      throw ValidationError("--shard \(shard.shown): write it as in 2/4, from 1/4 to 4/4")
    }
    if shard != nil && distribution.engine != nil {
      throw ValidationError("--engine divides a sweep into shards by itself; leave --shard out")
    }
    if vary.isEmpty { throw ValidationError("nothing is varied: name a path and its values with --vary") }
  }

  func run() throws {
    Interruption.letRunsEnd()
    if let part = shard.flatMap({ Shard($0) }) {
      let success = "a part was run; the same command with --engine parts puts all of them together"
      return try Conclusion.of(output, keepsOutputClear: distribution.emit == "-", success: success) {
        try run(part, $0)
      }
    }
    try Conclusion.of(
      output, keepsOutputClear: distribution.emit == "-",
      success: distribution.handsOver ? "left to others" : "every point was run"
    ) { try sweep($0) }
  }

  // MARK: A part

  private func run(_ part: Shard, _ console: Console) throws -> Outcome {
    let grid = try GridText.grid(vary)
    let chosen = try points.map { try IndexRanges.indices($0, below: grid.points.count) } ?? Array(grid.points.indices)
    let share = GridShare(part, of: grid.points.count)
    let own = chosen.filter { share.replications(of: $0) != nil }
    let drafts = try GridText.drafts(
      file, own.map { grid.points[$0] }, scenario, place: output.place, reuses: !study.fresh)
    for (index, draft) in zip(own, drafts) {
      var draft = draft
      draft.options.shard = share.replications(of: index)
      let count = draft.options.shard?.share(of: draft.scenario.run.replications) ?? 0
      guard count > 0 else { continue }
      let experiment = Experiment(draft)
      let label = DesignPoint(settings: grid.points[index], result: RunResult()).label
      try experiment.extend(
        to: count, stop: Interruption.request,
        observer: RunMonitor(console: console, name: label, store: nil, run: 0))
      if experiment.replications < count { return .interrupted }
      console.remark("\(label), \(count) replications")
    }
    return .ok
  }

  // MARK: All of it

  private func sweep(_ console: Console) throws -> Outcome {
    var (axes, points) = try GridText.points(file, vary, scenario, place: output.place, reuses: !study.fresh)
    let distributor = Distributor(
      distribution, scenario, place: output.place, console: console, isFresh: study.fresh)
    if let distributor {
      let study = GridStudy(file, vary, scenario, points.map { ($0.settings, $0.draft) })
      let replications = points[0].draft.scenario.run.replications
      let wanted = Array(points.indices)
      guard try distributor.fill(points[0].draft.store, study.study(wanted, replications)) == .filled else {
        return .ok
      }
      for index in points.indices { points[index].draft.options.takesStoredOnly() }
    }
    let experiments = points.map { ($0.settings, Experiment($0.draft)) }
    let replications = points[0].draft.scenario.run.replications
    var done = 0
    let sweep = Sweep(axes: axes, replications: replications, experiments: experiments)
    let result = try sweep.run(
      stop: Interruption.request, observer: { RunMonitor(console: console, name: $0, store: nil, run: 0) }
    ) { point, _ in
      let run = try points[done].draft.store.add(point.result)
      done += 1
      console.remark("\(done)/\(points.count)  \(point.label), run \(run)")
    }
    distributor?.clear()
    console.say(SweepText.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    console.remark("database  \(points[0].draft.store.path)")
    try output.write([try SweepJSON.text(result)])
    if !output.noReport && !result.points.isEmpty {
      let paths = axes.map(\.path).joined(separator: "-")
      let page = try StudyReport.write(
        result, to: output.place.folder, name: "sweep-\(points[0].draft.scenario.name)-\(paths)")
      console.reported(page)
    }
    return result.isPartial ? .interrupted : .ok
  }
}

extension Experiment {
  convenience init(_ draft: DesignDraft) {
    self.init(draft.scenario, model: draft.model, options: draft.options, cache: draft.store)
  }
}
