import Testing

@testable import Scenarios

/// A key that was called otherwise before: a file of today is told its new name, a stored text is read with both.
@Suite struct RenamedKeyTests {
  @Test(arguments: [
    Mutation(
      "max: 8 }", "max: 8, sees-late: 5s, boots-in: 5s, rests: 5s, looks-every: 5s }",
      "30:60: error: `sees-late` is not a parameter of kind `autoscaler` (renamed to `metric-delay`)",
      "30:75: error: `boots-in` is not a parameter of kind `autoscaler` (renamed to `startup`)",
      "30:89: error: `rests` is not a parameter of kind `autoscaler` (renamed to `cooldown`)",
      "30:100: error: `looks-every` is not a parameter of kind `autoscaler` (renamed to `interval`)"),
    Mutation(
      "timeout: 500ms, ", "timeout: 500ms, breaker: { opens-at: 50%, rests: 1s }, ",
      "34:38: error: `opens-at` is not a key of `breaker` (renamed to `failure-threshold`)",
      "34:53: error: `rests` is not a key of `breaker` (renamed to `cooldown`)"),
    Mutation(
      "policy: data, as: record", "policy: data, breaker: { opens-at: 50% }, as: record",
      "20:75: error: `opens-at` is not a key of `breaker` (renamed to `failure-threshold`)"),
    Mutation(
      "faults:\n", "options: { calm: { components.scaler.rests: 5min } }\nfaults:\n",
      "40:20: error: `rests` is not a parameter of kind `autoscaler` (renamed to `cooldown`)"),
    Mutation(
      "faults:\n", "options: { calm: { components.scaler.rests: remove } }\nfaults:\n",
      "40:20: error: there is no `components.scaler.rests` to remove (one of `kind`, `scales`, `min` or `max`)"),
  ])
  func `a file is told the new name at the place of the old one`(_ mutation: Mutation) throws {
    try mutation.check(in: ShopDraft.text)
  }

