import ArgumentParser
import Experiments
import Recording
import Reporting
import Scenarios

struct CapacityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract:
      "Finds the highest load at which the budgets hold, and what breaks there; or the cheapest design that holds them.",
    discussion: """
      \(Program.name) capacity shop.yaml                                       how much more load?
      \(Program.name) capacity shop.yaml --vary populations.user.count         how many users?
      \(Program.name) capacity shop.yaml --minimize cost --vary components.app.replicas=1,2,3,4

      The load is raised or lowered until the bracket around the knee is within 1 %, with the same seeds at every \
      load. With --minimize every point of the grid is tried until it is sure to hold or to break. Eight replications \
      at each point, unless the file or --replications says more. Exits 0 when there is an answer and today's load \
      holds, 99 when it does not, 97 when a budget cannot be judged. With --engine the replications of each step are \
      run as tasks, on many machines if need be.
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The path that is multiplied, run.load by default; with --minimize PATH=VALUE,VALUE.", valueName: "path"))
  var vary: [String] = []

  @Option(help: ArgumentHelp("Looks for the cheapest point of the grid whose budgets hold.", valueName: "cost"))
  var minimize: String?

  @OptionGroup var scenario: ScenarioOptions
  @OptionGroup var study: StudyOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup(title: "Many machines") var distribution: DistributionOptions

  func validate() throws {
    try distribution.check(scenario)
    if distribution.handsOver || distribution.engine == .parts {
      throw ValidationError(
        "a search decides by each answer what it asks next; it takes --engine local, slurm or command")
    }
    if let minimize, minimize != "cost" { throw ValidationError("--minimize takes cost") }
    if minimize != nil && vary.isEmpty { throw ValidationError("--minimize needs a grid: --vary PATH=VALUE,VALUE") }
    if minimize == nil && vary.count > 1 { throw ValidationError("one path is varied; leave the other --vary out") }
  }

  func run() throws {
    Interruption.letRunsEnd()
    try Conclusion.of(
      output, success: minimize == nil ? "today's load holds" : "there is a design whose budgets hold"
    ) { try minimize == nil ? capacity($0) : cheapest($0) }
  }

  /// Of each point, unless something says more.
  private static let replications = 8

  private func count(_ checked: Scenario) -> Int {
    scenario.replications ?? (checked.run.replications > 1 ? checked.run.replications : Self.replications)
  }

  // MARK: The knee

  private func capacity(_ console: Console) throws -> Outcome {
    let checked = try scenario.read(file)
    guard checked.budgets.contains(where: { $0.severity == .fail }) else {
      throw UnknownName(description: "\(file) has no budget that could break; a capacity is the load at which one does")
    }
    let path = vary.first ?? "run.load"
    let text = checked.settings.first { $0.path == path }?.text ?? (path == "run.load" ? "x1" : nil)
    guard let text else { throw UnknownName(description: "\(path) is not set in \(file), so it cannot be multiplied") }
    guard let varied = VariedSetting(path: path, text: text) else {
      throw UnknownName(description: "\(path) is `\(text)`, which does not begin with a number")
    }
    let store = try RunStore(path: output.place.database(of: checked.name))
    var options = scenario.runOptions(reuses: !study.fresh)
    options.isTimelineCoarse = true
    let distributor = Distributor(
      distribution, scenario, place: output.place, console: console, isFresh: study.fresh)
    if distributor != nil { options.takesStoredOnly() }
    let search = CapacitySearch(
      path: path, today: text, replications: count(checked),
      announce: { try distribute($0.map(varied.times), of: path, store, distributor) }
    ) { factor in
      let value = varied.times(factor)
      let scenario = try self.scenario.read(self.file, assignments: ["\(path)=\(value)"])
      let model = self.scenario.assemble(scenario)
      return (Experiment(scenario, model: model, options: options, cache: store), value)
    }
    let result = try search.run(
      stop: Interruption.request,
      observer: { RunMonitor(console: console, name: "\(path) \($0)", store: nil, run: 0) }
    ) { point, _ in
      let number = try store.add(point.result)
      console.remark("\(path) \(point.text): \(point.holds ? "holds" : "breaks"), run \(number)")
    }
    distributor?.clear()
    console.say(CapacityText.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    console.remark("database  \(store.path)")
    try output.write([try CapacityJSON.text(result)])
    if !output.noReport && !result.points.isEmpty {
      let page = try StudyReport.write(result, to: output.place.folder, name: "capacity-\(checked.name)-\(path)")
      console.reported(page)
    }
    switch result.ending {
    case .interrupted: return .interrupted
    case .noVerdict: return .cannotJudge
    case .found, .neverBreaks, .neverHolds: return (result.knee ?? result.holds ?? 0) >= 1 ? .ok : .violated
    }
  }

  /// Has values run that are needed next.
  private func distribute(
    _ values: [String], of path: String, _ store: RunStore, _ distributor: Distributor?
  ) throws {
    guard let distributor else { return }
    // Whole numbers come out the same for factors that are near to one another.
    let distinct = values.enumerated().filter { !values[..<$0.offset].contains($0.element) }.map(\.element)
    if let value = distinct.first(where: { $0.contains(",") }) {
      throw UnknownName(description: "\(path) is `\(value)`: a value with a comma cannot be given to tasks")
    }
    let vary = ["\(path)=\(distinct.joined(separator: ","))"]
    let grid = try GridText.grid(vary)
    let drafts = try GridText.drafts(file, grid.points, scenario, place: output.place, reuses: true)
    let study = GridStudy(file, vary, scenario, Array(zip(grid.points, drafts)))
    _ = try distributor.fill(store, study.study(Array(drafts.indices), count(drafts[0].scenario)))
  }

  // MARK: The cheapest

  private func cheapest(_ console: Console) throws -> Outcome {
    var (axes, points) = try GridText.points(file, vary, scenario, place: output.place, reuses: !study.fresh)
    let first = points[0].draft.scenario
    guard first.run.standsFor != nil else {
      throw UnknownName(description: "\(file) has no `run.stands-for`, so there is no bill to make smaller")
    }
    if let sentence = CostSearch.unpaid(axes.map(\.path), in: first).first { throw UnknownName(description: sentence) }
    let distributor = Distributor(
      distribution, scenario, place: output.place, console: console, isFresh: study.fresh)
    if distributor != nil { for index in points.indices { points[index].draft.options.takesStoredOnly() } }
    let grid = GridStudy(file, vary, scenario, points.map { ($0.settings, $0.draft) })
    let search = CostSearch(points: points.map { ($0.settings, Experiment($0.draft)) }, replications: count(first))
    var done = 0
    let answer = try search.run(
      stop: Interruption.request,
      announce: { _ = try distributor?.fill(points[0].draft.store, grid.study($0, $1)) },
      observer: { RunMonitor(console: console, name: $0, store: nil, run: 0) }
    ) { point, _ in
      if point.result.replications > 0 { _ = try points[done].draft.store.add(point.result) }
      done += 1
    }
    distributor?.clear()
    console.say(CheapestText.text(answer, color: console.usesColor, unicode: Console.usesUnicode))
    console.remark("database  \(points[0].draft.store.path)")
    try output.write([try SweepJSON.text(answer, axes: axes)])
    if !output.noReport {
      let page = try StudyReport.write(
        answer, axes: axes, to: output.place.folder,
        name: "cheapest-\(first.name)-\(axes.map(\.path).joined(separator: "-"))")
      console.reported(page)
    }
    if answer.isPartial { return .interrupted }
    return answer.cheapest == nil ? (answer.undecided.isEmpty ? .violated : .cannotJudge) : .ok
  }
}
