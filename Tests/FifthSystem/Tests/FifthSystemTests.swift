import Components
import Experiments
import Foundation
import Scenarios
import DomainBindings
import Testing

/// A fifth domain is a core, a binding, a scenario file and one line of the registry: nothing else knows of it.
@Suite struct FifthSystemTests {
  private static let providers = Registry.domains + [LendingLibrary()]

  private static let library = """
    orrery: 1
    name: library
    run: { duration: 6h, warm-up: 0s, drain: 3h, replications: 3 }
    domain: { core: lending-library, copies: 2 }
    populations: { title: { count: 200, of: lending-library.title, pick: zipf(s 0.9) } }
    components:
      desk: { kind: service, cores: 2, threads: 20, operations: { ask: [ work: 5ms, { do: lend, in: db.write, key: title, timeout: 1s, when: { lent: continue, none: { reply: none-left } } } ], bring: [ work: 5ms, { do: take-back, in: db.write, key: title, timeout: 1s, when: { back|unknown: continue } } ] } }
      db: { kind: database, operations: { write: 8ms } }
    flows:
      borrow:
        - { call: desk.ask, timeout: 5s, when: { none-left: { reply: none-left } } }
        - think: exponential(mean 40min)
        - { call: desk.bring, timeout: 5s }
    workloads: { readers: { rate: 5/min, flows: { borrow: 100% } } }
    budgets: { asked: p95 latency(flow=borrow) < 200ms }
    options:
      trusting: { domain.counts: no, expect: { LL-I1: violated } }

    """

  private func run(_ options: [String] = [], _ text: String = Self.library) throws -> RunResult {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("library.yaml")
    try Data(text.utf8).write(to: file)
    let scenario = try ScenarioReader(Vocabulary(domains: Self.providers.map(\.description))).read(
      file.path, options: options)
    let model = Assembler.assemble(scenario, providers: Self.providers)
    return try Experiment(scenario, model: model, options: RunOptions()).run(stop: StopRequest())
  }

  private func count(_ name: String, _ outcome: String, _ result: RunResult) -> UInt64 {
    result.outcomes.first { $0.name == name && $0.outcome == outcome }?.count ?? 0
  }

  @Test func `its decisions steer the flow, and its monitor is a budget`() throws {
    let result = try run()
    // Three replications of 1,800 readers; popular titles run out.
    let lent = count("lend", "lent", result)
    let none = count("lend", "none", result)
    #expect((5100...5700).contains(lent + none) && none > 500)
    // What is brought back after the end does not count.
    #expect((lent - lent / 8...lent).contains(count("take-back", "back", result)))
    #expect(count("borrow", "none-left", result) == none)
    #expect(result.invariants.map(\.id) == ["LL-I1"] && result.invariants[0].violations == 0)
    // Books that are still out wait to be brought back, which is a finding.
    #expect(result.verdict == .warned && result.budgets.allSatisfy { $0.verdict == .held })
  }

  @Test func `the unsafe option trips it, as declared`() throws {
    let result = try run(["trusting"])
    #expect(result.invariants[0].violations > 500 && count("lend", "none", result) == 0)
    // Books that are still out wait to be brought back, which is a finding.
    #expect(result.verdict == .warned && result.budgets.allSatisfy { $0.verdict == .held })
  }

  /// Loans are of what is there, so they lean to what is asked for seldom; books brought back to any shelf by demand go
  /// to where they are missed, and fewer readers find none.
  @Test func `a decision may be about another key than the request's`() throws {
    let text = Self.library.replacingOccurrences(
      of: "do: take-back, in: db.write, key: title", with: "do: take-back, in: db.write, key: fresh title")
    #expect(text != Self.library)
    let (own, other) = (try run(), try run([], text))
    let told = "\(count("lend", "none", own)) and \(count("lend", "none", other))"
    #expect(count("lend", "none", other) + 200 < count("lend", "none", own), "\(told)")
  }

  @Test func `the program lists it once it is registered`() {
    let names = Self.providers.map(\.description.name)
    #expect(Set(names).count == names.count && names.last == "lending-library")
  }
}