  @Test func `an assignment is told as well`() throws {
    let path = "components.scaler.rests=5min"
    #expect(throws: InvalidScenario.self) { try read([ShopDraft.text], assignments: [path]) }
    #expect(
      problems { try read([ShopDraft.text], assignments: [path]) } == [
        "--set:1:1: error: `rests` is not a parameter of kind `autoscaler` (renamed to `cooldown`)"
      ])
  }

  // MARK: Stored texts

  private static let system = """
    orrery: 1
    name: part
    origin: assumed
    run: { starts: Mon 00:00, duration: 100s, warm-up: 10s }
    components:
      rests: { kind: service, replicas: { min: 1, max: 4, KEYS }, operations: { boots-in: 5ms } }
      scaled: { kind: service, operations: { page: 5ms } }
      breaker: { kind: autoscaler, scales: scaled, max: 4, KEYS }
    policies: { breaker: { timeout: 1s, breaker: { LIMITS } } }
    flows:
      rests: [ { call: rests.boots-in, policy: breaker }, { call: scaled.page, timeout: 1s, breaker: { LIMITS } } ]
    workloads: { looks-every: { rate: 10/s, flows: { rests: 100% } } }
    options:
      rests: { components.rests.replicas.WAIT: 5s, components.breaker.WAIT: 6s }
      one: { one-of: { all: { policies.breaker.breaker: { LIMITS, calls: 7 } }, none: {} }, default: all }

    """
  private static let whole = """
    orrery: 1
    name: whole
    systems: { a: { file: part.yaml, with: [ rests ] } }
    run: { starts: Mon 00:00, duration: 100s, warm-up: 10s }
    options: { more: { components.a/rests.replicas.LOOK: 3s } }

    """

  private static let older: [(String, String)] = [
    ("KEYS", "sees-late: 1s, boots-in: 2s, rests: 3s, looks-every: 4s"), ("LIMITS", "opens-at: 20%, rests: 2s"),
    ("WAIT", "rests"), ("LOOK", "looks-every"),
  ]
  private static let newer: [(String, String)] = [
    ("KEYS", "metric-delay: 1s, startup: 2s, cooldown: 3s, interval: 4s"),
    ("LIMITS", "failure-threshold: 20%, cooldown: 2s"), ("WAIT", "cooldown"), ("LOOK", "interval"),
  ]

  private func text(_ text: String, _ keys: [(String, String)]) -> String {
    keys.reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  @Test func `a stored text with the old keys is the scenario that it was, and one of today`() throws {
    let old = try read(
      [Self.whole, Self.system].map { text($0, Self.older) }, options: ["more"],
      stored: ["components.a/breaker.rests=9s", "components.a/rests.replicas={ max: 3, boots-in: 8s }"],
      assignments: ["components.a/breaker.startup=7s"])
    let new = try read(
      [Self.whole, Self.system].map { text($0, Self.newer) }, options: ["more"],
      stored: ["components.a/breaker.cooldown=9s", "components.a/rests.replicas={ max: 3, startup: 8s }"],
      assignments: ["components.a/breaker.startup=7s"])
    #expect(old.settings == new.settings)
    #expect(old.policies.map(\.rules) == new.policies.map(\.rules))
    #expect(old.settings.contains(Setting(path: "components.a/rests.replicas.startup", text: "8s")))
    #expect(old.settings.contains(Setting(path: "components.a/breaker.cooldown", text: "9s")))
    #expect(old.assignments.first == "components.a/breaker.rests=9s" && old.assignments.count == 3)
    #expect(old.sources[0].text == text(Self.whole, Self.older))
  }

  @Test func `an assignment of today is not read with the old keys beside a stored text`() throws {
    let texts = [Self.whole, Self.system].map { text($0, Self.older) }
    #expect(
      problems { try read(texts, assignments: ["components.a/breaker.rests=9s"]) } == [
        "--set:1:1: error: `rests` is not a parameter of kind `autoscaler` (renamed to `cooldown`)"
      ])
  }

  @Test func `a setting counts under the name that its key had first`() {
    func first(_ path: String) -> String { Setting(path: path, text: "").firstPath }
    #expect(first("components.a/web.replicas.metric-delay") == "components.a/web.replicas.sees-late")
    #expect(first("components.scaler.interval") == "components.scaler.looks-every")
    #expect(first("flows.visit[0].breaker.failure-threshold") == "flows.visit[0].breaker.opens-at")
    // Another map has a key of the same name.
    #expect(first("components.web.shed.interval") == "components.web.shed.interval")
    #expect(first("flows.cooldown") == "flows.cooldown" && first("name") == "name")
  }

  @Test func `two assignments that set the same are equal whenever they were written`() {
    func settings(_ text: String) -> [Setting] { Assignment.settings(of: text) }
    #expect(settings("components.web.replicas.rests=5s") == settings("components.web.replicas.cooldown=5s"))
    #expect(
      settings("components.web.replicas={ max: 2, boots-in: 1s }")
        == settings("components.web.replicas={max: 2, startup: 1s}"))
    #expect(settings("components.web.replicas.rests=5s") != settings("components.web.replicas.cooldown=6s"))
    #expect(settings("components.web.rate=5s") != settings("components.web.cores=5s"))
  }

  // MARK: Reading

  /// The first text is of the file that is read, the others of the systems that it names.
  private func read(
    _ texts: [String], options: [String] = [], stored: [String] = [], assignments: [String] = []
  ) throws -> Scenario {
    let paths = ["whole.yaml", "part.yaml"]
    return try ScenarioReader(Vocabulary(domains: [])).read(
      paths[0], options: options, assignments: assignments,
      sources: zip(paths, texts).map { Scenario.SourceText(path: $0, text: $1) }, storedAssignments: stored)
  }

  private func problems(_ body: () throws -> Scenario) -> [String] {
    do {
      _ = try body()
      return []
    } catch let invalid as InvalidScenario {
      return invalid.problems.filter { $0.severity == .error }.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }
}
