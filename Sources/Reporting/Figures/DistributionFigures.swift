import Experiments
import Statistics

/// How times are distributed: the share within a time, and the time of each percentile.
extension RunFigures {
  private static let mostCurves = 6

  /// Indicators that have a curve: whole runs of flows and measures, the most frequent where there
  /// are too many.
  private var curves: [Indicator] {
    let candidates = result.indicators.filter { $0.isOfWholeRun && $0.histogram.maximum != nil }
    let chosen = candidates.indices
      .sorted { candidates[$0].histogram.count > candidates[$1].histogram.count }
      .prefix(Self.mostCurves)
    return candidates.indices.filter(chosen.contains).map { candidates[$0] }
  }

  func distributions() -> [Figure] {
    let curves = curves
    guard !curves.isEmpty else { return [] }
    return [cumulative(curves), byPercentile(curves)]
  }

  private func cumulative(_ curves: [Indicator]) -> Figure {
    let low = curves.compactMap { $0.histogram.quantile(0.001) }.filter { $0 > 0 }.min() ?? 1
    let high = curves.compactMap { $0.histogram.maximum }.max() ?? 1
    let series = curves.enumerated().map { index, indicator in
      Figure.Series(
        title: indicator.shortName.shortened(to: 30), tone: Palette.series[index],
        style: .steps, points: Self.cumulative(indicator.histogram, from: Double(low)))
    }
    let example = curves[0]
    let median = example.histogram.quantile(0.5).map { QuantityText.time($0) } ?? "–"
    let tail = example.histogram.quantile(0.99).map { QuantityText.time($0) } ?? "–"
    var figure = Figure(
      name: "distribution", title: "Share of requests within a time",
      caption:
        """
        Half of \(example.shortName) takes at most \(median), 99 % at most \(tail); a step in a \
        curve is a group of requests that go another way.
        """,
      x: .logarithmicSpans("time", from: Double(low), to: Double(max(high, low + 1))),
      y: .shares("share"), series: series)
    figure.shrink(height: 300)
    return figure
  }

  /// The plot of HdrHistogram: each step to the right is a nine more.
  private func byPercentile(_ curves: [Indicator]) -> Figure {
    let series = curves.enumerated().map { index, indicator in
      Figure.Series(
        title: indicator.shortName.shortened(to: 30), tone: Palette.series[index],
        style: .steps, points: Self.byPercentile(indicator.histogram))
    }
    let largest = curves.map(\.histogram.count).max() ?? 0
    return Self.percentileFigure(
      name: "percentiles", title: "Time by percentile",
      caption:
        """
        Each mark to the right leaves a tenth of the requests; a curve that turns upwards has a \
        heavy tail. The last tenth of a curve rests on few of at most \(QuantityText.count(largest)) \
        samples.
        """, series)
  }

  static func percentileFigure(name: String, title: String, caption: String, _ series: [Figure.Series]) -> Figure {
    let right = series.flatMap(\.points).map(\.x).max() ?? 10
    var ticks: [(position: Double, label: String)] = [(2, "p50")]
    for (position, label) in [
      (10.0, "p90"), (100, "p99"), (1e3, "p99.9"), (1e4, "p99.99"), (1e5, "5 nines"),
      (1e6, "6 nines"), (1e7, "7 nines"), (1e8, "8 nines"), (1e9, "9 nines"),
    ] where position <= right * 1.01 {
      ticks.append((position, label))
    }
    if ticks.count > 6 { ticks = ticks.filter { $0.position != 2 && $0.position != 1e4 } }
    var figure = Figure(
      name: name, title: title, caption: caption,
      x: Axis(
        title: "percentile (1 ÷ (1 − q), log scale)", range: 1...max(right * 1.1, 20),
        isLogarithmic: true, ticks: ticks, quantity: .percentile),
      y: .spans("time", of: series.flatMap(\.points).map(\.y)), series: series)
    figure.shrink(height: 300)
    return figure
  }

