import Experiments
import Statistics

/// Both designs, or all of them, in each plot.
struct ComparisonFigures {
  let comparison: DesignComparison

  /// Figures with a relative difference, for one plot of intervals per candidate.
  private static let mostRows = 14

  var all: [Figure] { differences + tails + percentiles + utilization }

  private func tone(_ design: Int) -> Tone { Palette.series[design % Palette.series.count] }

  // MARK: Differences

  private var differences: [Figure] {
    comparison.designs.indices.dropFirst().compactMap { number in
      let rows = comparison.figures.compactMap { figure -> (String, FigureDifference, ConfidenceInterval)? in
        guard let difference = figure.differences[number - 1], let ratio = difference.ratio else { return nil }
        return (figure.name, difference, ratio)
      }.prefix(Self.mostRows)
      guard !rows.isEmpty else { return nil }
      return forest(Array(rows), number)
    }
  }

  private func forest(_ rows: [(String, FigureDifference, ConfidenceInterval)], _ number: Int) -> Figure {
    let ends = rows.flatMap { [$0.2.low - 1, $0.2.high - 1] }.map { min(max($0, -1), 10) }
    let low = min(0, ends.min() ?? 0)
    let high = max(0, ends.max() ?? 0)
    let room = max(high - low, 0.02) * 0.08
    let step = Axis.roundStep((high - low + 2 * room) / 6)
    var position = ((low - room) / step).rounded(.down) * step
    let left = position
    var ticks: [(position: Double, label: String)] = []
    while position < high + room + step {
      let percent = (position * 1000).rounded() / 10
      ticks.append((position, percent == 0 ? "0" : "\(percent > 0 ? "+" : "−")\(QuantityText.number(abs(percent)))"))
      position += step
    }
    let right = ticks.last?.position ?? 1
    func height(_ row: Int) -> Double { Double(rows.count - row) }
    let groups: [(FigureDifference.Verdict, Tone)] = [
      (.better, Palette.series[2]), (.worse, Palette.series[1]), (.noDifference, Palette.series[7]),
      (.cannotTell, Palette.series[6]),
    ]
    var series: [Figure.Series] = []
    for (verdict, tone) in groups {
      let own = rows.enumerated().filter { $0.element.1.verdict == verdict }
      guard !own.isEmpty else { continue }
      // An interval of no width is still to be seen.
      let least = (right - left) / 220
      series.append(
        Figure.Series(
          title: verdict.words, tone: tone, style: .bars(height: 0.32),
          points: own.map {
            (x: min(right, max($0.element.2.high - 1, $0.element.2.mean - 1 + least)), y: height($0.offset))
          },
          starts: own.map { max(left, min($0.element.2.low - 1, $0.element.2.mean - 1 - least)) }))
    }
    let label = comparison.designs[number].label
    var figure = Figure(
      name: "difference-\(number)",
      title: "\(label.shortened(to: 40)) against \(comparison.designs[0].label.shortened(to: 40))",
      caption:
        "Relative difference of each figure with its interval at \(QuantityText.share(comparison.level)): an interval that leaves out zero is a difference.",
      height: 90 + 26 * rows.count,
      x: Axis(title: "difference (%)", range: left...right, ticks: ticks),
      y: Axis(
        title: "", range: 0.4...Double(rows.count) + 0.6,
        ticks: rows.enumerated().map { (height($0.offset), $0.element.0.shortened(to: 40)) }),
      yIsNamed: true, series: series)
    figure.limits = [Figure.Limit(title: "no difference from the base", at: 0, isVertical: true)]
    for (row, element) in rows.enumerated() where element.1.verdict != .noDifference {
      let isRight = element.2.mean - 1 < (left + right) / 2
      let end = isRight ? element.2.high - 1 : element.2.low - 1
      let room = (right - left) / 80
      figure.notes.append(
        Figure.Note(
          text: element.1.relativeText, x: min(max(end + (isRight ? room : -room), left), right), y: height(row),
          anchor: isRight ? .left : .right, tone: Palette.muted))
    }
    return figure
  }

  // MARK: Over time

