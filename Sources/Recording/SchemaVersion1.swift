/// The tables of schema version 1. Never edited once released: a change is a new version with a
/// migration of its own.
///
/// A table is named in the plural, a view in the singular. Times end in `_ns`, money in `_micros`.
/// Every row belongs to a run; `position` keeps the order in which a result lists things. Unsigned
/// counts are stored by their bit pattern, which differs from the number only above 2^63; a seed may
/// well be above, and is text.
enum SchemaVersion1 {
  static let tables = runTables + resultTables + billTables + seriesTables

  private static let runTables = """
    CREATE TABLE runs (
      run INTEGER PRIMARY KEY,
      name TEXT NOT NULL, question TEXT NOT NULL, hash TEXT NOT NULL,
      seed TEXT NOT NULL, scale INTEGER NOT NULL, load REAL NOT NULL,
      starts_at_ns INTEGER NOT NULL, duration_ns INTEGER NOT NULL, warm_up_ns INTEGER NOT NULL,
      drain_ns INTEGER NOT NULL, stands_for_ns INTEGER,
      program_version TEXT NOT NULL, partial INTEGER NOT NULL,
      simulated_ns INTEGER NOT NULL, replications INTEGER NOT NULL, digest TEXT NOT NULL,
      events INTEGER NOT NULL, refreshes INTEGER NOT NULL, verdict TEXT NOT NULL,
      timeline_interval_ns INTEGER NOT NULL, timeline_count INTEGER NOT NULL,
      dropped_decisions INTEGER NOT NULL
    ) STRICT;
    -- What differs from machine to machine; nothing else in this file does.
    CREATE TABLE hosts (
      run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
      recorded_at TEXT NOT NULL, wall_seconds REAL, set_up_seconds REAL,
      peak_memory_bytes INTEGER NOT NULL, threads INTEGER NOT NULL, cpu TEXT NOT NULL
    ) STRICT;
    \(list("options", "option TEXT NOT NULL"))
    \(list("assignments", "assignment TEXT NOT NULL"))
    \(list("sources", "path TEXT NOT NULL, text TEXT NOT NULL"))
    \(list("digests", "component TEXT NOT NULL, digest TEXT NOT NULL"))
    \(list("warnings", "warning TEXT NOT NULL"))
    \(list("quantities", """
      path TEXT NOT NULL, text TEXT NOT NULL, origin TEXT NOT NULL, quote TEXT, written_range TEXT,
      file TEXT NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL
      """))
    """

