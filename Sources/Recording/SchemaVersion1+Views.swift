/// The views that people query. Their comments are stored with them: `.schema latency` shows them.
extension SchemaVersion1 {
  static let views = """
    CREATE VIEW run_summary AS
      -- One row per run: what was run, what came out, and how the budgets stand.
      SELECT
        r.run, r.name, r.question,
        (SELECT group_concat(option, ',') FROM
          (SELECT option FROM options o WHERE o.run = r.run ORDER BY position)) AS options,
        r.seed, r.verdict, r.partial, r.simulated_ns, r.replications, r.events, r.refreshes,
        (SELECT count(*) FROM budgets b WHERE b.run = r.run AND b.verdict = 'held')
          AS budgets_held,
        (SELECT count(*) FROM budgets b WHERE b.run = r.run AND b.verdict <> 'held')
          AS budgets_not_held,
        (SELECT count(*) FROM invariants i WHERE i.run = r.run AND i.violations > 0)
          AS invariants_violated,
        c.currency, c.per_month_micros,
        r.digest, r.hash, r.program_version, h.recorded_at, h.wall_seconds
      FROM runs r
      LEFT JOIN hosts h ON h.run = r.run
      LEFT JOIN costs c ON c.run = r.run;

    CREATE VIEW latency AS
      -- Distributions of time: one row per metric and labels. Infinitely late samples (missing)
      -- count in every quantile; a quantile among them is 9223372036854775807.
      SELECT
        i.run, i.metric, i.title,
        (SELECT value FROM indicator_labels l
          WHERE l.run = i.run AND l.indicator = i.position AND l.label = 'flow') AS flow,
        (SELECT value FROM indicator_labels l
          WHERE l.run = i.run AND l.indicator = i.position AND l.label = 'component') AS component,
        (SELECT value FROM indicator_labels l
          WHERE l.run = i.run AND l.indicator = i.position AND l.label = 'operation') AS operation,
        (SELECT value FROM indicator_labels l
          WHERE l.run = i.run AND l.indicator = i.position AND l.label = 'phase') AS phase,
        i.count, i.missing, i.mean_ns,
        m.mean_ns - m.half_width_ns AS mean_low_ns, m.mean_ns + m.half_width_ns AS mean_high_ns,
        i.min_ns, i.p50_ns, i.p75_ns, i.p90_ns, i.p95_ns, i.p99_ns, i.p999_ns, i.max_ns
      FROM indicators i
      LEFT JOIN indicator_intervals m
        ON m.run = i.run AND m.indicator = i.position AND m.quantile IS NULL;

    CREATE VIEW component AS
      -- One row per component over the measured part of the run. utilization is the busy share of
      -- the scarcest resource, null when nothing limits it; hit_ratio is null without look-ups.
      SELECT
        c.run, c.name, kind, replicas, slots, cores, arrivals, completions, failures, refusals,
        timeouts, utilization, scarcest, mean_queue_length, maximum_queue_length, mean_in_flight,
        mean_response_ns, mean_waiting_ns, mean_service_ns, backlog, comparable, assumed_share,
        good_completions, mean_replicas,
        (SELECT CAST(sum(CASE counter WHEN 'hits' THEN count ELSE 0 END) AS REAL) / sum(count)
          FROM counts n WHERE n.run = c.run AND n.component = c.name
            AND counter IN ('hits', 'misses', 'coalesced')) AS hit_ratio
      FROM components c;

    CREATE VIEW budget AS
      -- One row per budget; observed, low, high and limit are in `unit`.
      SELECT
        run, name, "check", observed, interval_mean - interval_half_width AS low,
        interval_mean + interval_half_width AS high, "limit", unit, verdict, reason, severity,
        file, line
      FROM budgets;

    CREATE VIEW invariant AS
      -- One row per monitor of the domain cores.
      SELECT
        run, id, documentation, violations, first_at_ns, first_replication, first_entity, expected
      FROM invariants;

    CREATE VIEW cost AS
      -- One row per line of the monthly bill.
      SELECT
        l.run, l.component, l.item, l.quantity, l.unit, l.unit_price_micros, l.per_month_micros,
        c.currency, c.stands_for_ns
      FROM cost_lines l JOIN costs c ON c.run = l.run;

    CREATE VIEW timeline AS
      -- What happened in each interval of simulated time: style is flow, measure or component.
      SELECT
        f.run, f.at_ns, CASE s.measure WHEN 1 THEN 'measure' ELSE s.style END AS style, s.name,
        f.offered, f.completed, f.failed, f.p50_ns, f.p95_ns, f.p99_ns,
        NULL AS utilization, NULL AS queue_length, NULL AS throughput
      FROM timeline_flows f
      JOIN timeline_series s ON s.run = f.run AND s.position = f.series
      UNION ALL
      SELECT
        c.run, c.at_ns, s.style, s.name, NULL, NULL, NULL, NULL, NULL, NULL,
        c.utilization, c.queue_length, c.throughput
      FROM timeline_components c
      JOIN timeline_series s ON s.run = c.run AND s.position = c.series;

    CREATE VIEW decision AS
      -- What policies and platforms decided, when and why, in the first replication.
      SELECT run, at_ns, kind, component, caller, before, after, signal, reason FROM decisions;

    CREATE VIEW recovery AS
      -- One row per fault with a fixed end and per phase of higher load: `recovered`,
      -- `did-not-recover` or `not-judged`, and how long it took.
      SELECT
        run, name, style, workload, hits, began_ns, ended_ns, outcome, recovered_after_ns,
        slowest_flow, judged, recovered, remark
      FROM recoveries;
    """
}
