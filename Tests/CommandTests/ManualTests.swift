import Foundation
import Testing

/// What goes into packages beside the program.
@Suite struct ManualTests {
  @Test func `the manual has a page for each command, with the exit codes`() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program("manual", "pages").code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/pages").sorted()
    let help = try program("--help").output
    let commands = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last).split(separator: "\n")
      .compactMap { $0.firstMatch(of: #/^ {2}([a-z]+)/#).map { String($0.1) } }
    #expect(commands.count >= 17 && !commands.contains("manual"))
    #expect(Set(names).isSuperset(of: commands.map { "orrery-\($0).1" } + ["orrery.1", "orrery-baseline-save.1"]))
    #expect(names.count == commands.count + 3)
    let page = try String(contentsOfFile: "\(program.folder)/pages/orrery-check.1", encoding: .utf8)
    for part in [
      ".SH NAME\norrery\\-check \\- the CI gate\n", "\\fB\\-\\-baseline\\fP \\fIdb\\fP", ".SH EXIT STATUS", ".TP\n98\n",
      ".SH SEE ALSO\n\\fBorrery\\fP(1)",
    ] { #expect(page.contains(part), "\(part) is missing in\n\(page)") }
    #expect(!page.contains("Exit codes:"))
  }

  @Test(arguments: ["orrery", "orrery-check", "orrery-baseline-save"])
  func `man shows a page without complaints`(_ name: String) throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program("manual", "pages").code == 0)
    let shown = try program.shell("MANWIDTH=100 LC_ALL=C.UTF-8 man --warnings -l pages/\(name).1")
    #expect(shown.code == 0 && shown.errors.isEmpty, "\(shown.errors)")
    #expect(shown.output.contains("EXIT STATUS") && !shown.output.contains("\\f"))
    if name == "orrery-check" {
      #expect(
        shown.output.contains("\n       orrery check shop.yaml                      budgets, objectives, invariants\n"))
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `there are completions, and the help says so`(_ shell: String) throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program("--help").output.contains("--generate-completion-script"))
    let script = try program("--generate-completion-script", shell)
    #expect(script.code == 0 && script.output.contains("capacity") && !script.output.contains("manual"), "\(script)")
  }

  @Test func `the version is in one place, with commit and build`() throws {
    let program = try Program()
    defer { program.remove() }
    let lines = try program("--version").output.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    let version = try #require(lines.first?.split(separator: " ").last)
    let changes = try String(contentsOfFile: "\(Program.root)/CHANGELOG.md", encoding: .utf8)
    #expect(changes.firstMatch(of: #/\n## (\S+)/#)?.1 == version)
    // The commit is a file beside the program: another one is the same build, with the same results.
    let copied = try program.shell(
      "cp '\(program.binary)' one && cp one two && echo 0123abc >two.commit && ./one --version && ./two --version")
    let words = copied.output.split(separator: "\n")
    #expect(words.count == 6 && words[1] == "commit unknown" && words[4] == "commit 0123abc", "\(copied)")
    #expect(words[2] == words[5] && words[2].hasPrefix("build "))
  }
}
