/// A figure as what the page's script draws a chart from: its lines with their values, and what stands beside them.
///
/// Values are those of the figure; what is no whole number has six digits, three more than are shown.
struct PageChart: Encodable {
  struct Scale: Encodable {
    var title: String
    var quantity: String
    var low, high: Double
    var log: Bool
    /// Marks of a logarithmic axis, as places and texts; nil where the script chooses its own.
    var ticks: [Tick]?
  }
  struct Tick: Encodable {
    var position: Double
    var label: String
    func encode(to encoder: any Encoder) throws {
      var pair = encoder.unkeyedContainer()
      try pair.encode(position.shortened)
      try pair.encode(label)
    }
  }
  /// Places on the horizontal axis: evenly spaced ones by their first, or each.
  enum Places: Encodable, Equatable {
    case even(from: Double, step: Double, count: Int)
    case listed([Double])
  }
  struct Line: Encodable {
    var title: String
    var tone: Tone
    var style: String
    var dash: Bool
    var ys: [Double]
    /// Nil where all lines have the chart's.
    var xs: Places?
  }
  struct Limit: Encodable {
    var title: String
    var at: Double
    var vertical: Bool
  }

  var name, title: String
  var height: Int
  /// Charts of one group have one cursor and one zoom: `time`, or each its own.
  var group: String
  var x, y: Scale
  var xs: Places?
  var series: [Line]
  var limits: [Limit]
  /// Which of the page's lists of bands lies behind it.
  var bands: Int
  /// Whether decisions are marked above it.
  var marks: Bool
  var ceiling: Double?

  /// Nil for a figure that is no matter of lines, which stays as it is drawn. `bands` is filled in by the page.
  init?(_ figure: Figure) {
    guard !figure.series.isEmpty, let styles = Self.styles(of: figure.series) else { return nil }
    (name, title, height) = (figure.name, figure.title, figure.width < 600 ? 170 : 240)
    group = figure.x.quantity == .instant ? "time" : figure.name
    x = Scale(figure.x)
    y = Scale(figure.y)
    let places = figure.series.map { Places($0.points.map(\.x)) }
    let isCommon = places.allSatisfy { $0 == places[0] }
    xs = isCommon ? places[0] : nil
    series = zip(figure.series.indices, figure.series).map { index, series in
      Line(
        title: series.title, tone: series.tone, style: styles[index],
        dash: styles[index] == "dashed" || series.isDashed,
        ys: series.points.map(\.y), xs: isCommon ? nil : places[index])
    }
    limits = figure.limits.map { Limit(title: $0.title, at: $0.at, vertical: $0.isVertical) }
    bands = 0
    marks = !figure.marks.isEmpty
    ceiling = figure.ceiling
  }

  private static func styles(of series: [Figure.Series]) -> [String]? {
    let styles = series.compactMap { series -> String? in
      switch series.style {
      case .line: "line"
      case .wide: "wide"
      case .dashed: "dashed"
      case .steps: "steps"
      case .points: "points"
      case .dots, .area, .bars: nil
      }
    }
    return styles.count == series.count ? styles : nil
  }
}

extension PageChart.Scale {
  init(_ axis: Axis) {
    title = axis.title
    quantity = axis.quantity == .instant ? "time" : axis.quantity.rawValue
    (low, high, log) = (axis.range.lowerBound, axis.range.upperBound, axis.isLogarithmic)
    ticks = axis.isLogarithmic ? axis.ticks.map { PageChart.Tick(position: $0.position, label: $0.label) } : nil
  }
}

extension PageChart.Places {
  init(_ places: [Double]) {
    guard places.count > 2 else {
      self = .listed(places)
      return
    }
    let step = places[1] - places[0]
    let isEven = step > 0 && places.indices.allSatisfy { places[0] + step * Double($0) == places[$0] }
    self = isEven ? .even(from: places[0], step: step, count: places.count) : .listed(places)
  }

  private enum CodingKeys: CodingKey { case from, step, count }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .even(let from, let step, let count):
      var object = encoder.container(keyedBy: CodingKeys.self)
      try object.encode(from, forKey: .from)
      try object.encode(step, forKey: .step)
      try object.encode(count, forKey: .count)
    case .listed(let places):
      var list = encoder.unkeyedContainer()
      for place in places { try list.encode(place.shortened) }
    }
  }
}

extension PageChart.Line {
  private enum CodingKeys: CodingKey { case title, tone, style, dash, ys, xs }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(title, forKey: .title)
    try object.encode(tone, forKey: .tone)
    try object.encode(style, forKey: .style)
    try object.encode(dash, forKey: .dash)
    // A gap is null: JSON has no other.
    try object.encode(ys.map { OrNull($0.isFinite ? $0.shortened : nil) }, forKey: .ys)
    try object.encodeIfPresent(xs, forKey: .xs)
  }
}

extension Tone: Encodable {
  func encode(to encoder: any Encoder) throws { try [light, dark].encode(to: encoder) }
}

extension Double {
  /// Itself where it is whole, as times and counts are; else to six significant digits.
  var shortened: Double {
    guard isFinite, self != rounded() else { return self }
    var scale = 1.0
    while magnitude * scale < 1e5, scale < 1e15 { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
