import Experiments

/// Offered against achieved load, and percentiles, over simulated time.
extension RunFigures {
  /// All flows together, then each of several flows.
  func load() -> [Figure] {
    guard hasTimeline else { return [] }
    let flows = flows.filter { $0.offered.contains { $0 > 0 } || $0.completed.contains { $0 > 0 } }
    guard !flows.isEmpty else { return [] }
    let offered = Self.total(flows.map(\.offered))
    let completed = Self.total(flows.map(\.completed))
    let failed = Self.total(flows.map(\.failed))
    let name = flows.count == 1 ? " of \(flows[0].name.shortened(to: 40))" : ", all flows"
    var figures = [
      load("load", "Offered and achieved load\(name)", offered, completed, failed)
    ]
    if (2...Self.mostLines).contains(flows.count) {
      for (index, flow) in flows.enumerated() {
        var figure = load(
          "load-\(index + 1)-\(slug(flow.name, most: 40))", flow.name.shortened(to: 44), flow.offered,
          flow.completed, flow.failed)
        figure.caption =
          """
          \(flow.name): \(QuantityText.count(flow.completed.reduce(0, +))) completed of \
          \(QuantityText.count(flow.offered.reduce(0, +))) \
          offered.
          """
        figure.marks = []
        figure.shrink(height: 230)
        figures.append(figure)
      }
    }
    return figures
  }

  private func load(
    _ name: String, _ title: String, _ offered: [UInt64], _ completed: [UInt64], _ failed: [UInt64]
  ) -> Figure {
    let offeredRates = rates(offered)
    let completedRates = rates(completed)
    var series = [
      Figure.Series(title: "offered", tone: Palette.offered, style: .steps, points: offeredRates),
      Figure.Series(
        title: "achieved", tone: Palette.achieved, style: .steps, points: completedRates),
    ]
    if failed.contains(where: { $0 > 0 }) {
      series.append(
        .init(title: "failed", tone: Palette.failed, style: .steps, points: rates(failed)))
    }
    let high = series.flatMap(\.points).map(\.y).max() ?? 1
    return Figure(
      name: name, title: title, caption: Self.loadCaption(offered, completed, failed),
      x: timeAxis,
      y: .amounts("requests per second", upTo: high, label: QuantityText.number),
      series: series.map { $0.thinned() }, bands: bands, marks: decisionMarks())
  }

  private static func loadCaption(
    _ offered: [UInt64], _ completed: [UInt64], _ failed: [UInt64]
  ) -> String {
    let asked = offered.reduce(0, +)
    let done = completed.reduce(0, +)
    let lost = failed.reduce(0, +)
    guard asked > 0 else { return "\(QuantityText.count(done)) requests completed." }
    let share = QuantityText.share(Double(done) / Double(asked))
    let rest =
      lost > 0
      ? "\(QuantityText.count(lost)) failed." : "None failed."
    return
      """
      Where the achieved load falls below the offered load, work piles up or is refused: \(share) \
      of \(QuantityText.count(asked)) offered requests were completed. \(rest)
      """
  }

  private static func total(_ counts: [[UInt64]]) -> [UInt64] {
    (0..<(counts.map(\.count).max() ?? 0)).map { index in
      counts.reduce(0) { $0 + (index < $1.count ? $1[index] : 0) }
    }
  }

  /// Flows and measures that have a figure of percentiles, in its order.
  var shownPercentiles: [Timeline.FlowSeries] {
    let withTimes = result.timeline.flows.filter { series in
      series.p99.contains { $0 != nil } || series.p50.contains { $0 != nil }
    }
    // Flows with more requests first where not all fit; a page of forty figures answers nothing.
    let chosen = Set(
      withTimes.indices.sorted { withTimes[$0].completed.reduce(0, +) > withTimes[$1].completed.reduce(0, +) }
        .prefix(Self.mostLines))
    return withTimes.indices.filter(chosen.contains).map { withTimes[$0] }
  }

  func percentilesName(_ flow: Timeline.FlowSeries, _ index: Int) -> String {
    "percentiles-\(index + 1)-\(slug(flow.name, most: 40))"
  }

  /// One figure for each flow and measure that has percentiles over time.
  func percentiles() -> [Figure] {
    guard hasTimeline else { return [] }
    let shown = shownPercentiles
    return shown.enumerated().map { index, flow in
      var figure = percentiles(of: flow, index)
      if shown.count > 3 { figure.shrink(height: 260) }
      return figure
    }
  }

  private func percentiles(of flow: Timeline.FlowSeries, _ index: Int) -> Figure {
    let limits = limits(
      metric: flow.isMeasure ? flow.name : "latency", flow: flow.isMeasure ? nil : flow.name)
    let lines = [("p99", flow.p99, 2), ("p95", flow.p95, 1), ("p50", flow.p50, 0)]
    let finite = lines.flatMap(\.1).compactMap { $0 }.filter { $0 < .max }.map(Double.init)
    let axis = Axis.spans(
      flow.isMeasure ? flow.name.shortened(to: 30) : "latency", of: finite + limits.map(\.at))
    // A percentile that is infinitely late runs along the top: a gap would hide the worst intervals.
    let series = lines.map { title, values, tone in
      let heights = values.map { value in
        value.map { $0 == .max ? axis.range.upperBound : Double($0) } ?? .nan
      }
      return Figure.Series(
        title: title, tone: Palette.percentiles[tone], style: .line, points: middles(heights)
      ).thinned()
    }
    let isNever = lines.flatMap(\.1).contains(.max)
    var figure = Figure(
      name: percentilesName(flow, index),
      title: "\(flow.isMeasure ? "Measure" : "Latency of") \(flow.name.shortened(to: 44)) over time",
      caption: percentileCaption(flow, limits), x: timeAxis,
      y: axis, series: series, bands: bands, limits: limits, marks: decisionMarks())
    figure.ceiling = isNever ? axis.range.upperBound : nil
    return figure
  }

  private func percentileCaption(_ flow: Timeline.FlowSeries, _ limits: [Figure.Limit]) -> String {
    var worst: (index: Int, value: Int64)?
    for (index, value) in flow.p99.enumerated() {
      if let value, value > worst?.value ?? -1 { worst = (index, value) }
    }
    guard let worst else { return "\(flow.name), interval by interval." }
    let at = QuantityText.time(Int64(worst.index) * result.timeline.interval)
    let ending =
      limits.isEmpty
      ? "" : " The dashed line is the limit of a budget, which judges the whole run."
    guard worst.value < .max else {
      return """
        From \(at) on there are intervals of \(flow.name) whose p99 never came: a line along the top \
        stands for requests that were not answered.\(ending)
        """
    }
    return """
      The slowest interval of \(flow.name) begins at \(at), with a p99 of \
      \(QuantityText.time(worst.value)).\(ending)
      """
  }
}

extension Figure {
  /// Half the page's width, for figures that stand two in a row.
  mutating func shrink(height: Int) {
    width = 434
    self.height = height
    x = x.withEverySecondTick()
  }
}

extension Axis {
  fileprivate func withEverySecondTick() -> Axis {
    guard ticks.count > 5, !isLogarithmic else { return self }
    var axis = self
    axis.ticks = ticks.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
    axis.minorTicks = ticks.enumerated().filter { !$0.offset.isMultiple(of: 2) }
      .map(\.element.position)
    return axis
  }
}
