import Components
import Experiments
import Scenarios
import Testing

@Suite("The instant estimate")
struct EstimateTests {
  private func text(_ cache: String, pick: String = "zipf(s 0.9)") -> String {
    """
    orrery: 1
    name: cached
    run: { duration: 2min, warm-up: 1min, drain: 5s }
    populations: { item: { count: 5k, pick: \(pick), size: 1 KB } }
    components:
      app: { kind: service, cores: 4, threads: 100, operations: { page: [ { call: db.read, key: item } ] } }
      store: { kind: cache, in-front-of: db.read, key: item, \(cache) }
      db: { kind: database, cores: 4, connections: 50, operations: { read: 10ms } }
    policies: { patient: { timeout: 10s } }
    flows: { visit: [ { call: app.page, policy: patient } ] }
    workloads: { day: { rate: 300/s, flows: { visit: 100% } } }

    """
  }

  @Test("bills what is scaled at the fewest, as an idle run does")
  func scaled() throws {
    let scenario = try Study.read(
      """
      orrery: 1
      name: scaled
      run: { duration: 10min, warm-up: 1min, drain: 1s, stands-for: 30d }
      components: { web: { kind: service, replicas: { min: 4, max: 12 }, cores: 2, price: { instance: $60/month, cores: 2 }, operations: { view: 10ms } } }
      flows: { view: [ { call: web.view, timeout: 5s } ] }
      workloads: { w: { rate: 20/s, flows: { view: 100% } } }

      """)
    let estimate = InstantEstimate(scenario, model: Assembler.assemble(scenario, providers: []))
    #expect(estimate.cost?.perMonthMicros == 240_000_000)
    #expect(try Study.run(scenario).cost?.perMonthMicros == 240_000_000)
  }

  @Test(
    "knows what a cache spares",
    arguments: [
      ("entries: 500", "zipf(s 0.9)"), ("entries: 500, evict: fifo", "zipf(s 0.9)"),
      ("entries: 500, evict: random", "zipf(s 1.1)"),
      ("entries: 2000", "uniform"), ("entries: 6000, starts-full: yes", "uniform"),
      ("entries: 5k, ttl: 20s", "zipf(s 0.9)"), ("capacity: 500 KB", "zipf(s 0.9)"),
    ])
  func caches(_ cache: String, _ pick: String) throws {
    let scenario = try Study.read(text(cache, pick: pick))
    let estimate = InstantEstimate(scenario, model: Assembler.assemble(scenario, providers: []))
    let result = try Study.run(scenario)
    for name in ["db", "store"] {
      let line = try #require(estimate.lines.first { $0.component == name })
      let component = try #require(result.components.first { $0.name == name })
      let simulated = Double(component.arrivals) / 60
      // Where every key fits, next to nothing is asked for any more.
      #expect(abs(line.rate - simulated) < max(1, 0.1 * simulated), "\(name): \(line.rate) and \(simulated)")
      guard let expected = line.utilization, let measured = component.utilization else { continue }
      #expect(abs(expected - measured) < max(0.005, 0.1 * measured), "\(name): \(expected) and \(measured)")
    }
    #expect(estimate.caches.count == 1 && estimate.caches[0].contains("estimate"))
  }
}
