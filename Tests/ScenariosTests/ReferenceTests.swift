import Components
@testable import Scenarios
import Testing

/// `orrery show` and `orrery list` know all that the reader knows, and their examples are right.
@Suite struct ReferenceTests {
  private let reference = Reference(Vocabulary(domains: [.testRoadWarrior]))

  /// Every table that the reader checks against, by the section that documents it.
  static let tables: [(section: Reference.Section, names: [String])] = [
    (.keys, Language.topKeys.map(\.name)),
    (.kinds, Kind.all.map(\.name)),
    (.steps, StepForm.all.map(\.name)),
    (.policies, Language.policy.map(\.name)),
    (.shapes, Vocabulary().shapes.map(\.name)),
    (
      .modifiers, Vocabulary().workload.map(\.name).filter { name in !Vocabulary().shapes.contains { $0.name == name } }
    ),
    (.effects, Vocabulary().effects.map(\.name)),
    (.faults, Vocabulary().fault.map(\.name).filter { name in !Vocabulary().effects.contains { $0.name == name } }),
    (.metrics, Metric.all.map(\.name)),
    (.counters, Counter.allCases.map(\.name)),
    (.decisions, Decision.Kind.allCases.map(\.rawValue)),
    (.domains, ["road-warrior"]),
  ]

