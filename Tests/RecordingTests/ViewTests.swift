import Foundation
import GRDB
import Testing

@testable import Recording

@Suite("The documented views")
struct ViewTests {
  static let documented: [(view: String, columns: String)] = [
    (
      "run_summary",
      """
      run name question options seed verdict partial simulated_ns replications events refreshes \
      budgets_held budgets_not_held invariants_violated currency per_month_micros digest hash \
      program_version recorded_at wall_seconds
      """
    ),
    (
      "latency",
      """
      run metric title flow component operation phase group count missing unended mean_ns mean_low_ns \
      mean_high_ns min_ns p50_ns p75_ns p90_ns p95_ns p99_ns p999_ns max_ns
      """
    ),
    (
      "component",
      """
      run name kind replicas slots cores arrivals completions failures refusals timeouts \
      utilization scarcest mean_queue_length maximum_queue_length mean_in_flight \
      mean_response_ns mean_waiting_ns mean_service_ns unended backlog comparable assumed_share \
      good_completions mean_replicas mean_live mean_down mean_starting mean_ejected hit_ratio
      """
    ),
    (
      "budget",
      """
      run name check observed at_least low high limit unit class verdict reason severity file line
      """
    ),
    ("finding", "run kind subject text"),
    (
      "invariant",
      """
      run id documentation violations first_at_ns first_replication first_entity expected
      """
    ),
    (
      "cost",
      """
      run component item quantity unit unit_price_micros per_month_micros currency stands_for_ns
      """
    ),
    (
      "timeline",
      """
      run at_ns style name offered completed failed p50_ns p95_ns p99_ns utilization \
      queue_length throughput live down starting ejected
      """
    ),
    ("decision", "run at_ns kind component caller before after signal reason"),
    (
      "recovery",
      """
      run name style workload hits began_ns ended_ns outcome recovered_after_ns slowest_flow \
      judged recovered remark
      """
    ),
    (
      "fault_stage",
      """
      run fault stage subject name time_ns requests failed unended errors goodput p99_ns lag oldest_ns
      """
    ),
    (
      "objective",
      """
      run name flow good target window_ns good_ratio budget_used verdict events bad_events \
      window_events allowed_bad_events reason file line
      """
    ),
    (
      "burn_rate",
      """
      run objective factor lookback_ns short_lookback_ns outcome first_at_ns fired judged remark
      """
    ),
    (
      "live_call",
      """
      run call started response_p50_ns response_p99_ns service_p50_ns service_p99_ns connection_wait_p99_ns \
      send_lag_p99_ns
      """
    ),
    ("fidelity", "run figure kind live low median high agrees"),
  ]

  @Test("have the documented columns", arguments: documented)
  func documentedColumns(view: String, columns: String) throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let found = try Contents.columns(of: view, in: store)
    #expect(found == columns.split(separator: " ").map(String.init))
  }

  @Test("answer what a person asks")
  func answers() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let run = try store.begin(FullResult.make())
    try store.update(run, with: FullResult.make(), isFinal: true)
    func ask(_ sql: String) throws -> String {
      try store.database.read { database in
        try Row.fetchAll(database, sql: sql)
          .map { $0.databaseValues.map(\.description).joined(separator: " ") }
          .joined(separator: "; ")
      }
    }
    #expect(
      try ask("SELECT options, seed, verdict, budgets_held, invariants_violated FROM run_summary")
        == #""hold,poll-150s" "18446744073709551608" "violated" 1 1"#)
    #expect(
      try ask("SELECT metric, flow, phase, count, mean_low_ns FROM latency WHERE flow = 'buy' LIMIT 1")
        == #""latency" "buy" "peak" 5003 1220000.0"#)
    #expect(
      try ask("SELECT count, p50_ns, max_ns FROM latency WHERE metric = 'ready'")
        == "17 9223372036854775807 NULL")
    #expect(try ask("SELECT name FROM component WHERE utilization > 0.8") == #""app""#)
    #expect(try ask("SELECT \"limit\", low FROM budget WHERE name = 'fast'") == "300000000.0 284100000.0")
    #expect(try ask("SELECT per_month_micros, currency FROM cost") == #"230400002 "EUR""#)
    #expect(
      try ask("SELECT style, at_ns, p50_ns FROM timeline WHERE name = 'freshness' AND p50_ns > 2")
        == #""measure" 2000000000 3"#)
    #expect(
      try ask("SELECT queue_length FROM timeline WHERE style = 'component' AND at_ns = 1000000000")
        == "12.5")
    #expect(try ask("SELECT violations, first_at_ns FROM invariant WHERE expected") == "2 12000000000")
    #expect(
      try ask("SELECT at_ns, kind, caller, reason FROM decision WHERE component = 'db'")
        == #"61000000000 "breaker-opened" "app" "at least 30 % of the calls failed within 10 s""#)
    #expect(try ask("SELECT name, outcome FROM recovery WHERE hits <> ''") == #""peak" "did-not-recover""#)
    #expect(
      try ask("SELECT name, round(errors, 3), oldest_ns FROM fault_stage WHERE stage = 'during' AND time_ns > 0")
        == #""mailer" 0.333 5"#)
    #expect(try ask("SELECT hit_ratio, good_completions FROM component WHERE name = 'db'") == "0.75 110")
    #expect(try ask("SELECT call, service_p99_ns FROM live_call") == #""site.buy" 31"#)
    #expect(try ask("SELECT figure, live FROM fidelity WHERE agrees = 0") == #""p95 latency(flow=buy)" 90000000"#)
    #expect(try ask("SELECT count FROM counts WHERE component = 'app' AND counter = 'evicted'") == "112")
  }

  @Test("say what they are to whoever asks for the schema")
  func comments() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let texts = try store.database.read { database in
      try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'view'")
    }
    #expect(texts.count == Self.documented.count)
    #expect(texts.allSatisfy { $0.contains("-- ") })
  }
}
