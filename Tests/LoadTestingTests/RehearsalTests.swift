import Components
import DomainBindings
import Engine
import Experiments
import Scenarios
import Testing

@testable import LoadTesting

@Suite struct RehearsalTests {
  static let queue = """
    orrery: 1
    run: { duration: 60s, warm-up: 0s, drain: 60s }
    components:
      app: { kind: service, threads: 1, operations: { page: lognormal(median 8ms p99 40ms), order: [ work: 5ms, { choose: { taken: 90%, full: 10% }, when: { taken: continue, full: { reply: full } } } ] } }
    flows:
      visit: [ { call: app.page, timeout: 300ms } ]
      order:
        - { call: app.page, timeout: 300ms, retry: { times: 2, backoff: 50ms } }
        - think: exponential(mean 100ms)
        - { call: app.order, timeout: 1s, when: { full: { reply: full } } }
    workloads:
      visitors: { rate: 40/s, flows: { visit: 70%, order: 30% } }
      people: { closed: { users: 5, think: exponential(mean 400ms) }, flows: { order: 100% } }
    live:
      calls:
        app.page: { get: "/pages/{request}", replies: { 200: ok } }
        app.order: { post: /orders, replies: { 200: ok, 409: full } }
    """

  @Test func `what is the same in every run lies inside of its interval`() throws {
    let figures = LoadFigures(try Halves(Self.queue).rehearse(replication: 0, connections: .shared(500)).session)
    let band = PredictionBand(Array(repeating: figures, count: Prediction.fewest))
    #expect(!band.names.isEmpty)
    for (name, interval) in zip(band.names, band.intervals) {
      let value = try #require(figures.value(of: name))
      #expect((interval.low...interval.high).contains(value), "\(name.text)")
    }
  }

  @Test func `the two halves of a scenario do what the whole does, to the nanosecond`() throws {
    let halves = try Halves(Self.queue)
    let whole = halves.simulate()
    let rehearsal = halves.rehearse()
    let clients = rehearsal.session.run.measurements(isPartial: false)
    for (index, flow) in halves.model.plan.flows.enumerated() {
      let other = try #require(halves.clients.plan.flows.firstIndex { $0.name == flow.name })
      #expect(whole.flows[index].started > 500)
      #expect(whole.flows[index].latency == clients.flows[other].latency)
      #expect(whole.flows[index].started == clients.flows[other].started)
      #expect(whole.flows[index].failures == clients.flows[other].failures)
    }
    let schedule = ArrivalSchedule(halves.model.plan, seed: halves.whole.run.seed, replication: 0)
    #expect(schedule.digest == rehearsal.session.run.arrivals)
    #expect(schedule.arrivals.count > 2000)
  }

  @Test func `other demands, the same arrivals`() throws {
    let halves = try Halves(Self.queue)
    let (one, other) = (halves.rehearse(replication: 1), halves.rehearse(replication: 2))
    #expect(one.session.run.arrivals == other.session.run.arrivals)
    #expect(
      one.session.run.measurements(isPartial: false).flows[0].latency
        != other.session.run.measurements(isPartial: false).flows[0].latency)
  }
}
