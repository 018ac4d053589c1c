/// What schema version 7 adds: runs against a service.
enum SchemaVersion7 {
  static let tables = """
    ALTER TABLE runs ADD COLUMN mode TEXT NOT NULL DEFAULT 'simulated' CHECK (mode IN ('simulated', 'live'));

    -- What a live run has to say beside what a simulated one has, as one JSON object.
    CREATE TABLE live_runs (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, position INTEGER NOT NULL, document TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """

  static let views = """
    CREATE VIEW live_call AS
      -- Calls of live runs: how often, and their times in nanoseconds.
      SELECT l.run, json_extract(c.value, '$.name') AS call, json_extract(c.value, '$.started') AS started,
        json_extract(c.value, '$.response.p50') AS response_p50_ns, json_extract(c.value, '$.response.p99') AS response_p99_ns,
        json_extract(c.value, '$.service.p50') AS service_p50_ns, json_extract(c.value, '$.service.p99') AS service_p99_ns,
        json_extract(c.value, '$.connectionWait.p99') AS connection_wait_p99_ns,
        json_extract(c.value, '$.sendLag.p99') AS send_lag_p99_ns
      FROM live_runs l, json_each(l.document, '$.calls') c;

    CREATE VIEW fidelity AS
      -- Figures of live runs beside what the model predicts of them.
      SELECT l.run, json_extract(f.value, '$.name') AS figure, json_extract(f.value, '$.kind') AS kind,
        json_extract(f.value, '$.live') AS live, json_extract(f.value, '$.low') AS low,
        json_extract(f.value, '$.median') AS median, json_extract(f.value, '$.high') AS high,
        json_extract(f.value, '$.agrees') AS agrees
      FROM live_runs l, json_each(l.document, '$.fidelity.figures') f;
    """
}
