import Scenarios
import Testing

@Suite("Stored texts")
struct StoredTextTests {
  private static let shop = """
    orrery: 1
    name: shop
    question: does it hold?
    origin: assumed
    run: { duration: 100s, warm-up: 10s, drain: 5s }
    components: { app: { kind: service, cores: 1, threads: 20, operations: { page: 5ms } } }
    flows: { visit: [ { call: app.page, timeout: 1s } ] }
    workloads: { day: { rate: 10/s, flows: { visit: 100% } } }
    """

  @Test("are read in place of files, which need not be there any more")
  func read() throws {
    let reader = ScenarioReader(Vocabulary(domains: []))
    let path = "nowhere/shop.yaml"
    let scenario = try reader.read(
      path, assignments: ["workloads.day.rate=20/s"], seed: 7, replications: 3, scale: "1:1",
      sources: [Scenario.SourceText(path: path, text: Self.shop)])
    #expect(scenario.name == "shop")
    #expect(scenario.run.seed == 7 && scenario.run.replications == 3)
    #expect(scenario.sources.map(\.path) == [path])
    #expect(throws: ScenarioFileError.self) {
      try reader.read(path, sources: [Scenario.SourceText(path: "nowhere/other.yaml", text: Self.shop)])
    }
  }
}
