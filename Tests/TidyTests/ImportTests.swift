import Foundation
import Testing

/// Imports go one way: the table of Sources/README.md as a test.
@Suite struct ImportTests {
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Swift files below a folder of the repository, with their texts.
  static func files(_ folder: String) throws -> [(path: String, text: String)] {
    let start = root.appendingPathComponent(folder).path
    let walker = try #require(FileManager.default.enumerator(atPath: start))
    return try walker.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map {
      ("\(folder)/\($0)", try String(contentsOfFile: "\(start)/\($0)", encoding: .utf8))
    }
  }

  private static let system: Set<String> = ["Synchronization", "Glibc"]

  private static let allowed: [(folder: String, imports: Set<String>)] = [
    ("Engine", []),
    ("Statistics", []),
    ("Transports", []),
    ("Domains/RoadWarrior/Core", []), ("Domains/HeyBlue/Core", []), ("Domains/TicketSales/Core", []),
    ("Domains/SysopsSquad/Core", []),
    ("Components", ["Engine", "Statistics"]),
    (
      "Domains",
      ["Components", "Engine", "Statistics", "RoadWarriorCore", "HeyBlueCore", "TicketSalesCore", "SysopsSquadCore"]
    ),
    ("Scenarios", ["Components", "Engine", "Yams", "Foundation", "Statistics"]),
    ("Experiments", ["Scenarios", "Components", "Engine", "Statistics", "Foundation"]),
    ("Recording", ["Experiments", "Scenarios", "Statistics", "GRDB", "Foundation"]),
    (
      "Reporting",
      ["Experiments", "Scenarios", "Components", "Statistics", "Plotting", "ChartLibrary", "Foundation"]
    ),
    ("LoadTesting", ["Transports", "Experiments", "Scenarios", "Components", "Engine", "Statistics", "Foundation"]),
    ("Browsing", ["Transports", "Reporting", "Recording", "Experiments", "Components", "Foundation"]),
    (
      "Program",
      [
        "Browsing", "LoadTesting", "Reporting", "Recording", "Experiments", "Scenarios", "DomainBindings", "Components",
        "Engine",
        "Statistics",
        "Transports", "ArgumentParser", "Foundation",
      ]
    ),
    ("orrery", ["OrreryProgram"]),
    ("Products/OrreryEngine", ["Engine", "Statistics"]),
    ("Products/OrreryModel", ["Components", "OrreryEngine"]),
  ]

  @Test func `every import is in the table`() throws {
    for (folder, imports) in Self.allowed {
      for (path, text) in try Self.files("Sources/\(folder)") {
        for line in text.split(separator: "\n") {
          let words = line.split(separator: " ")
          guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1,
            !line.hasPrefix("//"), !line.hasPrefix(" ")
          else { continue }
          let module = String(words[index + 1])
          #expect(imports.union(Self.system).contains(module), "\(path): import \(module)")
        }
      }
    }
  }

  /// What no product exports is for this package alone.
  @Test func `modules that no product exports have nothing public`() throws {
    for folder in ["Domains", "Scenarios", "Experiments", "LoadTesting", "Recording", "Reporting", "Browsing"] {
      let files = try Self.files("Sources/\(folder)")
      #expect(files.contains { $0.text.contains("package ") })
      for (path, text) in files {
        let line = text.split(separator: "\n").first { !$0.contains("//") && $0.contains("public ") }
        #expect(line == nil, "\(path): \(line ?? "")")
      }
    }
  }

  /// What a product exports says what it promises. Initializers that only set properties leave that to these.
  @Test func `whatever is public has a doc comment`() throws {
    var count = 0
    for folder in ["Engine", "Statistics", "Transports", "Components", "Program", "Products"] {
      for (path, text) in try Self.files("Sources/\(folder)") {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Line.init)
        for (place, line) in lines.enumerated() where !line.isComment && line.words.contains("public") {
          count += 1
          let above = lines[..<place].last { !$0.isAttribute }
          let isTold = above?.isDocumentation ?? false || Self.onlySetsProperties(lines[place...])
          #expect(isTold, "\(path):\(place + 1): \(line.text)")
        }
      }
    }
    #expect(count > 1000)
  }

  private struct Line {
    let text: Substring
    var words: [Substring] { text.split(separator: " ") }
    var isComment: Bool { words.first?.hasPrefix("//") ?? false }
    var isDocumentation: Bool { words.first == "///" }
    var isAttribute: Bool { words.first != nil && words.allSatisfy { $0.hasPrefix("@") } }
    /// `name = value` or `self.name = value`, without a call.
    var isAssignment: Bool { words.count > 2 && words[1] == "=" && !text.contains("(") }
  }

  /// Whether a declaration is an initializer whose body has nothing but assignments.
  private static func onlySetsProperties(_ lines: ArraySlice<Line>) -> Bool {
    guard let head = lines.first, head.text.contains(" init(") else { return false }
    if head.text.hasSuffix("{}") { return true }
    if let body = head.text.split(separator: " { ").dropFirst().first, body.hasSuffix(" }") {
      return Line(text: body.dropLast(2)).isAssignment
    }
    let end = head.text.prefix { $0 == " " } + "}"
    return lines.drop { !$0.text.hasSuffix("{") }.dropFirst().prefix { $0.text != end }.allSatisfy(\.isAssignment)
  }

  @Test func `no file is longer than 500 lines`() throws {
    for folder in ["Sources", "Tests"] {
      for (path, text) in try Self.files(folder) {
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 501, "\(path)")
      }
    }
  }

  @Test func `nothing traps on input or is left open`() throws {
    let banned = ["try" + "!", "fatal" + "Error(", "TO" + "DO", "FIX" + "ME", "as" + "! "]
    for (path, text) in try Self.files("Sources") {
      for word in banned { #expect(!text.contains(word), "\(path): \(word)") }
    }
  }

  @Test func `every shipped scenario is run by a test`() throws {
    let tests = try Self.files("Tests/CommandTests").map(\.text).joined()
    let folder = Self.root.appendingPathComponent("scenarios").path
    let walker = try #require(FileManager.default.enumerator(atPath: folder))
    for case let path as String in walker where path.hasSuffix(".yaml") && !path.hasPrefix("prices/") {
      // By its name, or with its whole folder.
      let folder = path.split(separator: "/").dropLast().joined(separator: "/")
      let isNamed = tests.contains("\"\(path.dropLast(5))\"")
      let isWalked = !folder.isEmpty && tests.contains("scenarios/\(folder)\"")
      #expect(isNamed || isWalked, "\(path)")
    }
  }
}
