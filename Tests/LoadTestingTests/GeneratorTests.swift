import Components
import DomainBindings
import Engine
import Experiments
import Scenarios
import Statistics
import Testing
import Transports

@testable import LoadTesting

@Suite struct GeneratorTests {
  static let plain = """
    orrery: 1
    run: { duration: 12s, warm-up: 0s, drain: 10s }
    components:
      app: { kind: service, operations: { page: 1ms } }
    flows:
      visit: [ { call: app.page } ]
    workloads:
      visitors: { rate: 1000/s, flows: { visit: 100% } }
    live:
      connections: 50
      calls:
        app.page: { get: "/pages/{request}", replies: { 200: ok } }
    """

  static func run(
    _ text: String, on transport: VirtualTransport, stop: StopRequest = StopRequest(),
    second: ((Nanoseconds) -> Void)? = nil
  ) throws -> Generator {
    let halves = try Halves(text)
    let live = try #require(halves.whole.live)
    let plan = halves.clients.plan
    let session = LoadSession(
      PacedRun(plan, bindings: [], seed: halves.whole.run.seed, replication: 0), connections: live.connections)
    var settings = Generator.Settings(end: plan.horizon.end, drained: plan.horizon.drained)
    settings.bounds = live.bounds
    settings.stopWhen = live.stopWhen
    let generator = Generator(
      session, settings: settings, encoder: CallEncoder(live, plan: plan, secrets: Secrets()),
      reader: AnswerReader(live, plan: plan), stop: stop)
    generator.onSecond = second
    try transport.drive(generator, at: TransportTarget(address: "127.0.0.1", port: 1, host: "localhost"))
    return generator
  }

  @Test func `every planned instant is sent, at its instant, and none twice`() throws {
    let transport = VirtualTransport()
    let generator = try Self.run(Self.plain, on: transport)
    let halves = try Halves(Self.plain)
    let schedule = ArrivalSchedule(halves.model.plan, seed: halves.whole.run.seed, replication: 0)
    #expect(generator.end == .complete)
    let first = try #require(transport.calls.first).at - schedule.arrivals[0].at
    #expect(transport.calls.map { $0.at - first } == schedule.arrivals.map(\.at))
    #expect(Set(transport.calls.map(\.call.path)).count == schedule.arrivals.count)
    #expect(generator.session.run.arrivals == schedule.digest)
    #expect(generator.session.record.sendLag.maximum == 0)
  }

