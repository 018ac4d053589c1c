import ArgumentParser
import Components
import DomainBindings
import Experiments
import Reporting
import Scenarios
import Synchronization
import Transports

/// The command line program, around the domains of whoever builds it.
///
/// ```swift
/// // main.swift of a program of one's own
/// import OrreryProgram
///
/// Program.main(domains: Program.domains + [BikeSharing()], named: "bike-sharing")
/// ```
public enum Program {
  private struct Setup: Sendable {
    var domains: [any DomainProvider] = Registry.domains
    var name = "orrery"
    var transport: (any Transport)?
  }

  private static let setup = Mutex(Setup())

  /// The domains that come with Orrery.
  public static var domains: [any DomainProvider] { Registry.domains }

  /// Domains that scenario files can name.
  static var registered: [any DomainProvider] { setup.withLock { $0.domains } }

  /// What scenario files can name.
  static var vocabulary: Vocabulary { Vocabulary(domains: registered.map(\.description)) }

  /// What carries requests to a live service; nil where the program was built without.
  static var transport: (any Transport)? { setup.withLock { $0.transport } }

  /// What the program is called in its help and its messages.
  static var name: String { setup.withLock { $0.name } }

  /// Runs a command by the arguments of the process, and ends the process with its exit code. `--help` lists the
  /// commands and the codes. To be called once, from the main thread.
  ///
  /// - Parameters:
  ///   - domains: each with a name of its own; two of one name are an error of usage.
  ///   - name: of the program, for its help.
  ///   - transport: for the commands that load a live service or stand in for one; without it they say where it is had.
  public static func main(
    domains: [any DomainProvider], named name: String = "orrery", transport: (any Transport)? = nil
  ) -> Never {
    setup.withLock { $0 = Setup(domains: domains, name: name, transport: transport) }
    Interruption.install()
    let names = domains.map(\.description.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      fail("two domains are called `\(twice)`")
    }
    let arguments = Array(CommandLine.arguments.dropFirst())
    if let mistake = MisspeltCommand.first(of: arguments, in: Orrery.self, named: name) { fail("\(mistake)") }
    Orrery.main(arguments)
    Orrery.exit(withError: StandardStreams.hasLostOutput ? ExitCode(Outcome.ioFailure.rawValue) : nil)
  }

  private static func fail(_ message: String) -> Never {
    let console = Console(isQuiet: false, noColor: true, keepsOutputClear: true)
    console.note("error: \(message)")
    console.note(ExitLine.text(code: Outcome.usage.rawValue, meaning: Outcome.usage.meaning))
    Orrery.exit(withError: ExitCode(Outcome.usage.rawValue))
  }
}
