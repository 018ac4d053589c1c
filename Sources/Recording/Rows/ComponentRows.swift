import Experiments
import GRDB

extension ComponentResult: StoredRow {
  static var table: String { "components" }
  static var blank: ComponentResult { ComponentResult() }
  static let columns: [Column<ComponentResult>] = [
    .init("name", \.name),
    .init("kind", \.kind),
    .init("replicas", \.replicas),
    .init("slots", \.slots),
    .init("cores", \.cores),
    .init("arrivals", \.arrivals),
    .init("completions", \.completions),
    .init("failures", \.failures),
    .init("refusals", \.refusals),
    .init("timeouts", \.timeouts),
    .init("utilization", \.utilization),
    .init("scarcest", \.scarcest),
    .init("mean_queue_length", \.meanQueueLength),
    .init("maximum_queue_length", \.maximumQueueLength),
    .init("mean_in_flight", \.meanInFlight),
    .init("mean_response_ns", \.meanResponse),
    .init("mean_waiting_ns", \.meanWaiting),
    .init("mean_service_ns", \.meanService),
    .init("backlog", \.backlog),
    .init("comparable", \.isComparable),
    .init("assumed_share", \.assumedShare),
    .init("good_completions", \.goodCompletions),
    .init("mean_replicas", \.meanReplicas),
    .init("mean_live", \.meanLive),
    .init("mean_down", \.meanDown),
    .init("mean_starting", \.meanStarting),
    .init("mean_ejected", \.meanEjected),
    .init("unended", \.unended),
  ]
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
  static var blank: LinkResult { LinkResult(from: "", to: "", style: .call, count: 0) }
  static let columns: [Column<LinkResult>] = [
    .init("source", \.from),
    .init("target", \.to),
    .word("style", \.style),
    .init("count", \.count),
  ]
}

extension PopulationResult: StoredRow {
  static var table: String { "populations" }
  static var blank: PopulationResult { PopulationResult() }
  static let columns: [Column<PopulationResult>] = [
    .init("name", \.name),
    .init("entities", \.entities),
    .init("bytes_each", \.bytesEach),
    .init("cycle_ns", \.cycle),
    .init("due", \.due),
    .init("refreshes", \.refreshes),
    .init("answered", \.answered),
    .init("refused", \.refused),
    .init("timed_out", \.timedOut),
    .init("failed", \.failed),
    .init("changes_found", \.changesFound),
    .init("changes_missed", \.changesMissed),
  ]
}
