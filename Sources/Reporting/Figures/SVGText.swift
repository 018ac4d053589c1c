import Foundation

/// Makes a drawing of gnuplot or graphviz fit to stand inside a page among others: without prologue
/// and tooltips, with identifiers of its own, and in the page's own ink.
struct SVGText {
  var text: String

  /// `name` goes before every identifier; `label` is what a screen reader says.
  init(_ drawing: String, name: String, label: String) {
    text = drawing
    dropPrologue()
    dropElements("title")
    dropElements("desc")
    dropDefinitionsUnlessUsed()
    dropEmptyGroups()
    normaliseColours()
    normaliseFontsAndSize()
    dropDefaults()
    prefixIdentifiers(name)
    describe(label)
  }

  private mutating func dropPrologue() {
    if let start = text.range(of: "<svg") { text.removeSubrange(text.startIndex..<start.lowerBound) }
    dropBetween("<!--", "-->")
    while text.last?.isWhitespace == true { text.removeLast() }
  }

  /// A `<title>` inside a drawing pops up as a tooltip that names the program's own parts.
  private mutating func dropElements(_ name: String) { dropBetween("<\(name)>", "</\(name)>") }

  private mutating func dropDefinitionsUnlessUsed() {
    let outside = text.replacing(#/<defs>[\s\S]*?<\/defs>/#, with: "")
    if !outside.contains("href='#gp") { text = outside }
  }

  private mutating func dropEmptyGroups() {
    text = text.replacing(#/<g [^>]*>\s*<\/g>\s*/#, with: "")
    text = text.replacing(#/\n\s*\n/#, with: "\n")
  }

  /// gnuplot pads its colours; a style sheet can only match them in one spelling. Ink is the page's.
  private mutating func normaliseColours() {
    text = text.replacing(#/rgb\(\s*(\d+),\s*(\d+),\s*(\d+)\)/#) { match in
      Self.hexadecimal(match.1) + Self.hexadecimal(match.2, "") + Self.hexadecimal(match.3, "")
    }
    text = text.replacing("fill=\"black\"", with: "fill=\"\(Palette.ink.light)\"")
    text = text.replacing(Palette.ink.light, with: "currentColor")
    // Groups that set a colour of their own would keep the page's ink from what is inside them.
    text = text.replacing(#/ color="[^"]*"/#, with: "")
    // gnuplot writes `fill = '#…'`.
    text = text.replacing(#/(fill|stroke) = '/#) { match in "\(match.1)='" }
  }

  /// gnuplot writes `:Bold` as the name of a font; graphviz sets a size that leaves no room to shrink.
  private mutating func normaliseFontsAndSize() {
    text = text.replacing("font-family=\":Bold\"", with: "font-weight=\"650\"")
    text = text.replacing(#/<svg width="(\d+)pt" height="\d+pt"/#) { match in
      // A point is 4/3 of a pixel.
      "<svg style=\"width:min(100%,\((Int(match.1) ?? 600) * 4 / 3)px)\""
    }
  }

  /// What the style sheet, or SVG itself, says anyway: a quarter of a drawing.
  private mutating func dropDefaults() {
    for text in [
      " font-family=\"DejaVu Sans\"", " stroke-linecap=\"butt\" stroke-linejoin=\"miter\"", " stroke-width=\"1.00\"",
      " xmlns=\"http://www.w3.org/2000/svg\"", " xmlns:xlink=\"http://www.w3.org/1999/xlink\"",
      " text-anchor=\"start\"",
    ] { self.text = self.text.replacing(text, with: "") }
    text = text.replacing(#/>\s+</#, with: "><")
    keepTenths()
  }

  /// Inside of tags a tenth of a pixel is enough; what is text stays as it is.
  private mutating func keepTenths() {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.utf8.count)
    var isTag = false
    // Digits behind a point so far; nil before it.
    var digits: Int?
    for byte in text.utf8 {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if let count = digits, isDigit {
        digits = count + 1
        if count >= 1 { continue }
      } else {
        digits = isTag && byte == UInt8(ascii: ".") ? 0 : nil
        if byte == UInt8(ascii: "<") { isTag = true }
        if byte == UInt8(ascii: ">") { isTag = false }
      }
      kept.append(byte)
    }
    text = String(decoding: kept, as: UTF8.self)
  }

  private mutating func prefixIdentifiers(_ name: String) {
    text = text.replacing(#/id=(["'])/#) { match in "id=\(match.1)\(name)-" }
    text = text.replacing(#/href=(["'])#/#) { match in "href=\(match.1)#\(name)-" }
    text = text.replacing("url(#", with: "url(#\(name)-")
  }

  private mutating func describe(_ label: String) {
    if let start = text.range(of: "<svg") {
      text.insert(
        contentsOf: " role=\"img\" aria-label=\"\(HTML.escaped(label))\"", at: start.upperBound)
    }
  }

  private mutating func dropBetween(_ opening: String, _ closing: String) {
    while let start = text.range(of: opening),
      let end = text.range(of: closing, range: start.upperBound..<text.endIndex)
    {
      text.removeSubrange(start.lowerBound..<end.upperBound)
    }
  }

  private static func hexadecimal(_ digits: Substring, _ prefix: String = "#") -> String {
    let value = UInt8(digits) ?? 0
    return prefix + (value < 16 ? "0" : "") + String(value, radix: 16)
  }
}
