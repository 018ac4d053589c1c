import Experiments
import Testing

/// Whoever has edited a reservation looks at it: does the app show the edit?
@Suite struct OwnEditsTests {
  private func shop(_ components: String, edit: String, look: String, delay: String) -> String {
    """
    orrery: 1
    name: own-edits
    question: does a traveller see an own edit?
    origin: assumed
    run: { duration: 10min, drain: 1min }
    network: { same-zone: 0ms, client: 0ms }
    domain: { core: road-warrior }
    populations: { reservation: { count: 100k, of: road-warrior.reservation } }
    components:
    \(components)
    workloads: { people: { rate: 20/s, flows: { edit: 100% } } }
    flows:
      edit:
        - { do: edit, key: reservation, when: { edited: continue, closed: { reply: closed } } }
        - \(edit)
        - think: \(delay)
        - { do: view, in: \(look), key: reservation, timeout: 1s, when: { shown: continue, stale: { reply: stale } } }
    budgets:
      stale: share outcomes(flow=edit outcome=stale) = 0%

    """
  }

  /// The edit is in the table 150 ms after it was accepted.
  @Test(arguments: [("0ms", 1.0), ("100ms", 1), ("200ms", 0), ("1s", 0)])
  func `an edit that travels is not seen until it has arrived`(delay: String, stale: Double) throws {
    let text = shop(
      """
        updates: { kind: queue }
        store: { kind: document-store, operations: { read: 1ms, write: 10ms } }
        updater:
          kind: worker
          from: updates
          threads: 100
          runs: take
          operations:
            take:
              - wait: 140ms
              - { do: apply-update, in: store.write, timeout: 1s, when: { applied: continue, else: { reply: no } } }
      """, edit: "publish: updates", look: "store.read", delay: delay)
    // Now and then another edit of the same reservation is on its way.
    #expect(abs(try Reservations.figure("stale", Reservations.run(text)) - stale) < 0.001)
  }

  /// A transaction at the primary, and reads at copies that lag by 100 ms.
  @Test(arguments: [("0ms", 1.0), ("90ms", 1), ("110ms", 0)])
  func `a copy that lags does not show it`(delay: String, stale: Double) throws {
    func text(_ reads: String) -> String {
      shop(
        "  db: { kind: database, replica: { count: 2, lag: 100ms, reads: \(reads) }, operations: { read: 1ms, write: 2ms } }",
        edit: "{ do: apply-update, in: db.write, timeout: 1s, when: { applied: continue, else: { reply: no } } }",
        look: "db.read", delay: delay)
    }
    let copies = try Reservations.figure("stale", Reservations.run(text("yes")))
    #expect(abs(copies - stale) < 0.001)
    #expect(try Reservations.figure("stale", Reservations.run(text("no"))) == 0)
  }
}
