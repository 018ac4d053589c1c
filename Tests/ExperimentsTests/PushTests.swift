import Experiments
import Testing

/// Changes that their source pushes: what is lost, what is tried again, what others find.
@Suite struct PushTests {
  /// 200,000 keys with a tenth of a change a day: 0.23 changes/s, 2,778 of them in the measured 200 min.
  private func pushes(
    share: String = "100%", lost: String = "0%", retry: String = "", others: String = "",
    apply: String = "version-check", delay: String = "2s", changes: String = "10%/day", faults: String = "{}"
  ) -> String {
    """
    orrery: 1
    name: pushes
    question: how late are changes?
    origin: assumed
    run: { duration: 210min, warm-up: 5min, drain: 10min }
    domain: { core: road-warrior, changes: \(changes), apply: \(apply) }
    populations: { reservation: { count: 200000, of: road-warrior.reservation } }
    components:
      registry: { kind: compacted-topic, key: reservation, partitions: 16, record: 1 KB, lag: 100ms }
      webhook:
        kind: subscription
        from: registry
        share: \(share)
        delay: \(delay)
        lost: \(lost)
        \(retry)
        runs: receive
        operations: { receive: [ { do: compare, when: { unchanged: continue, else: { publish: updates, key: reservation } } } ] }
      \(others)
      vendor: { kind: external, operations: { get: 200ms } }
      updates: { kind: topic, key: reservation, partitions: 16 }
      app:
        kind: consumers
        from: updates
        runs: show
        replicas: 4
        operations:
          show:
            - do: apply-update
              key: reservation
              when: { applied: { measure: freshness since source-change }, else: continue }
    faults: \(faults)
    budgets:
      mean: mean freshness < 305s
      max: max freshness < 512s
      late: share freshness above 300s < 60%

    """
  }

  private func worker(_ name: String, _ fields: String) -> String {
    "\(name): { kind: polling-worker, from: registry, runs: ask, \(fields), operations: { ask: [ { call: vendor.get, timeout: 5s }, { do: compare, when: { unchanged: continue, else: { publish: updates, key: reservation } } } ] } }"
  }

  @Test func `what is pushed is there after its delay`() throws {
    let result = try Reservations.run(pushes())
    #expect(abs(Reservations.figure("mean", result) / 1e9 - 2.003) < 0.01)
    #expect(Reservations.figure("late", result) == 0)
  }

  @Test func `what is lost is late, unless it is pushed again`() throws {
    // 2,778 changes: 0.1 ± 0.022 at 99.9 %.
    let lost = try Reservations.run(pushes(lost: "10%"))
    #expect(abs(Reservations.figure("late", lost) - 0.1) < 0.022)
    // One in a hundred million is lost eight times.
    let again = try Reservations.run(pushes(lost: "10%", retry: "retry: { times: 7, every: 10s }"))
    #expect(Reservations.figure("late", again) == 0)
    // 2 s and, for one in ten, ten more, and so on: 2 + 10 · (0.1 + 0.01 + …).
    #expect(abs(Reservations.figure("mean", again) / 1e9 - 3.11) < 0.4)
  }

  @Test func `a sweep finds what was lost`() throws {
    let result = try Reservations.run(
      pushes(lost: "10%", others: worker("sweep", "every: 1h, in-flight: 100 per partition")))
    // Those of the last hour are not found before the end, or just so.
    #expect(abs(Reservations.figure("late", result) - 0.1) < 0.022)
    let swept = result.populations[1]
    #expect((100...350).contains(swept.changesFound))
  }

  @Test func `those that are not subscribed are asked for`() throws {
    let others = worker("fallback", "every: 300s, keys: unsubscribed, in-flight: 100 per partition")
    let result = try Reservations.run(pushes(share: "60%", others: others))
    // Two seconds for most, U(0, 300 s) for two in five.
    #expect(abs(Reservations.figure("mean", result) / 1e9 - (0.6 * 2 + 0.4 * 150.2)) < 6)
    let asked = result.populations[1]
    let all = Double(200_000) * 205 / 5
    #expect(abs(Double(asked.answered) / all - 0.4) < 0.01)
    // What is pushed is not due.
    #expect(asked.due == asked.answered)
  }

  @Test func `a receiver that is out loses what comes`() throws {
    let outage = "{ out: { at: 100min, for: 20min, hits: webhook, outage: yes } }"
    let result = try Reservations.run(pushes(faults: outage))
    // 20 of 205 minutes.
    #expect(abs(Reservations.figure("late", result) - 20.0 / 205) < 0.022)
  }

  /// Pushes that overtake one another: the guard by version keeps the newer, without it RW-I1 says so.
  @Test func `pushes out of order`() throws {
    let delay = "uniform(low 0s high 2h)"
    let guarded = try Reservations.run(pushes(delay: delay, changes: "20/day"))
    #expect(Reservations.violations("RW-I1", guarded) == 0)
    let open = try Reservations.run(pushes(apply: "last-arrival-wins", delay: delay, changes: "20/day"))
    #expect((Reservations.violations("RW-I1", open) ?? 0) > 100)
  }
}
