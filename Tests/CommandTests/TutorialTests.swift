import Foundation
import Testing

/// The tutorial has a scenario for each idea, and every one of them holds. What its page prints is held by `PageTests`.
@Suite struct TutorialTests {
  static let scenarios = [
    "01-first-queue", "02-one-fast-or-four-slow", "03-two-tiers", "04-cache", "05-retries", "06-queue-and-workers",
    "07-a-day", "08-a-failure", "09-two-designs",
  ]

  @Test func `the tutorial has every scenario of its folder`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Program.root)/scenarios")
      .filter { $0.hasSuffix(".yaml") && $0.first?.isNumber ?? false }
    #expect(files.sorted() == Self.scenarios.map { "\($0).yaml" })
    let commands = try Page.tutorial.blocks().flatMap(\.commands)
    for name in Self.scenarios {
      let command = commands.first { $0.text == "./scripts/orrery run scenarios/\(name).yaml" }
      #expect(command.map { !$0.expected.isEmpty } ?? false, "\(name)")
    }
  }

  @Test(arguments: TutorialTests.scenarios)
  func `every budget of the tutorial holds`(_ name: String) throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("run", program.scenario(name), "-q", "--no-report")
    #expect(ending.code == 0 && !ending.output.contains("SELF-CHECKS"), "\(ending)")
  }
}
