/// Tells gnuplot how to draw figures. Data goes apart, as tables that the script names; the script
/// holds no data, no file names of the user's and nothing that depends on the machine.
struct GnuplotScript {
  enum Format { case svg, png }

  struct Table {
    var name: String
    var columns: Int
    var values: [Double]
  }

  private(set) var text = "set encoding utf8\n"
  private(set) var tables: [Table] = []

  /// Of the picture being drawn.
  private var format = Format.svg

  /// Draws `figure` into `path`.
  mutating func draw(_ figure: Figure, number: Int, as format: Format, into path: String) {
    let layout = FigureLayout(figure)
    self.format = format
    line("reset")
    let (width, height) = (Int(layout.width), Int(layout.height))
    switch format {
    case .svg:
      line(
        "set terminal svg size \(width),\(height) dynamic noenhanced font '\(Self.font),11'")
    case .png:
      // Twice as dense, for print and sharp screens.
      line(
        """
        set terminal pngcairo size \(2 * width),\(2 * height) noenhanced \
        font '\(Self.font),\(size(11))' fontscale 2 linewidth 2 background rgb '#ffffff'
        """)
    }
    line("set output \(Self.quoted(path))")
    frame(figure, layout)
    axes(figure, layout)
    bands(figure, layout)
    texts(figure, layout)
    limits(figure)
    marks(figure, layout)
    plot(figure, number: number, isFirst: format == .svg)
    line("unset output")
  }

  private static let font = "DejaVu Sans"

