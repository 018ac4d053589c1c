import Components
import Engine
import Foundation
import Scenarios
import Testing

/// What YAML would make of text, and what the language takes from YAML.
@Suite struct TextTests {
  private func problems(_ bytes: [UInt8]) throws -> [String] {
    let folder = try Folder([:])
    try folder.write(Data(bytes), to: "a.yaml")
    return try folder.problems("a.yaml")
  }

  private func problems(_ text: String) throws -> [String] { try problems(Array(text.utf8)) }

  private static let head = "orrery: 1\nrun: { duration: 1h }\n"

  @Test(arguments: [
    ("", "a.yaml:1:1: error: the file is empty"), ("# only a comment\n", "a.yaml:1:1: error: the file is empty"),
    ("\n\n", "a.yaml:1:1: error: the file is empty"),
    ("text\n", "a.yaml:1:1: error: a scenario file is a map, not `text` (begin with `orrery: 1`)"),
    ("[ a ]\n", "a.yaml:1:1: error: a scenario file is a map, not a list (begin with `orrery: 1`)"),
    (head + "---\norrery: 1\n", "a.yaml:3:1: error: a scenario file is one document; a second one begins here"),
    (
      head + "name: &a x\n",
      "a.yaml:3:7: error: anchors and aliases are not part of the language (write the value out, or make it an option)"
    ),
    (
      head + "name: &a x\nquestion: *a\n",
      "a.yaml:3:7: error: anchors and aliases are not part of the language (write the value out, or make it an option)"
    ),
    (head + "name: *b\n", "a.yaml:3:7: error: aliases are not part of the language"),
    (
      head + "name: !!str x\n",
      "a.yaml:3:7: error: tags are not part of the language (every value is typed by its place)"
    ),
    (
      head + "name: !!str \"x\"\n",
      "a.yaml:3:7: error: tags are not part of the language (every value is typed by its place)"
    ),
    (
      head + "name: !own x\n",
      "a.yaml:3:7: error: tags are not part of the language (every value is typed by its place)"
    ),
    (
      head + "policies: !!map { a: { timeout: 1s } }\n",
      "a.yaml:3:11: error: tags are not part of the language (every value is typed by its place)"
    ),
    (
      head + "policies:\n  <<: { a: { timeout: 1s } }\n",
      "a.yaml:4:3: error: merge keys (`<<`) are not part of the language (write the keys out, or make them an option)"
    ),
    (head + "policies: { [ a ]: 1 }\n", "a.yaml:3:13: error: a key must be a word, not a list or a map"),
    (head + "policies: { ? { a: b } : 1 }\n", "a.yaml:3:15: error: a key must be a word, not a list or a map"),
    (head + "name: a\nname: b\n", "a.yaml:4:1: error: `name` stands here a second time; the first is in line 3"),
    (
      head + "policies:\n  a: { timeout: 1s }\n  \"a\": { timeout: 2s }\n",
      "a.yaml:5:3: error: `a` stands here a second time; the first is in line 4"
    ),
    (
      head + "policies:\n\ta: { timeout: 1s }\n",
      "a.yaml:4:1: error: YAML: found character that cannot start any token while scanning for the next token, begun in line 4 (indent with spaces, not tabs)"
    ),
    (
      head + "name: \"open\n",
      "a.yaml:3:12: error: YAML: found unexpected end of stream while scanning a quoted scalar, begun in line 3"
    ),
    (
      head + "name: { a: b\n",
      "a.yaml:3:13: error: YAML: did not find expected ',' or '}' while parsing a flow mapping, begun in line 3"
    ),
    (head + "policies: { \"\": x }\n", "a.yaml:3:13: error: a key is missing before the colon"),
    (head + "name: a\u{7}b\n", "a.yaml:3:8: error: a control character (U+7) is in the text"),
    (head + "name: a\u{feff}b\n", "a.yaml:3:8: error: a control character (U+FEFF) is in the text"),
  ])
  func whatIsRejected(text: String, expected: String) throws {
    let found = try problems(text)
    #expect(found == [expected], "\(found)")
  }

