import ArgumentParser
import Components
import Engine
import Foundation
import LoadTesting
import Reporting
import Scenarios
import Transports

struct HostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host",
    abstract: "Runs the system of a scenario as a server: a stand-in that queues, refuses and fails as the model says.",
    discussion: """
      The simulator's own network by the wall clock: the requests under `live.calls` are its routes, work holds its slot \
      for its time, commands ask the domain core, faults strike at their times since the start. It listens on 127.0.0.1 \
      alone, until it is interrupted.

      A load on such a twin proves the generator, and never the model: both are the same program.

        \(Program.name) host scenarios/live/first-look.yaml --port 8080
      """)

  @Argument(help: ArgumentHelp("A scenario file with `live`.", valueName: "file"))
  var file: String

  @Option(help: "Port on 127.0.0.1; 0 for any that is free.")
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "`from-request` draws what each request's own simulation would draw, if a load with the same option says which.",
      valueName: "where"))
  var demands: DemandsFrom?

  @Option(help: ArgumentHelp("Writes the instant of each request and its path to a file.", valueName: "file"))
  var arrivals: String?

  @OptionGroup var scenario: ScenarioChoice

  @Flag(name: .shortAndLong, help: "Says nothing but where it listens.")
  var quiet = false

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("there is no port \(port)") }
  }

  func run() throws {
    let console = Console(isQuiet: quiet, noColor: true, keepsOutputClear: false)
    Interruption.letRunsEnd()
    try Conclusion.of(console) {
      let transport = try LiveProgram.transport(for: "host")
      let checked = try scenario.read(file)
      guard let live = checked.live else { throw UnknownName(description: "\(file) has no `live`: it has no routes") }
      var hosted = try checked.hosted()
      // It stands in for as long as it is wanted.
      hosted.run.duration = 30 * .day
      hosted.run.drain = 0
      var model = Assembler.assemble(hosted, providers: Program.registered)
      model.plan.horizon.interval = 0
      let seed = hosted.run.seed
      let run = PacedRun(
        model.plan, bindings: model.makeBindings(seed: seed, replication: 0), seed: seed, replication: 0)
      let twin = Twin(run, live: live, readsDraws: demands == .fromRequest, stop: Interruption.request)
      let log = try arrivals.map { try ArrivalLog($0) }
      if let log { twin.onRequest = { log.add($0, $1) } }
      try transport.serve(twin, port: port) { port in
        console.say("listening on http://127.0.0.1:\(port)")
        console.remark("a twin of \(checked.name): it proves a generator, and not the model")
        fflush(nil)
      }
      log?.close()
      return .ok
    }
  }
}

/// When requests came, as lines of nanoseconds, method and path.
final class ArrivalLog {
  private let file: FileHandle
  private var lines: [UInt8] = []

  init(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw OutputOptions.Unwritable(path: path) }
    self.file = file
  }

  func add(_ time: Nanoseconds, _ call: HTTPCall) {
    lines.append(contentsOf: Array("\(time) \(call.method) \(call.path)\n".utf8))
    if lines.count > 1 << 16 { flush() }
  }

  private func flush() {
    try? file.write(contentsOf: Data(lines))
    lines.removeAll(keepingCapacity: true)
  }

  func close() {
    flush()
    try? file.close()
  }
}
