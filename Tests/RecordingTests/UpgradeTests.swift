import Experiments
import GRDB
import Testing

@testable import Recording

/// Databases of earlier versions, with a run in them.
@Suite struct UpgradeTests {
  /// A database as a program with that schema version left it: one run with a budget, a component and a percentile.
  private func database(version: Int, at path: String) throws {
    let old = try DatabaseQueue(path: path)
    try old.write { database in
      for step in Schema.migrations.prefix(version) { try step(database) }
      try database.execute(
        sql: """
          INSERT INTO runs (run, name, question, hash, seed, scale, load, starts_at_ns, duration_ns, warm_up_ns, drain_ns,
            stands_for_ns, program_version, partial, simulated_ns, replications, digest, events, refreshes, verdict,
            timeline_interval_ns, timeline_count, dropped_decisions)
          VALUES (3, 'shop', 'Fast?', 'h', '7', 1, 1, 0, 60000000000, 0, 0, NULL, '0.0.9', 0, 60000000000, 5, 'd', 1234, 0,
            'violated', 0, 0, 0);
          INSERT INTO hosts VALUES (3, '2026-01-02T03:04:05Z', 1.5, 0.5, 1000, 2, 'some CPU');
          INSERT INTO budgets (run, position, name, "check", observed, "limit", unit, verdict, reason, severity, file, line)
          VALUES (3, 0, 'fast', 'p95 latency < 1s', 2000000000, 1000000000, 'ns', 'violated', '', 'fail', 'shop.yaml', 9);
          INSERT INTO components (run, position, name, kind, replicas, slots, cores, arrivals, completions, failures, refusals,
            timeouts, utilization, scarcest, mean_queue_length, maximum_queue_length, mean_in_flight, mean_response_ns,
            mean_waiting_ns, mean_service_ns, backlog, comparable, assumed_share, good_completions, mean_replicas)
          VALUES (3, 0, 'app', 'service', 1, 10, 1, 100, 99, 0, 0, 0, 0.8, 'cores', 1, 4, 2, 50, 40, 10, 0, 1, 0, 99, 1);
          PRAGMA application_id = \(Schema.applicationID);
          PRAGMA user_version = \(version);
          """)
    }
    try old.close()
  }

  @Test(arguments: 1..<Schema.version)
  func `what an earlier version has stored is there, in the views and in the result`(_ version: Int) throws {
    let scratch = try Scratch()
    let path = scratch.path("old.sqlite")
    try database(version: version, at: path)
    let store = try RunStore.reading(path)
    let result = try store.load(3)
    #expect(result.scenario.name == "shop" && result.programVersion == "0.0.9" && result.replications == 5)
    #expect(result.budgets.map(\.name) == ["fast"] && result.components.map(\.name) == ["app"])
    #expect(result.mode == .simulated && result.live == nil)
    try store.database.read { database in
      #expect(try Int.fetchOne(database, sql: "PRAGMA user_version") == Schema.version)
      for (view, _) in ViewTests.documented { _ = try Row.fetchAll(database, sql: "SELECT * FROM \(view)") }
      #expect(try String.fetchOne(database, sql: "SELECT verdict FROM budget WHERE name = 'fast'") == "violated")
      #expect(try Double.fetchOne(database, sql: "SELECT utilization FROM component WHERE name = 'app'") == 0.8)
      #expect(try Int.fetchOne(database, sql: "SELECT budgets_not_held FROM run_summary WHERE run = 3") == 1)
    }
    // And is written to by today's program, as a database of today.
    let run = try store.add(FullResult.make())
    #expect(run == 4)
    #expect(try described(store.load(4)) == described(FullResult.make()))
  }
}