  private static let resultTables = """
    -- Infinitely late samples are in `missing`; a quantile among them is 9223372036854775807.
    \(list("indicators", """
      metric TEXT NOT NULL, title TEXT NOT NULL, unit TEXT NOT NULL,
      count INTEGER NOT NULL, missing INTEGER NOT NULL, mean_ns REAL, min_ns INTEGER,
      p50_ns INTEGER, p75_ns INTEGER, p90_ns INTEGER, p95_ns INTEGER, p99_ns INTEGER,
      p999_ns INTEGER, max_ns INTEGER, histogram BLOB NOT NULL
      """))
    \(list("indicator_labels", """
      indicator INTEGER NOT NULL, label TEXT NOT NULL, value TEXT NOT NULL
      """))
    -- Of the mean where `quantile` is null.
    \(list("indicator_intervals", """
      indicator INTEGER NOT NULL, quantile REAL, mean_ns REAL, half_width_ns REAL, level REAL
      """))
    \(list("exceedances", """
      indicator INTEGER NOT NULL, limit_ns INTEGER NOT NULL, count INTEGER NOT NULL
      """))
    \(list("populations", """
      name TEXT NOT NULL, entities INTEGER NOT NULL, bytes_each INTEGER NOT NULL,
      cycle_ns INTEGER NOT NULL, due INTEGER NOT NULL, refreshes INTEGER NOT NULL,
      answered INTEGER NOT NULL, refused INTEGER NOT NULL, timed_out INTEGER NOT NULL,
      failed INTEGER NOT NULL, changes_found INTEGER NOT NULL, changes_missed INTEGER NOT NULL
      """))
    \(list("components", """
      name TEXT NOT NULL, kind TEXT NOT NULL, replicas INTEGER NOT NULL, slots INTEGER NOT NULL,
      cores INTEGER NOT NULL, arrivals INTEGER NOT NULL, completions INTEGER NOT NULL,
      failures INTEGER NOT NULL, refusals INTEGER NOT NULL, timeouts INTEGER NOT NULL,
      utilization REAL, scarcest TEXT NOT NULL, mean_queue_length REAL,
      maximum_queue_length INTEGER NOT NULL, mean_in_flight REAL,
      mean_response_ns INTEGER NOT NULL, mean_waiting_ns INTEGER NOT NULL,
      mean_service_ns INTEGER NOT NULL, backlog INTEGER NOT NULL, comparable INTEGER NOT NULL,
      assumed_share REAL, good_completions INTEGER NOT NULL, mean_replicas REAL
      """))
    -- Counters of components that are not zero: hits, retries, shed and so on.
    \(list("counts", """
      component TEXT NOT NULL, counter TEXT NOT NULL, count INTEGER NOT NULL
      """))
    \(list("links", """
      source TEXT NOT NULL, target TEXT NOT NULL, style TEXT NOT NULL, count INTEGER NOT NULL
      """))
    \(list("outcomes", """
      scope TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL
      """))
    \(list("phases", """
      workload TEXT NOT NULL, name TEXT NOT NULL, begins_ns INTEGER NOT NULL,
      ends_ns INTEGER NOT NULL, offered INTEGER NOT NULL, completed INTEGER NOT NULL,
      failed INTEGER NOT NULL
      """))
    \(list("budgets", """
      name TEXT NOT NULL, "check" TEXT NOT NULL, observed REAL, interval_mean REAL,
      interval_half_width REAL, interval_level REAL, "limit" REAL, unit TEXT NOT NULL,
      verdict TEXT NOT NULL, reason TEXT NOT NULL, severity TEXT NOT NULL, file TEXT NOT NULL,
      line INTEGER NOT NULL
      """))
    \(list("invariants", """
      id TEXT NOT NULL, documentation TEXT NOT NULL, violations INTEGER NOT NULL,
      first_at_ns INTEGER, first_replication INTEGER, first_entity INTEGER,
      expected INTEGER NOT NULL
      """))
    \(list("self_checks", """
      component TEXT NOT NULL, law TEXT NOT NULL, measured REAL, expected REAL,
      unit TEXT NOT NULL, within_tolerance INTEGER NOT NULL, remark TEXT NOT NULL
      """))
    \(list("freshness_laws", """
      population TEXT NOT NULL, measure TEXT NOT NULL, period_ns INTEGER NOT NULL,
      pipeline BLOB NOT NULL
      """))
    \(list("freshness_points", """
      law INTEGER NOT NULL, delay_ns INTEGER NOT NULL, measured REAL, expected REAL
      """))
    -- What policies and platforms decided, in the first replication. What `before`, `after` and
    -- `signal` are depends on the kind; `reason` says it in words.
    \(list("decisions", """
      at_ns INTEGER NOT NULL, kind TEXT NOT NULL, component TEXT NOT NULL, caller TEXT NOT NULL,
      before REAL, after REAL, signal REAL, reason TEXT NOT NULL
      """))
    -- Whether the flows came back after each fault and each phase of higher load (style `surge`).
    -- `recovered_after_ns` is null where a replication did not recover, or none could be judged.
    \(list("recoveries", """
      name TEXT NOT NULL, style TEXT NOT NULL, workload TEXT NOT NULL, hits TEXT NOT NULL,
      began_ns INTEGER NOT NULL, ended_ns INTEGER NOT NULL, judged INTEGER NOT NULL,
      recovered INTEGER NOT NULL, recovered_after_ns INTEGER, slowest_flow TEXT NOT NULL,
      outcome TEXT NOT NULL, remark TEXT NOT NULL
      """))
    """

  private static let billTables = """
    CREATE TABLE costs (
      run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
      currency TEXT NOT NULL, stands_for_ns INTEGER NOT NULL, per_month_micros INTEGER NOT NULL
    ) STRICT;
    \(list("cost_lines", """
      component TEXT NOT NULL, item TEXT NOT NULL, quantity REAL, unit TEXT NOT NULL,
      unit_price_micros REAL, per_month_micros INTEGER NOT NULL
      """))
    \(list("unpriced_components", "component TEXT NOT NULL"))
    \(list("price_books", """
      path TEXT NOT NULL, date TEXT NOT NULL, source TEXT NOT NULL, currency TEXT NOT NULL
      """))
    """

  private static let seriesTables = """
    -- `lengths`: entries of each array of the series, as all of them may not reach the end.
    \(list("timeline_series", """
      style TEXT NOT NULL, name TEXT NOT NULL, measure INTEGER NOT NULL, lengths TEXT NOT NULL
      """))
    CREATE TABLE timeline_flows (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      series INTEGER NOT NULL, at_ns INTEGER NOT NULL,
      offered INTEGER, completed INTEGER, failed INTEGER,
      p50_ns INTEGER, p95_ns INTEGER, p99_ns INTEGER,
      PRIMARY KEY (run, series, at_ns)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE timeline_components (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
      series INTEGER NOT NULL, at_ns INTEGER NOT NULL,
      utilization REAL, queue_length REAL, throughput INTEGER,
      PRIMARY KEY (run, series, at_ns)
    ) STRICT, WITHOUT ROWID;
    \(list("marks", """
      name TEXT NOT NULL, style TEXT NOT NULL, begins_ns INTEGER NOT NULL, ends_ns INTEGER NOT NULL
      """))
    """

  /// A list of things per run, in their order.
  private static func list(_ name: String, _ columns: String) -> String {
    """
    CREATE TABLE \(name) (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL,
      \(columns),
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """
  }
}
