/// A figure as data: what it shows, not how gnuplot is told.
struct Figure {
  /// Of the files, and of everything inside the drawing that must be unique on a page: `load-buy`.
  var name: String
  var title: String
  /// One sentence that says what to see.
  var caption: String
  var width = 880
  var height = 330
  var x: Axis
  var y: Axis
  /// Marks of the vertical axis are names of things: wider, without grid lines.
  var yIsNamed = false
  var series: [Series] = []
  /// Spans of simulated time that are set off: phases, faults, the warm-up.
  var bands: [Band] = []
  var limits: [Limit] = []
  var notes: [Note] = []
  /// Symbols in a strip above the plot, at instants.
  var marks: [Mark] = []
  /// Values of this height are infinite.
  var ceiling: Double?

  struct Series {
    enum Style {
      case line, wide, dashed, steps, area, points, dots
      /// Points are (left, right, centre): horizontal bars of this height.
      case bars(height: Double)
    }
    var title: String
    var tone: Tone
    var style: Style
    /// A gap is a NaN.
    var points: [(x: Double, y: Double)]
    /// The left end of bars; 0 when not given.
    var starts: [Double] = []
    var isInLegend = true
    /// Over a line that would hide it, or that it would hide.
    var isDashed = false
  }

  struct Band {
    /// Neighbouring phases alternate, so that their border shows.
    enum Style { case phase, otherPhase, fault, warmUp }
    var title: String
    var style: Style
    var from: Double
    var to: Double
  }

  /// A line that must not be crossed, at a height or, vertical, at a place.
  struct Limit {
    var title: String
    var at: Double
    var isVertical = false
  }

  struct Mark {
    /// By the numbers that gnuplot has for them.
    enum Symbol: Int {
      case plus = 1, cross = 2, openSquare = 4, square = 5, openCircle = 6, circle = 7, up = 9, down = 11
      case openDiamond = 12, diamond = 13
    }
    /// Marks of one title look alike and share an entry of the legend.
    var title: String
    var symbol: Symbol
    var tone: Tone
    var x: Double
  }

  /// Text at a place of the drawing, in the units of the axes.
  struct Note {
    enum Anchor { case left, centre, right }
    var text: String
    var x: Double
    var y: Double
    var anchor = Anchor.left
    var tone = Palette.ink
  }
}

extension Figure.Series {
  /// At most `count` points; of each group the one that `choose` prefers stays, so peaks do not
  /// vanish.
  func thinned(to count: Int = 400) -> Figure.Series {
    guard points.count > count else { return self }
    var thinned = self
    let size = (points.count + count - 1) / count
    thinned.points = stride(from: 0, to: points.count, by: size).map { start in
      let group = points[start..<min(start + size, points.count)]
      return group.max { ($0.y.isNaN ? -1 : $0.y) < ($1.y.isNaN ? -1 : $1.y) } ?? points[start]
    }
    return thinned
  }
}
