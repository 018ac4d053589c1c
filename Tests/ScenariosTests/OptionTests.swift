import Components
import Engine
import Foundation
import Scenarios
import Testing

/// Options, `--set`, and the order in which they win.
@Suite struct OptionTests {
  private static let options = """
    options:
      more: { components.app.replicas: 4 }
      most: { components.app.replicas: 9, question: "How far does it go?" }
      deeper: { components.app: { kind: service, operations: { list: 1ms, buy: [ work: 2ms, reply: declined ] } } }
      bare: { budgets.page: remove, components.app.price: remove }
      extra: { budgets.extra: p99 latency < 5s, faults.late: { at: 1min, for: 1min, hits: app, outage: yes } }
      unsafe: { domain.apply: last-arrival-wins, expect: { RW-I1: violated } }
      seats:
        question: Who pays?
        default: none
        one-of:
          none: { }
          few: { components.app.queue: 8 }
          many: { components.app.queue: 800 }

    """

  private func folder() throws -> Folder {
    try Folder([
      "draft.yaml": try Draft.with("options:\n  more: { components.app.replicas: 4 }\n", Self.options)
    ])
  }

  private func app(options: [String], assignments: [String] = []) throws -> Component {
    let scenario = try folder().read("draft.yaml", options: options, assignments: assignments)
    return try #require(scenario.components.first { $0.name == "app" })
  }

  private func problems(_ options: [String], _ assignments: [String] = []) throws -> [String] {
    try folder().problems("draft.yaml", options: options, assignments: assignments)
  }

