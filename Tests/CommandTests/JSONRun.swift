import Foundation
import Testing

/// A run of the program, read as JSON.
struct JSONRun {
  let code: Int32
  /// Without the host.
  let tree: [String: Any]

  /// - Parameter file: a shipped scenario by its name, or the path of one.
  init(_ file: String, _ arguments: String...) throws { try self.init(file, arguments) }

  init(_ file: String, _ arguments: [String]) throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      ["run", file.hasPrefix("/") ? file : program.scenario(file), "--json", "-", "-q", "--no-report"] + arguments)
    var tree = try #require(
      try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any], "\(ending.errors)")
    tree["host"] = nil
    code = ending.code
    self.tree = tree
  }

  /// How often a command, or a flow, ended in an outcome.
  func count(_ name: String, _ outcome: String) -> Int {
    row("outcomes") { $0["name"] as? String == name && $0["outcome"] as? String == outcome }["count"] as? Int ?? 0
  }

  /// Invariants with violations, and how many.
  var violated: [String: Int] {
    var all: [String: Int] = [:]
    for row in rows("invariants") {
      guard let id = row["id"] as? String, let count = row["violations"] as? Int, count > 0 else { continue }
      all[id.split(separator: "/").last.map(String.init) ?? id] = count
    }
    return all
  }

  func component(_ name: String) -> [String: Any] { row("components") { $0["name"] as? String == name } }

  /// Of a measure or a latency without labels.
  func indicator(_ metric: String) -> [String: Any] { row("indicators") { $0["metric"] as? String == metric } }

  func budget(_ name: String) -> [String: Any] { row("budgets") { $0["name"] as? String == name } }

  var digests: [String: String] { tree["digests"] as? [String: String] ?? [:] }

  func rows(_ table: String) -> [[String: Any]] { tree[table] as? [[String: Any]] ?? [] }

  private func row(_ table: String, where matches: ([String: Any]) -> Bool) -> [String: Any] {
    rows(table).first(where: matches) ?? [:]
  }
}
