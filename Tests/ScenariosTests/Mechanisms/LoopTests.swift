import Components
import Engine
import Testing

@testable import Scenarios

/// Loops that end when their last step says so.
@Suite struct LoopTests {
  /// Each try takes 10 ms and succeeds with a probability.
  private func tries(_ good: Int, times: Int = 20, of requests: Int = 1) throws -> Bench {
    try Bench(
      """
      components:
        app: { kind: service, threads: 5000, operations: { try: [ { wait: 10ms }, { choose: { good: \(good)%, bad: \(100 - good)% }, when: { good: { reply: good }, bad: { reply: bad } } } ] } }
      flows:
        f:
          - repeat: \(times)
            until: good
            steps: [ { call: app.try, timeout: 1s } ]
            when: { good: { reply: done }, bad: { reply: given-up } }
      """, at: Array(repeating: 0, count: requests))
  }

  @Test func `the first good iteration is the last`() throws {
    let bench = try tries(100)
    #expect(bench["app"].arrivals == 1 && bench.outcomes() == ["done": 1] && bench.latency == 10)
  }

  @Test func `one part of three hundred that ends well is enough for any`() throws {
    let parts = (1..<300).map { "p\($0): [ fail: bad ]" } + ["last: [ wait: 1ms ]"]
    let flow = "f: [ { parallel: {\n \(parts.joined(separator: ",\n ")) }, join: any } ]"
    let bench = try Bench(
      "components: { app: { kind: service, operations: { run: 1ms } } }\nflows: { \(flow) }", at: [0])
    #expect(bench.outcomes() == ["ok": 1] && bench.latency == 1 && bench.left.isEmpty)
  }

  @Test func `more parts than can be counted are refused`() throws {
    let parts = (0..<65_536).map { "p\($0): continue" }.joined(separator: ",\n ")
    let problems = try Draft.problems("- publish: events", "- { parallel: { \(parts) } }")
    #expect(problems == ["28:23: error: `parallel` has more than 65535 parts"])
  }

  @Test func `a loop that never ends well runs its number of times`() throws {
    let bench = try tries(0)
    #expect(bench["app"].arrivals == 20 && bench.outcomes() == ["given-up": 1] && bench.latency == 200)
    #expect(bench.left.isEmpty)
  }

  @Test func `a pass that failed and handled it is no success, and the next follows`() throws {
    func bench(_ until: String) throws -> Bench {
      try Bench(
        """
        components:
          app: { kind: service, operations: { try: [ wait: 10ms ] } }
        flows:
          f: [ { repeat: 5, until: \(until), steps: [ { call: app.try, timeout: 50ms, when: { error: continue } } ] } ]
        faults: { down: { at: 0s, for: 1s, hits: app, error: 100% } }
        """, at: [10, 2000])
    }
    let waits = try bench("ok")
    // Five passes that fail at once, then one that does not; a handled failure is none to what follows the loop.
    #expect(waits["app"].arrivals == 6 && waits.outcomes() == ["ok": 2] && waits.left.isEmpty)
    // The failure itself may be what ends it.
    #expect(try bench("error")["app"].arrivals == 1 + 5)
  }

  @Test func `what follows another flow may depend on how that ends`() throws {
    let bench = try Bench(
      """
      components: { app: { kind: service, operations: { run: [ wait: 10ms ] } } }
      flows:
        f: [ { flow: g, when: { error: { wait: 5ms }, sold: { reply: sold } } } ]
        g: [ { think: 20ms }, { call: app.run, timeout: 1s }, { reply: sold } ]
      faults: { down: { at: 0s, for: 1s, hits: app, error: 100% } }
      """, at: [10, 2000])
    // The first fails and waits, the second replies; what it thinks is no latency.
    #expect(bench.outcomes() == ["ok": 1, "sold": 1] && bench.latencies == 5 + 10 && bench.left.isEmpty)
  }

  @Test func `each iteration draws anew`() throws {
    let bench = try tries(25, times: 1000, of: 2000)
    // Tries until the first success are geometric: mean 4, variance 12; standard error of 2,000 is 0.077.
    let mean = Double(bench["app"].arrivals) / 2000
    #expect(abs(mean - 4) < 0.31 && bench.outcomes() == ["done": 2000], "\(mean)")
  }

  @Test func `a failure that nobody handles ends the loop, and one that is handled does not`() throws {
    func bench(_ handled: String) throws -> Bench {
      try Bench(
        """
        components: { app: { kind: service, operations: { try: [ { wait: 10ms }, { choose: { x: 100% }, when: { x: { fail: broken } } } ] } } }
        flows:
          f:
            - repeat: 3
              until: ok
              steps: [ { call: app.try, timeout: 1s\(handled) } ]
              when: { error: { reply: failed } }
        """, at: [0])
    }
    #expect(try bench("")["app"].arrivals == 1)
    #expect(try bench("").outcomes() == ["failed": 1])
    // Handled, it is an iteration that ended well.
    #expect(try bench(", when: { error: continue }").outcomes() == ["ok": 1])
  }

