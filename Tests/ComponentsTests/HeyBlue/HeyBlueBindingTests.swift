import Components
import Engine
import DomainBindings
import Testing

/// Hey Blue! behind `do:` steps: commands by name, and requests that carry what they found.
@Suite struct HeyBlueBindingTests {
  private final class Bench {
    let binding: any DomainBinding
    let description: BindingDescription
    var now: Nanoseconds = 0
    var effort: UInt64 = 0

    init(_ parameters: [String: ParameterValue] = [:], officers: Int64 = 5, citizens: Int64 = 10) {
      let domain = HeyBlue()
      description = domain.description
      var parameters = parameters
      parameters["citizens-per-zip"] = .count(1000)
      binding = domain.makeBinding(
        BindingConfiguration(
          parameters: parameters,
          populations: [
            .init(name: "officer", entity: "officer", count: officers, groups: []),
            .init(name: "citizen", entity: "citizen", count: citizens, groups: []),
          ]),
        horizon: Horizon(), seed: 1, replication: 0)
    }

    func run(_ name: String, _ request: inout UInt64, by subject: UInt64 = 0) -> String {
      guard let index = description.commands.firstIndex(where: { $0.name == name }) else { return "?" }
      var context = CommandContext(now: now, subject: subject, population: 0, payload: request)
      let outcome = binding.perform(index, &context)
      request = context.payload
      effort = context.effort
      let outcomes = description.commands[index].outcomes
      return outcomes.indices.contains(outcome) ? outcomes[outcome] : "\(outcome)"
    }

    func run(_ name: String, by subject: UInt64 = 0) -> String {
      var request: UInt64 = 0
      return run(name, &request, by: subject)
    }

    func violated() -> [String: UInt64] {
      var all: [String: UInt64] = [:]
      for reading in binding.monitors where reading.violations > 0 { all[reading.id] = reading.violations }
      return all
    }
  }

  @Test func `with a lease nobody is found from 900 seconds on, whatever the app does`() {
    let bench = Bench(["enforcement": .word("server-lease"), "grace": .time(0)])
    #expect(bench.run("nearest") == "nobody")
    #expect(bench.run("activate", by: 2) == "activated" && bench.run("nearest") == "nobody")
    #expect(bench.run("place", by: 2) == "placed")
    bench.now = 300 * .second
    #expect(bench.run("lose", by: 2) == "lost")
    bench.now = 900 * .second - 1
    #expect(bench.run("nearest") == "found")
    bench.now = 900 * .second
    #expect(bench.run("nearest") == "nobody" && bench.run("place", by: 2) == "not-active")
    bench.now = 2000 * .second
    bench.binding.finish(at: bench.now)
    #expect(bench.violated().isEmpty)
  }

  @Test func `without a lease a silent app leaves a ghost`() {
    let bench = Bench(["enforcement": .word("client")])
    _ = bench.run("activate", by: 2)
    _ = bench.run("place", by: 2)
    _ = bench.run("lose", by: 2)
    bench.now = 901 * .second
    #expect(bench.run("nearest") == "found" && bench.violated().isEmpty)
    bench.now += 1
    #expect(bench.run("nearest") == "found" && bench.violated() == ["HB-I1": 1])
  }

  @Test func `the app's message ends the window that it is about`() {
    let bench = Bench(["enforcement": .word("client")])
    var window: UInt64 = 0
    #expect(bench.run("activate", &window, by: 1) == "activated")
    _ = bench.run("place", &window, by: 1)
    #expect(bench.run("client-expired", &window, by: 1) == "removed" && bench.run("nearest") == "nobody")
    #expect(bench.run("activate", by: 1) == "activated")
    #expect(bench.run("client-expired", &window, by: 1) == "ignored" && bench.run("stop", by: 1) == "removed")
  }

  @Test(arguments: ["scan", "graph", "grid"])
  func `a lookup says what it compared, and whether it was right`(_ index: String) {
    let bench = Bench(["index": .word(index), "audit": .flag(true), "cell-side": .count(500)], officers: 40)
    for officer in 0..<UInt64(40) {
      _ = bench.run("activate", by: officer)
      #expect(bench.run("place", by: officer) == "placed")
    }
    var answer: UInt64 = 0
    #expect(bench.run("check-nearest", &answer) == "not-audited")
    for citizen in 0..<UInt64(10) {
      #expect(bench.run("nearest", &answer, by: citizen) == "found")
      #expect(index == "scan" ? bench.effort == 40 : bench.effort > 1)
      let verdict = bench.run("check-nearest", &answer)
      #expect(index == "graph" ? verdict != "not-audited" : verdict == "right")
    }
  }

  @Test func `who meets connects, once a day, and both get their point once`() {
    let bench = Bench()
    _ = bench.run("activate", by: 3)
    _ = bench.run("place", by: 3)
    var request: UInt64 = 0
    #expect(bench.run("request", &request) == "unavailable" && bench.run("accept", &request) == "settled")
    #expect(bench.run("meet", &request) == "met" && bench.run("request", &request) == "requested")
    #expect(bench.run("log", &request) == "not-accepted" && bench.run("notify", &request) == "notified")
    bench.now = 100 * .second
    // A fix of either does not take them apart: they stand.
    #expect(bench.run("place", by: 3) == "placed" && bench.run("nearest") == "found")
    #expect(bench.run("accept", &request) == "accepted" && bench.run("log", &request) == "logged")
    #expect(bench.run("award", &request) == "awarded" && bench.run("award", &request) == "duplicate")
    var again: UInt64 = 0
    #expect(bench.run("meet", &again) == "met" && bench.run("request", &again) == "repeated")
    bench.binding.finish(at: .hour)
    #expect(bench.violated().isEmpty)
  }

