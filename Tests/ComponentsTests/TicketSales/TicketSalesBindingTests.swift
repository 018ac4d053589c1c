import Components
import Engine
import DomainBindings
import Testing

/// The ticket shop behind `do:` steps: commands by name, requests that carry their purchase, and what the
/// shop does by itself.
@Suite struct TicketSalesBindingTests {
  private final class Bench {
    let binding: any DomainBinding
    let description: BindingDescription
    var now: Nanoseconds = 0

    init(_ parameters: [String: ParameterValue] = [:], seed: UInt64 = 1) {
      let domain = TicketSales()
      description = domain.description
      binding = domain.makeBinding(
        BindingConfiguration(
          parameters: parameters,
          populations: [.init(name: "event", entity: "event", count: 1, groups: [])]),
        horizon: Horizon(), seed: seed, replication: 0)
    }

    /// Runs a command for a request, and returns the name of its outcome.
    func run(_ name: String, _ request: inout UInt64) -> String {
      guard let index = description.commands.firstIndex(where: { $0.name == name }) else { return "?" }
      var context = CommandContext(now: now, subject: 0, population: 0, payload: request)
      let outcome = binding.perform(index, &context)
      request = context.payload
      let outcomes = description.commands[index].outcomes
      return outcomes.indices.contains(outcome) ? outcomes[outcome] : "\(outcome)"
    }

    /// Monitors with violations, and how many.
    func violated() -> [String: UInt64] {
      var all: [String: UInt64] = [:]
      for reading in binding.monitors where reading.violations > 0 { all[reading.id] = reading.violations }
      return all
    }
  }

  private func rush(_ policy: String, buyers: Int) -> (outcomes: [String], violated: [String: UInt64]) {
    let bench = Bench(["seats": .word(policy), "capacity": .count(1)])
    var requests = [UInt64](repeating: 0, count: buyers)
    var outcomes: [String] = []
    var isIn = [Bool](repeating: false, count: buyers)
    for index in requests.indices { isIn[index] = bench.run("select-seat", &requests[index]) == "selected" }
    for index in requests.indices where isIn[index] {
      bench.now += .second
      #expect(bench.run("start-payment", &requests[index]) == "requested")
      _ = bench.run("read-seats", &requests[index])
    }
    for index in requests.indices where isIn[index] {
      var outcome = bench.run("save-order", &requests[index])
      while outcome == "conflict" {
        _ = bench.run("read-seats", &requests[index])
        outcome = bench.run("save-order", &requests[index])
      }
      outcomes.append(outcome)
      if outcome == "saved" {
        #expect(bench.run("start-ticket", &requests[index]) == "started")
        #expect(bench.run("ticket-stored", &requests[index]) == "stored")
        #expect(bench.run("ticket-mailed", &requests[index]) == "mailed")
        #expect(bench.run("start-ticket", &requests[index]) == "already-done")
        #expect(bench.run("show-confirmation", &requests[index]) == "shown")
      } else {
        #expect(bench.run("show-confirmation", &requests[index]) == "refused")
      }
    }
    bench.binding.finish(at: .hour)
    return (outcomes, bench.violated())
  }

  @Test(arguments: ["check-at-save", "row-lock", "optimistic-version"])
  func `one of fifty is sold the last seat, the others are paid back`(_ policy: String) {
    let (outcomes, violated) = rush(policy, buyers: 50)
    #expect(outcomes.count == 50 && outcomes.count { $0 == "saved" } == 1)
    #expect(outcomes.count { $0 == "no-seat" } == 49 && violated.isEmpty)
  }

  @Test func `with a hold the others hear it before they pay`() {
    let (outcomes, violated) = rush("hold", buyers: 50)
    #expect(outcomes == ["saved"] && violated.isEmpty)
  }

  @Test func `without control all fifty are sold it`() {
    let (outcomes, violated) = rush("none", buyers: 50)
    #expect(outcomes.count { $0 == "saved" } == 50 && violated == ["TK-I1": 49])
  }

