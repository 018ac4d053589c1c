import Experiments
import GRDB

/// The run's own row, its host, and all that hangs on it.
extension RunRows {
  private static let runColumns = [
    "name", "question", "hash", "seed", "scale", "load", "starts_at_ns", "duration_ns",
    "warm_up_ns", "drain_ns", "stands_for_ns", "program_version", "partial", "simulated_ns",
    "replications", "digest", "events", "refreshes", "verdict", "timeline_interval_ns",
    "timeline_count", "dropped_decisions", "model", "build", "shard",
    "shards", "mode",
  ]
  private static let hostColumns = [
    "recorded_at", "wall_seconds", "set_up_seconds", "peak_memory_bytes", "threads", "cpu",
  ]
  /// Every table with rows of a run, but `runs` itself.
  private static let tables = [
    "hosts", "options", "assignments", "sources", "digests", "warnings", "findings", "quantities",
    "indicators", "indicator_labels", "indicator_intervals", "exceedances", "populations",
    "components", "counts", "links", "decisions", "recoveries", "fault_stages", "outcomes", "phases", "budgets",
    "invariants",
    "objectives", "objective_alerts",
    "self_checks",
    "freshness_laws", "freshness_points", "costs", "cost_lines", "unpriced_components",
    "price_books", "timeline_series", "timeline_flows", "timeline_components", "marks", "live_runs",
  ]

  /// A new row of `runs`, with what is known before the run has rows.
  static func create(_ result: RunResult, in database: Database) throws -> Int64 {
    let columns = runColumns.joined(separator: ", ")
    let places = Array(repeating: "?", count: runColumns.count).joined(separator: ", ")
    try database.execute(
      sql: "INSERT INTO runs (\(columns)) VALUES (\(places))",
      arguments: StatementArguments(values(of: result, isPartial: true)))
    return database.lastInsertedRowID
  }

  /// The run and all that hangs on it.
  func remove() throws {
    for table in Self.tables { try clear(table) }
    try clear("runs")
  }

  /// Puts `result` in place of whatever the run held.
  func replace(with result: RunResult, isPartial: Bool, recordedAt: String) throws {
    for table in Self.tables { try clear(table) }
    let assignments = Self.runColumns.map { "\($0) = ?" }.joined(separator: ", ")
    try database.execute(
      sql: "UPDATE runs SET \(assignments) WHERE run = ?",
      arguments: StatementArguments(Self.values(of: result, isPartial: isPartial) + [.integer(run)])
    )
    try writeUnnumbered(
      "hosts", Self.hostColumns, [[.text(recordedAt)] + Self.values(of: result.host)])

    let scenario = result.scenario
    try write("options", ["option"], scenario.options.map { [.text($0)] })
    try write("assignments", ["assignment"], scenario.assignments.map { [.text($0)] })
    try write(scenario.sources)
    try write(
      "digests", ["component", "digest"], result.digests.map { [.text($0.component), .text($0.digest)] })
    try write("warnings", ["warning"], result.warnings.map { [.text($0)] })
    try write(result.findings)
    try write(result.quantities)
    try write(result.indicators)
    try write(result.populations)
    try write(result.components)
    try writeCounts(of: result.components)
    try write(result.decisions)
    try write(result.recoveries)
    try write(result.faultStages)
    try write(result.links)
    try write(result.outcomes)
    try write(result.phases)
    try write(result.budgets)
    try write(result.invariants)
    try write(result.objectives)
    try writeAlerts(of: result.objectives)
    try write(result.selfChecks)
    try write(result.freshnessDistributions)
    try write(result.cost)
    try write(result.timeline)
    try write(result.live)
  }

