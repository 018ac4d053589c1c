import Experiments
import GRDB

extension ComponentResult: StoredRow {
  static var table: String { "components" }
  static var columns: [String] {
    [
      "name", "kind", "replicas", "slots", "cores", "arrivals", "completions", "failures",
      "refusals", "timeouts", "utilization", "scarcest", "mean_queue_length",
      "maximum_queue_length", "mean_in_flight", "mean_response_ns", "mean_waiting_ns",
      "mean_service_ns", "backlog", "comparable", "assumed_share", "good_completions",
      "mean_replicas", "mean_live", "mean_down", "mean_starting", "mean_ejected", "unended",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(name), .text(kind), .integer(replicas), .integer(slots), .integer(cores),
      .count(arrivals), .count(completions), .count(failures), .count(refusals), .count(timeouts),
      .number(utilization), .text(scarcest), .number(meanQueueLength),
      .integer(maximumQueueLength), .number(meanInFlight), .integer(meanResponse),
      .integer(meanWaiting), .integer(meanService), .integer(backlog), .flag(isComparable),
      .number(assumedShare), .count(goodCompletions), .number(meanReplicas),
      .number(meanLive), .number(meanDown), .number(meanStarting), .number(meanEjected), .count(unended),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    name = try row.text()
    kind = try row.text()
    replicas = try row.integer()
    slots = try row.integer()
    cores = try row.integer()
    arrivals = try row.count()
    completions = try row.count()
    failures = try row.count()
    refusals = try row.count()
    timeouts = try row.count()
    utilization = try row.optionalNumber()
    scarcest = try row.text()
    meanQueueLength = try row.number()
    maximumQueueLength = try row.integer()
    meanInFlight = try row.number()
    meanResponse = try row.integer()
    meanWaiting = try row.integer()
    meanService = try row.integer()
    backlog = try row.integer()
    isComparable = try row.flag()
    assumedShare = try row.number()
    goodCompletions = try row.count()
    meanReplicas = try row.optionalNumber()
    meanLive = try row.optionalNumber()
    meanDown = try row.optionalNumber()
    meanStarting = try row.optionalNumber()
    meanEjected = try row.optionalNumber()
    unended = try row.count()
  }
}

/// Counters have rows of their own, as most components have few of them.
extension RunRows {
  private static let countColumns = ["component", "counter", "count"]

  func writeCounts(of components: [ComponentResult]) throws {
    try write(
      "counts", Self.countColumns,
      components.flatMap { component in
        component.counts.map { [.text(component.name), .text($0.counter), .count($0.count)] }
      })
  }

  func readCounts(into components: inout [ComponentResult]) throws {
    let rows = try read("counts", Self.countColumns) { row in
      (component: try row.text(), count: ComponentCount(counter: try row.text(), count: try row.count()))
    }
    for row in rows {
      guard let index = components.firstIndex(where: { $0.name == row.component }) else {
        throw Damage(what: "counts: component")
      }
      components[index].counts.append(row.count)
    }
  }
}

extension LinkResult: StoredRow {
  static var table: String { "links" }
  static var columns: [String] { ["source", "target", "style", "count"] }
  var values: [DatabaseValue] {
    [.text(from), .text(to), .text(style.rawValue), .count(count)]
  }
  init(_ row: inout RowSource) throws {
    self.init(
      from: try row.text(), to: try row.text(), style: try row.word(), count: try row.count())
  }
}

extension PopulationResult: StoredRow {
  static var table: String { "populations" }
  static var columns: [String] {
    [
      "name", "entities", "bytes_each", "cycle_ns", "due", "refreshes", "answered", "refused",
      "timed_out", "failed", "changes_found", "changes_missed",
    ]
  }
  var values: [DatabaseValue] {
    [
      .text(name), .integer(entities), .integer(bytesEach), .integer(cycle), .count(due),
      .count(refreshes), .count(answered), .count(refused), .count(timedOut), .count(failed),
      .count(changesFound), .count(changesMissed),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init()
    name = try row.text()
    entities = try row.integer()
    bytesEach = try row.int()
    cycle = try row.integer()
    due = try row.count()
    refreshes = try row.count()
    answered = try row.count()
    refused = try row.count()
    timedOut = try row.count()
    failed = try row.count()
    changesFound = try row.count()
    changesMissed = try row.count()
  }
}
