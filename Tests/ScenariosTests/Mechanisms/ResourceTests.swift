import Components
import Engine
import Testing

/// Pools, limiters, rows, caches, functions, connections.
@Suite struct ResourceTests {
  // MARK: Pools

  /// A request that holds the one slot, and one that wants it a second later.
  private func held(_ steps: String, rules: String = "") throws -> Bench {
    try Bench(
      """
      components:
        pool: { kind: pool, slots: 1, queue: 0 }
        app:
          kind: service
          operations:
            good: 10ms
            bad: [ { wait: 10ms }, { fail: error } ]
            slow: [ wait: 100ms ]
            use: [ { hold: pool, steps: [ \(steps) ] } ]
      flows: { f: [ { call: app.use\(rules), when: { else: continue } } ] }
      """, at: [0, 1000])
  }

  @Test(arguments: [
    "call: app.good", "{ call: app.good }, { reply: early }", "call: app.bad", "{ call: app.slow, timeout: 20ms }",
    "{ fail: refused }", "{ parallel: { a: [ call: app.good ], b: [ call: app.slow ] }, join: any }",
    "{ repeat: 3, steps: [ call: app.good ] }", "{ hold: pool, timeout: 5ms, steps: [ call: app.good ] }",
  ])
  func `a slot is given back whichever way the steps end`(steps: String) throws {
    let bench = try held(steps)
    #expect(bench["pool"].arrivals >= 2 && bench.left.isEmpty)
    // The inner hold of the same pool is the one that is refused.
    let inner: UInt64 = steps.contains("hold") ? 2 : 0
    #expect(bench["pool"].refusals == inner)
  }

  @Test func `a slot is given back when its holder stops`() throws {
    let bench = try Bench(
      """
      components:
        pool: { kind: pool, slots: 1, queue: 0 }
        app: { kind: service, operations: { use: [ { hold: pool, steps: [ wait: 100ms ] } ] } }
      flows: { f: [ { call: app.use } ] }
      faults: { dead: { at: 50ms, back-in: 100ms, hits: app, crash: yes } }
      """, at: [0, 1000])
    #expect(bench.outcomes() == ["error": 1, "ok": 1] && bench["pool"].busy == 150 && bench.left.isEmpty)
  }

  @Test func `a slot that comes too late goes to the next`() throws {
    let bench = try Bench(
      """
      components: { pool: { kind: pool, slots: 1, queue: 9 } }
      flows: { f: [ { hold: pool, timeout: 60ms, steps: [ wait: 50ms ] } ] }
      """, at: [0, 1, 2, 3])
    // The second has it at 50 ms; the others give up at 62 and 63 ms, and it is free at 100 ms.
    #expect(bench.outcomes() == ["ok": 2, "timeout": 2] && bench["pool"].busy == 100 && bench.left.isEmpty)
  }

