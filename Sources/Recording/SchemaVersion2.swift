/// What schema version 2 adds: replications are kept, each once, whatever run or comparison they were made for.
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
    """
}
