import Components
import Engine
import Testing

/// Idempotency keys and transactional outboxes.
@Suite struct MemoryTests {
  @Test func `a second try of what is being done waits for it, and is not done again`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, threads: 10, cores: 10, remembers: 1min, operations: { pay: [ work: 300ms ] } } }
      flows: { f: [ { call: app.pay, timeout: 100ms, retry: { times: 1, backoff: 50ms, jitter: none }, when: { else: continue } } ] }
      """, at: [0])
    // Tries at 0 and 150 ms, both given up; one of them works.
    #expect(bench["app"].arrivals == 2 && bench["app"].counts[.repeated] == 1)
    #expect(bench["app"].busy == 300 && bench.latencies == 250 && bench.left.isEmpty)
  }

  @Test func `what has been done is answered at once, until it is forgotten`() throws {
    func busy(_ remembers: String) throws -> (busy: Int, repeated: UInt64) {
      let bench = try Bench(
        """
        components:
          app: { kind: service, threads: 10, cores: 10, \(remembers) operations: { pay: [ { work: 80ms }, { wait: 40ms } ] } }
        flows: { f: [ { call: app.pay, timeout: 100ms, retry: { times: 1, backoff: 200ms, jitter: none } } ] }
        """, at: [0, 5])
      #expect(bench.left.isEmpty)
      return (bench["app"].busy, bench["app"].counts[.repeated])
    }
    // Each request is done at 120 ms and asked for again at 300 ms.
    #expect(try busy("remembers: 1min,") == (240, 2))
    #expect(try busy("remembers: 100ms,") == (480, 0))
    #expect(try busy("") == (480, 0))
  }

  @Test func `a message that was done is not done again when it comes again`() throws {
    func deliver(_ remembers: String) throws -> (sent: UInt64, again: UInt64) {
      let bench = try Bench(
        """
        components:
          jobs: { kind: queue, visibility: 1s, publish: 0ms }
          worker: { kind: worker, from: jobs, runs: send, \(remembers) operations: { send: [ { call: mail.send, timeout: 10s } ] } }
          mail: { kind: external, operations: { send: 1500ms } }
        flows: { f: [ publish: jobs ] }
        """, at: [0])
      return (bench["mail"].arrivals, bench["jobs"].counts[.redelivered])
    }
    // Work that takes longer than the visibility is begun again and again; with memory, the second delivery waits for
    // the first, and ends the message.
    #expect(try deliver("remembers: 1min,") == (1, 1))
    #expect(try deliver("") == (5, 4))
  }

  /// An order is written and its message published, and the machine stops in between.
  private func order(_ outbox: String) throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, operations: { buy: [ { call: db.write, timeout: 1s }, { publish: orders, as: push } ] } }
        db: { kind: database, operations: { write: 10ms, read: 4ms } }
        orders: { kind: queue, \(outbox) publish: 0ms }
        maker: { kind: worker, from: orders, runs: make, operations: { make: 1ms } }
      flows: { f: [ { call: app.buy, when: { else: continue } } ] }
      faults: { gap: { hits: app, before: app.buy/push, share: 100%, crash: 1 replica, back-in: 20ms } }
      """, at: [0, 100, 200])
  }

  @Test func `a message in the outbox survives the gap after the commit`() throws {
    let without = try order("")
    #expect(without["db"].completions == 3 && without["maker"].arrivals == 0 && without.left.isEmpty)
    let with = try order("outbox: { in: db, relay: 50ms },")
    #expect(with["db"].completions == 3 && with["maker"].arrivals == 3 && with.left.isEmpty)
    #expect(with["app"].counts[.crashes] == 3)
  }

  @Test func `the outbox takes nothing when the write fails`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { buy: [ { call: db.write, timeout: 5ms, when: { timeout: { fail: late } } }, { publish: orders } ] } }
        db: { kind: database, operations: { write: 10ms } }
        orders: { kind: queue, outbox: { in: db, relay: 50ms }, publish: 0ms }
        maker: { kind: worker, from: orders, runs: make, operations: { make: 1ms } }
      flows: { f: [ { call: app.buy, when: { else: continue } } ] }
      faults: { dead: { at: 50ms, for: 1s, hits: db, outage: yes } }
      """, at: [0, 100])
    // The first write commits after its caller has given up, and its message goes with it.
    #expect(bench["maker"].arrivals == 1 && bench.left.isEmpty)
  }

  /// Three orders, whose messages a relay puts into a queue that a fault may keep from it.
  private func relayed(_ faults: String, limit: String = "") throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, operations: { buy: [ { call: db.write, timeout: 1s }, mark: saved, publish: orders ] } }
        db: { kind: database, operations: { write: 10ms, read: 4ms } }
        orders: { kind: queue, outbox: { in: db, relay: 50ms }, publish: 0ms\(limit) }
        maker: { kind: worker, from: orders, runs: make, threads: 1, operations: { make: [ measure: ready since saved, work: 5ms ] } }
      flows: { f: [ { call: app.buy, when: { else: continue } } ] }
      \(faults)
      """, at: [0, 100, 200])
  }

  @Test func `the relay looks at the multiples of its period`() throws {
    let bench = try relayed("")
    // Commits at 10, 110 and 210 ms, looks at 50, 150 and 250 ms.
    #expect(bench["maker"].arrivals == 3 && bench.measured == (120, 40))
  }

  @Test func `the outbox keeps its messages while the queue is out, and then lets them go in order`() throws {
    let bench = try relayed("faults: { dark: { at: 20ms, for: 400ms, hits: orders, outage: yes } }")
    #expect(bench["maker"].arrivals == 3 && bench.left.isEmpty && bench["orders"].failures == 0)
    // Out from 20 to 420 ms: all go in at 450 ms; the one worker is busy for 5 ms with each.
    #expect(bench.measured == (1035, 440))
  }

  @Test func `a message waits in the outbox while the queue is full`() throws {
    let bench = try relayed(
      "faults: { dark: { at: 20ms, for: 400ms, hits: orders, outage: yes } }", limit: ", queue: 1")
    // One is worked on and one waits; the third goes in when the relay looks again, at 500 ms.
    #expect(bench["maker"].arrivals == 3 && bench["orders"].refusals == 0)
    #expect(bench.measured == (440 + 345 + 290, 440))
  }
}
