import Experiments
import Statistics

/// A line over runs with the interval of each figure, and the limit where a budget has one.
struct TrendChart {
  let points: [(title: String, figure: RunFigure)]

  private static let (width, height) = (720.0, 220.0)
  private static let (left, right, top, bottom) = (90.0, 16.0, 14.0, 28.0)

  var svg: String {
    guard let first = points.first?.figure else { return "" }
    let range = range
    func y(_ value: Double) -> Double {
      Self.top + (range.upperBound - value) / (range.upperBound - range.lowerBound)
        * (Self.height - Self.top - Self.bottom)
    }
    func x(_ index: Int) -> Double {
      let span = Self.width - Self.left - Self.right
      return Self.left + (points.count == 1 ? span / 2 : span * Double(index) / Double(points.count - 1))
    }
    var parts = (0...4).map { line -> String in
      let value = range.lowerBound + (range.upperBound - range.lowerBound) * Double(line) / 4
      return Self.line(Self.left, y(value), Self.width - Self.right, y(value), Palette.grid)
        + Self.text(Self.left - 8, y(value) + 4, first.text(value), "end")
    }
    if let limit = points.last?.figure.limit, range.contains(limit) {
      parts.append(Self.line(Self.left, y(limit), Self.width - Self.right, y(limit), Palette.limit, dashed: true))
    }
    for (index, point) in points.enumerated() {
      guard let interval = point.figure.interval, interval.low.isFinite, interval.high.isFinite else { continue }
      parts.append(Self.line(x(index), y(interval.low), x(index), y(interval.high), Palette.muted))
    }
    let path = points.enumerated().map { "\(Self.number(x($0))),\(Self.number(y($1.figure.value)))" }
    parts.append(
      "<polyline fill=\"none\" stroke=\"\(Palette.series[0].light)\" stroke-width=\"2\" points=\"\(path.joined(separator: " "))\"/>"
    )
    for (index, point) in points.enumerated() {
      parts.append(
        "<circle cx=\"\(Self.number(x(index)))\" cy=\"\(Self.number(y(point.figure.value)))\" r=\"3.5\" fill=\"\(Palette.series[0].light)\"><title>\(HTML.escaped("\(point.title): \(point.figure.text)"))</title></circle>"
      )
    }
    parts.append(Self.text(x(0), Self.height - 8, points[0].title, points.count == 1 ? "middle" : "start"))
    if points.count > 1 {
      parts.append(Self.text(x(points.count - 1), Self.height - 8, points[points.count - 1].title, "end"))
    }
    return
      "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(HTML.escaped(first.name)) over runs\" style=\"max-width:100%\">\n\(parts.joined(separator: "\n"))\n</svg>\n"
  }

  /// Of all values and their intervals, with room around.
  private var range: ClosedRange<Double> {
    var all = points.map(\.figure.value)
    for point in points {
      if let interval = point.figure.interval { all += [interval.low, interval.high].filter(\.isFinite) }
    }
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    if let limit = points.last?.figure.limit, limit <= high + (high - low) * 2, limit >= low - (high - low) * 2 {
      all.append(limit)
    }
    let room = max(((all.max() ?? 1) - (all.min() ?? 0)) * 0.08, (high.magnitude + low.magnitude) * 0.005, 1e-9)
    return (all.min() ?? 0) - room...(all.max() ?? 1) + room
  }

  private static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ tone: Tone, dashed: Bool = false
  ) -> String {
    "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"\(tone.light)\"\(dashed ? " stroke-dasharray=\"5 4\"" : "")/>"
  }

  private static func text(_ x: Double, _ y: Double, _ text: String, _ anchor: String) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\" font-size=\"12\" fill=\"currentColor\">\(HTML.escaped(text))</text>"
  }

  private static func number(_ value: Double) -> String { Decimal.fixed(value, digits: 1) }
}