  @Test func `a server that stands still for three seconds is measured as the stall formula says`() throws {
    let transport = VirtualTransport()
    transport.stands = 4_000_000_000..<7_000_000_000
    let generator = try Self.run(Self.plain, on: transport)
    let schedule = ArrivalSchedule(try Halves(Self.plain).model.plan, seed: 1, replication: 0)
    let first = schedule.arrivals[0].at
    let expected = schedule.arrivals.map { arrival -> Int64 in
      let at = arrival.at - first
      return transport.stands.contains(at) ? transport.stands.upperBound - at : 0
    }.sorted()
    let latency = LoadFigures(generator.session).latency[0].histogram
    for quantile in [0.9, 0.95, 0.99] {
      let oracle = Double(expected[Int((quantile * Double(expected.count)).rounded(.up)) - 1])
      let measured = Double(try #require(latency.quantile(quantile)))
      #expect(abs(measured - oracle) <= 0.05 * oracle + 50_000_000)
    }
    #expect(GeneratorVerdict(generator.session.record, generator.health, judged: [], isLocal: false).reasons.isEmpty)
  }

  @Test func `a generator that is slow says so, whatever the service does`() throws {
    let transport = VirtualTransport()
    transport.overhead = 3_000_000
    let text = Self.plain.replacing("connections: 50", with: "connections: 20000")
    let generator = try Self.run(text, on: transport)
    let verdict = GeneratorVerdict(generator.session.record, generator.health, judged: [], isLocal: false)
    #expect(verdict.reasons.contains { $0.contains("does not carry this rate") })
  }

  @Test func `a plan that is more than the generator carries says so`() throws {
    let generator = try Self.run(Self.impatient, on: VirtualTransport())
    func reasons(carried: Double) -> [String] {
      GeneratorVerdict(
        generator.session.record, generator.health, judged: [], isLocal: false, peak: 50_000, carried: carried
      ).reasons
    }
    #expect(reasons(carried: 60_000).isEmpty)
    #expect(reasons(carried: 40_000).first?.contains("carries 40000") ?? false)
  }

  @Test func `lag above a tenth of a judged figure is a reason, and below is none`() throws {
    let transport = VirtualTransport()
    transport.overhead = 30_000
    let generator = try Self.run(Self.plain, on: transport)
    let lag = Double(try #require(generator.session.record.sendLag.quantile(0.99)))
    #expect(lag > 0)
    func reasons(_ value: Double) -> Int {
      let judged = GeneratorVerdict.Judged(text: "p99 latency", quantile: 0.99, value: value, harmless: 0)
      return GeneratorVerdict(generator.session.record, generator.health, judged: [judged], isLocal: false)
        .reasons.count
    }
    #expect(reasons(lag * 9) == 1)
    #expect(reasons(lag * 11) == 0)
  }

  static let impatient = """
    orrery: 1
    run: { duration: 5s, warm-up: 0s, drain: 5s }
    components:
      app: { kind: service, operations: { page: 1ms } }
    flows:
      visit: [ { call: app.page, timeout: 200ms } ]
    workloads:
      visitors: { rate: 50/s, flows: { visit: 100% } }
    live:
      connections: 20
      at-most: { in-flight: 10000 }
      calls:
        app.page: { get: /, replies: { 200: ok } }
    """

  @Test func `what is not answered in time is a timeout, lasts as long, and costs its connection`() throws {
    let transport = VirtualTransport()
    transport.service = { _ in nil }
    let generator = try Self.run(Self.impatient, on: transport)
    let call = generator.session.record.calls[0]
    #expect(call.started > 200)
    #expect(call.outcomes[Int(StandardOutcome.timeout)] == call.started)
    #expect(try #require(call.response.minimum) >= 200_000_000)
    #expect(transport.opens > Int(call.started))
    #expect(call.failures[.givenUp] == call.started)
  }

  @Test func `a service that comes and goes is met again, and what fell between is counted`() throws {
    let transport = VirtualTransport()
    let began = 1_000_000_000_000 as Int64
    transport.refuses = { (began + 1_000_000_000..<began + 3_000_000_000).contains($0) }
    // What is open when it goes away answers no more, and is given up.
    transport.service = { (began + 1_000_000_000..<began + 3_000_000_000).contains($0) ? nil : 1_000_000 }
    let generator = try Self.run(Self.impatient, on: transport)
    let call = generator.session.record.calls[0]
    #expect(generator.end == .complete)
    #expect(call.ended == call.started)
    #expect(call.outcomes[Int(StandardOutcome.ok)] > 100)
    #expect(call.failures[.givenUp, default: 0] + call.failures[.refused, default: 0] > 50)
  }

  @Test func `nobody there is said before anything is sent`() throws {
    let transport = VirtualTransport()
    transport.refuses = { _ in true }
    let generator = try Self.run(Self.impatient, on: transport)
    #expect(generator.end == .unreachable("refused"))
    #expect(transport.calls.isEmpty)
  }

  @Test func `a bound on what is in flight stops the run, and says so`() throws {
    let transport = VirtualTransport()
    transport.service = { _ in nil }
    let text = Self.plain.replacing("connections: 50", with: "connections: 50\n  at-most: { in-flight: 500 }")
    let generator = try Self.run(text, on: transport)
    #expect(generator.end == .stopped("more than 500 requests were in flight (`at-most`)"))
  }

  @Test func `a rule to stop by stops a run that only does harm`() throws {
    let transport = VirtualTransport()
    transport.answer = { _ in HTTPAnswer(status: 500) }
    let text = Self.plain.replacing("connections: 50", with: "stop-when: share errors > 50% for 2s")
    let generator = try Self.run(text, on: transport)
    #expect(generator.end == .stopped("`stop-when: share errors > 50% for 2s`"))
    #expect(generator.session.run.now < 4_000_000_000)
    // A status that the file does not list is an error, and is named.
    #expect(generator.session.record.calls[0].unmapped[500, default: 0] > 1000)
  }

  @Test func `an interrupt keeps what there is`() throws {
    let stop = StopRequest()
    let generator = try Self.run(Self.plain, on: VirtualTransport(), stop: stop) {
      if $0 >= .second * 2 { stop.stop() }
    }
    #expect(generator.end == .interrupted)
    let figures = LoadFigures(generator.session, isPartial: true)
    #expect(figures.latency[0].count > 1500)
    #expect(figures.latency[0].count < 3000)
  }
}
