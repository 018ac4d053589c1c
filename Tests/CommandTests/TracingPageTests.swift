import Foundation
import Testing

/// `docs/tracing.md` tells the truth: its commands run, and its tree is what the program shows.
@Suite struct TracingPageTests {
  private func blocks() throws -> [[String]] {
    let page = try String(contentsOfFile: "\(Program.root)/docs/tracing.md", encoding: .utf8)
    return page.components(separatedBy: "```\n").enumerated().filter { $0.offset % 2 == 1 }
      .map { $0.element.split(separator: "\n").map(String.init) }
  }

  @Test func `every command of the page runs`() throws {
    let program = try Program()
    defer { program.remove() }
    let commands = try blocks().joined().filter { $0.hasPrefix("orrery ") && !$0.contains("--watch") }
    #expect(commands.count == 7)
    for command in commands {
      let words = command.prefix { $0 != "#" && $0 != ">" }.split(separator: " ").dropFirst()
        .map { $0.hasPrefix("scenarios/") ? "\(Program.root)/\($0)" : String($0) }
      let ending = try program(words)
      #expect([0, 97].contains(ending.code) && !ending.output.isEmpty, "\(command): \(ending)")
      #expect(!ending.output.contains("nothing happened"), "\(command)")
    }
  }

  @Test func `the tree of the page is what the program shows`() throws {
    let program = try Program()
    defer { program.remove() }
    let tree = try #require(try blocks().first { $0.first?.hasPrefix("visitors:") == true })
    let ending = try program(
      "trace", program.scenario("classics/retry-storm"), "--slowest", "1", environment: ["LC_ALL": "C.UTF-8"])
    let shown = ending.output.split(separator: "\n").map(String.init)
    #expect(Array(shown.prefix(tree.count)) == tree, "\(ending.output)")
  }
}