  @Test func everyTableIsDocumented() {
    for (section, names) in Self.tables {
      #expect(reference.entries(in: section).map(\.name) == names, "\(section)")
    }
    for entry in reference.entries {
      let what = "\(entry.section) \(entry.name)"
      #expect(!entry.summary.isEmpty, "\(what) says nothing")
      #expect(!entry.section.documentation.isEmpty)
      for (path, parameter) in Reference.flattened(entry.parameters) {
        #expect(!parameter.documentation.isEmpty, "\(what): \(path) says nothing")
      }
      // Names explain themselves where they stand alone: the marks of a core, for one.
      for table in entry.tables where !table.title.hasPrefix("Marks") {
        for row in table.rows { #expect(!row.name.isEmpty && !row.text.isEmpty, "\(what): \(table.title) \(row)") }
      }
      #expect(reference.entries(named: entry.name).contains { $0.section == entry.section })
    }
  }

  @Test func everyKeyIsFound() {
    for entry in reference.entries where entry.section != .keys {
      for (path, parameter) in Reference.flattened(entry.parameters) {
        #expect(reference.holders(of: parameter.name).contains { $0.path == "\(entry.name).\(path)" })
      }
    }
    #expect(reference.holders(of: "backoff").map(\.path) == ["retry.backoff"])
    #expect(reference.holders(of: "warm-up").map(\.path) == ["run.warm-up"])
    #expect(reference.holders(of: "visibility").map(\.path) == ["queue.visibility"])
    #expect(reference.entries(named: "dead-letters").map(\.section) == [.metrics, .counters])
  }

  /// What the reader accepts, wherever it stands: keys, and the words of those that take one of some words.
  @Test func whatIsAcceptedIsFound() {
    var names = Kind.all.flatMap { kind in accepted(kind.parameters) + kind.meters.map(\.name) + [kind.name] }
    names += StepForm.all.flatMap { [$0.name] + Vocabulary().keys(beside: $0) + accepted($0.keys) }
    names += Language.topKeys.flatMap { [$0.name] + accepted(Vocabulary().keys(of: $0.name)) }
    names += accepted(Language.policy + Vocabulary().workload + Vocabulary().fault + Language.priceBook)
    names += Metric.all.flatMap { [$0.name] + $0.statistics + $0.labels } + Language.failures
    names += ValueReader.valueDistributions + ValueReader.keyDistributions + ValueReader.timeUnits.map(\.name)
    names += BindingDescription.testRoadWarrior.commands.flatMap { [$0.name] } + Counter.allCases.map(\.name)
    for name in names {
      let isFound = !reference.entries(named: name).isEmpty || !reference.holders(of: name).isEmpty
      #expect(isFound, "`orrery show \(name)` finds nothing")
    }
    for (name, path) in [
      ("preemptive", "service.discipline"), ("block", "queue.when-full"), ("priority", "call.priority"),
      ("cancel", "parallel.cancel"), ("join", "parallel.join"), ("any", "parallel.join"), ("until", "repeat.until"),
      ("join", "systems.join"), ("egress", "external: Meters, for `price:`"), ("p99.9", "latency: statistics"),
      ("zipf", "key-distribution: Written as"), ("even", "arrivals"),
    ] {
      #expect(reference.holders(of: name).contains { $0.path == path }, "\(name): \(path)")
    }
  }

  private func accepted(_ parameters: [Parameter]) -> [String] {
    Reference.flattened(parameters).flatMap { [$0.parameter.name] + $0.parameter.form.words }
  }

  @Test func everyFormHasAValue() {
    let names = Set(ValueGuide.all.map(\.name))
    #expect(names.count == ValueGuide.all.count)
    func check(_ form: ValueForm) {
      switch form {
      case .list(let inner), .table(let inner), .perClass(let inner): check(inner)
      case .either(let forms): forms.forEach(check)
      case .map(let parameters): parameters.forEach { check($0.form) }
      default: #expect(ValueGuide.name(for: form).map(names.contains) ?? false, "\(form)")
      }
    }
    for entry in reference.entries {
      if let form = entry.form { check(form) }
      entry.parameters.forEach { check($0.form) }
    }
  }

  @Test func misspelledNamesHaveASuggestion() {
    for (wrong, right) in [
      ("retyr", "retry"), ("servise", "service"), ("latncy", "latency"), ("diurnall", "diurnal"), ("publsh", "publish"),
      ("bakoff", "backoff"), ("scale-ups", "scale-up"), ("caches", "caches"), ("boots-in", "startup"),
    ] {
      #expect(reference.suggestion(for: wrong) == right)
    }
    #expect(reference.suggestion(for: "xyzzy-and-more") == nil)
    #expect(Reference.section(for: "kind") == .kinds && Reference.section(for: "nothing") == nil)
  }

  // MARK: Examples

  @Test func whatIsWrittenHasAnExample() {
    let sections: Set<Reference.Section> = [.keys, .steps, .policies, .shapes, .modifiers, .effects, .faults, .metrics]
    for entry in reference.entries where sections.contains(entry.section) {
      #expect(entry.example.contains(entry.name), "\(entry.section) \(entry.name) has no example of its own")
    }
    for entry in reference.entries(in: .kinds) where entry.isBuilt {
      #expect(entry.example.contains("kind: \(entry.name)"), "\(entry.name)")
    }
  }

  @Test func theShopIsValid() throws {
    #expect(try problems(ReferenceShop().text) == [])
  }

  /// Errors at the lines of an example, and anywhere in the shop unless it replaces what others name.
  @Test func everyExampleIsValid() throws {
    for entry in reference.entries where !entry.example.isEmpty {
      var shop = ReferenceShop()
      if entry.section == .steps { shop.place(step: entry.example) } else { shop.place(entry.example) }
      let lines = shop.lines(of: entry.example)
      let found = try problems(shop.text).filter { problem in
        let line = problem.split(separator: ":").dropFirst().first.flatMap { Int($0) }
        if entry.section != .kinds { return true }
        return (line.map(lines.contains) ?? true) && !problem.contains("both stand in front of")
      }
      #expect(found == [], "\(entry.section) \(entry.name):\n\(entry.example)")
    }
  }

  /// What the texts of parameters show is right as it stands.
  @Test(arguments: ["weights", "speed-by-load"]) func whatTextsShowIsValid(name: String) throws {
    let text = try #require(Kind.named("service")?.parameters.first { $0.name == name }?.documentation)
    let start = try #require(text.firstRange(of: "as in `discipline: sharing, "))
    let example = "discipline: sharing, " + text[start.upperBound...].prefix { $0 != "`" }
    #expect(example.contains("\(name): {"))
    let draft = """
      orrery: 1
      name: shown
      question: is it right?
      run: { duration: 1min }
      components: { app: { kind: service, \(example), operations: { page: 1ms } } }
      flows: { visit: [ { call: app.page, timeout: 1s } ] }
      workloads: { day: { rate: 10/s, flows: { visit: 100% } } }

      """
    #expect(try Draft.problems(draft).filter { $0.contains(": error:") } == [])
  }

  private func problems(_ text: String) throws -> [String] {
    let folder = try Folder([
      "shop.yaml": text, "arrivals.csv": "at\n1s\n2s\n",
      "systems/event-driven.yaml": """
      orrery: 1
      name: small
      run: { duration: 1h }
      components: { app: { kind: service, operations: { page: 5ms } } }
      flows: { visit: [ { call: app.page, timeout: 1s } ] }
      workloads: { day: { rate: 1/s, flows: { visit: 100% } } }
      options: { poll-240s: { components.app.cores: 2 } }

      """,
    ])
    return try folder.problems("shop.yaml").filter { $0.contains(": error:") }
  }
}