  /// Latencies and measures of the whole run that several designs have samples of.
  private var shared: [(name: String, indicators: [(design: Int, indicator: Indicator)])] {
    comparison.designs[0].result.indicators.filter(\.isOfWholeRun).compactMap { wanted in
      var found: [(design: Int, indicator: Indicator)] = []
      for (number, design) in comparison.designs.enumerated() {
        for indicator in design.result.indicators
        where indicator.title == wanted.title && indicator.histogram.maximum != nil {
          found.append((design: number, indicator: indicator))
        }
      }
      return found.count > 1 ? (name: wanted.title, indicators: found) : nil
    }
  }

  private var tails: [Figure] {
    let frames = comparison.designs.map { RunFigures($0.result) }
    guard let frame = frames.first, frame.hasTimeline else { return [] }
    return comparison.designs[0].result.timeline.flows.prefix(4).enumerated().compactMap { index, flow in
      let series = comparison.designs.enumerated().compactMap { number, design -> Figure.Series? in
        guard let own = design.result.timeline.flows.first(where: { $0.name == flow.name }) else { return nil }
        return Figure.Series(
          title: "\(design.label.shortened(to: 30)), p99", tone: tone(number), style: .line,
          points: frames[number].middles(own.p99.map { $0.map { $0 == .max ? Double.nan : Double($0) } ?? .nan })
        ).thinned()
      }
      let values = series.flatMap(\.points).map(\.y).filter { !$0.isNaN }
      guard !values.isEmpty else { return nil }
      return Figure(
        name: "tail-\(index + 1)", title: "p99 of \(flow.name.shortened(to: 40)) over time",
        caption: "All replications of a design together, interval by interval.", x: frame.timeAxis,
        y: .spans("time", of: values),
        series: series.filter { $0.points.contains { !$0.y.isNaN } }, bands: frame.bands)
    }
  }

  private var percentiles: [Figure] {
    shared.prefix(2).enumerated().map { index, part in
      let series = part.indicators.map { (number, indicator) -> Figure.Series in
        Figure.Series(
          title: comparison.designs[number].label.shortened(to: 30), tone: tone(number), style: .steps,
          points: RunFigures.byPercentile(indicator.histogram).filter { $0.x >= 1.1 })
      }
      var figure = RunFigures.percentileFigure(
        name: "percentiles-\(index + 1)", title: "\(part.name.shortened(to: 50)) by percentile",
        caption: "Each mark to the right leaves a tenth of the samples: where the curves part, the designs differ.",
        series)
      figure.width = 880
      return figure
    }
  }

  // MARK: Components

  private var utilization: [Figure] {
    var names: [String] = []
    for design in comparison.designs {
      for component in design.result.components where component.utilization != nil && !names.contains(component.name) {
        names.append(component.name)
      }
    }
    func busy(_ name: String) -> [Double?] {
      comparison.designs.map { $0.result.components.first { $0.name == name }?.utilization }
    }
    names = Array(
      names.sorted { (busy($0).compactMap { $0 }.max() ?? 0) > (busy($1).compactMap { $0 }.max() ?? 0) }.prefix(12))
    guard !names.isEmpty else { return [] }
    let count = Double(comparison.designs.count)
    let height = 0.8 / count
    let series = comparison.designs.enumerated().map { number, design in
      Figure.Series(
        title: design.label.shortened(to: 30), tone: tone(number), style: .bars(height: height * 0.9),
        points: names.enumerated().compactMap { row, name in
          busy(name)[number].map {
            (x: $0, y: Double(names.count - row) + (count - 1) / 2 * height - Double(number) * height)
          }
        })
    }
    return [
      Figure(
        name: "utilization", title: "How busy the components are",
        caption:
          "Of the scarcest resource of each, as a mean over the measured part; a component without a bar is not in that design.",
        height: 90 + names.count * (16 + 14 * comparison.designs.count), x: .shares("utilisation"),
        y: Axis(
          title: "", range: 0.4...Double(names.count) + 0.6,
          ticks: names.enumerated().map { (Double(names.count - $0.offset), $0.element.shortened(to: 30)) }),
        yIsNamed: true, series: series)
    ]
  }
}
