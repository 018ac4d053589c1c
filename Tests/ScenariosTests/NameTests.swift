import Foundation
import Scenarios
import Testing

/// What a file calls things: one form for all of them.
@Suite struct NameTests {
  /// A scenario in which every kind of name stands once; `names` are by what they name.
  private static func text(_ bad: String, in place: String) -> String {
    func name(_ what: String) -> String {
      what == place ? bad : String(what.map { $0 == " " ? "-" : $0 }.filter { $0 != "`" })
    }
    return """
      orrery: 1
      name: \(name("a scenario"))
      run: { starts: Mon 00:00, duration: 1h, stands-for: 30d }
      populations: { \(name("a population")): { count: 100, share: { \(name("a class")): 100% } } }
      components:
        \(name("a component")):
          kind: service
          zones: [ \(name("a zone")) ]
          operations:
            \(name("an operation")):
              - mark: \(name("a mark"))
              - { work: 1ms, as: \(name("a label")) }
              - parallel: { \(name("a part of `parallel`")): [ work: 1ms ] }
              - { choose: { \(name("an outcome")): 50%, no: 50% }, when: { else: { reply: \(name("an answer")) } } }
        bank: { kind: external, operations: { charge: 5ms }, outcomes: { declined: 2% } }
      policies: { \(name("a policy")): { timeout: 1s } }
      flows:
        \(name("a flow")): [ { call: bank.charge, timeout: 1s, when: { declined: { fail: \(name("a failure")) } } } ]
      workloads:
        \(name("a workload")):
          stages: [ { name: \(name("a stage")), duration: 1h, target: 1/s } ]
          storm: { name: \(name("a storm")), every: 1h, lasts: 1min, factor: x2 }
          flows: { a-flow: 100% }
        day:
          diurnal: { mean: 1/s, peak: x2, at: 12:00, regions: { \(name("a region")): { share: 100% } } }
          flows: { a-flow: 100% }
      faults: { \(name("a fault")): { at: 1min, for: 1min, hits: bank, slow: x2 } }
      budgets: { \(name("a budget")): rate errors < 1% }
      slos: { \(name("an objective")): { good: flow=a-flow and ok, target: 99%, window: 30d } }
      prices: { fixed: { \(name("a fixed cost")): $5/month } }
      options:
        \(name("an option")): { run.load: x2 }
        group: { one-of: { \(name("an alternative")): { run.load: x3 } } }

      """
  }

  private static let places = [
    "a scenario", "a population", "a class", "a component", "a zone", "an operation", "a mark", "a label",
    "a part of `parallel`", "an outcome", "an answer", "a policy", "a flow", "a failure", "a workload", "a stage",
    "a storm", "a region", "a fault", "a budget", "an objective", "a fixed cost", "an option", "an alternative",
  ]

  private func problems(_ bad: String, in place: String) throws -> [String] {
    try Folder(["a.yaml": Self.text(bad, in: place)]).problems("a.yaml").filter { $0.contains(": error: ") }
  }

  @Test func `every name of the file is fine when it is kebab-case`() throws {
    #expect(try problems("", in: "nowhere") == [])
  }

  @Test(arguments: places)
  func `a name that is no kebab-case word is refused with what was perhaps meant`(place: String) throws {
    for (bad, meant) in [("orderService", "order-service"), ("order_service", "order-service"), ("Order", "order")] {
      let found = try problems(bad, in: place)
      #expect(
        found.contains { $0.hasSuffix("`\(bad)` cannot be the name of \(place) (did you mean `\(meant)`?)") },
        "\(found)")
    }
  }

  @Test(arguments: places)
  func `a name with a control character is refused, and shown as what it is`(place: String) throws {
    for (bad, shown) in [
      ("\"x\\n::error::y\"", "x\\n::error::y"), ("\"a\\e[31mb\"", "a\\u{1B}[31mb"),
      ("\"::warning::z\"", "\\u{3A}:warning::z"),
      ("\"a\\u202Eb\"", "a\\u{202E}b"), ("\"it''s\"", "it''s"),
    ] {
      let found = try problems(bad, in: place)
      #expect(found.contains { $0.contains("`\(shown)` cannot be the name of \(place)") }, "\(found)")
      #expect(
        found.allSatisfy { problem in problem.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 0x202e } })
    }
  }

  @Test func `hyphens stand between words, and a name has an end`() throws {
    for bad in ["-a", "a-", "a--b", "é", "a.b", "\(String(repeating: "a", count: 101))"] {
      #expect(try problems(bad, in: "a budget").count == 1, "\(bad)")
    }
    for good in ["a", "7", "a-1", "24h", String(repeating: "a", count: 100)] {
      #expect(try problems(good, in: "a budget") == [], "\(good)")
    }
  }
}

@Suite struct ShownTextTests {
  @Test(arguments: [
    ("plain, with é and 🙂", "plain, with é and 🙂"), ("a\nb\r\tc", "a\\nb\\r\\tc"),
    ("\u{1b}[2J\u{7}", "\\u{1B}[2J\\u{7}"),
    ("a\u{2028}b\u{85}", "a\\u{2028}b\\u{85}"), ("user\u{202e}lmay", "user\\u{202E}lmay"),
    ("::error::x", "\\u{3A}:error::x"),
    ("  ::set-output name=a::b", "  \\u{3A}:set-output name=a::b"), ("a::b", "a::b"), ("# 1", "# 1"),
    ("x ##[error]y ##[group]", "x #\\u{23}[error]y #\\u{23}[group]"), ("##vso[task.x]", "#\\u{23}vso[task.x]"),
    ("##[\u{301}", "#\\u{23}[\u{301}"),
  ])
  func `what is no text is shown as an escape`(text: String, shown: String) {
    #expect(text.shown == shown)
    #expect(text.shown.shown == shown, "once is enough")
  }

  @Test func `lines stay lines`() {
    #expect("a\n::error::b\n\u{1b}c\n".shownLines == "a\n\\u{3A}:error::b\n\\u{1B}c\n")
  }
}