  /// (time, share of all samples not above it). A sample that is infinitely late is in no share.
  private static func cumulative(
    _ histogram: Histogram, from low: Double
  ) -> [(x: Double, y: Double)] {
    var seen: UInt64 = 0
    let points = histogram.sparse.map { bucket, count in
      seen += count
      let high = Histogram.bounds(ofBucket: Int(bucket)).high
      return (
        x: Double(min(high, histogram.maximum ?? high)),
        y: Double(seen) / Double(histogram.count)
      )
    }
    return [(x: low, y: 0)] + spaced(points.filter { $0.x >= low }) { $0.y }
  }

  static func byPercentile(_ histogram: Histogram) -> [(x: Double, y: Double)] {
    var seen: UInt64 = 0
    var points: [(x: Double, y: Double)] = []
    for (bucket, count) in histogram.sparse {
      // A bucket begins where the one before ended, so its value holds from there.
      let share = Double(seen) / Double(histogram.count)
      let high = Histogram.bounds(ofBucket: Int(bucket)).high
      points.append((x: 1 / (1 - share), y: Double(min(high, histogram.maximum ?? high))))
      seen += count
    }
    if let last = points.last, histogram.missing == 0 {
      points.append((x: max(Double(histogram.count), last.x), y: last.y))
    }
    return spaced(points) { logarithm($0.x) }
  }

  /// Points at least a step of `place` apart, so that a curve has as many as a reader can see.
  private static func spaced(
    _ points: [(x: Double, y: Double)], by place: ((x: Double, y: Double)) -> Double
  ) -> [(x: Double, y: Double)] {
    guard let first = points.first, let last = points.last else { return [] }
    let step = (place(last) - place(first)) / 380
    var kept = [first]
    for point in points.dropFirst().dropLast() where place(point) - place(kept[kept.count - 1]) >= step {
      kept.append(point)
    }
    if points.count > 1 { kept.append(last) }
    return kept
  }

  /// To the base of two, straight between powers: only for spacing points.
  private static func logarithm(_ value: Double) -> Double {
    Double(value.exponent) + value.significand - 1
  }

  func freshness() -> [Figure] {
    result.freshnessDistributions.enumerated().compactMap { index, distribution in
      distribution.points.count > 1 ? freshness(distribution, index) : nil
    }
  }

  private func freshness(_ distribution: FreshnessDistribution, _ index: Int) -> Figure {
    let right = distribution.points.map { Double($0.delay) }.max() ?? 1
    var axis = Axis.spans("time from a change to its measure", of: [right])
    axis.range = 0...right
    let measured = distribution.points.map { (x: Double($0.delay), y: 1 - $0.measured) }
    let expected = distribution.points.map { (x: Double($0.delay), y: 1 - $0.expected) }
    let gap = distribution.points.map { ($0.measured - $0.expected).magnitude }.max() ?? 0
    var limits = limits(metric: distribution.measure, flow: nil).map {
      Figure.Limit(title: $0.title, at: $0.at, isVertical: true)
    }
    for indicator in result.indicators where indicator.metric == distribution.measure {
      for exceedance in indicator.exceedances {
        let at = Double(exceedance.limit)
        guard !limits.contains(where: { $0.at == at }) else { continue }
        limits.append(
          .init(title: "limit \(QuantityText.time(at))", at: at, isVertical: true))
      }
    }
    limits.removeAll { $0.at > right }
    let period = QuantityText.time(distribution.period)
    return Figure(
      name: "freshness-\(index + 1)-\(slug(distribution.population, most: 40))",
      title: "Freshness of \(distribution.population.shortened(to: 40)) beside its distribution",
      caption:
        """
        Measured and expected shares differ by at most \(QuantityText.share(gap)): with a period of \
        \(period), a change waits between 0 and \(period) for the next poll, then for the \
        pipeline.
        """,
      x: axis, y: .shares("share of changes seen"),
      series: [
        .init(title: "measured", tone: Palette.percentiles[0], style: .wide, points: measured)
          .thinned(),
        .init(
          title: "distribution: U(0, \(period)) + pipeline", tone: Palette.percentiles[2], style: .dashed,
          points: expected
        ).thinned(),
      ], limits: limits)
  }
}
