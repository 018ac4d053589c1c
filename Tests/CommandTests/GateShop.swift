/// A small shop that a gate can be tried on: one flow through one service, and another that has nothing to do with it.
enum GateShop {
  /// The budgets begin at this line of the text.
  static let budgetLine = 16

  static func text(
    service: String = "exponential(mean 10ms)", budgets: [String] = ["fast: p95 latency(flow=view) < 100ms"],
    components: String = "", more: String = "", duration: String = "5min"
  ) -> String {
    """
    orrery: 1
    name: shop
    question: Is a page fast enough?
    origin: assumed
    run: { duration: \(duration), warm-up: 30s, drain: 10s, stands-for: 30d }
    components:
      app: { kind: service, cores: 2, threads: 100, operations: { page: \(service) } }
      aside: { kind: service, cores: 2, threads: 100, operations: { ping: 1ms } }\(components)
    flows:
      view: [ { call: app.page, timeout: 5s } ]
      poke: [ { call: aside.ping, timeout: 5s } ]
    workloads:
      people: { rate: 50/s, flows: { view: 100% } }
      robots: { rate: 5/s, flows: { poke: 100% } }
    budgets:
      \(budgets.joined(separator: "\n  "))
    \(more)

    """
  }
}
