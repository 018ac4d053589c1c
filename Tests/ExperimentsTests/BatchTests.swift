import Experiments
import Testing

/// A batch every five minutes over a population: how late changes come into the app follows from how long it collects,
/// which follows from its slots, and from how long it loads.
@Suite struct BatchTests {
  /// 45,000 keys and 50 open calls of 200 ms: 180 s, the thousandth part of 45 M calls with 500 slots × 100.
  private func batch(
    overlap: String = "forbid", load: String = "60s", slots: Int = 50, parameters: String = "", turn: String = "turn",
    engine: String = "", timeout: String = "1h", duration: String = "2h", edits: String = "0/s"
  ) -> String {
    """
    orrery: 1
    name: batch
    question: how late are changes?
    origin: assumed
    run: { duration: \(duration), warm-up: 20min, drain: 30min }
    domain: { core: road-warrior, changes: 10/day \(parameters) }
    populations: { reservation: { count: 45000, of: road-warrior.reservation } }
    components:
      jobs: { kind: compacted-topic, key: reservation, partitions: 10, record: 1 KB, lag: 100ms }
      scheduler: { kind: cron, every: 300s, runs: engine.run, overlap: \(overlap) }
      turn: { kind: pool, slots: 1 }
      free: { kind: pool, slots: 100 }
      engine:
        kind: batch-engine
        slots: 40
        starts-in: 0s
        \(engine)
        operations:
          run:
            - do: begin-run
            - { call: collector.collect, timeout: \(timeout), when: { timeout: { reply: late } } }
            - hold: \(turn)
              timeout: 1h
              steps:
                - { do: begin-load, when: { begun|overlapping: continue, loaded: { reply: loaded } } }
                - wait: \(load)
                - { do: load, emits: loaded }
      collector:
        kind: polling-worker
        from: jobs
        starts: on call
        runs: collect
        replicas: 10
        in-flight: \(slots / 10) per replica
        operations:
          collect:
            - { call: vendor.get, timeout: 5s }
            - { do: compare, when: { unchanged: continue, else: { do: stage, when: { staged|dropped: continue } } } }
      vendor: { kind: external, operations: { get: 200ms } }
      db: { kind: database, operations: { write: 1ms } }
      loaded: { kind: queue }
      app:
        kind: worker
        from: loaded
        runs: show
        replicas: 4
        threads: 1000
        operations:
          show:
            - do: apply-update
              key: reservation
              when: { applied: { measure: freshness since source-change }, else: continue }
    workloads: { people: { rate: \(edits), flows: { edit: 100% } } }
    flows:
      edit:
        - { do: edit, key: reservation, when: { edited: continue, closed: { reply: closed } } }
        - { do: apply-update, in: db.write, timeout: 1s, when: { applied: continue, else: { reply: closed } } }
    budgets:
      mean: mean freshness < 305s
      p99: p99 freshness < 512s
      late: share freshness above 300s < 60%
      all: share refreshed(population=reservation) = 100%

    """
  }

  /// A change waits for the next run, U(0, 300 s); its key is asked for somewhere in the pass, and the rest of the pass
  /// is waited for, U(0, C); and the load, S.
  @Test func `delays are the sum of a cycle, a pass and a load`() throws {
    let result = try Reservations.run(batch())
    let told = "\(result.budgets.map { "\($0.name) \($0.observed ?? -1)" })"
    // 150 + 90 + 60 s; 540 − √(2 · 0.01 · 300 · 180) = 507 s; a half.
    #expect(abs(Reservations.figure("mean", result) / 1e9 - 300) < 6, "\(told)")
    #expect(abs(Reservations.figure("p99", result) / 1e9 - 507) < 8, "\(told)")
    #expect(abs(Reservations.figure("late", result) - 0.5) < 0.03, "\(told)")
    #expect(Reservations.figure("all", result) == 1, "\(told)")
    #expect(Reservations.violations("RW-I12", result) == 0)
  }

