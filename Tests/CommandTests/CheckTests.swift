import Foundation
import Testing

/// The gate, as a CI job calls it: from a folder of its own, by its exit code and the files that it writes.
@Suite struct CheckTests {
  private func shop(_ program: Program, _ text: String = GateShop.text(), at path: String = "shop.yaml") throws {
    _ = try program.write(path, text)
  }

  private func read(_ program: Program, _ name: String) throws -> String {
    try String(contentsOfFile: "\(program.folder)/\(name)", encoding: .utf8)
  }

  // MARK: Exit codes

  @Test func `what holds exits 0, and what is stored is not run again`() throws {
    let program = try Program()
    defer { program.remove() }
    try shop(program)
    let first = try program("check", "shop.yaml", "-q")
    #expect(first.code == 0, "\(first)")
    #expect(first.output.contains("✓ fast"))
    #expect(first.output.contains("1 of 1 checks held"))
    #expect(FileManager.default.fileExists(atPath: "\(program.folder)/results/shop.sqlite"))
    let second = try program("check", "shop.yaml", "-q")
    #expect(second.code == 0 && second.output.contains("taken from storage"), "\(second)")
    let fresh = try program("check", "shop.yaml", "-q", "--fresh")
    #expect(fresh.code == 0 && !fresh.output.contains("storage"), "\(fresh)")
  }

  @Test func `a broken budget exits 99, with what was got, the limit and the line`() throws {
    let program = try Program()
    defer { program.remove() }
    try shop(program, GateShop.text(budgets: ["fast: p95 latency(flow=view) < 10ms"]))
    let ending = try program("check", "shop.yaml", "-q")
    #expect(ending.code == 99, "\(ending)")
    #expect(ending.output.contains("✗ fast  got "))
    #expect(ending.output.contains(", limit 10 ms (+"))
    #expect(ending.output.contains("shop.yaml:\(GateShop.budgetLine)"))
  }

  @Test func `too few samples exit 97, an invalid file 65, and the worse of several wins`() throws {
    let program = try Program()
    defer { program.remove() }
    try shop(program, GateShop.text(budgets: ["rare: p99.99 latency(flow=poke) < 1s"]))
    #expect(try program("check", "shop.yaml", "-q").code == 97)
    try shop(program, GateShop.text(components: "\n  bad: { kind: sevrice }"), at: "bad.yaml")
    let invalid = try program("check", "bad.yaml", "shop.yaml", "-q", "--junit", "gate.xml")
    #expect(invalid.code == 65, "\(invalid)")
    #expect(invalid.errors.contains("did you mean `service`?"))
    let xml = try read(program, "gate.xml")
    #expect(JUnitSchema.problems(of: xml).isEmpty, "\(JUnitSchema.problems(of: xml))")
    #expect(xml.components(separatedBy: "<error").count == 3)
  }

  @Test func `a violated objective exits 99`() throws {
    let program = try Program()
    defer { program.remove() }
    let slos = "slos:\n  fine: { good: flow=view and ok and latency < 10ms, target: 99%, window: 30d }"
    try shop(program, GateShop.text(more: slos))
    let ending = try program("check", "shop.yaml", "-q", "--json", "-")
    #expect(ending.code == 99, "\(ending)")
    let scenarios = try #require(try program.json(ending)["scenarios"] as? [[String: Any]])
    let checks = try #require(scenarios.first?["checks"] as? [[String: Any]])
    #expect(checks.first?["kind"] as? String == "objective")
    #expect(checks.first?["verdict"] as? String == "violated")
    let run = try #require(scenarios.first?["run"] as? [String: Any])
    #expect((run["objectives"] as? [[String: Any]])?.count == 1)
  }

  // MARK: Stored replications

  @Test func `changed budgets are judged without running`() throws {
    let program = try Program()
    defer { program.remove() }
    try shop(program)
    let none = try program("check", "shop.yaml", "-q", "--stored")
    #expect(none.code == 97 && none.errors.contains("0 of 1 replications are stored"), "\(none)")
    #expect(try program("check", "shop.yaml", "-q").code == 0)
    try shop(program, GateShop.text(budgets: ["fast: p50 latency(flow=view) < 1ms", "more: count errors < 10"]))
    let ending = try program("check", "shop.yaml", "-q", "--stored")
    #expect(ending.code == 99 && ending.output.contains("taken from storage"), "\(ending)")
    #expect(ending.output.contains("✓ more"))
    #expect(try program("check", "shop.yaml", "-q", "--stored", "--seed", "7").code == 97)
    #expect(try program("check", "shop.yaml", "-q", "--stored", "--replications", "2").code == 97)
    #expect(try program("check", "shop.yaml", "--stored", "--fresh").code == 64)
  }

