import Foundation
import Testing

@testable import OrreryProgram

/// Words for shells, and words of templates.
@Suite struct WordTests {
  private static let words = [
    "plain", "", "a b", "it's", "'", "\\", "\"$(id)`id`$HOME\"", "a\nb", "a\r\nb", "\t\u{1b}[0m\u{7f}", "ä€😀\n", "-n",
    "~", "*", "a\\\nb'c", "!x", "{a,b}", "\u{1}23",
  ]

  /// What a shell makes of a text of words.
  private func read(_ shell: String, _ text: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: shell)
    process.arguments = ["-c", "printf '%s\\0' \(text)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\0", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }

  @Test func `a quoted word is that word to every shell`() throws {
    #expect(try read("/bin/sh", Self.words.map(ShellWord.posix).joined(separator: " ")) == Self.words)
    #expect(try read("/bin/bash", Self.words.map(ShellWord.bash).joined(separator: " ")) == Self.words)
  }

  @Test func `a word for a script has no control character`() {
    for word in Self.words { #expect(!ShellWord.bash(word).utf8.contains { $0 < 0x20 || $0 == 0x7f }) }
  }

  @Test func `places are filled, and {task} is as many words as it has`() throws {
    let template = try CommandTemplate(["ssh", "node{slot}", "{{}}", "x{shard}/{shards}", "{task}", "{quoted}", ""])
    let filled = template.filled(task: ["a b", "{shard}"]) { place in "<\(place.rawValue)>" }
    #expect(filled == ["ssh", "node<slot>", "{}", "x<shard>/<shards>", "a b", "{shard}", "'a b' '{shard}'", ""])
  }

  @Test(arguments: [["ssh", "{"], ["{task", "x"], ["{}"], ["{host}", "{task}"], ["true"], ["a{task}"], []])
  func `a template that would run nothing is refused`(words: [String]) {
    #expect(throws: CommandTemplate.Problem.self) { try CommandTemplate(words) }
  }

  @Test func `numbers in order are written as ranges and read again`() throws {
    #expect(IndexRanges.text([3, 0, 1, 2, 7, 9, 10]) == "0-3,7,9-10")
    #expect(try IndexRanges.indices("0-3,7,9-10", below: 11) == [0, 1, 2, 3, 7, 9, 10])
    for text in ["", "1-", "3-1", "1,,2", "-1", "0-11", "a", "1-2-3"] {
      #expect(throws: UnknownName.self, "\(text)") { try IndexRanges.indices(text, below: 11) }
    }
  }

  @Test func `a study is divided so that a task is worth its start`() {
    func shards(_ items: Int, _ seconds: Double) -> Int {
      ShardPlan.shards(items: items, seconds: seconds, worth: 10, most: 100)
    }
    #expect(shards(50, 5) == 1 && shards(50, 99) == 9 && shards(50, 1e4) == 50 && shards(500, 1e4) == 100)
    #expect(shards(50, .infinity) == 50 && shards(1, 1e9) == 1)
  }
}
