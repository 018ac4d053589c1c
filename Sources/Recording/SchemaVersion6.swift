/// What schema version 6 adds: what happened before, during and after each fault.
enum SchemaVersion6 {
  static let tables = """
    -- One row for each flow, polled population and consumer group (subject) in each stage of a fault. Requests count by
    -- their intended start; of a fault that comes again by when they ended, those that had not (unended) by their start. p99_ns is 9223372036854775807 for never;
    -- lag is records that waited, as a mean. errors is failed requests of all, goodput answered ones a second.
    CREATE TABLE fault_stages (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL,
      fault TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, stage TEXT NOT NULL, time_ns INTEGER NOT NULL,
      requests INTEGER NOT NULL, failed INTEGER NOT NULL, unended INTEGER NOT NULL, p99_ns INTEGER, lag REAL,
      oldest_ns INTEGER NOT NULL, errors REAL, goodput REAL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """

  static let views = """
    CREATE VIEW fault_stage AS
      -- What happened before, during and after each fault, over all occurrences and replications.
      SELECT run, fault, stage, subject, name, time_ns, requests, failed, unended, errors, goodput, p99_ns, lag, oldest_ns
      FROM fault_stages;
    """
}