  @Test func `each replica has slots of its own`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, replicas: 2, operations: { use: [ { hold: pool, steps: [ wait: 50ms ] } ] } }
        pool: { kind: pool, per: app, slots: 1 }
      flows: { f: [ { call: app.use } ] }
      """, at: [0, 0, 0, 0])
    #expect(bench.latencies == 50 + 50 + 100 + 100)
  }

  // MARK: Token buckets

  @Test func `a bucket lets its burst through, and then its rate`() throws {
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { run: 1us } }
        limit: { kind: limiter, in-front-of: app, rate: 10/s, burst: 3 }
      flows: { f: [ { call: app.run } ] }
      """, at: [0, 0, 0, 0, 99, 101, 102, 1000, 1000, 1000, 1000])
    #expect(bench.outcomes() == ["ok": 7, "refused": 4])
  }

  @Test func `no window lets more through than the rate and the burst`() throws {
    // As many as may come, one each millisecond, for 10 s.
    let bench = try Bench(
      """
      components:
        app: { kind: service, operations: { run: 1us } }
        limit: { kind: limiter, in-front-of: app, rate: 70/s, burst: 30 }
      flows: { f: [ { call: app.run } ] }
      """, at: Array(0..<10_000), seconds: 10)
    #expect((729...730).contains(bench["app"].arrivals))
  }

  // MARK: Databases

  @Test func `writes of one row wait for each other, and reads do not`() throws {
    func bench(_ operation: String, keys: String) throws -> Bench {
      try Bench(
        """
        populations: { item: { count: \(keys) } }
        components:
          db: { kind: database, cores: 8, connections: 9, locks: [ write ], operations: { read: 10ms, write: 10ms } }
        flows: { f: [ { call: db.\(operation), key: item } ] }
        """, at: [0, 0, 0])
    }
    let one = try bench("write", keys: "1")
    #expect(one.latencies == 10 + 20 + 30 && one["db"].counts[.lockWaits] == 2 && one.left.isEmpty)
    #expect(try bench("read", keys: "1").latencies == 30)
    #expect(try bench("write", keys: "1G").latencies == 30)
  }

  @Test func `a copy is stale until it has the write, and not for longer`() throws {
    let bench = try Bench(
      """
      populations: { item: { count: 1 } }
      components:
        db:
          kind: database
          replica: { count: 1, lag: 100ms, reads: yes }
          operations: { read: 1ms, write: 10ms }
      flows:
        f: [ { call: db.read, key: item } ]
        g: [ { call: db.write, key: item } ]
      """, at: [5, 11, 50, 109, 110, 200], second: [0])
    #expect(bench["db"].counts[.stale] == 3)
  }

  @Test func `a database serves its line in any order, and refuses what has waited too long`() throws {
    func bench(_ options: String) throws -> Bench {
      try Bench(
        """
        components: { db: { kind: database, cores: 1, connections: 1\(options), operations: { read: 100ms, look: 10ms } } }
        flows: { f: [ { call: db.read, when: { else: continue } } ], g: [ { call: db.look } ] }
        """, at: [0, 10, 20], second: [30])
    }
    // In the order of arrival the short one is last; where the shortest is next, or the last, it is second.
    #expect(try bench("").latencies == 100 + 190 + 280)
    #expect(try bench(", discipline: shortest").latencies == 100 + 200 + 290)
    #expect(try bench(", discipline: lifo").latencies == 100 + 190 + 300)
    let shed = try bench(", shed: { target: 10ms, interval: 50ms }")
    #expect(shed["db"].counts[.shed] > 0 && shed.left.isEmpty)
  }

  // MARK: Caches

  private func cached(_ options: String, _ arrivals: [Int], second: [Int] = []) throws -> Bench {
    try Bench(
      """
      populations: { item: { count: 1 } }
      components:
        cache: { kind: cache, in-front-of: db, key: item, entries: 5, get: 0ms\(options) }
        db: { kind: database, operations: { read: 10ms, write: 10ms } }
      flows:
        f: [ { call: db.read, key: item } ]
        g: [ { call: db.write, key: item } ]
      """, at: arrivals, second: second)
  }

  @Test func `a key is kept for its time to live`() throws {
    let bench = try cached(", ttl: 100ms", [0, 50, 109, 111])
    #expect(bench["cache"].counts[.hits] == 2 && bench["cache"].counts[.misses] == 2)
    #expect(bench["db"].arrivals == 2 && bench.latencies == 20)
  }

  @Test func `misses of one key share one fetch where they coalesce`() throws {
    let alone = try cached(", coalesce: yes", [0, 1, 2])
    #expect(alone["db"].arrivals == 1 && alone["cache"].counts[.coalesced] == 2 && alone.latencies == 10 + 9 + 8)
    #expect(try cached("", [0, 1, 2])["db"].arrivals == 3)
  }

  @Test func `a write drops its key`() throws {
    let bench = try cached(", invalidates: [ write ]", [0, 20, 60], second: [40])
    #expect(bench["cache"].counts[.hits] == 1 && bench["cache"].counts[.misses] == 2)
  }

  @Test func `who waits for a fetch that fails fails with it`() throws {
    let bench = try Bench(
      """
      populations: { item: { count: 1 } }
      components:
        cache: { kind: cache, in-front-of: db.read, key: item, entries: 5, get: 0ms, coalesce: yes }
        db: { kind: database, operations: { read: 10ms } }
      flows: { f: [ { call: db.read, key: item } ] }
      faults: { dead: { at: 5ms, back-in: 1ms, hits: db, crash: yes } }
      """, at: [0, 1, 50])
    #expect(bench.outcomes() == ["error": 2, "ok": 1] && bench.left.isEmpty)
  }

  @Test func `a page without a key comes from the origin as the origin says it`() throws {
    let bench = try Bench(
      """
      populations: { picture: { count: 1, size: 1 KB } }
      components:
        site: { kind: cdn, to: { picture: store, else: app }, caches: picture, edge: 1ms }
        store: { kind: object-store, operations: { picture: 10ms } }
        app: { kind: service, operations: { seats: [ work: 5ms, reply: sold-out ] } }
      flows:
        f: [ { call: site.seats, when: { sold-out: { reply: too-late } } } ]
        g: [ { call: site.picture, key: picture, as: look, when: { hit: { reply: seen }, miss: { reply: fetched } } } ]
      """, at: [0, 100], second: [0, 100])
    #expect(bench.outcomes() == ["too-late": 2] && bench.outcomes(1) == ["fetched": 1, "seen": 1])
    #expect(bench["site"].counts[.misses] == 1 && bench["app"].arrivals == 2 && bench.left.isEmpty)
  }

  @Test func `an answer of another word than ok is passed on, and not kept`() throws {
    let bench = try Bench(
      """
      populations: { item: { count: 1 } }
      components:
        edge: { kind: cache, in-front-of: near, key: item, entries: 5, get: 0ms }
        near: { kind: cache, in-front-of: app, key: item, entries: 5, get: 0ms }
        app: { kind: service, operations: { look: [ work: 5ms, reply: gone ], get: [ work: 5ms ] } }
      flows:
        f: [ { call: app.look, key: item, when: { gone: { reply: gone } } } ]
        g: [ { call: app.get, key: item } ]
      """, at: [0, 100], second: [200, 300])
    #expect(bench.outcomes() == ["gone": 2] && bench["app"].arrivals == 3)
    // What a cache behind the cache fetched is kept by both.
    #expect(bench["edge"].counts[.hits] == 1 && bench["near"].counts[.hits] == 0 && bench.left.isEmpty)
  }

  // MARK: Functions and connections

  @Test func `an instance starts cold, and stays warm for a while`() throws {
    func bench(_ options: String) throws -> Bench {
      try Bench(
        """
        components:
          fn: { kind: function, cold-start: 100ms, keeps-warm: 1s\(options), operations: { run: [ wait: 10ms ] } }
        flows: { f: [ { call: fn.run } ] }
        """, at: [0, 200, 300, 300, 2000])
    }
    let cold = try bench("")
    #expect(cold["fn"].counts[.coldStarts] == 3 && cold.latencies == 110 + 10 + 10 + 110 + 110)
    let warm = try bench(", warm: 1")
    #expect(warm["fn"].counts[.coldStarts] == 1 && warm.latencies == 4 * 10 + 110)
    let limited = try bench(", limit: 1")
    #expect(limited["fn"].refusals == 1 && limited.outcomes() == ["ok": 4, "refused": 1])
  }

  @Test func `a connection holds its slot for the lease, and messages need none`() throws {
    let bench = try Bench(
      """
      components:
        ws: { kind: websocket-server, connections: 2, lease: 100ms, operations: { connect: 1ms, message: 1ms } }
      flows:
        f: [ { call: ws.connect } ]
        g: [ { call: ws.message } ]
      """, at: [0, 10, 20, 105], second: [50, 51])
    #expect(bench.outcomes() == ["ok": 3, "refused": 1] && bench.outcomes(1) == ["ok": 2])
    #expect(bench.latency == 1 && bench["ws"].busy == 3 * 101 && bench.left.isEmpty)
  }
}
