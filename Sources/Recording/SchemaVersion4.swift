/// What schema version 4 adds: intervals by their ends, which need not be equally far, what had not ended when a run
/// stopped, and what kind of figure a budget is about.
enum SchemaVersion4 {
  static let tables = """
    -- Of what was observed at 95 %; an end may be infinite. Null before version 4, where the half width tells.
    ALTER TABLE budgets ADD COLUMN low REAL;
    ALTER TABLE budgets ADD COLUMN high REAL;
    -- 1 where requests that had not ended leave the figure open: it is at least what was observed.
    ALTER TABLE budgets ADD COLUMN at_least INTEGER NOT NULL DEFAULT 0;
    -- 1 where the limit holds even if all that had not ended is at its worst.
    ALTER TABLE budgets ADD COLUMN holds_at_worst INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE budgets ADD COLUMN too_few INTEGER NOT NULL DEFAULT 0;
    -- `estimate`, judged by its interval, or `fact`, by what happened in the runs that were made.
    ALTER TABLE budgets ADD COLUMN class TEXT NOT NULL DEFAULT 'estimate';
    -- Operations that had not ended: they are in the means at their age.
    ALTER TABLE components ADD COLUMN unended INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE indicator_intervals ADD COLUMN low_ns REAL;
    ALTER TABLE indicator_intervals ADD COLUMN high_ns REAL;
    -- Ages of what had not ended, as a histogram; null for none. They are in the indicator's own histogram as well.
    ALTER TABLE indicators ADD COLUMN unended INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE indicators ADD COLUMN ages BLOB;
    ALTER TABLE objectives ADD COLUMN unended_events INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE objectives ADD COLUMN bad_low REAL;
    ALTER TABLE objectives ADD COLUMN bad_high REAL;
    ALTER TABLE cost_lines ADD COLUMN follows_use INTEGER NOT NULL DEFAULT 0;
    -- What changes the meaning of all figures: requests that had not ended, lines that were left or that grew.
    CREATE TABLE findings (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL,
      kind TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """

  static let views = """
    DROP VIEW latency;
    CREATE VIEW latency AS
      -- Distributions of time: one row per metric and labels. Infinitely late samples (missing) count in every
      -- quantile; a quantile among them is 9223372036854775807. What had not ended (unended) counts at its age: it is
      -- known only to exceed that.
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
        (SELECT value FROM indicator_labels l
          WHERE l.run = i.run AND l.indicator = i.position AND l.label = 'group') AS "group",
        i.count, i.missing, i.unended, i.mean_ns,
        coalesce(m.low_ns, m.mean_ns - m.half_width_ns) AS mean_low_ns,
        coalesce(m.high_ns, m.mean_ns + m.half_width_ns) AS mean_high_ns,
        i.min_ns, i.p50_ns, i.p75_ns, i.p90_ns, i.p95_ns, i.p99_ns, i.p999_ns, i.max_ns
      FROM indicators i
      LEFT JOIN indicator_intervals m
        ON m.run = i.run AND m.indicator = i.position AND m.quantile IS NULL;

    CREATE VIEW finding AS
      -- What changes the meaning of all figures of a run: `unended`, `growth` or `backlog`.
      SELECT run, kind, subject, text FROM findings;

    DROP VIEW budget;
    CREATE VIEW budget AS
      -- One row per budget; observed, low, high and limit are in `unit`. low and high are null where nothing tells how
      -- sure the figure is, or where it is a fact of the runs that were made (class).
      SELECT
        run, name, "check", observed, at_least,
        coalesce(low, interval_mean - interval_half_width) AS low,
        coalesce(high, interval_mean + interval_half_width) AS high, "limit", unit, class, verdict, reason, severity,
        file, line
      FROM budgets;
    """
}
