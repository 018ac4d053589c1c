/// What schema version 5 adds: replicas that were not there, and what components did in each interval.
enum SchemaVersion5 {
  static let tables = """
    -- Replicas that were in rotation or still at work, and those that were down, starting or left out: means, null where
    -- that never changed.
    ALTER TABLE components ADD COLUMN mean_live REAL;
    ALTER TABLE components ADD COLUMN mean_down REAL;
    ALTER TABLE components ADD COLUMN mean_starting REAL;
    ALTER TABLE components ADD COLUMN mean_ejected REAL;
    ALTER TABLE timeline_components ADD COLUMN failures INTEGER;
    ALTER TABLE timeline_components ADD COLUMN p99_ns INTEGER;
    ALTER TABLE timeline_components ADD COLUMN live REAL;
    ALTER TABLE timeline_components ADD COLUMN down REAL;
    ALTER TABLE timeline_components ADD COLUMN starting REAL;
    ALTER TABLE timeline_components ADD COLUMN ejected REAL;
    """

  static let views = """
    DROP VIEW component;
    CREATE VIEW component AS
      -- One row per component over the measured part of the run. utilization is the busy share of
      -- the scarcest resource of the replicas that were there, null when nothing limits it or none was there;
      -- hit_ratio is null without look-ups.
      SELECT
        c.run, c.name, kind, replicas, slots, cores, arrivals, completions, failures, refusals,
        timeouts, utilization, scarcest, mean_queue_length, maximum_queue_length, mean_in_flight,
        mean_response_ns, mean_waiting_ns, mean_service_ns, unended, backlog, comparable, assumed_share,
        good_completions, mean_replicas, mean_live, mean_down, mean_starting, mean_ejected,
        (SELECT CAST(sum(CASE counter WHEN 'hits' THEN count ELSE 0 END) AS REAL) / sum(count)
          FROM counts n WHERE n.run = c.run AND n.component = c.name
            AND counter IN ('hits', 'misses', 'coalesced')) AS hit_ratio
      FROM components c;

    DROP VIEW timeline;
    CREATE VIEW timeline AS
      -- What happened in each interval of simulated time: style is flow, measure or component. live, down, starting
      -- and ejected are replicas, null where all were there all the time.
      SELECT
        f.run, f.at_ns, CASE s.measure WHEN 1 THEN 'measure' ELSE s.style END AS style, s.name,
        f.offered, f.completed, f.failed, f.p50_ns, f.p95_ns, f.p99_ns,
        NULL AS utilization, NULL AS queue_length, NULL AS throughput,
        NULL AS live, NULL AS down, NULL AS starting, NULL AS ejected
      FROM timeline_flows f
      JOIN timeline_series s ON s.run = f.run AND s.position = f.series
      UNION ALL
      SELECT
        c.run, c.at_ns, s.style, s.name, NULL, NULL, c.failures, NULL, NULL, c.p99_ns,
        c.utilization, c.queue_length, c.throughput, c.live, c.down, c.starting, c.ejected
      FROM timeline_components c
      JOIN timeline_series s ON s.run = c.run AND s.position = c.series;
    """
}
