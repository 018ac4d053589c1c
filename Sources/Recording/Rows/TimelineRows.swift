import Experiments
import GRDB

/// A timeline is a row per series and interval, so that it can be queried and joined by time. Arrays
/// of one series may differ in length; the series' own row remembers how long each of them was.
extension RunRows {
  private static let seriesColumns = ["style", "name", "measure", "lengths"]
  private static let flowColumns = [
    "series", "at_ns", "offered", "completed", "failed", "p50_ns", "p95_ns", "p99_ns",
  ]
  private static let componentColumns = [
    "series", "at_ns", "utilization", "queue_length", "throughput", "failures", "p99_ns", "live", "down", "starting",
    "ejected",
  ]

  func write(_ timeline: Timeline) throws {
    let flows = timeline.flows.map { series in
      row("flow", series.name, series.isMeasure, Self.lengths(of: series))
    }
    let components = timeline.components.map { series in
      row("component", series.name, false, Self.lengths(of: series))
    }
    try write("timeline_series", Self.seriesColumns, flows + components)
    for (index, series) in timeline.flows.enumerated() {
      try writeUnnumbered("timeline_flows", Self.flowColumns, rows(of: series, index, timeline))
    }
    for (index, series) in timeline.components.enumerated() {
      try writeUnnumbered(
        "timeline_components", Self.componentColumns,
        rows(of: series, timeline.flows.count + index, timeline))
    }
    try write(timeline.marks)
  }

  /// `interval` and `count` are columns of the run itself.
  func readTimeline(interval: Int64, count: Int) throws -> Timeline {
    var timeline = Timeline()
    timeline.interval = interval
    timeline.count = count
    var flowRows = try bySeries("timeline_flows", Self.flowColumns, FlowRow.init)[...]
    var componentRows = try bySeries(
      "timeline_components", Self.componentColumns, ComponentRow.init)[...]
    let series = try read("timeline_series", Self.seriesColumns) { row in
      (
        style: try row.text(), name: try row.text(), isMeasure: try row.flag(),
        lengths: try row.text().split(separator: ",").map { Int($0) ?? 0 }
      )
    }
    for (index, header) in series.enumerated() {
      if header.style == "flow" {
        guard header.lengths.count == 6 else { throw Damage(what: "timeline_series: lengths") }
        let rows = Self.take(index, from: &flowRows)
        timeline.flows.append(
          Self.series(header.name, header.isMeasure, header.lengths, rows))
      } else {
        // Older databases have three series.
        guard [3, 6].contains(header.lengths.count) else { throw Damage(what: "timeline_series: lengths") }
        let rows = Self.take(index, from: &componentRows)
        timeline.components.append(Self.series(header.name, header.lengths, rows))
      }
    }
    timeline.marks = try read()
    return timeline
  }

  private func row(
    _ style: String, _ name: String, _ isMeasure: Bool, _ lengths: [Int]
  ) -> [DatabaseValue] {
    let text = lengths.map(String.init).joined(separator: ",")
    return [.text(style), .text(name), .flag(isMeasure), .text(text)]
  }
}

private struct FlowRow {
  var offered, completed, failed: UInt64?
  var p50, p95, p99: Int64?
  init(_ row: inout RowSource) throws {
    offered = try row.optionalCount()
    completed = try row.optionalCount()
    failed = try row.optionalCount()
    p50 = try row.optionalInteger()
    p95 = try row.optionalInteger()
    p99 = try row.optionalInteger()
  }
}

private struct ComponentRow {
  var utilization, queueLength: Double?
  var throughput, failures: UInt64?
  var p99: Int64?
  var replicas = Timeline.Replicas()
  init(_ row: inout RowSource) throws {
    utilization = try row.optionalNumber()
    queueLength = try row.optionalNumber()
    throughput = try row.optionalCount()
    failures = try row.optionalCount()
    p99 = try row.optionalInteger()
    replicas.live = try row.optionalNumber() ?? 0
    replicas.down = try row.optionalNumber() ?? 0
    replicas.starting = try row.optionalNumber() ?? 0
    replicas.ejected = try row.optionalNumber() ?? 0
  }
}