  @Test func fileThenOptionThenSet() throws {
    #expect(try app(options: []).parameters["replicas"]?.count == 2)
    #expect(try app(options: ["more"]).parameters["replicas"]?.count == 4)
    #expect(try app(options: ["more"], assignments: ["components.app.replicas=7"]).parameters["replicas"]?.count == 7)
    #expect(
      try app(options: [], assignments: ["components.app.replicas=7", "components.app.replicas=8"])
        .parameters["replicas"]?.count == 8)
  }

  @Test func alternatives() throws {
    #expect(try app(options: []).parameters["queue"]?.count == 64)
    #expect(try app(options: ["seats=few"]).parameters["queue"]?.count == 8)
    #expect(try app(options: ["more,seats=many"]).parameters["queue"]?.count == 800)
    #expect(try app(options: ["more", "seats=many"]).parameters["replicas"]?.count == 4)
    let scenario = try folder().read("draft.yaml", options: ["seats=few,more", "base"])
    #expect(scenario.options == ["seats=few", "more"])
    #expect(try folder().read("draft.yaml", options: ["base"]).options.isEmpty)
  }

  @Test func removedAndCreated() throws {
    let bare = try folder().read("draft.yaml", options: ["bare"])
    #expect(bare.budgets.map(\.name) == ["RW-I1", "RW-I2"])
    #expect(bare.components.first { $0.name == "app" }?.prices.isEmpty == true)
    let extra = try folder().read("draft.yaml", options: ["extra"])
    #expect(extra.budgets.map(\.name) == ["page", "extra", "RW-I1", "RW-I2"])
    #expect(extra.faults.map(\.name) == ["slow", "late"])
    let unsafe = try folder().read("draft.yaml", options: ["unsafe"])
    #expect(unsafe.expectedViolations == ["RW-I1"])
    #expect(unsafe.budgets.map(\.name) == ["page", "RW-I2"])
  }

  @Test func listsAreReplacedWhole() throws {
    let app = try app(
      options: [],
      assignments: ["components.app.operations.buy=[ work: 1ms, { call: store.read, policy: data }, reply: declined ]"])
    #expect(app.operations.map { $0.steps.count } == [1, 3])
  }

  @Test func sectionsAreCreatedWhereMissing() throws {
    let scenario = try Draft.read(Draft.with("network: { client: 40ms, same-zone: 0.5ms }\n", ""))
    #expect(scenario.network.client == .constant(0))
    let text = try Draft.with("network: { client: 40ms, same-zone: 0.5ms }\n", "")
    let set = try Folder(["draft.yaml": text]).read(
      "draft.yaml", assignments: ["network.client=9ms", "prices.fixed.dns=$6/month", "policies.slow={ timeout: 9s }"])
    #expect(set.network.client == .constant(9e6))
    #expect(set.prices.fixed.map(\.name) == ["dns"])
    #expect(set.policies.map(\.name) == ["data", "slow"])
  }

  @Test(arguments: [
    (["mroe"], "--with:1:1: error: there is no option `mroe` (did you mean `more`?)"),
    (
      ["seats"],
      "--with:1:1: error: option `seats` needs an alternative (one of `seats=none`, `seats=few` or `seats=many`)"
    ),
    (["seats=fwe"], "--with:1:1: error: option `seats` has no alternative `fwe` (did you mean `few`?)"),
    (["more=2"], "--with:1:1: error: option `more` has no alternatives to choose from (did you mean `more`?)"),
    (["seats=few", "seats=many"], "--with:2:1: error: option `seats` is chosen twice: few and many"),
    (
      ["more", "most"],
      "draft.yaml:73:11: error: options `more` and `most` both change `components.app.replicas` (the first is in line 72)"
    ),
    (
      ["more", "deeper"],
      "draft.yaml:74:13: error: options `more` and `deeper` both change `components.app` (the first is in line 72)"
    ),
  ])
  func wrongChoices(options: [String], expected: String) throws {
    #expect(try problems(options) == [expected])
  }

  @Test(arguments: [
    (
      "components.app.replicas",
      "--set:1:1: error: `components.app.replicas` is not an assignment (write it as in `--set components.app.replicas=4`)"
    ),
    ("=4", "--set:1:1: error: `=4` is not an assignment (write it as in `--set components.app.replicas=4`)"),
    ("components.app.replicas=four", "--set:1:25: error: `four` is not a count (write it as in `12k` or `150M`)"),
    (
      "components.app.replcas=4",
      "--set:1:1: error: `replcas` is not a parameter of kind `service` (did you mean `replicas`?)"
    ),
    (
      "components.ap.replicas=4",
      "--set:1:1: error: the path `components.ap.replicas` leads through `components.ap`, which is not there (did you mean `app`?)"
    ),
    (
      "components.app.operations.buy=[ work: 1ms, wrok: 2ms ]",
      "--set:1:44: error: `wrok` is not a step (did you mean `work`?)"
    ),
    (
      "components.app.operations.buy=[ work: 1ms",
      "--set:1:31: error: YAML: did not find expected ',' or ']' while parsing a flow sequence, begun in line 1"
    ),
    ("orrery=2", "--set:1:1: error: the path `orrery` begins with `orrery`, which is no top key that can be changed"),
    ("run.duration=1h=2h", "--set:1:14: error: `1h=2h` is not a time"),
  ])
  func wrongAssignments(text: String, expected: String) throws {
    let found = try problems([], [text]).filter { !$0.contains("draft.yaml") }
    #expect(found.first?.hasPrefix(expected) == true, "\(found)")
  }

  @Test func optionsThatDoNotHoldAreCheckedToo() throws {
    let text = try Draft.with(
      "more: { components.app.replicas: 4 }", "more: { components.app.cores: many, components.store: remove }")
    let found = try Draft.problems(text)
    #expect(found.contains("72:33: error: `many` is not a count (write it as in `12k` or `150M`)"))
    #expect(found.contains { $0.hasPrefix("24:19: error: there is no component `store`, with option `more`") })
  }

  @Test func unbuiltThingsInOptionsThatDoNotHoldAreNoErrors() throws {
    let text = try Draft.with(
      "more: { components.app.replicas: 4 }", "more: { components.maps: { kind: bridge } }")
    #expect(try Draft.problems(text).isEmpty)
    let chosen = try Folder(["draft.yaml": text]).problems("draft.yaml", options: ["more"])
    #expect(chosen == ["draft.yaml:72:36: error: kind `bridge` is known but not built yet"])
  }

  @Test func optionsAreListed() throws {
    let folder = try folder()
    let reader = ScenarioReader(Vocabulary(domains: []))
    let options = try reader.options(of: folder.path + "/draft.yaml")
    #expect(options.map(\.name) == ["more", "most", "deeper", "bare", "extra", "unsafe", "seats"])
    #expect(options[1].question == "How far does it go?")
    #expect(options[5].expected == ["RW-I1"])
    #expect(options[6].question == "Who pays?")
    #expect(options[6].standard == "none")
    #expect(options[6].choices == ["seats=none", "seats=few", "seats=many"])
    #expect(options[0].choices == ["more"])
    #expect(options[0].place.line == 72)
  }
}
