import ArgumentParser
import Scenarios

/// A first word that is no command, and what was perhaps meant by it.
struct MisspeltCommand: CustomStringConvertible {
  private var word: String
  private var suggestion: String

  var description: String { "there is no command `\(word.shown)` (\(suggestion))" }

  /// Nil when the words begin with a command, or with an option.
  static func first(of words: [String], in root: any ParsableCommand.Type, named path: String = "orrery") -> Self? {
    let commands = root.configuration.subcommands
    let names = commands.map { $0.configuration.commandName ?? "" }
    guard let word = words.first, !word.hasPrefix("-"), !names.isEmpty, word != "help" else { return nil }
    if let index = names.firstIndex(of: word) {
      return first(of: Array(words.dropFirst()), in: commands[index], named: "\(path) \(word)")
    }
    if word.hasSuffix(".yaml") || word.hasSuffix(".yml") {
      return MisspeltCommand(word: word, suggestion: "did you mean `\(path) run \(word.shown)`?")
    }
    let near = Spelling.nearest(to: word, among: names).map { "did you mean `\(path) \($0)`?" }
    let shown = commands.map { $0.configuration }.filter { $0.shouldDisplay }.map { $0.commandName ?? "" }
    return MisspeltCommand(word: word, suggestion: near ?? "there are " + shown.joined(separator: ", "))
  }
}
