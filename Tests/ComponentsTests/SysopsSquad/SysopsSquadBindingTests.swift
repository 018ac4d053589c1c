import Components
import Engine
import DomainBindings
import Testing

/// Sysops Squad behind `do:` steps: commands by name, requests that carry their ticket, and proposals that are emitted.
@Suite struct SysopsSquadBindingTests {
  private final class Bench {
    let binding: any DomainBinding
    let description: BindingDescription
    var now: Nanoseconds = 0
    /// What the last command emitted.
    private(set) var items: [EmittedItem] = []

    init(
      _ parameters: [String: ParameterValue] = [:], experts: Int64 = 400, regions: Int64 = 4, customers: Int64 = 0,
      seed: UInt64 = 1
    ) {
      let domain = SysopsSquad()
      description = domain.description
      func shape(_ entity: String, _ count: Int64) -> BindingConfiguration.PopulationShape {
        .init(name: entity, entity: entity, count: count, groups: [])
      }
      binding = domain.makeBinding(
        BindingConfiguration(
          parameters: parameters,
          populations: [shape("expert", experts), shape("region", regions), shape("customer", customers)]),
        horizon: Horizon(), seed: seed, replication: 0)
    }

    /// Runs a command for a request, and returns the name of its outcome.
    @discardableResult
    func run(_ name: String, _ request: inout UInt64, entity: UInt64 = 0) -> String {
      guard let index = description.commands.firstIndex(where: { $0.name == name }) else { return "?" }
      var context = CommandContext(now: now, subject: 0, population: -1, payload: request)
      context.entity = entity
      let outcome = binding.perform(index, &context)
      request = context.payload
      items = context.emitted
      let outcomes = description.commands[index].outcomes
      return outcomes.indices.contains(outcome) ? outcomes[outcome] : "\(outcome)"
    }

    @discardableResult
    func run(_ name: String) -> String {
      var request: UInt64 = 0
      return run(name, &request)
    }

    /// Tickets of so many requests, received.
    func tickets(_ count: Int, from first: Int = 0) -> [UInt64] {
      (first..<first + count).map {
        var request: UInt64 = 0
        run("submit-ticket", &request, entity: UInt64($0))
        run("receive-ticket", &request)
        return request
      }
    }

    func violated() -> [String: UInt64] {
      var all: [String: UInt64] = [:]
      for reading in binding.monitors where reading.violations > 0 { all[reading.id] = reading.violations }
      return all
    }
  }

  /// From a proposal to the survey.
  private func serve(_ proposal: UInt64, _ bench: Bench) {
    var request = proposal
    #expect(bench.run("propose", &request) == "proposed")
    #expect(bench.run("accept", &request) == "accepted")
    #expect(bench.run("show-status", &request) == "in-progress")
    bench.run("notify-customer", &request)
    #expect(bench.run("arrive", &request) == "arrived" && bench.run("complete", &request) == "completed")
    #expect(bench.run("show-status", &request) == "resolved" && bench.run("send-survey", &request) == "sent")
    bench.run("notify-customer", &request)
  }

  @Test(arguments: ["batch-greedy", "batch-optimal", "per-event", "per-event-retry", "self-pick"])
  func `every way of matching leads a ticket to its survey`(_ matcher: String) {
    let bench = Bench(["matcher": .word(matcher)])
    var served = 0
    for number in 0..<60 {
      var ticket = bench.tickets(1, from: number)[0]
      let arrival = bench.run("match-arrival", &ticket)
      #expect((arrival == "later") == matcher.hasPrefix("batch"))
      for item in bench.items {
        serve(item.payload, bench)
        served += 1
      }
    }
    if matcher.hasPrefix("batch") {
      bench.now = .hour
      #expect(bench.run("run-assignment") == "matched")
      let items = bench.items
      #expect(items.allSatisfy { $0.since == 0 && $0.visit == 1 })
      #expect(Set(items.map(\.entity)).count == items.count)
      for item in items {
        serve(item.payload, bench)
        served += 1
      }
      #expect(bench.run("run-assignment") == (served == 60 ? "none" : bench.items.isEmpty ? "none" : "matched"))
    }
    #expect(served >= 55, "\(served)")
    bench.binding.finish(at: .day)
    #expect(bench.violated() == (matcher == "per-event" && served < 60 ? ["SY-I1": UInt64(60 - served)] : [:]))
  }

  @Test func `a ticket that was declined is proposed again, and is another visit`() {
    let bench = Bench(["all-rounders": .ratio(1)])
    _ = bench.tickets(1)
    #expect(bench.run("run-assignment") == "matched")
    var request = bench.items[0].payload
    #expect(bench.run("propose", &request) == "proposed" && bench.run("run-assignment") == "none")
    #expect(bench.run("reject", &request) == "rejected" && bench.run("reject", &request) == "settled")
    #expect(bench.run("run-assignment") == "matched" && bench.items.map(\.visit) == [2])
    var again = bench.items[0].payload
    #expect(bench.run("propose", &again) == "proposed" && bench.run("expire", &again) == "open")
    bench.now = 3 * .hour
    #expect(bench.run("expire", &again) == "expired" && bench.run("expire", &again) == "settled")
    #expect(bench.violated() == [:])
  }

