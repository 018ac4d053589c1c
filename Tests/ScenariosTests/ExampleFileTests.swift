import Components
import Foundation
import Scenarios
import Testing

/// The language was designed with these files: nothing in them may be called wrong but what is not built yet, and what
/// was decided otherwise since.
@Suite struct ExampleFileTests {
  /// The one thing in them that the language forbids: a reservation that has ended is an outcome of
  /// the core that the example was written before.
  private let finished =
    "road-warrior-cycle.yaml:45:15: error: outcome `finished` is not handled (say what follows: `when: { finished: continue }`)"

  /// Parameters that were named otherwise in the end, and meters of a store that no kind counts.
  private static let decided = [
    "`at` is not a key of `backup`", "`dead-letter` is not a parameter of kind `queue`",
    "`cold-start` is not a parameter of kind `function`", "`limit` is not a parameter of kind `function`",
    "`outbox` is not a parameter of kind `queue`",
  ]

  private func isDecided(_ error: String) -> Bool {
    Self.decided.contains { error.contains("error: \($0)") } || isMeter(error)
  }

  /// The price book of the examples prices what an object store does one by one.
  private func isMeter(_ error: String) -> Bool { error.contains("kind `object-store` has no meter ") }

  @Test(arguments: ["tickets.yaml", "together.yaml", "road-warrior-cycle.yaml"])
  func onlyUnbuiltThingsAreErrors(file: String) throws {
    let errors = try Example.folder().problems(file).filter { $0.contains(": error: ") }
    for error in errors where error != finished && !isDecided(error) {
      #expect(error.hasSuffix("is known but not built yet"), "a false alarm")
    }
    #expect(errors.isEmpty == false)
  }

  @Test func webShopIsValid() throws {
    #expect(try Example.folder().problems("web-shop.yaml").filter { $0.contains(": error: ") && !isMeter($0) } == [])
  }

  @Test func webShopAsTheModelHoldsIt() throws {
    let text = Example.webShop.replacingOccurrences(of: "{ image: 50ms }, price: bucket }", with: "{ image: 50ms } }")
    let folder = try Example.folder(["web-shop.yaml": text])
    let scenario = try folder.read("web-shop.yaml", options: ["pay-first", "coalesce", "boot=container"])
    #expect(scenario.components.count == 11)
    #expect(scenario.policies.map { $0.rules.retry?.times } == [2, 1, nil])
    #expect(scenario.faults.map(\.effect) == [.slow(6), .crash] && scenario.faults[1].replicas == 1)
    let web = try #require(scenario.components.first { $0.name == "web" })
    #expect(web.operations.map(\.name) == ["product", "search", "checkout"])
    guard case .hold(let hold) = web.operations[2].steps[2].action else {
      Issue.record("\(web.operations[2].steps)")
      return
    }
    #expect(hold.pool == "pool" && hold.steps.map(\.label) == ["reserve", "record"])
  }

  @Test func roadWarriorRunsOnceEveryOutcomeIsHandled() throws {
    let text = Example.roadWarriorCycle.replacingOccurrences(
      of: "changed|cancelled:", with: "changed|cancelled|finished:")
    let folder = try Example.folder(["road-warrior-cycle.yaml": text])
    let scenario = try folder.read("road-warrior-cycle.yaml")
    #expect(scenario.populations.map(\.count) == [150_000_000, 300])
    #expect(scenario.components.count == 10)
    #expect(scenario.budgets.map(\.name) == ["fresh", "late", "all-polled", "quota", "RW-I1", "RW-I2"])
    let racing = try folder.read("road-warrior-cycle.yaml", options: ["racing"])
    #expect(racing.expectedViolations == ["RW-I1"])
    #expect(racing.budgets.map(\.name) == ["fresh", "late", "all-polled", "quota", "RW-I2"])
    #expect(racing.domains[0].parameters["apply"]?.word == "last-arrival-wins")
  }

  @Test(arguments: [
    (
      "web-shop.yaml", "web-shop.yaml:79:15", "- { call: cdn.product, policy: browser }",
      "- { call: cdn.produkt, policy: browser }",
      "`cdn` has no operation `produkt` (did you mean `cdn.product`?)"
    ),
    (
      "web-shop.yaml", "web-shop.yaml:67:133", "quota: 200/s", "quota: 200",
      "`200` is a number without `per what` (did you mean `200/s`?)"
    ),
    (
      "web-shop.yaml", "web-shop.yaml:103:17", "p95 latency(flow=view) < 600ms", "p95 latency(flow=veiw) < 600ms",
      "there is no flow `veiw` (did you mean `view`?)"
    ),
    (
      "web-shop.yaml", "web-shop.yaml:36:12", "price: vm-medium", "price: vm-medum",
      "no price book has an entry `vm-medum` (did you mean `vm-medium`?)"
    ),
    (
      "web-shop.yaml", "web-shop.yaml:93:47", "target: 900/s }\n      - { name: peak",
      "target: 900 }\n      - { name: peak",
      "`900` is a number without `per what` (did you mean `900/s`?)"
    ),
    (
      "web-shop.yaml", "web-shop.yaml:135:20", "container: { components.web.replicas.startup: 15s",
      "container: { components.wbe.replicas.startup: 15s",
      "the path `components.wbe.replicas.startup` leads through `components.wbe`, which is not there (did you mean `web`?)"
    ),
    (
      "tickets.yaml", "tickets.yaml:115:17", "p99 ticket-ready < 60s", "p99 ticket-redy < 60s",
      "there is no metric `ticket-redy` (did you mean `ticket-ready`?)"
    ),
    (
      "road-warrior-cycle.yaml", "road-warrior-cycle.yaml:25:33", "partitions: { airline: 308, hotel: 154,",
      "partitions: { airline: 308, hotl: 154,",
      "there is no class `hotl` (did you mean `hotel`?)"
    ),
    (
      "together.yaml", "together.yaml:8:65", "mail: post", "mail: pst",
      "there is no component `pst` (did you mean `post`?)"
    ),
    (
      "together.yaml", "together.yaml:8:65", "send: 120ms }, quota: 14/s }\nbudgets",
      "sned: 120ms }, quota: 14/s }\nbudgets",
      "`post` cannot take the place of `tk/mail`: it has no operation `send` (there is only `sned`)"
    ),
  ])
  func builtPartsAreChecked(file: String, place: String, old: String, new: String, message: String) throws {
    let text = try #require(Example.all.first { $0.file == file }?.text)
    #expect(text.components(separatedBy: old).count >= 2, "the example has changed")
    let problems = try Example.folder([file: text.replacingOccurrences(of: old, with: new)]).problems(file)
      .filter { $0.contains(": error: ") && !$0.hasSuffix("not built yet") && $0 != finished && !isDecided($0) }
    #expect(problems.contains("\(place): error: \(message)"), "\(problems)")
  }
}
