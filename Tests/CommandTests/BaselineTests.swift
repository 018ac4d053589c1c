import Foundation
import Testing

/// The gate beside a stored baseline: what is a regression, what is none, and what cannot be compared.
@Suite struct BaselineTests {
  private func prepared(_ text: String = GateShop.text(), replications: String = "4") throws -> Program {
    let program = try Program()
    _ = try program.write("shop.yaml", text)
    let saved = try program("baseline", "save", "shop.yaml", "-q", "--replications", replications)
    #expect(saved.code == 0, "\(saved)")
    return program
  }

  private func check(_ program: Program, _ more: String...) throws -> Program.Ending {
    try program(["check", "shop.yaml", "-q", "--baseline", "baseline.sqlite"] + more)
  }

  @Test func `the same design is exactly the same`() throws {
    let program = try prepared()
    defer { program.remove() }
    let ending = try check(program)
    #expect(ending.code == 0, "\(ending)")
    #expect(ending.output.contains("over 4 pairs of replications: 11 exactly the same"), "\(ending)")
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/baseline.sqlite-wal"))
    let listed = try program("baseline", "list", "baseline.sqlite")
    #expect(listed.code == 0 && listed.output.contains("`shop`  seed 1, 4 replications"), "\(listed)")
  }

  @Test func `a service two percent slower is caught, with what changed`() throws {
    let program = try prepared()
    defer { program.remove() }
    _ = try program.write("shop.yaml", GateShop.text(service: "exponential(mean 10.2ms)"))
    let ending = try check(program, "--junit", "gate.xml", "--markdown", "gate.md")
    #expect(ending.code == 98, "\(ending)")
    #expect(ending.output.contains("✗ p95 latency(flow=view)  got "))
    #expect(ending.output.contains("exponential(mean 10ms) → exponential(mean 10.2ms)"))
    #expect(ending.output.contains("3 worse, 8 exactly the same"), "\(ending)")
    let xml = try String(contentsOfFile: "\(program.folder)/gate.xml", encoding: .utf8)
    #expect(JUnitSchema.problems(of: xml).isEmpty, "\(JUnitSchema.problems(of: xml))")
    #expect(xml.contains("tests=\"12\" failures=\"3\" errors=\"0\""), "\(xml)")
    // Somebody minds less.
    #expect(try check(program, "--margin", "5%").code == 0)
    #expect(try check(program, "--margin", "lots").code == 64)
  }

  @Test func `what has nothing to do with it is no regression, and an improvement is none`() throws {
    let program = try prepared()
    defer { program.remove() }
    let edits = [
      "# A comment.\n" + GateShop.text(),
      GateShop.text(budgets: ["fast: p95 latency(flow=view) < 100ms", "other: share errors(flow=view) < 1%"]),
      GateShop.text(components: "\n  spare: { kind: service, cores: 1, threads: 5, operations: { idle: 1ms } }"),
      GateShop.text(service: "exponential(mean 9ms)"),
    ]
    for edit in edits {
      _ = try program.write("shop.yaml", edit)
      let ending = try check(program)
      #expect(ending.code == 0, "\(edit)\n\(ending)")
    }
    let improved = try check(program)
    #expect(improved.output.contains("3 better"), "\(improved)")
  }

  @Test func `limits relative to the baseline are the larger of the two allowances`() throws {
    let budgets = ["creep: p95 latency(flow=view) <= baseline +1% or +200us", "fast: p95 latency(flow=view) < 100ms"]
    let program = try prepared(GateShop.text(budgets: budgets))
    defer { program.remove() }
    let without = try program("check", "shop.yaml", "-q")
    #expect(without.code == 97 && without.output.contains("? creep"), "\(without)")
    let held = try check(program)
    #expect(held.code == 0 && held.output.contains("✓ creep"), "\(held)")
    _ = try program.write("shop.yaml", GateShop.text(service: "exponential(mean 10.6ms)", budgets: budgets))
    // Violated beats worse than the baseline.
    let broken = try check(program, "--margin", "20%")
    #expect(broken.code == 99 && broken.output.contains("✗ creep"), "\(broken)")
  }