  @Test func `two jobs at once are harmless where writes are conditional`() {
    for (write, expected) in [("conditional", []), ("blind", ["SY-I3"])] {
      let bench = Bench(["write": .word(write), "all-rounders": .ratio(1)])
      _ = bench.tickets(10)
      bench.run("run-assignment")
      let first = bench.items
      bench.run("run-assignment")
      #expect(first.count == 10 && bench.items.count == 10)
      for item in first + bench.items {
        var request = item.payload
        bench.run("propose", &request)
      }
      #expect(bench.violated().keys.sorted() == expected)
    }
  }

  @Test func `each request has the same ticket in every design, and draws are as stated`() {
    func priorities(_ seed: UInt64, reversed: Bool) -> [String] {
      let bench = Bench(seed: seed)
      var found = [String](repeating: "", count: 2000)
      let order = Array(0..<2000)
      for number in reversed ? order.reversed() : order {
        var request: UInt64 = 0
        bench.run("submit-ticket", &request, entity: UInt64(number))
        found[number] = bench.run("read-priority", &request)
      }
      return found
    }
    let one = priorities(1, reversed: false)
    #expect(one == priorities(1, reversed: true) && one != priorities(2, reversed: false))
    // 200 and 400 of 2,000: standard errors 13 and 18.
    #expect((140...260).contains(one.count { $0 == "urgent" }) && (320...480).contains(one.count { $0 == "low" }))
  }

  @Test func `what never comes to the operations side is lost, unless the customer was told`() {
    let bench = Bench()
    var requests = [UInt64](repeating: 0, count: 3)
    for index in requests.indices { bench.run("submit-ticket", &requests[index], entity: UInt64(index)) }
    #expect(bench.run("withdraw-ticket", &requests[0]) == "withdrawn")
    #expect(bench.run("receive-ticket", &requests[1]) == "received")
    #expect(bench.run("receive-ticket", &requests[1]) == "duplicate")
    #expect(bench.run("withdraw-ticket", &requests[1]) == "known")
    bench.binding.finish(at: .hour)
    #expect(bench.violated() == ["SY-I1": 1])
    // Where there is one store, nothing has to come.
    let shared = Bench(["stores": .word("shared")])
    shared.run("submit-ticket", &requests[0])
    shared.binding.finish(at: .hour)
    #expect(shared.violated() == [:])
  }

  @Test func `a customer who is told too early trips the monitor`() {
    let bench = Bench(["all-rounders": .ratio(1)])
    _ = bench.tickets(1)
    bench.run("run-assignment")
    var request = bench.items[0].payload
    bench.run("propose", &request)
    bench.run("accept", &request)
    bench.run("notify-customer", &request)
    #expect(bench.violated() == ["SY-I4": 1])
  }

  // MARK: Billing

  /// The job of 100 customers dies after so many charges, before they are recorded, and runs again.
  private func bill(_ parameters: [String: ParameterValue]) -> (charged: Int, violated: [String: UInt64]) {
    let bench = Bench(parameters, customers: 100)
    var charged = 0
    var request: UInt64 = 0
    func run(customers: Int, records: Bool) {
      bench.run("start-billing")
      for _ in 0..<customers {
        request = 0
        guard bench.run("next-payment", &request) == "due" else { continue }
        switch bench.run("charge", &request) {
        case "charged": charged += 1
        case "declined":
          #expect(bench.run("record-failure", &request) == "recorded" && bench.run("alert", &request) == "raised")
          continue
        default: break
        }
        if records {
          bench.run("record-payment", &request)
          bench.run("send-invoice", &request)
        }
      }
    }
    run(customers: 40, records: true)
    // Five are under way when it dies.
    for _ in 0..<5 {
      request = 0
      if bench.run("next-payment", &request) == "due", bench.run("charge", &request) == "charged" { charged += 1 }
    }
    run(customers: 100, records: true)
    bench.binding.finish(at: .day)
    return (charged, bench.violated())
  }

  @Test func `a rerun charges nobody twice while records or the provider remember`() {
    #expect(bill([:]) == (100, [:]))
    #expect(bill(["checkpoints": .flag(false)]) == (100, [:]))
    #expect(bill(["provider-idempotent": .flag(false)]) == (105, ["SY-I6": 5]))
    #expect(
      bill(["provider-idempotent": .flag(false), "checkpoints": .flag(false)]) == (145, ["SY-I6": 45]))
    let declined = bill(["declined": .ratio(0.3)])
    #expect((50...90).contains(declined.charged) && declined.violated == [:])
  }

  @Test func `requests that carry nothing are answered, whatever they ask`() {
    let bench = Bench(customers: 3)
    for command in bench.description.commands {
      var request: UInt64 = 0
      #expect(command.outcomes.contains(bench.run(command.name, &request)), "\(command.name)")
    }
  }
}
