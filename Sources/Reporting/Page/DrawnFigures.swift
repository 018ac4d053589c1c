/// The figures of a page once they are drawn, by name, each ready to be put in.
struct DrawnFigures {
  private var drawn: [(name: String, html: String)] = []

  subscript(_ name: String) -> String? { drawn.first { $0.name == name }?.html }

  func all(prefix: String) -> [String] {
    drawn.filter { $0.name == prefix || $0.name.hasPrefix(prefix) }.map(\.html)
  }

  /// `folder` is that of the PNG files, relative to the page.
  mutating func add(
    name: String, svg: String, caption: String, style: String, folder: String
  ) {
    let png = HTML.escaped("\(folder)/\(name).png")
    drawn.append(
      (
        name,
        """
        <figure class="\(style)" id="figure-\(name)">\(svg)
        <figcaption>\(HTML.escaped(caption)) <a class="only-screen" href="\(png)">PNG</a></figcaption>\
        </figure>

        """
      ))
  }
}