  /// All have read before the first one writes; a write without a read of its own reads at that instant.
  @Test func `reading before writing sells it to all who have read`() {
    let (outcomes, violated) = rush("read-then-write", buyers: 50)
    #expect(outcomes.count { $0 == "saved" } == 50 && violated == ["TK-I1": 49])
    let bench = Bench(["seats": .word("read-then-write"), "capacity": .count(1)])
    var requests: [UInt64] = [0, 0]
    for index in requests.indices {
      #expect(bench.run("select-seat", &requests[index]) == "selected")
      #expect(bench.run("start-payment", &requests[index]) == "requested")
    }
    #expect(bench.run("save-order", &requests[0]) == "saved")
    #expect(bench.run("save-order", &requests[1]) == "no-seat")
  }

  @Test func `an order that no message carries on is found when all is over`() {
    let bench = Bench()
    var request: UInt64 = 0
    #expect(bench.run("select-seat", &request) == "selected")
    #expect(bench.run("start-payment", &request) == "requested")
    #expect(bench.run("start-payment", &request) == "duplicate")
    #expect(bench.run("save-order", &request) == "saved")
    #expect(bench.run("save-order", &request) == "duplicate")
    #expect(bench.violated().isEmpty)
    bench.binding.finish(at: .hour)
    #expect(bench.violated() == ["TK-I4": 1])
  }

  @Test(arguments: [0.0, 1.0])
  func `unknown results are cleared up after the end, too`(_ charged: Double) {
    for reconciles in [true, false] {
      let bench = Bench(["unknown-charged": .ratio(charged), "reconcile": .flag(reconciles)])
      for _ in 0..<5 {
        var request: UInt64 = 0
        #expect(bench.run("select-seat", &request) == "selected")
        #expect(bench.run("start-payment", &request) == "requested")
        #expect(bench.run("payment-unknown", &request) == "unknown")
        #expect(bench.run("show-confirmation", &request) == "pending")
      }
      bench.binding.finish(at: .minute)
      #expect(bench.violated() == (charged == 1 && !reconciles ? ["TK-I3": 5] : [:]))
    }
  }

  @Test func `a declined payment frees what was held`() {
    let bench = Bench(["capacity": .count(1)])
    var first: UInt64 = 0
    var second: UInt64 = 0
    #expect(bench.run("select-seat", &first) == "selected" && bench.run("select-seat", &second) == "sold-out")
    #expect(bench.run("start-payment", &first) == "requested")
    #expect(bench.run("payment-declined", &first) == "failed")
    #expect(bench.run("select-seat", &second) == "selected" && bench.run("leave", &second) == "released")
    #expect(bench.run("leave", &second) == "refused")
  }

  @Test func `a payment without a buy post is an order or a refund`() {
    for isGone in [false, true] {
      let bench = Bench(["capacity": .count(1)])
      var late: UInt64 = 0
      var other: UInt64 = 0
      #expect(bench.run("select-seat", &late) == "selected")
      bench.now = 11 * .minute
      if isGone { #expect(bench.run("select-seat", &other) == "selected") }
      #expect(bench.run("save-order", &late) == (isGone ? "hold-expired" : "saved"))
    }
  }

  @Test func `a request that carries no purchase is answered`() {
    let bench = Bench()
    let answers = [
      "check-admission": "sold-out", "leave": "refused", "start-payment": "refused", "payment-declined": "failed",
      "payment-unknown": "unknown", "read-seats": "read", "save-order": "no-seat", "show-confirmation": "refused",
      "start-ticket": "already-done", "ticket-stored": "already-done", "ticket-mailed": "already-done",
      "read-totals": "read", "due-payments": "none", "ask-provider": "settled",
    ]
    for command in bench.description.commands where command.name != "select-seat" {
      var request: UInt64 = 0
      #expect(bench.run(command.name, &request) == answers[command.name], "\(command.name)")
      #expect(request == 0)
    }
  }

  @Test func `the waiting room lets in who waits when there is room`() {
    let bench = Bench(["seats": .word("waiting-room"), "admitted": .count(1), "capacity": .count(2)])
    var requests: [UInt64] = [0, 0]
    #expect(bench.run("select-seat", &requests[0]) == "selected" && bench.run("select-seat", &requests[1]) == "waiting")
    #expect(bench.run("check-admission", &requests[1]) == "waiting")
    #expect(bench.run("leave", &requests[0]) == "released")
    #expect(bench.run("check-admission", &requests[1]) == "admitted")
  }
}
