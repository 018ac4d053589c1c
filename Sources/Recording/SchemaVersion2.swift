/// What schema version 2 adds: replications are kept, each once, whatever run or comparison they were made for; and
/// objectives with their error budgets.
enum SchemaVersion2 {
  static let tables = """
    ALTER TABLE runs ADD COLUMN model TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN build TEXT NOT NULL DEFAULT '';
    -- Of a part of a run: its number, from 1, and of how many.
    ALTER TABLE runs ADD COLUMN shard INTEGER;
    ALTER TABLE runs ADD COLUMN shards INTEGER;
    -- `<`, `<=`, `>`, `>=` or `=`.
    ALTER TABLE budgets ADD COLUMN comparison TEXT;
    DROP VIEW recovery;
    CREATE VIEW recovery AS
      -- One row per fault and per phase of higher load: `recovered`, `did-not-recover` or `not-judged`, and how long it
      -- took; the worst time of a recurring fault. What recurs or is aimed begins and ends at 0.
      SELECT
        run, name, style, workload, hits, began_ns, ended_ns, outcome, recovered_after_ns,
        slowest_flow, judged, recovered, remark
      FROM recoveries;
    -- What single replications measured, in the program's own form. A run has those with its model, seed and build,
    -- and numbers below its count of replications.
    CREATE TABLE replications (
      model TEXT NOT NULL, seed TEXT NOT NULL, build TEXT NOT NULL, replication INTEGER NOT NULL,
      warm_up_ns INTEGER NOT NULL, remark TEXT, measurements BLOB NOT NULL,
      PRIMARY KEY (model, seed, build, replication)
    ) STRICT;
    CREATE TABLE objectives (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL,
      name TEXT NOT NULL, good TEXT NOT NULL, flow TEXT NOT NULL, target REAL NOT NULL, window_ns INTEGER NOT NULL,
      events INTEGER NOT NULL, bad_events INTEGER NOT NULL, window_events REAL NOT NULL,
      allowed_bad_events REAL NOT NULL, good_ratio REAL, budget_used REAL, verdict TEXT NOT NULL,
      reason TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE objective_alerts (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL,
      objective INTEGER NOT NULL, factor REAL NOT NULL, lookback_ns INTEGER NOT NULL,
      short_lookback_ns INTEGER NOT NULL, outcome TEXT NOT NULL, first_at_ns INTEGER, fired INTEGER NOT NULL,
      judged INTEGER NOT NULL, remark TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """

  static let views = """
    CREATE VIEW objective AS
      -- One row per service-level objective. budget_used is the share of the error budget that one window uses: above
      -- 1 it is violated. events and bad_events are those measured, the others those of one window.
      SELECT
        run, name, flow, good, target, window_ns, good_ratio, budget_used, verdict, events, bad_events, window_events,
        allowed_bad_events, reason, file, line
      FROM objectives;

    CREATE VIEW burn_rate AS
      -- One row per burn-rate alert of an objective: `fired`, `silent` or `not-judged`, and when first, since the start
      -- of the run.
      SELECT
        a.run, o.name AS objective, a.factor, a.lookback_ns, a.short_lookback_ns, a.outcome, a.first_at_ns, a.fired,
        a.judged, a.remark
      FROM objective_alerts a JOIN objectives o ON o.run = a.run AND o.position = a.objective;
    """
}