  @Test func everyDuplicateAtItsPlace() throws {
    let text =
      Self.head + "name: a\nname: b\npolicies: { p: { timeout: 1s, timeout: 2s, timeout: 3s } }\nflows: {}\nname: c\n"
    #expect(
      try problems(text) == [
        "a.yaml:4:1: error: `name` stands here a second time; the first is in line 3",
        "a.yaml:5:31: error: `timeout` stands here a second time; the first is in line 5",
        "a.yaml:5:44: error: `timeout` stands here a second time; the first is in line 5",
        "a.yaml:7:1: error: `name` stands here a second time; the first is in line 3",
      ])
  }

  @Test func otherProblemsAreFoundBesideADuplicate() throws {
    let found = try problems(Self.head + "name: a\nname: b\nnetwrok: { client: 1ms }\n")
    #expect(found.count == 2)
    #expect(found.last?.hasPrefix("a.yaml:5:1: error: `netwrok` is not a key") == true)
  }

  @Test func bytesThatAreNoText() throws {
    #expect(
      try problems(Array(Self.head.utf8) + [0x6e, 0x61, 0xff, 0x0a]) == [
        "a.yaml:3:3: error: the file is not UTF-8 text"
      ])
    #expect(try problems([0xff, 0xfe, 0x6f, 0x00]) == ["a.yaml:1:1: error: the file is not UTF-8 text"])
    #expect(try problems([0x00]) == ["a.yaml:1:1: error: a control character (U+0) is in the text"])
    #expect(try problems([0xef, 0xbb, 0xbf] + Array((Self.head).utf8)).isEmpty)
    #expect(try problems(Self.head.replacingOccurrences(of: "\n", with: "\r\n")).isEmpty)
  }

  @Test func nestingHasAnEnd() throws {
    let brackets = String(repeating: "[", count: 5000)
    #expect(try problems("orrery: " + brackets) == ["a.yaml:1:265: error: nested more than 64 levels deep"])
    let dashes = String(repeating: "- ", count: 5000)
    #expect(try problems(dashes) == ["a.yaml:1:513: error: nested more than 64 levels deep"])
    var steps = ""
    for depth in 0..<3000 { steps += String(repeating: " ", count: depth) + "a:\n" }
    #expect(try problems(steps).first?.hasSuffix("error: indented more than 1024 columns") == true)
    let deep = "orrery: 1\nflows: " + String(repeating: "{ a: ", count: 100) + "1" + String(repeating: " }", count: 100)
    #expect(try problems(deep).contains { $0.hasSuffix("error: nested more than 64 levels deep") })
  }

  @Test func aliasesThatMultiplyDoNotGrow() throws {
    var text = "a0: &a0 [ x ]\n"
    for level in 1..<40 { text += "a\(level): &a\(level) [ *a\(level - 1), *a\(level - 1) ]\n" }
    let found = try problems("orrery: 1\n" + text)
    #expect(found.contains { $0.contains("anchors and aliases") })
  }

  /// YAML 1.1 would read these as booleans, numbers, base-60 numbers, dates or nothing.
  @Test(arguments: [
    "on", "no", "yes", "y", "true", "null", "007", "0x10", "2026-10-01", "1e3", "0o7",
  ])
  func scalarsStayText(word: String) throws {
    let text =
      "orrery: 1\nname: \(word)\nquestion: \"\(word)\"\nrun: { duration: 1h }\npolicies: { \(word): { timeout: 1s } }\n"
    let scenario = try Folder(["a.yaml": text]).read("a.yaml")
    #expect(scenario.name == word)
    #expect(scenario.question == word)
    #expect(scenario.policies.map(\.name) == [word])
  }

  @Test(arguments: ["~", "1_000", "14:00", ".5", ".inf"])
  func scalarsThatAreNoNamesStayText(word: String) throws {
    let text = "orrery: 1\nquestion: \(word)\nrun: { duration: 1h }\n"
    #expect(try Folder(["a.yaml": text]).read("a.yaml").question == word)
  }

  @Test func quotesAndBlocksAreText() throws {
    let quoted = "orrery: '1'\nquestion: 'it''s'\nrun: { duration: 1h }\n"
    #expect(try Folder(["a.yaml": quoted]).read("a.yaml").question == "it's")
    let text = "orrery: '1'\nquestion: >\n  one\n  two\nrun: { duration: \"1h\" }\n"
    let scenario = try Folder(["a.yaml": text]).read("a.yaml")
    #expect(scenario.question == "one two\n")
    #expect(scenario.run.duration == .hour)
  }

  @Test func columnsCountCharacters() throws {
    #expect(
      try problems("orrery: 1\nquestion: \"é𝛼😀\"\nrun: { starts: Mon 00:00, duration: 5 } # é\n")
        == ["a.yaml:3:37: error: `5` is a number without a unit of time (did you mean `5s`?)"])
  }

  @Test func filesThatCannotBeReadAreAnotherError() throws {
    let folder = try Folder(["a.yaml": Self.head])
    #expect(throws: ScenarioFileError.self) { try folder.read("b.yaml") }
    #expect(throws: ScenarioFileError.self) { try folder.read("") }
    let error = #expect(throws: ScenarioFileError.self) { try folder.read("b.yaml") }
    #expect(error?.reason == "no such file")
    #expect(error?.path.hasSuffix("/b.yaml") == true)
  }
}
