/// Where the parts of a figure stand, in pixels from its top left corner. gnuplot's own layout gives
/// every legend entry the width of the widest and cannot set a title flush left.
struct FigureLayout {
  struct Entry {
    var title: String
    var mark: Mark
    var x: Double
    var y: Double
  }
  enum Mark {
    case line(Tone, isDashed: Bool, width: Double)
    case block(Tone)
    case dot(Tone)
    case symbol(Figure.Mark.Symbol, Tone)
  }

  let width: Double
  /// That of the figure and, where the legend needs more than one line, those lines.
  let height: Double
  let title: String
  var left = 0.0
  var right = 0.0
  var top = 0.0
  var bottom = 0.0
  let titleBaseline = 17.0
  /// Rows of names of bands above the plot: none, one, or one for phases and one for faults.
  var strips = 0
  /// Height of the strip of symbols, which is next to the plot.
  var markStrip = 0.0
  var legend: [Entry] = []

  static let lineHeight = 17.0
  static let markWidth = 20.0
  static let stripHeight = 14.0

  init(_ figure: Figure) {
    width = Double(figure.width)
    title = Self.fitted(figure.title, size: 15.2, width: width - 16)
    let longest = figure.y.ticks.map { TextWidth.of($0.label, size: 11) }.max() ?? 0
    left = min(longest, width * 0.4) + (figure.y.title.isEmpty ? 18 : 38)
    // The last mark of the horizontal axis reaches beyond it.
    let last = figure.x.ticks.last.map { TextWidth.of($0.label, size: 11) / 2 + 2 } ?? 0
    right = max(16, last)
    bottom = 46

    var y = titleBaseline + 20
    var x = 8.0
    let entries = Self.entries(figure)
    for (title, mark) in entries {
      let size = Self.markWidth + 6 + TextWidth.of(title, size: 11)
      if x + size > width - 8, x > 8 { (x, y) = (8, y + Self.lineHeight) }
      legend.append(Entry(title: title, mark: mark, x: x, y: y))
      x += size + 18
    }
    height = Double(figure.height) + (y - titleBaseline - 20)
    top = (entries.isEmpty ? titleBaseline + 6 : y + 8) + 10
    let named = figure.bands.filter { !$0.title.isEmpty }
    let faults = named.count { $0.style == .fault }
    strips = (faults > 0 ? 1 : 0) + (named.count > faults ? 1 : 0)
    markStrip = figure.marks.isEmpty ? 0 : Self.stripHeight
    top += Double(strips) * Self.stripHeight + markStrip
  }

  private static func fitted(_ text: String, size: Double, width: Double) -> String {
    var length = text.count
    while length > 8, TextWidth.of(text.shortened(to: length), size: size) > width { length -= 1 }
    return text.shortened(to: length)
  }

  private static func entries(_ figure: Figure) -> [(String, Mark)] {
    var entries = figure.series.filter(\.isInLegend).map { ($0.title, mark(of: $0)) }
    if let first = figure.limits.first {
      // Limits of one figure look alike; each has its own text at the line.
      let title = figure.limits.count == 1 ? first.title : "limits of budgets"
      entries.append((title, .line(Palette.limit, isDashed: true, width: 1.3)))
    }
    // Phases need none: their names stand above them.
    for (style, title) in [
      (Figure.Band.Style.fault, "fault"), (.warmUp, "warm-up, left out"),
    ] where figure.bands.contains(where: { $0.style == style }) {
      entries.append((title, .block(style.tone)))
    }
    for mark in figure.marks where !entries.contains(where: { $0.0 == mark.title }) {
      entries.append((mark.title, .symbol(mark.symbol, mark.tone)))
    }
    return entries
  }

  private static func mark(of series: Figure.Series) -> Mark {
    switch series.style {
    case .line, .steps: .line(series.tone, isDashed: series.isDashed, width: 2)
    case .wide: .line(series.tone, isDashed: false, width: 5)
    case .dashed: .line(series.tone, isDashed: true, width: 1.6)
    case .area, .bars: .block(series.tone)
    case .points, .dots: .dot(series.tone)
    }
  }
}

extension Figure.Band.Style {
  var tone: Tone {
    switch self {
    case .phase: Palette.phase
    case .otherPhase: Palette.otherPhase
    case .fault: Palette.fault
    case .warmUp: Palette.warmUp
    }
  }
}

/// About how wide a text is: enough to place things that must not overlap.
enum TextWidth {
  static func of(_ text: String, size: Double) -> Double {
    var ems = 0.0
    for character in text {
      switch character {
      case "i", "j", "l", "I", ".", ",", ":", ";", "|", "'", "!", "(", ")", "[", "]": ems += 0.34
      case "f", "t", "r", " ", "-", "/": ems += 0.40
      case "m", "w", "M", "W", "%", "—", "…", "@": ems += 0.92
      case "A"..."Z": ems += 0.70
      default: ems += 0.62
      }
    }
    return ems * size
  }
}
