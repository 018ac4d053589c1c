import Experiments
import Scenarios

/// How busy the components are, how long their queues, and what they cost.
extension RunFigures {
  /// The busiest components that have a series, with it.
  private var busiestSeries: [(component: ComponentResult, series: Timeline.ComponentSeries)] {
    busiest.compactMap { component in
      result.timeline.components.first { $0.name == component.name }.map { (component, $0) }
    }.prefix(Self.mostLines).map { $0 }
  }

  func utilization() -> [Figure] {
    guard hasTimeline else { return [] }
    let shown = busiestSeries.filter { !$0.series.utilization.isEmpty }
    guard let first = shown.first else { return [] }
    let series = shown.enumerated().map { index, part in
      Figure.Series(
        title: part.component.name.shortened(to: 26), tone: Palette.series[index], style: .line,
        points: middles(part.series.utilization)
      ).thinned()
    }
    let high = series.flatMap(\.points).map(\.y).filter { !$0.isNaN }.max() ?? 1
    let peak = first.series.utilization.filter { !$0.isNaN }.max() ?? 0
    let count = busiest.count > shown.count ? ", the \(shown.count) busiest" : ""
    return [
      Figure(
        name: "utilization", title: "Utilisation over time\(count)",
        caption:
          """
          \(first.component.name) is the busiest: \(QuantityText.share(first.component.utilization ?? 0)) \
          of its \(first.component.scarcest.isEmpty ? "capacity" : first.component.scarcest) over \
          the run, \(QuantityText.share(peak)) at its peak.
          """,
        x: timeAxis, y: .shares("utilisation", upTo: max(high, 0.05)), series: series,
        bands: bands, marks: decisionMarks())
    ]
  }

  func queues() -> [Figure] {
    guard hasTimeline else { return [] }
    let shown = longestQueues
    guard !shown.isEmpty else { return [] }
    let values = shown.flatMap(\.series.queueLength).filter { $0 > 0 }.sorted()
    let high = values.last ?? 1
    let isLogarithmic = high > 60 * values[values.count / 2] && high > 10
    let low = max(values.first ?? 0.01, high / 1e6)
    let colours = colours(of: shown.map(\.component))
    let series = shown.enumerated().map { index, part in
      Figure.Series(
        title: part.component.name.shortened(to: 26),
        tone: Palette.series[colours[index]], style: .line,
        points: middles(
          part.series.queueLength.map { isLogarithmic && $0 < low ? Double.nan : $0 })
      ).thinned()
    }
    let longest = shown.max { ($0.series.queueLength.max() ?? 0) < ($1.series.queueLength.max() ?? 0) }
    let peak = longest?.series.queueLength.max() ?? 0
    let name = longest?.component.name ?? ""
    let note = isLogarithmic ? " An empty queue leaves a gap." : ""
    return [
      Figure(
        name: "queues", title: "Queue length over time",
        caption:
          """
          The longest queue is before \(name): \(QuantityText.number(peak)) waiting, as a mean of its \
          worst interval.\(note)
          """,
        x: timeAxis,
        y: isLogarithmic
          ? .logarithmicAmounts("waiting", from: low, to: high)
          : .amounts("waiting operations", upTo: high, label: QuantityText.number),
        series: series, bands: bands, marks: decisionMarks())
    ]
  }

  /// Wherever something waits, at what nothing limits as well: logs and queues have no busy share.
  private var longestQueues: [(component: ComponentResult, series: Timeline.ComponentSeries)] {
    func peak(_ series: Timeline.ComponentSeries) -> Double { series.queueLength.filter { !$0.isNaN }.max() ?? 0 }
    let waiting = result.timeline.components.filter { peak($0) > 0 }
      .sorted { (peak($1), $0.name) < (peak($0), $1.name) }.prefix(Self.mostLines)
    return waiting.compactMap { series in
      result.components.first { $0.name == series.name }.map { ($0, series) }
    }
  }

  /// The same component has the same colour in both figures; the others take what is left.
  private func colours(of components: [ComponentResult]) -> [Int] {
    let known = components.map { component in busiestSeries.firstIndex { $0.component.name == component.name } }
    var free = Palette.series.indices.filter { !known.contains($0) }
    return known.map { $0 ?? (free.isEmpty ? 0 : free.removeFirst()) }
  }

