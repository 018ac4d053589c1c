import Foundation
import Testing

/// A page of the documentation: the commands that it shows, and what it prints below each. `[…]` stands for lines that
/// the page leaves out.
///
/// ```
/// $ ./scripts/orrery run scenarios/01-first-queue.yaml
/// […]
/// exit 0: ran, every budget held (warnings allowed)
/// ```
struct Page {
  /// Below the root.
  let path: String

  /// Those that everybody reads, where each command is run or excused.
  static let front: [Page] = {
    let docs = (try? FileManager.default.contentsOfDirectory(atPath: "\(Program.root)/docs")) ?? []
    return (["README.md", "CONTRIBUTING.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" })
      .map { Page(path: $0) }
  }()

  static let tutorial = Page(path: "scenarios/README.md")
  static let systems = ["hey-blue", "sysops-squad", "tickets"].map { Page(path: "scenarios/\($0)/README.md") }

  struct Command {
    var text: String
    var expected: [String] = []
  }

  /// Commands that stand together are typed in one folder, one after the other.
  struct Block: CustomTestStringConvertible {
    var page: Page
    var line: Int
    var language: String
    var commands: [Command] = []
    /// What stands before the first command.
    var others: [String] = []

    var testDescription: String { "\(page.path):\(line)" }
  }

  var text: String { get throws { try String(contentsOfFile: "\(Program.root)/\(path)", encoding: .utf8) } }

  /// Everything between fences. In blocks of `sh` each line is a command, in those without a language what follows `$`.
  func blocks() throws -> [Block] {
    var found: [Block] = []
    var isInside = false
    for (number, line) in try text.components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { found.append(Block(page: self, line: number + 1, language: String(line.dropFirst(3)))) }
        continue
      }
      guard isInside, var block = found.popLast() else { continue }
      defer { found.append(block) }
      if line.hasPrefix("$ ") && block.language.isEmpty || block.language == "sh" {
        block.commands.append(Command(text: block.language == "sh" ? line : String(line.dropFirst(2))))
      } else if block.commands.isEmpty {
        block.others.append(line)
      } else if line != "[…]" {
        block.commands[block.commands.count - 1].expected.append(line)
      }
    }
    return found
  }

  /// Puts the printed line with the same words in the place of one below a command.
  func rewrite(_ line: String, of command: String, from printed: [String]) throws {
    let units: Set<Substring> = ["ms", "µs", "min"]
    func words(_ text: String) -> [Substring] {
      text.split { !$0.isLetter }.filter { $0.count > 1 && !units.contains($0) }
    }
    let new = try #require(printed.first { words($0) == words(line) }, "nothing printed is like `\(line)`")
    var text = try self.text
    let start = try #require(text.range(of: "$ " + command + "\n")?.upperBound)
    let old = try #require(text.range(of: line, range: start..<text.endIndex))
    text.replaceSubrange(old, with: new)
    try text.write(toFile: "\(Program.root)/\(path)", atomically: true, encoding: .utf8)
  }
}