  /// Four times the slots: 45 s.
  @Test func `a pass is as long as its slots make it`() throws {
    let result = try Reservations.run(batch(slots: 200))
    #expect(abs(Reservations.figure("mean", result) / 1e9 - (150 + 22.5 + 60)) < 6)
  }

  @Test func `runs longer than the period`() throws {
    // 180 s and 220 s: every other start finds a run in the way.
    let forbidden = try Reservations.run(batch(load: "220s"))
    #expect(abs(Reservations.figure("mean", forbidden) / 1e9 - (300 + 90 + 220)) < 20)
    // Each is replaced before it loads: what it had found is never seen.
    let replaced = try Reservations.run(batch(overlap: "replace", load: "220s"))
    // But for the last one, which nothing replaces.
    #expect(Reservations.figure("late", replaced) > 0.98)
    // They load beside one another for 100 s of each 300, which nobody may.
    let allowed = try Reservations.run(batch(overlap: "allow", load: "320s", turn: "free"))
    #expect((Reservations.violations("RW-I12", allowed) ?? 0) > 10)
    #expect(abs(Reservations.figure("mean", allowed) / 1e9 - (150 + 90 + 320)) < 12)
    let inTurn = try Reservations.run(batch(overlap: "allow", load: "280s"))
    #expect(Reservations.violations("RW-I12", inTurn) == 0)
  }

  @Test func `a load takes as long as its rows`() throws {
    // 45,000 rows of 2 ms are 90 s, and what changed in 300 s are some 156: a third of a second.
    let full = batch(load: "0s", parameters: ", load: full", engine: "row: 2ms")
    let delta = batch(load: "0s", engine: "row: 2ms")
    let (all, changed) = (try Reservations.run(full), try Reservations.run(delta))
    #expect(abs(Reservations.figure("mean", all) / 1e9 - (150 + 90 + 90)) < 6)
    #expect(abs(Reservations.figure("mean", changed) / 1e9 - (150 + 90 + 0.3)) < 6)
  }

  /// A row is read when its run begins and written 240 s later. Edits come at 20/s over 45,000 rows, so that a row is
  /// edited in that time with probability 1 − e^(−240 · 20 / 45,000) = 10.1 %.
  @Test func `whole documents undo what was edited since the snapshot`() throws {
    let edited = 0.1012
    let changed = try Reservations.run(batch(parameters: ", apply: whole-document", edits: "20/s"))
    // 5.2 changes a second, of which one run brings one for each row: 1.7 % fewer.
    let loaded = 10.0 * 45_000 / 86_400 * 0.983 * 7200
    #expect(abs(Double(Reservations.violations("RW-I4", changed) ?? 0) / (loaded * edited) - 1) < 0.1)
    #expect(Reservations.violations("RW-I3", changed) == 0)
    let all = try Reservations.run(batch(load: "60s", parameters: ", apply: whole-document, load: full", edits: "20/s"))
    // 24 runs begin in two hours.
    #expect(abs(Double(Reservations.violations("RW-I4", all) ?? 0) / (24 * 45_000 * edited) - 1) < 0.05)
    let guarded = try Reservations.run(batch(load: "60s", parameters: ", load: full", edits: "20/s"))
    #expect(Reservations.violations("RW-I4", guarded) == 0)
  }

  @Test func `a pass that nobody waits for any more stops`() throws {
    let result = try Reservations.run(batch(timeout: "90s"))
    // Half of the keys have been asked for, and what was found is never loaded.
    #expect(abs(Reservations.figure("all", result) - 0.5) < 0.02)
    #expect(Reservations.figure("late", result) == 1)
  }

  /// The last run begins a minute before the end, and collects for three: what it finds is loaded in the drain.
  @Test func `a pass that has begun goes on in the drain`() throws {
    let result = try Reservations.run(batch(duration: "121min"))
    #expect(abs(Reservations.figure("mean", result) / 1e9 - 300) < 6)
    #expect(Reservations.figure("all", result) == 1)
  }

  @Test func `it is the same on one thread and on two`() throws {
    let text = batch(duration: "40min")
    #expect(try Reservations.run(text).digest == (try Reservations.run(text, threads: 2).digest))
  }
}