  @Test func `late answers, refusals and far citizens end a request`() {
    let bench = Bench()
    _ = bench.run("activate", by: 3)
    _ = bench.run("place", by: 3)
    var request: UInt64 = 0
    _ = bench.run("meet", &request)
    _ = bench.run("request", &request)
    _ = bench.run("notify", &request)
    bench.now = 121 * .second
    #expect(bench.run("accept", &request) == "timed-out" && bench.run("decline", &request) == "settled")
    _ = bench.run("nearest", &request, by: 7)
    #expect(bench.run("request", &request, by: 7) == "requested")
    _ = bench.run("notify", &request, by: 7)
    #expect(bench.run("accept", &request, by: 7) == "out-of-range")
    _ = bench.run("nearest", &request, by: 8)
    #expect(bench.run("approach", &request, by: 8) == "near" && bench.run("request", &request, by: 8) == "requested")
    #expect(bench.run("notify", &request, by: 8) == "notified" && bench.run("decline", &request, by: 8) == "declined")
  }

  @Test(arguments: ["async", "reserve", "ledger"])
  func `two redemptions of one balance`(_ debit: String) {
    let bench = Bench(["debit": .word(debit), "opening-balance": .count(10)])
    var requests: [UInt64] = [0, 0]
    var checks: [String] = []
    var records: [String] = []
    for index in 0..<2 { _ = bench.run("request-redemption", &requests[index], by: 4) }
    for index in 0..<2 { checks.append(bench.run("check-balance", &requests[index], by: 4)) }
    for index in 0..<2 { records.append(bench.run("record", &requests[index], by: 4)) }
    for index in 0..<2 where records[index] == "recorded" {
      #expect(bench.run("issue-voucher", &requests[index], by: 4) == "issued")
      #expect(bench.run("debit", &requests[index], by: 4) == "debited")
      #expect(bench.run("use-voucher", &requests[index], by: 4) == "used")
      #expect(bench.run("use-voucher", &requests[index], by: 4) == "spent")
    }
    bench.binding.finish(at: .hour)
    switch debit {
    case "async": #expect(records == ["recorded", "recorded"] && bench.violated() == ["HB-I3": 1])
    case "reserve": #expect(checks == ["enough", "too-little"] && bench.violated().isEmpty)
    default: #expect(records == ["recorded", "refused"] && bench.violated().isEmpty)
    }
  }

  @Test func `a client that lost its connection opens another one, as the rule says`() {
    let cases: [(rule: String, outcome: String, broken: [String: UInt64])] = [
      ("take-over", "opened", [:]), ("refuse", "busy", [:]), ("unchecked", "opened", ["HB-I8": 1]),
    ]
    for (rule, outcome, broken) in cases {
      let bench = Bench(["socket-rule": .word(rule), "sockets": .count(3)])
      #expect(bench.run("open-socket") == "opened" && bench.run("open-socket") == "opened")
      #expect(bench.run("drop-socket") == "dropped" && bench.run("drop-socket") == "none")
      #expect(bench.run("open-socket") == outcome && bench.violated() == broken)
      #expect(bench.run("open-socket", by: 1) == "opened")
      #expect(bench.run("close-socket", by: 1) == "closed" && bench.run("close-socket", by: 1) == "none")
    }
  }

  @Test func `extreme parameters are no trap`() {
    let bench = Bench(
      [
        "window": .time(0), "answer-timeout": .time(0), "voucher-life": .time(0), "turns-every": .time(.max),
        "index": .word("grid"), "audit": .flag(true), "cell-side": .count(1), "zip-side": .count(1_000_000),
        "alert-radius": .count(1_000_000), "connect-distance": .count(100_000_000), "hotspots": .count(3),
        "hotspot-side": .count(1_000_000), "walking-speed": .count(10_000),
      ], officers: 1, citizens: 2000)
    #expect(bench.run("activate") == "activated" && bench.run("place") == "placed")
    var request: UInt64 = 0
    for citizen in 0..<UInt64(2) { _ = bench.run("nearest", &request, by: citizen) }
    bench.now = 100 * .day
    #expect(bench.run("nearest", &request) == "nobody" && bench.run("place") == "not-active")
    bench.binding.finish(at: bench.now)
  }

  @Test func `a request of one sort is nothing to commands of another`() {
    let bench = Bench()
    var window: UInt64 = 0
    _ = bench.run("activate", &window, by: 1)
    #expect(bench.run("request", &window) == "unavailable" && bench.run("notify", &window) == "settled")
    #expect(bench.run("award", &window) == "nothing" && bench.run("debit", &window) == "out-of-turn")
    #expect(bench.run("use-voucher", &window) == "none" && bench.run("time-out", &window) == "settled")
  }
}
