import Experiments
import GRDB
import Statistics

/// An indicator is one row with its figures spelt out for queries and its histogram for everything
/// else, and rows for its labels, intervals and exceedances.
extension RunRows {
  private static let indicatorColumns = [
    "metric", "title", "unit", "count", "missing", "mean_ns", "min_ns", "p50_ns", "p75_ns",
    "p90_ns", "p95_ns", "p99_ns", "p999_ns", "max_ns", "histogram", "unended", "ages",
  ]
  private static let labelColumns = ["indicator", "label", "value"]
  private static let intervalColumns = [
    "indicator", "quantile", "mean_ns", "half_width_ns", "level", "low_ns", "high_ns",
  ]
  private static let exceedanceColumns = ["indicator", "limit_ns", "count"]

  func write(_ indicators: [Indicator]) throws {
    try write("indicators", Self.indicatorColumns, indicators.map(Self.values))
    let numbered = Array(indicators.enumerated())
    try write(
      "indicator_labels", Self.labelColumns,
      numbered.flatMap { index, indicator in
        indicator.labels.map { [.integer(index), .text($0.label), .text($0.value)] }
      })
    try write(
      "indicator_intervals", Self.intervalColumns,
      numbered.flatMap { index, indicator in
        Self.intervals(of: indicator).map { quantile, interval in
          [
            .integer(index), .number(quantile), .number(interval.mean),
            .number(interval.halfWidth), .number(interval.level), .number(interval.low), .number(interval.high),
          ]
        }
      })
    try write(
      "exceedances", Self.exceedanceColumns,
      numbered.flatMap { index, indicator in
        indicator.exceedances.map { [.integer(index), .integer($0.limit), .count($0.count)] }
      })
  }

  func readIndicators() throws -> [Indicator] {
    var indicators = try read("indicators", ["metric", "unit", "histogram", "ages"]) { row in
      var indicator = Indicator(
        metric: try row.text(), labels: [], unit: try row.text(),
        histogram: try HistogramCoding.decoded(row.blob()))
      if let ages = try row.optionalBlob() { indicator.ages = try HistogramCoding.decoded(ages) }
      return indicator
    }
    func place(_ row: inout RowSource) throws -> Int {
      let index = try row.int()
      guard indicators.indices.contains(index) else {
        throw Damage(what: "a row of indicator \(index), which is not there")
      }
      return index
    }
    _ = try read("indicator_labels", Self.labelColumns) { row in
      let index = try place(&row)
      indicators[index].labels.append((label: try row.text(), value: try row.text()))
    }
    _ = try read("indicator_intervals", Self.intervalColumns) { row in
      let index = try place(&row)
      let quantile = try row.optionalNumber()
      guard let interval = try Self.interval(&row) else { return }
      if let quantile {
        indicators[index].quantileIntervals.append((quantile: quantile, interval: interval))
      } else {
        indicators[index].meanInterval = interval
      }
    }
    _ = try read("exceedances", Self.exceedanceColumns) { row in
      let index = try place(&row)
      indicators[index].exceedances.append((limit: try row.integer(), count: try row.count()))
    }
    return indicators
  }

  /// Mean, half width and level; and the ends, which older rows have not.
  private static func interval(_ row: inout RowSource) throws -> ConfidenceInterval? {
    let numbers = try (0..<5).map { _ in try row.optionalNumber() }
    guard let mean = numbers[0], let halfWidth = numbers[1], let level = numbers[2] else { return nil }
    var interval = ConfidenceInterval(mean: mean, halfWidth: halfWidth, level: level)
    guard let low = numbers[3], let high = numbers[4] else { return interval }
    interval.low = low
    interval.high = high
    return interval
  }

  private static func values(of indicator: Indicator) -> [DatabaseValue] {
    let histogram = indicator.histogram
    return [
      .text(indicator.metric), .text(indicator.title), .text(indicator.unit),
      .count(histogram.count), .count(histogram.missing), .number(histogram.mean),
      .integer(histogram.minimum), .integer(histogram.quantile(0.5)),
      .integer(histogram.quantile(0.75)), .integer(histogram.quantile(0.9)),
      .integer(histogram.quantile(0.95)), .integer(histogram.quantile(0.99)),
      .integer(histogram.quantile(0.999)), .integer(histogram.maximum),
      .blob(HistogramCoding.encoded(histogram)), .count(indicator.ages.count),
      indicator.ages.isEmpty ? .null : .blob(HistogramCoding.encoded(indicator.ages)),
    ]
  }

  private static func intervals(
    of indicator: Indicator
  ) -> [(quantile: Double?, interval: ConfidenceInterval)] {
    let mean = indicator.meanInterval.map { (quantile: Double?.none, interval: $0) }
    return [mean].compactMap { $0 }
      + indicator.quantileIntervals.map { (quantile: $0.quantile, interval: $0.interval) }
  }
}