  @Test func `branches of the last step run before the next iteration`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { try: [ { wait: 10ms }, { choose: { x: 100% }, when: { x: { reply: bad } } } ], rest: [ wait: 100ms ] } }
      flows:
        f:
          - repeat: 3
            until: ok
            steps: [ { call: app.try, timeout: 1s, when: { bad: [ { call: app.rest, timeout: 1s } ] } } ]
            when: { bad: { reply: bad } }
      """, at: [0])
    // The outcome is the step's, whatever its branches do.
    #expect(bench.outcomes() == ["bad": 1] && bench.latency == 330 && bench["app"].arrivals == 6)
  }

  @Test func `the words of a loop are checked`() throws {
    func problems(_ loop: String) throws -> [String] {
      try Draft.problems(
        """
        orrery: 1
        name: x
        run: { duration: 1s, warm-up: 0s }
        components: { app: { kind: service, operations: { try: [ work: 1ms, { choose: { a: 50%, b: 50% }, when: { a: { reply: won }, b: { reply: lost } } } ] } } }
        flows:
          f: [ \(loop) ]
        workloads: { w: { rate: 1/s, flows: { f: 100% } } }

        """)
    }
    let steps = "steps: [ { call: app.try, timeout: 1s } ]"
    #expect(try problems("{ repeat: 3, until: won, \(steps), when: { won|lost: continue } }") == [])
    #expect(
      try problems("{ repeat: 3, until: one, \(steps), when: { won|lost: continue } }")
        == [
          "6:28: error: outcome `one` cannot occur here (one of `won`, `lost`, `ok`, `timeout`, `refused` or `error`)"
        ])
    #expect(
      try problems("{ repeat: 3, until: won, \(steps), when: { won: continue } }")
        == ["6:18: error: outcome `lost` is not handled (say what follows: `when: { lost: continue }`)"])
    #expect(
      try problems("{ repeat: 3, at-once: 2, until: won, \(steps), when: { won|lost: continue } }")
        == ["6:30: error: a loop with `until` does one thing after the other (leave `at-once` out)"])
  }

  @Test func `loops in loops have a bound`() throws {
    let problems = try Draft.problems(
      """
      orrery: 1
      name: x
      run: { duration: 1s, warm-up: 0s }
      components: { app: { kind: service, operations: { go: 1ms } } }
      flows:
        f: [ { repeat: 20k, steps: [ { repeat: 10k, steps: [ { call: app.go, timeout: 1s } ] } ] } ]
      workloads: { w: { rate: 1/s, flows: { f: 100% } } }

      """)
    #expect(
      problems == [
        "6:18: error: with the loops inside, the steps would run more than 100M times for one request (let a workload repeat the request)"
      ])
  }

  @Test func `a message goes with the iteration that commits it`() throws {
    let bench = try Bench(
      """
      components:
        app:
          kind: service
          operations:
            buy:
              - repeat: 3
                until: ok
                steps: [ { call: db.write, timeout: 1s } ]
              - { publish: orders, as: push }
        db: { kind: database, operations: { write: 10ms, read: 4ms } }
        orders: { kind: queue, outbox: { in: db, relay: 50ms }, publish: 0ms }
        maker: { kind: worker, from: orders, runs: make, operations: { make: 1ms } }
      flows: { f: [ { call: app.buy, timeout: 1s, when: { else: continue } } ] }
      faults: { gap: { hits: app, before: app.buy/push, share: 100%, crash: 1 replica, back-in: 20ms } }
      """, at: [0, 100])
    #expect(bench["maker"].arrivals == 2 && bench["db"].completions == 2 && bench.left.isEmpty)
  }

  @Test func `a message in the outbox of a store that nothing writes to is refused`() throws {
    let problems = try Draft.problems(
      """
      orrery: 1
      name: x
      run: { duration: 1s, warm-up: 0s }
      components:
        app: { kind: service, operations: { buy: [ { call: db.read, timeout: 1s }, publish: orders ] } }
        db: { kind: database, operations: { write: 10ms, read: 4ms } }
        orders: { kind: queue, outbox: { in: db, relay: 50ms } }
        maker: { kind: worker, from: orders, runs: make, operations: { make: 1ms } }
      flows: { f: [ { call: app.buy, timeout: 1s } ] }
      workloads: { w: { rate: 1/s, flows: { f: 100% } } }

      """)
    #expect(
      problems == [
        "5:87: error: nothing before it in the same steps writes to `db`, whose transaction `orders` has its outbox in (publish after a call of `db` that writes, beside it)"
      ])
  }

  @Test func `a message goes with the last write before it, once`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { buy: [ { call: db.write, timeout: 1s, as: a }, { call: db.write, timeout: 1s, as: b }, publish: orders ] } }
        db: { kind: database, operations: { write: 10ms, read: 4ms } }
        orders: { kind: queue, outbox: { in: db, relay: 50ms }, publish: 0ms }
        maker: { kind: worker, from: orders, runs: make, operations: { make: 1ms } }
      flows: { f: [ { call: app.buy, timeout: 1s } ] }
      """, at: [0])
    #expect(bench["maker"].arrivals == 1 && bench.left.isEmpty)
  }
}
