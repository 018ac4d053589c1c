import ArgumentParser
import Components
import Engine
import Experiments
import Foundation
import LoadTesting
import Recording
import Reporting
import Scenarios
import Transports

struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Loads a real service with the requests of a scenario, and says whether model and service agree.",
    discussion: """
      Sends what `live.calls` of the file makes of its flows, at the very instants at which a simulation would, whatever \
      becomes of what was sent before. Latency runs from the intended instant. Then the model is run many times with the \
      same arrivals, and each figure of the service is put beside its prediction interval.

      97 says that the generator, and not the service, is what was measured: it outranks 99, a broken budget, and 98, a \
      service that differs from its model. Load goes to this machine alone, unless --allow-remote names the host and the \
      file has `at-most`.

        \(Program.name) live scenarios/live/first-look.yaml --target http://127.0.0.1:8080
        \(Program.name) live FILE --for 10s --load x0.1        a smoke test
      """)

  @Argument(help: ArgumentHelp("A scenario file with `live`.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("URL of the service, in place of `live.target`.", valueName: "url"))
  var target: String?

  @Option(
    name: .customLong("allow-remote"),
    help: ArgumentHelp("A host that is not this machine. Repeatable.", valueName: "host"))
  var allowRemote: [String] = []

  @Option(
    name: .customLong("secret"),
    help: ArgumentHelp("A value for headers: NAME=env:VARIABLE or NAME=file:PATH. Repeatable.", valueName: "secret"))
  var secrets: [String] = []

  @Option(
    help: ArgumentHelp("Authorities that the certificate of an https target is checked by, in PEM.", valueName: "file"))
  var ca: String?

  @Option(name: .customLong("for"), help: ArgumentHelp("Ends the run after this time, as in 2min.", valueName: "time"))
  var length: String?

  @Option(help: ArgumentHelp("Factor on every workload, as in x0.1.", valueName: "factor"))
  var load: String?

  @Flag(name: .customLong("no-fidelity"), help: "Does not compare with the model.")
  var noFidelity = false

  @Option(
    help: ArgumentHelp(
      "Predictions of the model; \(Prediction.fewest) at least, for the level of 99 %.", valueName: "count"))
  var predictions = Prediction.usual

  @Flag(name: .customLong("no-self-test"), help: "Leaves out the seconds in which this machine is measured.")
  var noSelfTest = false

  @Option(
    help: ArgumentHelp(
      "Writes the planned instants of open workloads to a file: nanoseconds since the start, workload, number, flow.",
      valueName: "file"))
  var schedule: String?

  @Option(
    help: ArgumentHelp(
      "`from-request` sends along what the draws of each request belong to, for a twin that goes by them.",
      valueName: "where"))
  var demands: DemandsFrom?

  @OptionGroup var scenario: ScenarioChoice

  @OptionGroup var threading: ThreadOptions

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if !noFidelity, !(Prediction.fewest...Prediction.most).contains(predictions) {
      throw ValidationError(
        "--predictions takes a number from \(Prediction.fewest) to \(Prediction.most); or say --no-fidelity")
    }
    if let length, RunSettings.time(length).map({ $0 > 0 }) != true {
      throw ValidationError("--for takes a time above zero, as in 2min")
    }
    if let load, RunSettings.factor(load).map({ $0 > 0 }) != true {
      throw ValidationError("--load takes a factor above zero, as in x0.1")
    }
  }

  func run() throws {
    Interruption.letRunsEnd()
    try Conclusion.of(output) { console in
      let transport = try LiveProgram.transport(for: "live")
      let settings = assignments
      let checked = try scenario.read(file, assignments: settings)
      let experiment = try experiment(checked, transport, console)
      return try run(experiment, checked, console)
    }
  }

  private var assignments: [String] {
    (length.map { ["run.duration=\($0)"] } ?? []) + (load.map { ["run.load=\($0)"] } ?? [])
  }

  private func experiment(
    _ checked: Scenario, _ transport: any Transport, _ console: Console
  ) throws -> LiveExperiment {
    guard let url = target ?? checked.live?.target else {
      throw UnknownName(description: "nothing says where the service is: --target http://127.0.0.1:8080")
    }
    let address = try Self.url(url)
    let numeric = try address.resolve(allowing: allowRemote)
    let isRemote = !ServiceURL.isLoopback(numeric)
    if isRemote, let bounds = checked.live?.bounds, bounds.rate == nil || bounds.requests == nil {
      throw UnknownName(
        description: "a load on another machine needs `live.at-most` with `rate` and `requests` in the file")
    }
    var place = TransportTarget(address: numeric, port: address.port, host: address.field)
    if address.isSecure { place.tls = TLSSettings(name: address.host, authorities: ca) }
    if ca != nil, !address.isSecure {
      throw UnknownName(description: "--ca is for a target with https, and this is \(url)")
    }
    var settings = LiveExperiment.Settings(target: place, url: url, base: address.base)
    settings.secrets = try Secrets(secrets)
    settings.tellsDraws = demands == .fromRequest
    settings.predictions = noFidelity ? 0 : predictions
    settings.selfTests = !noSelfTest
    let experiment = try LiveExperiment(
      checked, providers: Program.registered, transport: transport, settings: settings,
      options: threading.runOptions())
    if let schedule { try OutputOptions.write(experiment.scheduleText, to: schedule) }
    sayPlan(experiment.outlook, numeric, address.port, console)
    return experiment
  }

  private static func url(_ text: String) throws -> ServiceURL {
    do {
      return try ServiceURL(text)
    } catch {
      throw UnknownName(description: "--target: \(error.message)\(error.suggestion.map { "; \($0)" } ?? "")")
    }
  }

  private func sayPlan(_ outlook: LiveExperiment.Outlook, _ address: String, _ port: Int, _ console: Console) {
    var parts = ["\(QuantityText.count(Int64(outlook.requests))) requests"]
    if outlook.users > 0 { parts.append("\(outlook.users) users who take turns") }
    console.remark(
      "plan      \(parts.joined(separator: " and ")) in \(QuantityText.time(outlook.duration)), \(outlook.peak) in the fullest second, to \(address):\(port)"
    )
  }

  private func run(_ experiment: LiveExperiment, _ checked: Scenario, _ console: Console) throws -> Outcome {
    // Neither a target that is away nor a folder that cannot be written leaves anything behind.
    try experiment.reach()
    let path = output.place.database(of: checked.name)
    let store = try RunStore(path: path)
    let number = try store.begin(.begun(checked, mode: .live))
    let progress = LiveProgress(console, name: checked.name, duration: experiment.outlook.duration)
    var result: RunResult
    do {
      result = try experiment.run(stop: Interruption.request, watcher: progress.watcher)
    } catch {
      progress.end()
      try? store.remove([number])
      throw error
    }
    progress.end()
    try store.update(number, with: result, isFinal: !result.isPartial)
    console.say(TerminalReport.text(result, color: console.usesColor, unicode: Console.usesUnicode))
    console.remark("database  \(path), run \(number)")
    if output.json != nil { try output.write([try JSONReport.text(result)]) }
    if !output.noReport {
      let page = try HTMLReport.write(
        result, to: output.place.folder, reproduction: Reproduction(of: number, in: store, folder: output.place.folder))
      console.reported(page)
    }
    return Outcome(live: result)
  }
}

enum DemandsFrom: String, ExpressibleByArgument, CaseIterable {
  case fromRequest = "from-request"
}

/// What both commands need that go over a network.
enum LiveProgram {
  /// - Throws: `UnknownName` where the program was built without a network.
  static func transport(for command: String) throws -> any Transport {
    guard let transport = Program.transport else {
      throw UnknownName(
        description:
          "this program was built without a network: `./scripts/orrery \(command) …` builds the one with it, once")
    }
    return transport
  }
}

extension Outcome {
  /// What was measured has to be of the service before anything else is judged.
  init(live result: RunResult) {
    if result.isPartial, result.live?.stopped == "interrupted" {
      self = .interrupted
    } else if let live = result.live, !live.generator.reasons.isEmpty {
      self = .cannotJudge
    } else if result.verdict == .violated {
      self = .violated
    } else if result.live?.fidelity?.verdict == "differs" {
      self = .regression
    } else if result.verdict == .cannotJudge || result.live?.fidelity?.verdict == "cannot-judge" || result.isPartial {
      self = .cannotJudge
    } else {
      self = .ok
    }
  }
}
