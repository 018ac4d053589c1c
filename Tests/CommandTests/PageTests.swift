import Foundation
import Testing

/// The pages tell the truth: their commands are run, and each line that a page prints below one occurs in what is
/// printed, in the order of the page.
///
/// `UPDATE_GOLDEN=1` rewrites lines whose figures have moved.
@Suite(.serialized) struct PageTests {
  /// What is not run here, by its beginning, and why.
  private static let excused: [(beginning: String, reason: String)] = [
    ("./scripts/orrery run scenarios/full-system.yaml", "seven minutes and 5 GB; FullSystemTests runs the small one"),
    ("./scripts/orrery run scenarios/hey-blue/national-peak.yaml", "minutes and 1.5 GB; HeyBlueTests runs a hundredth"),
    ("./scripts/orrery run scenarios/hey-blue/normal-day.yaml", "half a minute, unless all is asked for"),
    ("./scripts/orrery run scenarios/hey-blue/parade.yaml", "twenty seconds, unless all is asked for"),
    ("./scripts/orrery capacity scenarios/09-two-designs.yaml", "a minute, unless all is asked for"),
    ("./scripts/orrery host ", "the program with a network is built apart; LiveTests runs this pair"),
    ("./scripts/orrery live ", "the program with a network is built apart; LiveTests runs this pair"),
    ("orrery check scenarios/live/first-look.yaml --live", "of a run against a service; LiveTests does the same"),
    ("./scripts/orrery report --serve ", "the program with a network is built apart; LiveTests asks for pages"),
    ("./scripts/torture", "minutes of it, or an hour"),
    ("./scripts/orrery run shop.yaml --watch", "it goes on until it is interrupted; WatchTests does"),
    ("apt install ", "scripts/package-test does, in a bare Debian"),
    ("tar -xzf orrery-", "ActionTests unpacks such a tarball"),
    ("ln -s ", "ScriptTests calls the script through links"),
    ("git clone ", "from nowhere"),
  ]

  /// `./scripts/test --long` asks for all.
  private static let asksForAll = ProcessInfo.processInfo.environment["ORRERY_LONG"] != nil

  private static func isExcused(_ command: Page.Command) -> Bool {
    excused.contains { beginning, reason in
      command.text.hasPrefix(beginning) && !(asksForAll && reason.hasSuffix("unless all is asked for"))
    }
  }

  /// Those of the systems' own pages simulate for a minute or two, where all is asked for.
  static func blocks() throws -> [Page.Block] {
    try (Page.front + [.tutorial] + (asksForAll ? Page.systems : [])).flatMap { try $0.blocks() }
      // MachinesPageTests runs those of its page, beside a Slurm of its own.
      .filter { $0.page.path != "docs/many-machines.md" }
      .filter { block in block.commands.contains { !isExcused($0) } }
  }

  @Test func `nothing that looks like a command is left out, and no excuse is left over`() throws {
    let commands = try (Page.front + [.tutorial] + Page.systems).flatMap { try $0.blocks() }.flatMap(\.commands)
    for (beginning, _) in Self.excused {
      #expect(commands.contains { $0.text.hasPrefix(beginning) }, "no page has a command `\(beginning)…`")
    }
    for block in try Page.front.flatMap({ try $0.blocks() }) where block.language.isEmpty {
      #expect(!block.commands.isEmpty && block.others.isEmpty, "\(block.testDescription): commands begin with `$ `")
    }
  }

  @Test(arguments: try PageTests.blocks())
  func `what a page prints is what is printed`(_ block: Page.Block) throws {
    let program = try Program()
    defer { program.remove() }
    try prepare(program)
    for command in block.commands where !Self.isExcused(command) {
      let ending = try program.shell(
        "PATH=\"$PWD/bin:$PATH\"\n\(command.text)", environment: ["LC_ALL": "C.UTF-8"])
      #expect(Self.codes(of: command).contains(ending.code), "\(command.text)\n\(ending)")
      try compare(command, ending, block.page)
    }
  }

  @Test(arguments: Page.front.map(\.path))
  func `links of a page lead somewhere`(_ path: String) throws {
    let folder = URL(fileURLWithPath: "\(Program.root)/\(path)").deletingLastPathComponent()
    for link in try Page(path: path).text.matches(of: #/\]\(([^)\s]+)\)/#).map({ String($0.1) }) {
      let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      let target = parts[0].isEmpty ? "\(Program.root)/\(path)" : folder.appendingPathComponent(parts[0]).path
      #expect(FileManager.default.fileExists(atPath: target), "\(path): \(link)")
      guard parts.count == 2, let text = try? String(contentsOfFile: target, encoding: .utf8) else { continue }
      let anchors = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map(Self.anchor)
      #expect(anchors.contains(parts[1]), "\(path): \(link)")
    }
  }

  /// What a heading is called in links.
  private static func anchor(_ heading: Substring) -> String {
    String(
      heading.drop { $0 == "#" || $0 == " " }.lowercased().compactMap { character in
        character == " " ? "-" : character.isLetter || character.isNumber || character == "-" ? character : nil
      })
  }

  /// The program under the two names by which pages call it, without reports, which take longer than the runs.
  private func prepare(_ program: Program) throws {
    let start = """
      #!/bin/sh
      [ "$1" = run ] && set -- "$@" --no-report
      exec '\(program.binary)' "$@"
      """
    let made = try program.shell("mkdir bin scripts && ln -s '\(Program.root)/scenarios' scenarios")
    #expect(made.code == 0)
    _ = try program.write("bin/orrery", start)
    _ = try program.shell("chmod +x bin/orrery && ln -s ../bin/orrery scripts/orrery")
  }

  /// The exit codes that a command may have: the one that the page names; without one, and with lines, any verdict.
  private static func codes(of command: Page.Command) -> [Int32] {
    for line in command.expected + [command.text] {
      if let named = line.firstMatch(of: #/(?:^|: )exit (\d+)(?::|$)/#), let code = Int32(named.1) { return [code] }
    }
    return command.expected.isEmpty ? [0] : [0, 97, 98, 99]
  }

  private func compare(_ command: Page.Command, _ ending: Program.Ending, _ page: Page) throws {
    let printed = ending.output.components(separatedBy: "\n")
    var rest = printed[...]
    for line in command.expected {
      if let place = rest.firstIndex(of: line) {
        rest = rest[(place + 1)...]
      } else if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try page.rewrite(line, of: command.text, from: printed)
      } else {
        Issue.record("`\(line)` is not what is printed:\n\(ending.output)\n\(ending.errors)")
      }
    }
  }
}
