import Foundation
import TestSupport
import Testing

/// Digests that do not change while the program is made faster or clearer: of every shipped scenario, scaled down to
/// one replication of seconds, and of 300 random systems. They say nothing of whether the figures are right, which is
/// for the tests beside theory; a change of behaviour that is meant replaces them, with `UPDATE_GOLDEN=1`, and says why.
@Suite(.serialized) struct PinTests {
  /// A table of lines: what was run, tab by tab, and its digest in the last column.
  private struct Table {
    let path: String
    var rows: [[String]]

    init(_ name: String) throws {
      path = "\(Program.root)/Tests/CommandTests/Pins/\(name).tsv"
      rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
    }

    /// Compares the last column, or replaces it.
    func expect(_ digests: [String], _ remark: String) throws {
      #expect(digests.count == rows.count)
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
        let lines = zip(rows, digests).map { ($0.dropLast() + [$1]).joined(separator: "\t") }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return
      }
      for (row, digest) in zip(rows, digests) where row.last != digest {
        Issue.record("\(row.dropLast().joined(separator: " ")) \(remark): \(digest), pinned is \(row.last ?? "none")")
      }
    }
  }

  private func digests(_ program: Program, _ arguments: [String]) throws -> [String] {
    let ending = try program(["run"] + arguments + ["--json", "-", "-q", "--no-report"])
    let tree = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let lone = tree as? [String: Any]
    let runs = try #require(lone.map { [$0] } ?? tree as? [[String: Any]], "\(ending.errors)")
    return runs.map { $0["digest"] as? String ?? "none" }
  }

  @Test func `every shipped scenario is pinned`() throws {
    let pinned = try Set(Table("shipped").rows.map { $0[0] })
    let root = "\(Program.root)/scenarios"
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let names = files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("prices/") && !$0.contains("/systems/") }
      .map { String($0.dropLast(5)) }
    #expect(pinned == Set(names))
  }

  @Test(arguments: ["1", "2"]) func `shipped scenarios have their digests`(threads: String) throws {
    let table = try Table("shipped")
    let program = try Program()
    defer { program.remove() }
    let found = try table.rows.map { row in
      try digests(
        program, [program.scenario(row[0])] + row[1].split(separator: " ").map(String.init) + ["--threads", threads])[0]
    }
    try table.expect(found, "on \(threads) threads")
  }

  @Test(arguments: ["release", "debug"]) func `random systems have their digests`(configuration: String) throws {
    let table = try Table("random")
    let program = try Program(configuration: configuration)
    defer { program.remove() }
    let files = try table.rows.map { row in
      let path = "\(program.folder)/random-\(row[0]).yaml"
      try RandomScenario(seed: UInt64(row[0]) ?? 0).text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    try table.expect(try digests(program, files), configuration)
  }
}
