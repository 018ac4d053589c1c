import Foundation
import Testing

/// The tutorial tells the truth: every command of `scenarios/README.md` is run, and each line that the page prints
/// below it occurs in what the program prints. `[…]` stands for lines that the page leaves out.
///
/// `UPDATE_GOLDEN=1` rewrites lines whose figures have moved.
@Suite(.serialized) struct TutorialTests {
  static let page = "\(Program.root)/scenarios/README.md"
  private static let prompt = "$ ./scripts/orrery "

  /// A command of the page and what the page prints below it.
  struct Excerpt: CustomTestStringConvertible {
    var command: String
    var lines: [String]
    var testDescription: String { command }
  }

  static func excerpts() throws -> [Excerpt] {
    var found: [Excerpt] = []
    var isInside = false
    for line in try String(contentsOfFile: page, encoding: .utf8).components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { found.append(Excerpt(command: "", lines: [])) }
      } else if isInside, line.hasPrefix(prompt) {
        found.append(Excerpt(command: String(line.dropFirst(prompt.count)), lines: []))
      } else if isInside, !found.isEmpty, line != "[…]" {
        found[found.count - 1].lines.append(line)
      }
    }
    return found.filter { !$0.command.isEmpty }
  }

  static let scenarios = [
    "01-first-queue", "02-one-fast-or-four-slow", "03-two-tiers", "04-cache", "05-retries", "06-queue-and-workers",
    "07-a-day", "08-a-failure", "09-two-designs",
  ]

  @Test func `the tutorial has every scenario of its folder`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(Program.root)/scenarios")
      .filter { $0.hasSuffix(".yaml") && $0.first?.isNumber ?? false }
    #expect(files.sorted() == Self.scenarios.map { "\($0).yaml" })
    let commands = try Self.excerpts().map(\.command)
    for name in Self.scenarios { #expect(commands.contains("run scenarios/\(name).yaml"), "\(name)") }
  }

  @Test(arguments: TutorialTests.scenarios)
  func `every budget of the tutorial holds`(_ name: String) throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("run", program.scenario(name), "-q", "--no-report")
    #expect(ending.code == 0 && !ending.output.contains("SELF-CHECKS"), "\(ending)")
  }

  @Test(arguments: try TutorialTests.excerpts())
  func `what the tutorial prints is what the program prints`(_ excerpt: Excerpt) throws {
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createSymbolicLink(
      atPath: "\(program.folder)/scenarios", withDestinationPath: "\(Program.root)/scenarios")
    var arguments = excerpt.command.split(separator: " ").map(String.init)
    if arguments.first == "run" { arguments.append("--no-report") }
    let (process, output, errors) = try program.start(arguments, environment: ["LC_ALL": "C.UTF-8"])
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    _ = errors
    #expect(!excerpt.lines.isEmpty)
    let printed = text.components(separatedBy: "\n")
    var rest = printed[...]
    for line in excerpt.lines {
      if let place = rest.firstIndex(of: line) {
        rest = rest[(place + 1)...]
      } else if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try Self.rewrite(line, of: excerpt.command, from: printed)
      } else {
        Issue.record("`\(line)` is not what is printed:\n\(text)")
      }
    }
  }

  /// Puts the printed line with the same words in the place of one below a command.
  private static func rewrite(_ line: String, of command: String, from printed: [String]) throws {
    let units: Set<Substring> = ["ms", "µs", "min"]
    func words(_ text: String) -> [Substring] {
      text.split { !$0.isLetter }.filter { $0.count > 1 && !units.contains($0) }
    }
    let new = try #require(printed.first { words($0) == words(line) }, "nothing printed is like `\(line)`")
    var text = try String(contentsOfFile: page, encoding: .utf8)
    let start = try #require(text.range(of: prompt + command + "\n")?.upperBound)
    let old = try #require(text.range(of: line, range: start..<text.endIndex))
    text.replaceSubrange(old, with: new)
    try text.write(toFile: page, atomically: true, encoding: .utf8)
  }
}
