/// The figures of a page once they are drawn, by name, each ready to be put in.
struct DrawnFigures {
  private var drawn: [(name: String, html: String)] = []

  subscript(_ name: String) -> String? { drawn.first { $0.name == name }?.html }

  /// Those whose names begin so, but for one that stands elsewhere.
  func all(prefix: String, but other: String? = nil) -> [String] {
    drawn.filter { $0.name.hasPrefix(prefix) && $0.name != other }.map(\.html)
  }

  mutating func add(name: String, svg: String, caption: String, style: String) {
    drawn.append(
      (
        name,
        """
        <figure class="\(style)" id="figure-\(name)"><div class="still">\(svg)</div>
        <figcaption>\(HTML.escaped(caption))</figcaption></figure>

        """
      ))
  }

  mutating func add(_ figure: Figure, svg: String) {
    add(name: figure.name, svg: svg, caption: figure.caption, style: figure.width < 600 ? "half" : "wide")
  }
}
