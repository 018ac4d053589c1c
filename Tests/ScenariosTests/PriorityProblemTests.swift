import Testing

/// A priority that nothing goes by, and what goes by priorities where there is only one, change nothing.
@Suite struct PriorityProblemTests {
  private func warnings(
    app: String = "discipline: priority", db: String = "", visit: String = "", order: String = "", more: String = ""
  ) throws -> [String] {
    try Draft.problems(
      """
      orrery: 1
      name: lanes
      question: does it hold?
      origin: assumed
      run: { duration: 1min }
      components:
        front: { kind: load-balancer, to: app }
        app: { kind: service, threads: 9, \(app), operations: { page: [ work: 1ms, { call: db.read, timeout: 1s } ] } }
        db: { kind: database, \(db) operations: { read: 1ms } }
        \(more)
      flows:
        visit: [ { call: front.page, timeout: 1s\(visit) } ]
        order: [ { call: app.page, timeout: 1s\(order) } ]
      workloads: { day: { rate: 10/s, flows: { visit: 50%, order: 50% } } }

      """)
  }

  @Test func `two priorities at a component that goes by them are right`() throws {
    #expect(try warnings(visit: ", priority: 0") == [])
    #expect(try warnings(app: "discipline: preemptive", order: ", priority: 7") == [])
    // What the service calls keeps the priority of its caller.
    #expect(try warnings(app: "cores: 1", db: "discipline: priority,", visit: ", priority: 0") == [])
    #expect(try warnings(app: "discipline: sharing, weights: { 4: 2, 0: 3 }", visit: ", priority: 0") == [])
    // A timer begins with the priority of clients.
    let timer = "nightly: { kind: cron, every: 10s, runs: app.page }"
    #expect(try warnings(visit: ", priority: 0", order: ", priority: 0", more: timer) == [])
  }

  @Test func `a priority that nothing goes by`() throws {
    #expect(
      try warnings(app: "cores: 1", visit: ", priority: 0") == [
        "12:55: warning: `priority` changes nothing: neither `front` nor what it calls goes by it (give one of them `discipline: priority`, or leave it out)"
      ])
  }

  @Test(arguments: ["priority", "preemptive"]) func `one priority alone`(discipline: String) throws {
    let words = "warning: `discipline: \(discipline)` changes nothing: all that comes to `app` has priority"
    let hint = "(say which calls go first: `priority: 0` beside them)"
    #expect(try warnings(app: "discipline: \(discipline)") == ["8:49: \(words) 4 \(hint)"])
    #expect(
      try warnings(app: "discipline: \(discipline)", visit: ", priority: 2", order: ", priority: 2") == [
        "8:49: \(words) 2 \(hint)"
      ])
  }

  @Test func `a weight for what never comes`() throws {
    #expect(
      try warnings(app: "discipline: sharing, weights: { 0: 4, 7: 2 }", visit: ", priority: 0") == [
        "8:75: warning: nothing that comes to `app` has priority 7, so that its weight changes nothing (say so beside its calls, as in `priority: 7`)"
      ])
  }
}
