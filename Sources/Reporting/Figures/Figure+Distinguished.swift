extension Figure {
  /// With dashes where one line runs along another: else the later one would be all that one sees.
  func distinguished() -> Figure {
    var figure = self
    let height = y.isLogarithmic ? y.range.upperBound : y.range.length
    for index in series.indices.dropFirst() where series[index].isLine {
      let isHidden = series[..<index].contains { earlier in
        earlier.isLine && Self.coincide(earlier.points, series[index].points, within: height / 150)
      }
      if isHidden { figure.series[index].isDashed = true }
    }
    return figure
  }

  /// Whether most of what two lines have in common lies on one height.
  private static func coincide(
    _ one: [(x: Double, y: Double)], _ other: [(x: Double, y: Double)], within distance: Double
  ) -> Bool {
    guard one.count == other.count else { return false }
    let known = zip(one, other).filter { !$0.y.isNaN && !$1.y.isNaN }
    let near = known.count { $0.x == $1.x && ($0.y - $1.y).magnitude <= distance }
    return near > 0 && near * 2 > known.count
  }
}

extension Figure.Series {
  fileprivate var isLine: Bool {
    switch style {
    case .line, .steps: true
    case .wide, .dashed, .area, .points, .dots, .bars: false
    }
  }
}
