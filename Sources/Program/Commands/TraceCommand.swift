import ArgumentParser
import Components
import Experiments
import Scenarios

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Shows one request, entity or violation step by step, by running again and watching it.",
    discussion: """
        \(Program.name) trace FILE --request browse:41         the 42nd request of a workload
        \(Program.name) trace FILE --entity reservation:1234   what happens to one entity
        \(Program.name) trace FILE --violation RW-I1           the entity that broke an invariant first
      """)

  @Argument(help: ArgumentHelp("Scenario file.", valueName: "file"))
  var file: String

  @OptionGroup var scenario: ScenarioOptions

  @Option(help: "WORKLOAD:NUMBER, counted from 0.")
  var request: String?

  @Option(help: "POPULATION:KEY.")
  var entity: String?

  @Option(help: "An invariant's name.")
  var violation: String?

  @Option(help: "Which replication to watch, from 0.")
  var replication = 0

  func validate() throws {
    if [request, entity, violation].compactMap({ $0 }).count != 1 {
      throw ValidationError("name one of --request, --entity, --violation")
    }
  }

  func run() throws {
    Interruption.letRunsEnd()
    let console = Console(isQuiet: false, noColor: true, keepsOutputClear: false)
    try Conclusion.of(console, success: nil) {
      let checked = try scenario.read(file)
      let model = scenario.assemble(checked)
      let experiment = Experiment(checked, model: model, options: scenario.runOptions())
      let (target, replication) = try target(checked, model, experiment)
      let steps = try experiment.trace(target, replication: replication, stop: Interruption.request)
      if steps.isEmpty { console.say("nothing happened to it in this run") }
      var last = steps.first?.at ?? 0
      for step in steps {
        console.say("\(time(step.at))  +\(time(step.at - last))  \(step.text)")
        last = step.at
      }
      return .ok
    }
  }

  private func target(
    _ scenario: Scenario, _ model: AssembledModel, _ experiment: Experiment
  ) throws -> (TraceTarget, Int) {
    if let violation {
      let result = try experiment.run(stop: Interruption.request)
      guard let found = result.invariants.first(where: { $0.id == violation }) else {
        let known = result.invariants.map(\.id).joined(separator: ", ")
        throw UnknownName(description: "no invariant \(violation); there are \(known)")
      }
      guard let key = found.firstEntity, let polling = model.plan.pollings.first else {
        throw UnknownName(description: "\(violation) was not violated in this run")
      }
      return (
        .entity(population: polling.population, key: UInt64(key)), found.firstReplication ?? 0
      )
    }
    let parts = (request ?? entity ?? "").split(separator: ":")
    guard parts.count == 2, let number = UInt64(parts[1]) else {
      throw UnknownName(description: "write NAME:NUMBER, as in browse:41")
    }
    if request != nil {
      guard let index = model.plan.sources.firstIndex(where: { $0.name == parts[0] }) else {
        let known = model.plan.sources.map(\.name).joined(separator: ", ")
        throw UnknownName(description: "no workload \(parts[0]); there are \(known)")
      }
      return (.request(workload: index, number: number), replication)
    }
    guard let index = model.plan.populations.firstIndex(where: { $0.name == parts[0] }) else {
      let known = model.plan.populations.map(\.name).joined(separator: ", ")
      throw UnknownName(description: "no population \(parts[0]); there are \(known)")
    }
    return (.entity(population: index, key: number), replication)
  }

  /// Milliseconds with three decimals, to line up.
  private func time(_ nanoseconds: Int64) -> String {
    let micros = nanoseconds / 1000
    let text = "\(micros / 1000).\(String(micros.magnitude % 1000 + 1000).dropFirst()) ms"
    return String(repeating: " ", count: max(0, 16 - text.count)) + text
  }
}
