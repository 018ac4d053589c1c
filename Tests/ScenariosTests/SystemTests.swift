import Components
import Engine
import Scenarios
import Testing

/// Systems: prefixes, joins, what is kept apart and what is shared.
@Suite struct SystemTests {
  private static let shop = """
    orrery: 1
    name: shop
    origin: measured
    run: { duration: 5min }
    network: { client: 7ms }
    populations:
      item: { count: 100 }
    components:
      app: { kind: service, operations: { page: [ work: 5ms, { call: mail.send, key: item, policy: data }, { publish: log } ] } }
      mail: { kind: external, operations: { send: 150ms } }
      log: { kind: topic, key: item }
    policies: { data: { timeout: 1s } }
    flows: { visit: [ { call: app.page, policy: data } ] }
    workloads: { day: { rate: 5/s, flows: { visit: 100% } } }
    faults: { slow: { at: 1min, for: 1min, hits: mail, slow: x2 } }
    budgets:
      page: p95 latency(flow=visit) < 1s
      all: rate errors < 1%
    options:
      big: { components.app.replicas: 9 }

    """

  private static let both = """
    orrery: 1
    name: both
    run: { starts: Sat 10:00, duration: 1h }
    systems:
      a: { file: parts/shop.yaml, with: [ big ] }
      b: { file: parts/shop.yaml, join: { mail: post } }
    components:
      post: { kind: channel, operations: { send: 120ms, text: 5ms } }
    workloads:
      more: { rate: 1/s, flows: { a/visit: 50%, b/visit: 50% } }
    budgets:
      ours: p95 latency(flow=a/visit) < 1s
      theirs: rate errors(system=b) < 1%
    options:
      rush: { workloads.a/day.rate: 50/s }
      own: { components.b/mail: { kind: channel, operations: { send: 9ms } } }
      swap: { components.b/app.operations.page: [ { call: mail.send, policy: data }, { call: post.text, policy: data }, { call: a/mail.send, policy: data } ] }

    """

  private func folder(_ both: String = both, _ shop: String = shop) throws -> Folder {
    try Folder(["both.yaml": both, "parts/shop.yaml": shop])
  }

  private func call(_ scenario: Scenario, _ component: String, _ index: Int) -> CallStep? {
    let operation = scenario.components.first { $0.name == component }?.operations.first
    guard let steps = operation?.steps, steps.indices.contains(index),
      case .call(let call) = steps[index].action
    else { return nil }
    return call
  }

