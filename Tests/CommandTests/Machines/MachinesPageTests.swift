import Foundation
import Testing

/// `docs/many-machines.md` tells the truth: its commands are run one after the other in one folder, and each line that
/// the page prints below one is printed. `[…]` stands for lines that the page leaves out.
@Suite struct MachinesPageTests {
  private static let program = "./scripts/orrery "

  @Test func `every command of the page prints what the page says`() throws {
    let study = try Study()
    defer { study.remove() }
    let slurm = try FakeSlurm(study)
    // The far end of a connection: a shell that is given the words in one line.
    _ = try study.script("bin/ssh", "echo \"$1\" >>hosts\nshift\nexec sh -c \"$*\"\n")
    try FileManager.default.createSymbolicLink(
      atPath: "\(study.program.folder)/scenarios", withDestinationPath: "\(Program.root)/scenarios")
    let all = try Page(path: "docs/many-machines.md").blocks().flatMap(\.commands)
    #expect(all.count == 8)
    for (index, command) in all.enumerated() {
      try #require(command.text.hasPrefix(Self.program))
      let words = command.text.dropFirst(Self.program.count).split(separator: " ").map(String.init)
      // Examples on the page share scenarios, and what is stored is not run again.
      let own =
        words.contains("--out") || words.contains("parts") ? [] : ["--out", "results-\(index)"]
      let ending = try study.program(
        [words[0]] + own + ["--no-report"] + words.dropFirst(), environment: slurm.environment)
      let printed = (ending.errors + ending.output).split(separator: "\n").map(String.init)
      #expect(!command.expected.isEmpty)
      for line in command.expected {
        #expect(printed.contains(line), "`\(line)` of \(command.text):\n\(printed)")
      }
    }
    #expect(Set(study.lines("hosts")) == ["node1", "node2"])
    let text = try String(contentsOfFile: "\(study.program.folder)/job.json", encoding: .utf8)
    #expect(try IndexedJob(text).completions == 10)
  }
}