  /// A gnuplot text, in which control characters are blanks.
  ///
  /// Nothing has a meaning between single quotes but a single quote, and two of them side by side end the text even
  /// where both are doubled (seen with 5.4). So a text that has one stands between double quotes, with every byte that
  /// is no letter or blank in octal: gnuplot would take a digit for a part of the number before it.
  static func quoted(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      plain.unicodeScalars.append(scalar.value >= 32 && scalar.value != 127 ? scalar : " ")
    }
    guard plain.contains("'") else { return "'\(plain)'" }
    var result = "\""
    for byte in plain.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isSafe = byte == 32 || scalar.isASCII && scalar.properties.isAlphabetic
      if isSafe {
        result.unicodeScalars.append(scalar)
      } else {
        let octal = String(byte, radix: 8)
        result += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      }
    }
    return result + "\""
  }

  private mutating func line(_ command: String) { text += command + "\n" }

  private mutating func frame(_ figure: Figure, _ layout: FigureLayout) {
    line("set lmargin at screen \(number(layout.left / layout.width))")
    line("set rmargin at screen \(number(1 - layout.right / layout.width))")
    line("set tmargin at screen \(number(1 - layout.top / layout.height))")
    line("set bmargin at screen \(number(layout.bottom / layout.height))")
    line("set border \(figure.yIsNamed ? 1 : 3) lw 1 lc rgb '\(Palette.muted.light)'")
    line("unset key")
  }

  private mutating func axes(_ figure: Figure, _ layout: FigureLayout) {
    for (name, axis) in [("x", figure.x), ("y", figure.y)] {
      line("set \(name)range [\(number(axis.range.lowerBound)):\(number(axis.range.upperBound))]")
      if axis.isLogarithmic { line("set logscale \(name) 10") }
      guard !axis.ticks.isEmpty else {
        line("unset \(name)tics")
        continue
      }
      // In tic labels a percent sign starts a number format.
      var marks = axis.ticks.map {
        "\(Self.quoted($0.label.replacing("%", with: "%%"))) \(number($0.position))"
      }
      marks += axis.minorTicks.map { "'' \(number($0)) 1" }
      let scale = name == "y" && figure.yIsNamed ? "scale 0" : "scale 0.5,0.3"
      line(
        "set \(name)tics nomirror out \(scale) textcolor rgb '\(Palette.ink.light)' (\(marks.joined(separator: ", ")))")
    }
    if figure.y.title.isEmpty == false {
      line(
        """
        set label \(Self.quoted(figure.y.title)) at screen \(number(13 / layout.width)), \
        graph 0.5 centre rotate textcolor rgb '\(Palette.muted.light)'
        """)
    }
    line(
      """
      set label \(Self.quoted(figure.x.title)) at graph 0.5, screen \
      \(number(13 / layout.height)) centre textcolor rgb '\(Palette.muted.light)'
      """)
    line(
      """
      set grid \(figure.yIsNamed ? "noytics xtics" : "ytics noxtics") nomxtics nomytics back lt 1 \
      lw 0.6 lc rgb '\(Palette.grid.light)'
      """
    )
  }

  private mutating func texts(_ figure: Figure, _ layout: FigureLayout) {
    place(layout.title, 8, layout.titleBaseline - 4, layout, Palette.ink, font: "font ':Bold,\(size(13))'")
    for entry in layout.legend {
      let (x, y) = (entry.x, entry.y - 4)
      let (left, right) = (screen(x: x, layout), screen(x: x + FigureLayout.markWidth, layout))
      switch entry.mark {
      case .line(let tone, let isDashed, let width):
        line(
          """
          set arrow from screen \(left),\(screen(y: y, layout)) to screen \
          \(right),\(screen(y: y, layout)) nohead lw \(number(width)) \(dash(isDashed)) \
          lc rgb '\(tone.light)' front
          """)
      case .block(let tone):
        line(
          """
          set object rectangle from screen \(left),\(screen(y: y - 5, layout)) to screen \
          \(right),\(screen(y: y + 5, layout)) fs solid noborder fc rgb '\(tone.light)' front
          """)
      case .dot(let tone):
        line(
          """
          set label '' at screen \(screen(x: x + 10, layout)),\(screen(y: y, layout)) point pt 7 \
          ps 0.6 lc rgb '\(tone.light)' front
          """)
      case .symbol(let symbol, let tone):
        line(
          """
          set label '' at screen \(screen(x: x + 10, layout)),\(screen(y: y, layout)) point pt \
          \(symbol.rawValue) ps 0.7 lc rgb '\(tone.light)' front
          """)
      }
      place(entry.title, x + FigureLayout.markWidth + 6, y, layout, Palette.ink)
    }
    for note in figure.notes {
      let anchor =
        switch note.anchor {
        case .left: "left"
        case .centre: "centre"
        case .right: "right"
        }
      line(
        """
        set label \(Self.quoted(note.text)) at first \(number(note.x)), first \(number(note.y)) \
        \(anchor) textcolor rgb '\(note.tone.light)' front
        """)
    }
  }

  private mutating func bands(_ figure: Figure, _ layout: FigureLayout) {
    let scale = (layout.width - layout.left - layout.right) / figure.x.range.length
    // Where the last name of a row ends; faults have the row next to the plot.
    var taken: [Double] = [0, 0]
    for band in figure.bands {
      let from = max(band.from, figure.x.range.lowerBound)
      let to = min(band.to, figure.x.range.upperBound)
      guard to > from else { continue }
      line(
        """
        set object rectangle from first \(number(from)), graph 0 to first \(number(to)), graph 1 \
        fs solid noborder fc rgb '\(band.style.tone.light)' behind
        """)
      let size = TextWidth.of(band.title, size: 10)
      let centre = layout.left + ((from + to) / 2 - figure.x.range.lowerBound) * scale
      let start = max(layout.left, min(centre - size / 2, layout.width - 8 - size))
      let row = band.style == .fault ? 0 : layout.strips - 1
      // A phase name that would leave its phase is left out: the table of phases has it.
      let fits = band.style == .fault || size < (to - from) * scale + 4
      guard !band.title.isEmpty, fits, start >= taken[row] else { continue }
      taken[row] = start + size + 8
      let tone = band.style == .fault ? Palette.limit : Palette.muted
      place(
        band.title, start, layout.top - 8 - layout.markStrip - Double(row) * FigureLayout.stripHeight, layout, tone,
        font: "font ',\(self.size(10))'")
    }
  }

  private mutating func limits(_ figure: Figure) {
    for limit in figure.limits {
      let at = number(limit.at)
      let ends =
        limit.isVertical
        ? "from first \(at), graph 0 to first \(at), graph 1"
        : "from graph 0, first \(at) to graph 1, first \(at)"
      line("set arrow \(ends) nohead lw 1.3 \(dash(true)) lc rgb '\(Palette.limit.light)' front")
      guard figure.limits.count > 1 else { continue }
      let place =
        limit.isVertical
        ? "at first \(at), graph 0.96 right offset -0.6,0"
        : "at graph 0.995, first \(at) right offset 0,0.5"
      line(
        """
        set label \(Self.quoted(limit.title)) \(place) font ',\(size(10))' textcolor rgb \
        '\(Palette.limit.light)' front
        """
      )
    }
  }

  private mutating func marks(_ figure: Figure, _ layout: FigureLayout) {
    for mark in figure.marks {
      line(
        """
        set label '' at first \(number(mark.x)), screen \(screen(y: layout.top - 7, layout)) point pt \
        \(mark.symbol.rawValue) ps 0.7 lc rgb '\(mark.tone.light)' front
        """)
    }
  }

  private mutating func plot(_ figure: Figure, number figureNumber: Int, isFirst: Bool) {
    var parts: [String] = []
    for (index, series) in figure.series.enumerated() {
      let table = "f\(figureNumber)s\(index)"
      if isFirst { tables.append(self.table(table, of: series)) }
      parts.append("$\(table) \(Self.style(of: series)) notitle")
    }
    // gnuplot draws nothing at all without something to plot.
    line("plot " + (parts.isEmpty ? "NaN notitle" : parts.joined(separator: ", ")))
  }

  private func table(_ name: String, of series: Figure.Series) -> Table {
    guard case .bars(let height) = series.style else {
      return Table(name: name, columns: 2, values: series.points.flatMap { [$0.x, $0.y] })
    }
    let values = series.points.enumerated().flatMap { index, point in
      let start = index < series.starts.count ? series.starts[index] : 0
      return [start, point.x, point.y - height / 2, point.y + height / 2]
    }
    return Table(name: name, columns: 4, values: values)
  }

  private static func style(of series: Figure.Series) -> String {
    let colour = (series.isDashed ? "dt (7,4) " : "") + "lc rgb '\(series.tone.light)'"
    return switch series.style {
    case .line: "using 1:2 with lines lw 2 \(colour)"
    case .dashed: "using 1:2 with lines lw 1.6 dt (7,4) \(colour)"
    case .steps: "using 1:2 with steps lw 1.6 \(colour)"
    case .wide: "using 1:2 with lines lw 5 \(colour)"
    case .area: "using 1:2 with filledcurves x1 fs solid noborder \(colour)"
    case .dots: "using 1:2 with points pt 7 ps 0.8 \(colour)"
    case .points: "using 1:2 with points pt 7 ps 0.4 \(colour)"
    case .bars:
      "using (($1+$2)/2):(($3+$4)/2):1:2:3:4 with boxxyerror fs solid noborder \(colour)"
    }
  }

  private mutating func place(
    _ text: String, _ x: Double, _ y: Double, _ layout: FigureLayout, _ tone: Tone,
    font: String = ""
  ) {
    line(
      """
      set label \(Self.quoted(text)) at screen \(screen(x: x, layout)),\(screen(y: y, layout)) left \
      \(font) textcolor rgb '\(tone.light)' front
      """)
  }

  /// A size of text in pixels, in the unit of the terminal: that of PNG counts in points.
  private func size(_ pixels: Double) -> String {
    number(format == .png ? pixels * 0.75 : pixels)
  }

  private func dash(_ isDashed: Bool) -> String { isDashed ? "dt (7,4)" : "dt 1" }
  private func screen(x: Double, _ layout: FigureLayout) -> String { number(x / layout.width) }
  private func screen(y: Double, _ layout: FigureLayout) -> String {
    number(1 - y / layout.height)
  }
  /// Swift's shortest numeral, which gnuplot reads back to the same number.
  private func number(_ value: Double) -> String { "\(value)" }
}

extension ClosedRange<Double> {
  var length: Double { upperBound - lowerBound }
}
