import ArgumentParser
import Components
import Experiments
import Reporting
import Scenarios

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Shows requests as trees with their times, by running again and watching them.",
    discussion: """
        \(Program.name) trace FILE --slowest 5                   the five requests that took longest
        \(Program.name) trace FILE --slowest 5 buy               the same, of one flow
        \(Program.name) trace FILE --request browse:41           the 42nd request of a workload
        \(Program.name) trace FILE --entity reservation:1234     what happens to one entity
        \(Program.name) trace FILE --violation RW-I1             the entity that broke an invariant first
        \(Program.name) trace FILE --slowest 5 --format chrome > trace.json

      Each line of a tree says when it begins, counted from the request's beginning, how long it takes in all, and how \
      much of that it spends itself and not on what it calls. Calls stand below their caller, with the number of the \
      replica in brackets; below each stands what its own time goes into. The line under the request says what its \
      latency is made of along its critical path, as `explain` does for many.

      --format chrome writes the Trace Event Format, which ui.perfetto.dev and chrome://tracing open: a process for \
      each component, a thread for each replica.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, chrome }

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "file"))
  var file: String

  @Argument(help: ArgumentHelp("With --slowest, the flow; all flows without it.", valueName: "flow"))
  var flow: String?

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: ArgumentHelp("The requests that took longest, of those that count and ended.", valueName: "count"))
  var slowest: Int?

  @Option(help: "WORKLOAD:NUMBER, counted from 0.")
  var request: String?

  @Option(help: "POPULATION:KEY.")
  var entity: String?

  @Option(help: "An invariant's name.")
  var violation: String?

  @Option(help: "Which replication to watch, from 0.")
  var replication = 0

  @Option(help: ArgumentHelp("How it is written.", valueName: "format"))
  var format = Format.text

  @Flag(help: "No colours.")
  var noColor = false

  func validate() throws {
    if [request, entity, violation, slowest.map { "\($0)" }].compactMap({ $0 }).count != 1 {
      throw ValidationError("name one of --slowest, --request, --entity, --violation")
    }
    if flow != nil && slowest == nil { throw ValidationError("a flow is named with --slowest alone") }
    if let slowest, !(1...1000).contains(slowest) { throw ValidationError("--slowest takes a number from 1 to 1000") }
    if replication < 0 { throw ValidationError("--replication counts from 0") }
  }

  func run() throws {
    Interruption.letRunsEnd()
    let console = Console(isQuiet: false, noColor: noColor, keepsOutputClear: format != .text)
    try Conclusion.of(console, success: nil) {
      let checked = try scenario.read(file)
      let experiment = Experiment(checked, model: scenario.assemble(checked), options: scenario.runOptions())
      let trace = try trace(checked, experiment)
      if Interruption.request.isRequested { return .interrupted }
      switch format {
      case .text:
        if trace.requests.isEmpty {
          console.say(slowest == nil ? "nothing happened to it in this run" : "no request that counts has ended")
          return .ok
        }
        console.say(TraceText.text(trace, color: console.usesColor, unicode: Console.usesUnicode))
      case .json: Console.document(try TraceJSON.text(trace))
      case .chrome: Console.document(try TraceEvents.text(trace))
      }
      return .ok
    }
  }

  private func trace(_ scenario: Scenario, _ experiment: Experiment) throws -> TraceResult {
    let study = TraceStudy(experiment)
    let plan = experiment.model.plan
    if let slowest {
      let flow = try flow.map { try index(of: $0, among: plan.flows.map(\.name), called: "flow") }
      return try study.slowest(slowest, of: flow, replication: replication, stop: Interruption.request)
    }
    if let violation { return try trace(violation: violation, study, experiment) }
    let parts = (request ?? entity ?? "").split(separator: ":")
    guard parts.count == 2, let number = UInt64(parts[1]) else {
      throw UnknownName(description: "write NAME:NUMBER, as in browse:41")
    }
    let name = String(parts[0])
    let target: TraceTarget =
      request != nil
      ? .request(workload: try index(of: name, among: plan.sources.map(\.name), called: "workload"), number: number)
      : .entity(population: try index(of: name, among: plan.populations.map(\.name), called: "population"), key: number)
    return try study.trace(target, replication: replication, stop: Interruption.request)
  }

  private func trace(violation: String, _ study: TraceStudy, _ experiment: Experiment) throws -> TraceResult {
    let result = try experiment.run(stop: Interruption.request)
    guard let found = result.invariants.first(where: { $0.id == violation }) else {
      let known = result.invariants.map(\.id).joined(separator: ", ")
      throw UnknownName(description: "no invariant \(violation); there are \(known)")
    }
    guard let key = found.firstEntity, let polling = experiment.model.plan.pollings.first else {
      throw UnknownName(description: "\(violation) was not violated in this run")
    }
    return try study.trace(
      .entity(population: polling.population, key: UInt64(key)), replication: found.firstReplication ?? 0,
      stop: Interruption.request)
  }

  private func index(of name: String, among known: [String], called kind: String) throws -> Int {
    if let index = known.firstIndex(of: name) { return index }
    // The name without its system will do, where there is one of it.
    let inSystems = known.indices.filter { known[$0].hasSuffix("/\(name)") }
    if inSystems.count == 1 { return inSystems[0] }
    let list = known.isEmpty ? "none" : known.joined(separator: ", ")
    throw UnknownName(description: "no \(kind) \(name); there are \(list)")
  }
}