  @Test func `an option of a system is chosen by its prefix`() throws {
    let folder = try folder()
    let replicas = { (scenario: Scenario, name: String) in
      scenario.components.first { $0.name == name }?.parameters["replicas"]?.count
    }
    let chosen = try folder.read("both.yaml", options: ["rush", "b/big"])
    #expect(replicas(chosen, "a/app") == 9 && replicas(chosen, "b/app") == 9 && chosen.options == ["rush", "b/big"])
    #expect(try replicas(folder.read("both.yaml"), "b/app") != 9)
    #expect(
      try folder.problems("both.yaml", options: ["c/big", "b/bigg"]) == [
        "--with:1:1: error: there is no system `c`, whose option `c/big` would be (did you mean `a`?)",
        "--with:2:1: error: there is no option `bigg` (did you mean `big`?)",
      ])
  }

  @Test func namesTakeThePrefix() throws {
    let scenario = try folder().read("both.yaml")
    #expect(scenario.components.map(\.name) == ["post", "a/app", "a/mail", "a/log", "b/app", "b/log"])
    #expect(scenario.populations.map(\.name) == ["a/item", "b/item"])
    #expect(scenario.flows.map(\.name) == ["a/visit", "b/visit"])
    #expect(scenario.workloads.map(\.name) == ["more", "a/day", "b/day"])
    #expect(scenario.policies.map(\.name) == ["a/data", "b/data"])
    #expect(scenario.faults.map(\.name) == ["a/slow", "b/slow"])
    #expect(scenario.faults.map(\.target) == [.component("a/mail"), .component("post")])
    #expect(scenario.run.duration == .hour)
    #expect(scenario.name == "both")
    #expect(scenario.sources.map { $0.path.split(separator: "/").last } == ["both.yaml", "shop.yaml"])
  }

  @Test func callsGoWhereTheyWouldAlone() throws {
    let scenario = try folder().read("both.yaml")
    #expect(call(scenario, "a/app", 1)?.component == "a/mail")
    #expect(call(scenario, "b/app", 1)?.component == "post")
    #expect(call(scenario, "b/app", 1)?.key?.population == "b/item")
    #expect(call(scenario, "b/app", 1)?.rules.timeout?.time == .second)
    // Labels name random streams, so they are those of the system alone.
    let labels = scenario.components.filter { $0.name.hasSuffix("app") }.map { $0.operations[0].steps.map(\.label) }
    #expect(labels == [["work", "mail.send", "log"], ["work", "mail.send", "log"]])
  }

  @Test func withChoosesOptionsOfTheSystem() throws {
    let scenario = try folder().read("both.yaml")
    #expect(scenario.components.map { $0.parameters["replicas"]?.count }[1] == 9)
    #expect(scenario.components.map { $0.parameters["replicas"]?.count }[4] == 1)
    #expect(scenario.options.isEmpty)
    let other = try folder().read("both.yaml", assignments: ["systems.b.with=[ big ]"])
    #expect(other.components.first { $0.name == "b/app" }?.parameters["replicas"]?.count == 9)
  }

  @Test func budgetsOfASystemSpeakOfItself() throws {
    let scenario = try folder().read("both.yaml")
    let labels = scenario.budgets.map { budget in
      "\(budget.name): " + budget.check.labels.map { "\($0.label)=\($0.value)" }.joined(separator: " ")
    }
    #expect(
      labels == [
        "ours: flow=a/visit", "theirs: system=b", "a/page: flow=a/visit", "a/all: system=a",
        "b/page: flow=b/visit", "b/all: system=b",
      ])
  }

  @Test func settingsOfASystemStayItsOwn() throws {
    let scenario = try folder().read("both.yaml")
    #expect(scenario.network.client == .constant(0))
    #expect(scenario.systemNetworks.map(\.prefix) == ["a/", "b/"])
    #expect(scenario.systemNetworks.map(\.network.client) == [.constant(7e6), .constant(7e6)])
    let set = try folder().read("both.yaml", assignments: ["a/network.client=1ms"])
    #expect(set.systemNetworks.map(\.network.client) == [.constant(1e6), .constant(7e6)])
    let origins = scenario.quantities.filter { $0.path.hasSuffix("rate") }
    #expect(origins.map(\.path) == ["workloads.more.rate", "workloads.a/day.rate", "workloads.b/day.rate"])
    #expect(origins.map(\.origin) == [.unstated, .measured, .measured])
  }

  @Test func optionsReachIntoSystems() throws {
    let rush = try folder().read("both.yaml", options: ["rush"])
    if case .rate(50)? = rush.workloads.first(where: { $0.name == "a/day" })?.shape {} else { Issue.record() }
    let own = try folder().read("both.yaml", options: ["own"])
    #expect(own.components.last?.name == "b/mail")
    #expect(call(own, "b/app", 1)?.component == "b/mail")
    // What is put into a system speaks in its names first, then in ours.
    let swap = try folder().read("both.yaml", options: ["swap"])
    #expect((0..<3).map { call(swap, "b/app", $0)?.component } == ["post", "post", "a/mail"])
    #expect(call(swap, "b/app", 0)?.rules.timeout?.time == .second)
  }

  @Test(arguments: [
    ("with: [ big ]", "with: [ bgi ]", "both.yaml:5:39: error: there is no option `bgi` (did you mean `big`?)"),
    ("with: [ big ]", "wiht: [ big ]", "both.yaml:5:31: error: `wiht` is not a key of a system (did you mean `with`?)"),
    ("mail: post", "mial: post", "both.yaml:6:39: error: the system has no component `mial` (did you mean `mail`?)"),
    ("mail: post", "mail: pots", "both.yaml:6:45: error: there is no component `pots` (did you mean `post`?)"),
    (
      "send: 120ms, text", "sent: 120ms, text",
      "both.yaml:6:45: error: `post` cannot take the place of `b/mail`: it has no operation `send` (one of `sent` or `text`)"
    ),
    (
      "a: { file: parts/shop.yaml", "a: { file: parts/shp.yaml",
      "both.yaml:5:14: error: cannot read `parts/shp.yaml`: no such file"
    ),
    (
      "a: { file: parts/shop.yaml", "a: { file: both.yaml",
      "both.yaml:5:14: error: the system includes itself: both.yaml → both.yaml"
    ),
    (
      "  a: { file", "  a.x: { file",
      "both.yaml:5:3: error: `a.x` cannot be the name of a system (did you mean `a-x`?)"
    ),
    ("a/visit: 50%,", "a/vist: 50%,", "both.yaml:10:31: error: there is no flow `a/vist` (did you mean `a/visit`?)"),
    ("flow=a/visit", "flow=visit", "both.yaml:12:9: error: there is no flow `visit` (did you mean `a/visit`?)"),
    ("system=b", "system=c", "both.yaml:13:11: error: there is no system `c` (did you mean `a`?)"),
    (
      "workloads.a/day.rate", "workloads.day.rate",
      "both.yaml:15:11: error: the path `workloads.day.rate` leads through `workloads.day`, which is not there (did you mean `a/day`?)"
    ),
  ])
  func problemsOfSystems(old: String, new: String, expected: String) throws {
    let text = Self.both.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: new)
    let found = try folder(text).problems("both.yaml")
    #expect(found.contains(expected), "\(found)")
  }

  @Test func problemsInASystemAreAtItsOwnPlace() throws {
    let shop = Self.shop.replacing("work: 5ms", with: "work: 5")
    let found = try folder(Self.both, shop).problems("both.yaml")
    #expect(
      found == [
        "parts/shop.yaml:9:53: error: `5` is a number without a unit of time (did you mean `5s`?)"
      ])
  }

  @Test func systemsMayHoldSystems() throws {
    let outer = """
      orrery: 1
      run: { duration: 1h }
      systems: { x: { file: both.yaml, with: [ rush ], join: { post: desk } } }
      components: { desk: { kind: channel, operations: { send: 1ms, text: 1ms } } }

      """
    let folder = try Folder(["outer.yaml": outer, "both.yaml": Self.both, "parts/shop.yaml": Self.shop])
    let scenario = try folder.read("outer.yaml")
    #expect(scenario.components.map(\.name) == ["desk", "x/a/app", "x/a/mail", "x/a/log", "x/b/app", "x/b/log"])
    #expect(call(scenario, "x/b/app", 1)?.component == "desk")
    #expect(scenario.budgets.map(\.name).contains("x/a/page"))
    #expect(scenario.budgets.first { $0.name == "x/theirs" }?.check.label("system") == "x/b")
    #expect(scenario.name == "outer")
  }

  @Test func systemsInACircleEnd() throws {
    let first = "orrery: 1\nrun: { duration: 1h }\nsystems: { x: { file: second.yaml } }\n"
    let second = "orrery: 1\nsystems: { y: { file: first.yaml } }\n"
    let folder = try Folder(["first.yaml": first, "second.yaml": second])
    #expect(
      try folder.problems("first.yaml") == [
        "second.yaml:2:23: error: the system includes itself: first.yaml → second.yaml → first.yaml"
      ])
  }
}