extension RunRows {
  private static func lengths(of series: Timeline.FlowSeries) -> [Int] {
    [
      series.offered.count, series.completed.count, series.failed.count, series.p50.count,
      series.p95.count, series.p99.count,
    ]
  }

  private static func lengths(of series: Timeline.ComponentSeries) -> [Int] {
    [
      series.utilization.count, series.queueLength.count, series.throughput.count, series.failures.count,
      series.p99.count, series.replicas.count,
    ]
  }

  private func rows(
    of series: Timeline.FlowSeries, _ index: Int, _ timeline: Timeline
  ) -> [[DatabaseValue]] {
    (0..<(Self.lengths(of: series).max() ?? 0)).map { bucket in
      [
        .integer(index), .integer(Int64(bucket) * timeline.interval),
        .count(series.offered.entry(bucket)), .count(series.completed.entry(bucket)),
        .count(series.failed.entry(bucket)), .integer(series.p50.entry(bucket) ?? nil),
        .integer(series.p95.entry(bucket) ?? nil), .integer(series.p99.entry(bucket) ?? nil),
      ]
    }
  }

  private func rows(
    of series: Timeline.ComponentSeries, _ index: Int, _ timeline: Timeline
  ) -> [[DatabaseValue]] {
    (0..<(Self.lengths(of: series).max() ?? 0)).map { bucket in
      [
        .integer(index), .integer(Int64(bucket) * timeline.interval),
        .number(series.utilization.entry(bucket)), .number(series.queueLength.entry(bucket)),
        .count(series.throughput.entry(bucket)), .count(series.failures.entry(bucket)),
        .integer(series.p99.entry(bucket) ?? nil), .number(series.replicas.entry(bucket)?.live),
        .number(series.replicas.entry(bucket)?.down), .number(series.replicas.entry(bucket)?.starting),
        .number(series.replicas.entry(bucket)?.ejected),
      ]
    }
  }

  /// All rows of a table with the number of their series, in order of series and time.
  private func bySeries<Element>(
    _ table: String, _ columns: [String], _ element: (inout RowSource) throws -> Element
  ) throws -> [(series: Int, element: Element)] {
    try read(table, columns, orderedBy: "series, at_ns") { row in
      let series = try row.int()
      _ = try row.integer()
      return (series: series, element: try element(&row))
    }
  }

  private static func take<Element>(
    _ series: Int, from rows: inout ArraySlice<(series: Int, element: Element)>
  ) -> [Element] {
    let own = rows.prefix { $0.series == series }
    rows = rows[own.endIndex...]
    return own.map(\.element)
  }

  private static func series(
    _ name: String, _ isMeasure: Bool, _ lengths: [Int], _ rows: [FlowRow]
  ) -> Timeline.FlowSeries {
    var series = Timeline.FlowSeries()
    series.name = name
    series.isMeasure = isMeasure
    series.offered = rows.prefix(lengths[0]).map { $0.offered ?? 0 }
    series.completed = rows.prefix(lengths[1]).map { $0.completed ?? 0 }
    series.failed = rows.prefix(lengths[2]).map { $0.failed ?? 0 }
    series.p50 = rows.prefix(lengths[3]).map(\.p50)
    series.p95 = rows.prefix(lengths[4]).map(\.p95)
    series.p99 = rows.prefix(lengths[5]).map(\.p99)
    return series
  }

  private static func series(
    _ name: String, _ lengths: [Int], _ rows: [ComponentRow]
  ) -> Timeline.ComponentSeries {
    var series = Timeline.ComponentSeries()
    series.name = name
    series.utilization = rows.prefix(lengths[0]).map { $0.utilization ?? .nan }
    series.queueLength = rows.prefix(lengths[1]).map { $0.queueLength ?? .nan }
    series.throughput = rows.prefix(lengths[2]).map { $0.throughput ?? 0 }
    guard lengths.count > 3 else { return series }
    series.failures = rows.prefix(lengths[3]).map { $0.failures ?? 0 }
    series.p99 = rows.prefix(lengths[4]).map(\.p99)
    series.replicas = rows.prefix(lengths[5]).map(\.replicas)
    return series
  }
}

extension Array {
  /// Nil behind the end.
  fileprivate func entry(_ index: Int) -> Element? { index < count ? self[index] : nil }
}