  @Test func `a baseline with keys that have been renamed since is compared as before`() throws {
    let scaled =
      "\n  web: { kind: service, replicas: { min: 1, max: 3, cooldown: 5s, startup: 4s }, operations: { get: 1ms } }"
    let more = "options: { calm: { components.web.replicas.cooldown: 9s } }"
    let program = try prepared(GateShop.text(components: scaled, more: more))
    defer { program.remove() }
    let settings = ["--with", "calm", "--set", "components.web.replicas.startup=6s"]
    let saved = try program(["baseline", "save", "shop.yaml", "-q", "--replications", "3"] + settings)
    #expect(saved.code == 0, "\(saved)")
    func older(_ column: String) -> String {
      "\(column) = replace(replace(\(column), 'cooldown', 'rests'), 'startup', 'boots-in')"
    }
    try program.change(
      "baseline.sqlite", "UPDATE sources SET \(older("text")); UPDATE assignments SET \(older("assignment"))")
    let listed = try program("baseline", "list", "baseline.sqlite")
    #expect(listed.output.contains("--set components.web.replicas.boots-in=6s"), "\(listed)")
    for settings in [[], settings] {
      let ending = try program(["check", "shop.yaml", "-q", "--baseline", "baseline.sqlite"] + settings)
      #expect(ending.code == 0 && ending.output.contains("exactly the same"), "\(ending)")
      #expect(!ending.output.contains("changed since"), "\(ending)")
    }
    let today = try check(program, "--set", "components.web.replicas.boots-in=6s")
    #expect(today.code == 65 && today.errors.contains("--set:1:1: error: `boots-in` is not a key of"), "\(today)")
  }

  // MARK: What cannot be compared

  @Test func `what is not comparable exits 97 and says why`() throws {
    let program = try prepared()
    defer { program.remove() }
    let seed = try check(program, "--seed", "7")
    #expect(seed.code == 97 && seed.output.contains("the seed is 7, and that of the baseline 1"), "\(seed)")
    let other = try check(program, "--set", "run.load=x2")
    #expect(other.code == 97 && other.output.contains("there is no baseline of `shop` with --set run.load=x2"))
    #expect(other.output.contains("it has `shop`"), "\(other)")
    _ = try program.write("shop.yaml", GateShop.text(duration: "6min"))
    let longer = try check(program)
    #expect(longer.code == 97 && longer.output.contains("the duration is 6min, and that of the baseline 5min"))
    // One pair has no interval, unless it is exactly equal.
    _ = try program.write("shop.yaml", GateShop.text())
    #expect(try check(program, "--replications", "1").code == 0)
    _ = try program.write("shop.yaml", GateShop.text(service: "exponential(mean 10.2ms)"))
    let single = try check(program, "--replications", "1")
    #expect(single.code == 97 && single.output.contains("there is 1 pair of replications"), "\(single)")
  }

  @Test func `what was not run against a service cannot be judged as if it were`() throws {
    let program = try prepared()
    defer { program.remove() }
    let missing = try program("check", "shop.yaml", "-q", "--live")
    #expect(missing.code == 74 && missing.errors.contains("results/shop.sqlite: there is no such file"), "\(missing)")
    #expect(try check(program).code == 0)
    let simulated = try program("check", "shop.yaml", "-q", "--live")
    #expect(simulated.code == 64, "\(simulated)")
    #expect(simulated.errors.contains("there is no run against a service of `shop`"), "\(simulated)")
    #expect(simulated.errors.contains("`orrery live shop.yaml` makes one"), "\(simulated)")
    let both = try program("check", "shop.yaml", "--live", "--fresh")
    #expect(both.code == 64 && both.errors.contains("leave --fresh out"), "\(both)")
  }

  @Test func `a database that is missing or damaged exits 74, and nothing is run or changed`() throws {
    let program = try prepared()
    defer { program.remove() }
    let missing = try program("check", "shop.yaml", "-q", "--baseline", "nothing.sqlite")
    #expect(missing.code == 74 && missing.errors.contains("nothing.sqlite: there is no such file"), "\(missing)")
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/nothing.sqlite"))
    let path = "\(program.folder)/baseline.sqlite"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    // Not SQLite at all; cut short; and nonsense in the middle of its pages.
    var holed = whole
    for index in 8_192..<whole.count where index % 4_096 < 200 { holed[index] = 0xA5 }
    for damaged in [Data("nonsense, and a good deal of it".utf8), whole.prefix(whole.count / 3), holed] {
      try damaged.write(to: URL(fileURLWithPath: path))
      let ending = try check(program)
      #expect(ending.code == 74, "\(ending)")
      #expect(ending.errors.contains("baseline.sqlite: "), "\(ending)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == damaged)
    }
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/results"))
  }

  @Test func `saving again replaces the older one, and other options are another baseline`() throws {
    let options = "options: { quick: { components.app.operations.page: exponential(mean 5ms) } }"
    let program = try prepared(GateShop.text(more: options))
    defer { program.remove() }
    let again = try program("baseline", "save", "shop.yaml", "-q", "--replications", "3")
    #expect(again.code == 0 && again.output.contains("in place of an older one"), "\(again)")
    #expect(try program("baseline", "save", "shop.yaml", "-q", "--replications", "2", "--with", "quick").code == 0)
    let listed = try program("baseline", "list", "baseline.sqlite").output.split(separator: "\n")
    #expect(listed.count == 2, "\(listed)")
    #expect(listed.first?.contains("3 replications") == true && listed.last?.contains("`shop` with quick") == true)
    #expect(try check(program, "--with", "quick").code == 0)
    #expect(try check(program).code == 0)
  }
}
