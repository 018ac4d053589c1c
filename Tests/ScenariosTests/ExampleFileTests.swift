import Components
import Foundation
import Scenarios
import Testing

/// The language was designed with these files: nothing in them may be called wrong but what is not
/// built yet.
@Suite struct ExampleFileTests {
  /// The one thing in them that the language forbids: a reservation that has ended is an outcome of
  /// the core that the example was written before.
  private let finished =
    "road-warrior-cycle.yaml:45:15: error: outcome `finished` is not handled (say what follows: `when: { finished: continue }`)"

  @Test(arguments: Example.all.map(\.file))
  func onlyUnbuiltThingsAreErrors(file: String) throws {
    let errors = try Example.folder().problems(file).filter { $0.contains(": error: ") }
    for error in errors where error != finished {
      #expect(error.hasSuffix("is known but not built yet"), "a false alarm")
    }
    #expect(errors.isEmpty == false)
  }

  @Test func webShopNamesWhatIsNotBuilt() throws {
    let errors = try Example.folder().problems("web-shop.yaml").filter { $0.contains(": error: ") }
    #expect(
      errors
        == [
          "24:65: error: `caches` of kind `cdn`", "24:80: error: `capacity` of kind `cdn`",
          "24:98: error: `ttl` of kind `cdn`", "25:21: error: kind `object-store`",
          "26:68: error: `health` of kind `load-balancer`", "32:15: error: a map for `replicas`",
          "46:11: error: step `hold`", "55:13: error: kind `cache`", "56:17: error: kind `pool`",
          "58:11: error: kind `database`", "68:19: error: kind `queue`", "69:19: error: kind `worker`",
          "73:28: error: `retry` of a policy", "74:30: error: `retry` of a policy",
          "75:27: error: `breaker` of a policy", "100:16: error: `every` of a fault",
          "100:57: error: `crash` of a fault", "100:75: error: `back-in` of a fault",
        ].map { "web-shop.yaml:\($0) is known but not built yet" })
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
      "web-shop.yaml", "web-shop.yaml:135:20", "container: { components.web.replicas.boots-in: 15s",
      "container: { components.wbe.replicas.boots-in: 15s",
      "the path `components.wbe.replicas.boots-in` leads through `components.wbe`, which is not there (did you mean `web`?)"
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
      .filter { $0.contains(": error: ") && !$0.hasSuffix("not built yet") && $0 != finished }
    #expect(problems.contains("\(place): error: \(message)"), "\(problems)")
  }
}