  // MARK: Files for CI

  @Test func `JUnit is valid, with a testcase for each check`() throws {
    let program = try Program()
    defer { program.remove() }
    let budgets = [
      "fast: p95 latency(flow=view) < 10ms", "wide: p50 latency(flow=view) > 1ms",
      "rare: p99.99 latency(flow=poke) < 1s",
      "soft: { check: p99 latency(flow=view) < 1ms, severity: warn }",
    ]
    try shop(program, GateShop.text(budgets: budgets))
    let ending = try program("check", "shop.yaml", "-q", "--junit", "out/gate.xml")
    #expect(ending.code == 99, "\(ending)")
    let xml = try read(program, "out/gate.xml")
    #expect(JUnitSchema.problems(of: xml).isEmpty, "\(JUnitSchema.problems(of: xml))\n\(xml)")
    #expect(xml.contains("tests=\"4\" failures=\"1\" errors=\"1\""))
    #expect(xml.contains("<failure message=\"got "))
    #expect(xml.contains("limit 10 ms (+"))
    #expect(xml.contains("warning: soft: got "))
    #expect(xml.contains("p95 latency(flow=view) &lt; 10ms"))
  }

  @Test func `annotations stand at the line of the budget, also below the workspace`() throws {
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createDirectory(atPath: "\(program.folder)/designs", withIntermediateDirectories: true)
    let budgets = ["fine: p50 latency(flow=view) < 1s", "fast: p95 latency(flow=view) < 10ms"]
    try shop(program, GateShop.text(budgets: budgets), at: "designs/shop.yaml")
    let environment = [
      "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": program.folder,
      "GITHUB_STEP_SUMMARY": "\(program.folder)/summary.md",
    ]
    for path in ["designs/shop.yaml", "\(program.folder)/designs/shop.yaml"] {
      let ending = try program("check", path, "-q", environment: environment)
      let line = GateShop.budgetLine + 1
      #expect(
        ending.output.contains("\n::error file=designs/shop.yaml,line=\(line),title=Budget violated::fast: got "),
        "\(ending)")
      #expect(ending.output.contains(" (+"))
      #expect(ending.output.components(separatedBy: "::error").count == 2)
    }
    let summary = try read(program, "summary.md")
    #expect(summary.components(separatedBy: "❌ **").count == 3)
    let silent = try program("check", "designs/shop.yaml", "-q", environment: ["GITHUB_ACTIONS": ""])
    #expect(!silent.output.contains("::error"))
    let invalid = try program.write("bad.yaml", "orrery: 1\nname: bad\nnonsense: 1\n")
    let broken = try program("check", invalid, "-q", environment: environment)
    #expect(broken.output.contains("::error file=bad.yaml,line=3,col=1,title=Invalid scenario::"), "\(broken)")
  }

  @Test func `Markdown and figures for a chart are written`() throws {
    let program = try Program()
    defer { program.remove() }
    try shop(program, GateShop.text(budgets: ["fast: p95 latency(flow=view) < 10ms"]))
    let ending = try program("check", "shop.yaml", "-q", "--markdown", "gate.md", "--benchmark-json", "figures.json")
    #expect(ending.code == 99, "\(ending)")
    let page = try read(program, "gate.md")
    #expect(page.hasPrefix("❌ **"))
    #expect(page.contains("| metric | limit | baseline | this run | delta | verdict |"))
    #expect(page.contains("<details>") && page.contains("</details>"))
    let data = Data(try read(program, "figures.json").utf8)
    let figures = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(
      figures.contains { $0["name"] as? String == "shop: p99 latency(flow=view)" && $0["unit"] as? String == "ms" })
    #expect(figures.allSatisfy { $0["value"] is Double && $0["extra"] is String })
    #expect(try program("check", "shop.yaml", "-q", "--junit", "/proc/nothing/gate.xml").code == 74)
  }
}
