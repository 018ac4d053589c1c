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
      what is missing. Exits as a run of the points would, but that a budget that breaks at some of them is no failure.
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp("A path and its values. Repeatable: the grid has every combination.", valueName: "path=a,b,c"))
  var vary: [String] = []

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if vary.isEmpty { throw ValidationError("nothing is varied: name a path and its values with --vary") }
  }

  func run() throws {
    Interruption.letRunsEnd()
    try Conclusion.of(output, success: "every point was run") { try sweep($0) }
  }

  private func sweep(_ console: Console) throws -> Outcome {
    let (axes, points) = try GridText.points(file, vary, scenario, place: output.place, reuses: !study.fresh)
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
