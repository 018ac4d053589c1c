import Components
import Engine
import Statistics
import Testing
import Transports

@testable import LoadTesting

@Suite struct ConnectionPoolTests {
  static let users = """
    orrery: 1
    run: { duration: 20s, warm-up: 0s, drain: 5s }
    components:
      app: { kind: service, operations: { page: 1ms } }
    flows:
      visit:
        - repeat: 3
          at-once: 3
          steps: [ { call: app.page, timeout: 2s } ]
    workloads:
      people: { closed: { users: 7, think: exponential(mean 200ms) }, flows: { visit: 100% } }
    live:
      connections: per user
      calls:
        app.page: { get: "/{request}", replies: { 200: ok } }
    """

  @Test func `each user has one connection, and its calls wait for one another`() throws {
    let transport = VirtualTransport()
    transport.service = { _ in 10_000_000 }
    let generator = try GeneratorTests.run(Self.users, on: transport)
    #expect(generator.session.connections == 7)
    #expect(generator.session.record.opened == 7 && transport.opens == 7)
    let call = generator.session.record.calls[0]
    #expect(call.started > 1000 && call.ended == call.started)
    // Three at once over one connection: the second waits for the first, the third for both.
    #expect(call.connectionWait.quantile(0.2) == 0)
    #expect(abs(try #require(call.connectionWait.mean) - 10_000_000) < 100_000)
    #expect(abs(try #require(call.response.mean) - 20_000_000) < 100_000)
  }

  @Test func `a pool that all share is taken in the order of the calls`() throws {
    let transport = VirtualTransport()
    transport.service = { _ in 5_000_000 }
    let text = GeneratorTests.plain.replacing("connections: 50", with: "connections: 2")
    let generator = try GeneratorTests.run(text, on: transport)
    // Two connections of 200/s each carry 400 of 1,000/s: the line grows, and nothing is dropped.
    let record = generator.session.record
    #expect(record.mostInHand == 2 && record.mostWaiting > 6000)
    #expect(record.calls[0].started == generator.session.run.arrivals.count)
    let waits = try #require(record.calls[0].connectionWait.quantile(0.5))
    #expect(waits > 2 * .second)
    #expect(record.sendLag.maximum == 0)
  }

  @Test func `what a branch has taken is its own`() throws {
    let text = """
      orrery: 1
      run: { duration: 5s, warm-up: 0s, drain: 5s }
      components:
        app: { kind: service, operations: { pick: 1ms, pay: 1ms } }
      flows:
        visit:
          - repeat: 4
            at-once: 4
            steps:
              - { call: app.pick, timeout: 2s }
              - think: exponential(mean 100ms)
              - { call: app.pay, timeout: 2s }
      workloads:
        people: { rate: 20/s, flows: { visit: 100% } }
      live:
        connections: 100
        calls:
          app.pick: { post: /pick, take: { purchase: $.id }, replies: { 200: ok } }
          app.pay: { post: "/pay/{purchase}", replies: { 200: ok } }
      """
    let transport = VirtualTransport()
    var given = 0
    transport.answer = { call in
      guard call.path == "/pick" else { return HTTPAnswer(status: 200) }
      given += 1
      return HTTPAnswer(status: 200, body: Array("{ \"id\": \(given) }".utf8))
    }
    let generator = try GeneratorTests.run(text, on: transport)
    let paid = transport.calls.map(\.call.path).filter { $0.hasPrefix("/pay/") }
    #expect(paid.count > 300)
    #expect(Set(paid).count == paid.count)
    #expect(generator.session.record.calls[1].ended == UInt64(given))
  }

  @Test func `an answer without the value that it should have makes the next call incomplete`() throws {
    let text = GeneratorTests.plain
      .replacing("visit: [ { call: app.page } ]", with: "visit: [ { call: app.page }, { call: app.next } ]")
      .replacing("{ page: 1ms }", with: "{ page: 1ms, next: 1ms }")
      .replacing(
        "replies: { 200: ok } }",
        with:
          "take: { id: header x-id }, replies: { 200: ok } }\n    app.next: { get: \"/next/{id}\", replies: { 200: ok } }"
      )
    let transport = VirtualTransport()
    let generator = try GeneratorTests.run(text, on: transport)
    let next = generator.session.record.calls[1]
    #expect(next.started > 10_000 && next.failures[.incomplete] == next.started)
    #expect(!transport.calls.contains { $0.call.path.hasPrefix("/next") })
  }
}
