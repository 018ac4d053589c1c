import ArgumentParser
import Foundation

/// A command as the argument parser describes it: what `--experimental-dump-help` prints.
struct CommandDescription: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String

      var written: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
  }

  private struct Tool: Decodable {
    var command: CommandDescription
  }

  var commandName: String
  var shouldDisplay: Bool
  var abstract: String?
  var discussion: String?
  var arguments: [Argument]?
  var subcommands: [CommandDescription]?

  /// The program with all its commands. Throws where the argument parser describes them otherwise than is known here.
  static func program() throws -> CommandDescription {
    try JSONDecoder().decode(Tool.self, from: Data(Orrery._dumpHelp().utf8)).command
  }

  /// Commands below this one that users are told of.
  var shownCommands: [CommandDescription] {
    (subcommands ?? []).filter { $0.shouldDisplay && $0.commandName != "help" }
  }

  var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
}
