import ArgumentParser

/// One page of the manual, for one command: roff with the macros that every `man` has.
struct ManualPage {
  let command: CommandDescription
  /// The program and the commands on the way, as in `orrery baseline save`.
  let path: [String]
  /// The program's, for the foot of the page.
  let version: String

  /// Pages of the program, of each command and of those below it.
  static func all(of command: CommandDescription, version: String, below path: [String] = []) -> [ManualPage] {
    let own = path + [command.commandName]
    return [ManualPage(command: command, path: own, version: version)]
      + command.shownCommands.flatMap { all(of: $0, version: version, below: own) }
  }

  private var name: String { path.joined(separator: "-") }
  var fileName: String { "\(name).1" }

  var text: String {
    let heading = ".TH \(Roff.quoted(name.uppercased())) 1 \"\" \(Roff.quoted("\(path[0]) \(version)"))\n"
    return heading
      + [
        section("NAME", "\(Roff.text(name)) \\- \(Roff.text(shortAbstract))\n"),
        section("SYNOPSIS", synopsis),
        section("DESCRIPTION", description),
        section("ARGUMENTS", items(arguments.filter { $0.kind == "positional" })),
        section("OPTIONS", items(arguments.filter { $0.kind != "positional" })),
        section("COMMANDS", commands),
        section("EXIT STATUS", exitStatus),
        section("SEE ALSO", references),
      ].joined()
  }

  private var arguments: [CommandDescription.Argument] { command.shownArguments }

  /// In lists of pages the first clause is enough.
  private var shortAbstract: String {
    let abstract = command.abstract ?? ""
    let end = abstract.firstIndex { ".;:".contains($0) } ?? abstract.endIndex
    return abstract.prefix(1).lowercased() + abstract[..<end].dropFirst()
  }

  private func section(_ title: String, _ body: String) -> String {
    body.isEmpty ? "" : ".SH \(title)\n\(body)"
  }

  private var synopsis: String {
    var words = ["\\fB\(Roff.text(path.joined(separator: " ")))\\fP"]
    if arguments.contains(where: { $0.kind != "positional" }) { words.append("[\\fIoptions\\fP]") }
    if !command.shownCommands.isEmpty { words.append("\\fIcommand\\fP") }
    for argument in arguments where argument.kind == "positional" {
      let value = "\\fI\(Roff.text(argument.valueName ?? "value"))\\fP" + (argument.isRepeating ? " ..." : "")
      words.append(argument.isOptional ? "[\(value)]" : value)
    }
    return words.joined(separator: " ") + "\n"
  }

  private var description: String {
    let discussion = (command.discussion ?? "").replacing(ExitCode.table, with: "")
    return Roff.paragraphs(([command.abstract ?? "", discussion]).joined(separator: "\n\n"), program: path[0])
  }

  private func items(_ arguments: [CommandDescription.Argument]) -> String {
    arguments.map { argument in
      let value = "\\fI\(Roff.text(argument.valueName ?? "value"))\\fP"
      let sorted = (argument.names ?? []).sorted { $0.name.count < $1.name.count }
      let names = sorted.map { "\\fB\(Roff.text($0.written))\\fP" }.joined(separator: ", ")
      let tag =
        switch argument.kind {
        case "positional": value
        case "option": "\(names) \(value)"
        default: names
        }
      var text = argument.abstract ?? ""
      if let values = argument.allValues, !values.isEmpty { text += " One of \(values.joined(separator: ", "))." }
      if let standard = argument.defaultValue { text += " The default is `\(standard)`." }
      return ".TP\n\(tag)\n\(Roff.line(text))\n"
    }.joined()
  }

  private var commands: String {
    command.shownCommands.map { child in
      ".TP\n\\fB\(Roff.text((path + [child.commandName]).joined(separator: "-")))\\fP(1)\n\(Roff.line(child.abstract ?? ""))\n"
    }.joined()
  }

  private var exitStatus: String {
    Outcome.allCases.map { ".TP\n\($0.rawValue)\n\(Roff.line($0.meaning))\n" }.joined()
  }

  private var references: String {
    guard path.count > 1 else {
      return Roff.paragraphs(
        "`\(path[0]) show` explains every key, kind, step and metric of a scenario file.", program: path[0])
    }
    let above = path.indices.dropFirst().map { path[..<$0].joined(separator: "-") }
    return above.map { "\\fB\(Roff.text($0))\\fP(1)" }.joined(separator: ", ") + "\n"
  }
}
