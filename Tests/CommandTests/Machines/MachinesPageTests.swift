import Foundation
import Testing

/// `docs/many-machines.md` tells the truth: its commands are run one after the other in one folder, and each line that
/// the page prints below one is printed. `[…]` stands for lines that the page leaves out.
@Suite struct MachinesPageTests {
  private static let prompt = "$ ./scripts/orrery "

  /// A command of the page and what the page prints below it.
  private struct Excerpt {
    var command: [String]
    var lines: [String] = []
  }

  private func excerpts() throws -> [Excerpt] {
    let text = try String(contentsOfFile: "\(Program.root)/docs/many-machines.md", encoding: .utf8)
    var found: [Excerpt] = []
    var isInside = false
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isInside.toggle()
      } else if isInside, line.hasPrefix(Self.prompt) {
        found.append(Excerpt(command: line.dropFirst(Self.prompt.count).split(separator: " ").map(String.init)))
      } else if isInside, !found.isEmpty, line != "[…]" {
        found[found.count - 1].lines.append(line)
      }
    }
    return found
  }

  @Test func `every command of the page prints what the page says`() throws {
    let study = try Study()
    defer { study.remove() }
    let slurm = try FakeSlurm(study)
    // The far end of a connection: a shell that is given the words in one line.
    _ = try study.script("bin/ssh", "echo \"$1\" >>hosts\nshift\nexec sh -c \"$*\"\n")
    try FileManager.default.createSymbolicLink(
      atPath: "\(study.program.folder)/scenarios", withDestinationPath: "\(Program.root)/scenarios")
    let all = try excerpts()
    #expect(all.count == 8)
    for (index, excerpt) in all.enumerated() {
      // Examples on the page share scenarios, and what is stored is not run again.
      let own =
        excerpt.command.contains("--out") || excerpt.command.contains("parts") ? [] : ["--out", "results-\(index)"]
      let ending = try study.program(
        [excerpt.command[0]] + own + ["--no-report"] + excerpt.command.dropFirst(), environment: slurm.environment)
      let printed = (ending.errors + ending.output).split(separator: "\n").map(String.init)
      #expect(!excerpt.lines.isEmpty)
      for line in excerpt.lines {
        #expect(printed.contains(line), "`\(line)` of \(excerpt.command.joined(separator: " ")):\n\(printed)")
      }
    }
    #expect(Set(study.lines("hosts")) == ["node1", "node2"])
    let text = try String(contentsOfFile: "\(study.program.folder)/job.json", encoding: .utf8)
    #expect(try IndexedJob(text).completions == 10)
  }
}