  /// Replicas that were there, down, starting and left out, of each component where that changed.
  func replicas() -> [Figure] {
    guard hasTimeline else { return [] }
    return result.timeline.components.filter { !$0.replicas.isEmpty }.prefix(Self.mostLines).map { part in
      let lines: [(title: String, values: [Double], tone: Tone)] = [
        ("live", part.replicas.map(\.live), Palette.series[0]), ("down", part.replicas.map(\.down), Palette.series[1]),
        ("starting", part.replicas.map(\.starting), Palette.series[2]),
        ("left out", part.replicas.map(\.ejected), Palette.series[4]),
      ]
      let shown = lines.filter { $0.title == "live" || $0.values.contains { $0 > 0 } }
      let series = shown.map { line in
        Figure.Series(title: line.title, tone: line.tone, style: .line, points: middles(line.values)).thinned()
      }
      let least = part.replicas.map(\.live).min() ?? 0
      var figure = Figure(
        name: "replicas-\(slug(part.name, most: 40))", title: "Replicas of \(part.name.shortened(to: 40)) over time",
        caption: "\(part.name) had \(QuantityText.number(least)) replicas there in its worst interval.",
        x: timeAxis,
        y: .amounts("replicas", upTo: shown.flatMap(\.values).max() ?? 1, label: QuantityText.number), series: series,
        bands: bands, marks: decisionMarks())
      figure.shrink(height: 230)
      return figure
    }
  }

  /// Components by their share of the bill, the dearest on top.
  func cost() -> [Figure] {
    guard let cost = result.cost else { return [] }
    var totals: [(name: String, micros: Int64)] = []
    for line in cost.lines {
      if let index = totals.firstIndex(where: { $0.name == line.component }) {
        totals[index].micros += line.perMonthMicros
      } else {
        totals.append((line.component, line.perMonthMicros))
      }
    }
    totals = totals.filter { $0.micros > 0 }.sorted { ($1.micros, $0.name) < ($0.micros, $1.name) }
    guard let first = totals.first else { return [] }
    let most = 14
    if totals.count > most {
      let rest = totals[(most - 1)...]
      totals =
        totals.prefix(most - 1)
        + [("\(rest.count) others", rest.reduce(0) { $0 + $1.micros })]
    }
    let rows = totals.count
    let points = totals.enumerated().map { index, total in
      (x: Double(total.micros), y: Double(rows - index))
    }
    let share = Double(first.micros) / Double(max(cost.perMonthMicros, 1))
    var axis = Axis.amounts("per month (\(cost.currency))", upTo: Double(first.micros) * 1.12) {
      QuantityText.money($0, currency: cost.currency)
    }
    axis.range = 0...Double(first.micros) * 1.14
    axis.ticks = axis.ticks.filter { axis.range.contains($0.position) }
    let names = totals.enumerated().map { index, total in
      (position: Double(rows - index), label: total.name.shortened(to: 30))
    }
    return [
      Figure(
        name: "cost", title: "Monthly cost by component",
        caption:
          """
          \(first.name) is \(QuantityText.share(share)) of \(QuantityText.money(cost.perMonthMicros, currency: cost.currency)) \
          a month.
          """,
        height: 96 + 24 * rows, x: axis,
        y: Axis(title: "", range: 0.4...(Double(rows) + 0.6), ticks: names), yIsNamed: true,
        series: [
          .init(
            title: "cost per month", tone: Palette.series[0], style: .bars(height: 0.66),
            points: points, isInLegend: true)
        ],
        notes: points.map { point in
          .init(
            text: QuantityText.money(point.x, currency: cost.currency),
            x: point.x + axis.range.length * 0.006, y: point.y)
        })
    ]
  }

  /// The inputs by where they come from, as one bar.
  func origins() -> [Figure] {
    let counts = Palette.origins.map { origin in
      (origin: origin, count: result.quantities.count { $0.origin.rawValue == origin.origin })
    }.filter { $0.count > 0 }
    let total = counts.reduce(0) { $0 + $1.count }
    guard total > 0 else { return [] }
    var left = 0.0
    var series: [Figure.Series] = []
    var notes: [Figure.Note] = []
    for (origin, count) in counts {
      let right = left + Double(count) / Double(total)
      series.append(
        .init(
          title: "\(origin.meaning) (\(count))", tone: origin.tone, style: .bars(height: 0.8),
          points: [(x: right, y: 0.5)], starts: [left]))
      if right - left > 0.06 {
        notes.append(
          .init(
            text: Decimal.fixed((right - left) * 100, digits: 0) + " %", x: (left + right) / 2,
            y: 0.5, anchor: .centre, tone: Palette.inkOnFill))
      }
      left = right
    }
    let open = counts.filter { ["assumed", "unstated"].contains($0.origin.origin) }
      .reduce(0) { $0 + $1.count }
    return [
      Figure(
        name: "origins", title: "Where the inputs come from",
        caption:
          """
          \(open) of \(total) quantities (\(Decimal.fixed(Double(open) / Double(total) * 100, digits: 0)) \
          %) are assumed or not stated: nobody has measured or written them down.
          """,
        height: 150, x: .shares("share of the quantities"),
        y: Axis(title: "", range: 0...1), yIsNamed: true, series: series, notes: notes)
    ]
  }
}
