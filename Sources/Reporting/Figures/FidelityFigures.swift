import Experiments

/// A live run beside the predictions of its model: percentiles over time, and distributions.
extension RunFigures {
  /// Flows that are shown, the first ones of the file.
  private static let mostFlows = 3

  func fidelity() -> [Figure] {
    guard let fidelity = result.live?.fidelity, !fidelity.figures.isEmpty else { return [] }
    let isLone = fidelity.overTime.count == 1
    return zip(fidelity.overTime, fidelity.distributions).prefix(Self.mostFlows).enumerated().flatMap { place, curves in
      let name = isLone ? "" : " of \(curves.0.flow.shortened(to: 24))"
      return [
        overTime(curves.0, place, name, predictions: fidelity.predictions),
        distribution(curves.1, place, name, predictions: fidelity.predictions),
      ]
    }
  }

  private func overTime(_ curve: LiveResult.Curve, _ place: Int, _ name: String, predictions: Int) -> Figure {
    var figure = Figure(
      name: "fidelity-time-\(place + 1)", title: "95th percentile over time\(name)",
      caption:
        "Where the line of the service leaves the space between the dashed ones, none of \(predictions) predictions with the same arrivals was so.",
      x: timeAxis, y: .spans("p95", of: Self.values(curve)), series: Self.series(curve))
    figure.bands = bands
    figure.shrink(height: 300)
    return figure
  }

  private func distribution(_ curve: LiveResult.Curve, _ place: Int, _ name: String, predictions: Int) -> Figure {
    var tails = curve
    for index in tails.points.indices { tails.points[index].at = 1 / (1 - tails.points[index].at) }
    return Self.percentileFigure(
      name: "fidelity-distribution-\(place + 1)", title: "Time by percentile\(name)",
      caption: "The dashed lines are the least and the greatest of \(predictions) predictions at each percentile.",
      Self.series(tails))
  }

  private static func values(_ curve: LiveResult.Curve) -> [Double] {
    curve.points.flatMap { [$0.live, $0.low, $0.high].compactMap { $0 } }
  }

  private static func series(_ curve: LiveResult.Curve) -> [Figure.Series] {
    func line(
      _ title: String, _ tone: Tone, _ style: Figure.Series.Style, _ value: (LiveResult.Point) -> Double?
    ) -> Figure.Series {
      Figure.Series(
        title: title, tone: tone, style: style, points: curve.points.map { (x: $0.at, y: value($0) ?? .nan) })
    }
    let model = Palette.series[1]
    return [
      line("model, median", model, .line, { $0.median }), line("least", model, .dashed, { $0.low }),
      line("greatest", model, .dashed, { $0.high }),
      line("service", Palette.series[0], .wide, { $0.live }),
    ]
  }
}
