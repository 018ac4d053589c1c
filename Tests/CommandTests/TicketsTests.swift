import Foundation
import Testing

/// What the files of `scenarios/tickets` say in their comments.
@Suite struct TicketsTests {
  private func run(_ name: String, _ arguments: String...) throws -> (code: Int32, tree: [String: Any]) {
    let program = try Program()
    defer { program.remove() }
    let (process, output, _) = try program.start(
      ["run", program.scenario(name), "--json", "-", "-q", "--no-report"] + arguments)
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let tree = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    return (process.terminationStatus, tree)
  }

  /// How often a command, or a flow, ended in an outcome.
  private func count(_ name: String, _ outcome: String, _ tree: [String: Any]) -> Int {
    let outcomes = tree["outcomes"] as? [[String: Any]] ?? []
    return outcomes.first { $0["name"] as? String == name && $0["outcome"] as? String == outcome }?["count"] as? Int
      ?? 0
  }

  private func violated(_ tree: [String: Any]) -> [String] {
    (tree["invariants"] as? [[String: Any]] ?? []).filter { ($0["violations"] as? Int ?? 0) > 0 }
      .compactMap { $0["id"] as? String }
  }

  @Test(arguments: ["hold", "check", "lock", "version"])
  func `fifty buyers, one seat, sold once`(_ policy: String) throws {
    let (code, tree) = try run("tickets/last-seat", "--with", "seats=\(policy)")
    #expect(code == 0 && violated(tree) == [])
    // One in each of twenty replications.
    #expect(count("tk/save-order", "saved", tree) == 20 && count("tk/ticket-mailed", "mailed", tree) == 20)
    #expect(count("tk/buy", policy == "hold" ? "sold-out" : "not-sold", tree) == 980)
    #expect((count("tk/save-order", "no-seat", tree) > 900) == (policy != "hold"))
  }

  @Test func `without control all who pay are sold the one seat, as expected`() throws {
    let (code, tree) = try run("tickets/last-seat", "--with", "seats=none")
    #expect(code == 0 && violated(tree) == ["TK-I1"])
    // 1,000 buyers less 1.1 %: standard error 3.3.
    #expect((975...1000).contains(count("tk/save-order", "saved", tree)))
  }

  @Test func `a crash between save and push loses the ticket, and an outbox keeps it`() throws {
    let lost = try run("tickets/normal-day", "--with", "crashes")
    #expect(lost.code == 0)
    #expect(violated(lost.tree) == ["TK-I4"])
    let kept = try run("tickets/normal-day", "--with", "crashes-with-outbox")
    #expect(kept.code == 0)
    #expect(violated(kept.tree) == [])
  }

  @Test func `the system alone is valid`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("validate", program.scenario("tickets/systems/stage-0"))
    #expect(ending.code == 0, "\(ending)")
  }
}