  /// Nil when there is no such run.
  func readResult() throws -> RunResult? {
    guard let stored = try readRun() else { return nil }
    var result = stored.result
    let hosts = try read("hosts", Self.hostColumns, orderedBy: "run", Self.host)
    if let host = hosts.first { result.host = host }

    result.scenario.options = try read("options", ["option"]) { try $0.text() }
    result.scenario.assignments = try read("assignments", ["assignment"]) { try $0.text() }
    result.scenario.sources = try read()
    result.digests = try read("digests", ["component", "digest"]) {
      (component: try $0.text(), digest: try $0.text())
    }
    result.warnings = try read("warnings", ["warning"]) { try $0.text() }
    result.findings = try read()
    result.quantities = try read()
    result.indicators = try readIndicators()
    result.populations = try read()
    result.components = try read()
    try readCounts(into: &result.components)
    result.decisions = try read()
    result.recoveries = try read()
    result.faultStages = try read()
    result.links = try read()
    result.outcomes = try read()
    result.phases = try read()
    result.budgets = try read()
    result.invariants = try read()
    result.objectives = try read()
    try readAlerts(into: &result.objectives)
    result.selfChecks = try read()
    result.freshnessDistributions = try readFreshnessDistributions()
    result.cost = try readCost()
    result.timeline = try readTimeline(interval: stored.interval, count: stored.count)
    result.live = try readLive()
    return result
  }

  private func readRun() throws -> (result: RunResult, interval: Int64, count: Int)? {
    try read("runs", Self.runColumns, orderedBy: "run") { row in
      var result = RunResult()
      result.scenario.name = try row.text()
      result.scenario.question = try row.text()
      result.scenario.hash = try row.text()
      guard let seed = UInt64(try row.text()) else { throw Damage(what: "runs: seed") }
      result.scenario.seed = seed
      result.scenario.scale = try row.integer()
      result.scenario.load = try row.number()
      result.scenario.startsAt = try row.integer()
      result.scenario.duration = try row.integer()
      result.scenario.warmUp = try row.integer()
      result.scenario.drain = try row.integer()
      result.scenario.standsFor = try row.optionalInteger()
      result.programVersion = try row.text()
      result.isPartial = try row.flag()
      result.simulatedNanoseconds = try row.integer()
      result.replications = try row.int()
      result.digest = try row.text()
      result.events = try row.count()
      result.refreshes = try row.count()
      result.verdict = try row.word()
      let (interval, count) = (try row.integer(), try row.int())
      result.droppedDecisions = try row.count()
      result.model = try row.text()
      result.build = try row.text()
      let (shard, shards) = (try row.optionalInteger(), try row.optionalInteger())
      if let shard, let shards {
        result.shard = Shard(number: Int(shard), count: Int(shards))
      }
      result.mode = try row.word()
      return (result: result, interval: interval, count: count)
    }.first
  }

  private static func values(of result: RunResult, isPartial: Bool) -> [DatabaseValue] {
    let scenario = result.scenario
    return [
      .text(scenario.name), .text(scenario.question), .text(scenario.hash),
      .text(String(scenario.seed)), .integer(scenario.scale), .number(scenario.load),
      .integer(scenario.startsAt), .integer(scenario.duration), .integer(scenario.warmUp),
      .integer(scenario.drain), .integer(scenario.standsFor), .text(result.programVersion),
      .flag(isPartial), .integer(result.simulatedNanoseconds), .integer(result.replications),
      .text(result.digest), .count(result.events), .count(result.refreshes),
      .text(result.verdict.rawValue), .integer(result.timeline.interval),
      .integer(result.timeline.count), .count(result.droppedDecisions), .text(result.model),
      .text(result.build), .integer(result.shard?.number), .integer(result.shard?.count),
      .text(result.mode.rawValue),
    ]
  }

  private static func values(of host: Host) -> [DatabaseValue] {
    [
      .number(host.wallSeconds), .number(host.setUpSeconds), .integer(host.peakMemoryBytes),
      .integer(host.threads), .text(host.cpu),
    ]
  }

  private static func host(_ row: inout RowSource) throws -> Host {
    var host = Host()
    _ = try row.text()
    host.wallSeconds = try row.number()
    host.setUpSeconds = try row.number()
    host.peakMemoryBytes = try row.integer()
    host.threads = try row.int()
    host.cpu = try row.text()
    return host
  }
}
