/// A page being composed: sections in their order, each with the figures that it shows.
struct Section {
  /// Of the link to it.
  var anchor: String
  var title: String
  var body: String
  /// A class for the style sheet, or nothing.
  var style = ""
}

extension Section {
  var html: String {
    "<section id=\"\(anchor)\"\(style.isEmpty ? "" : " class=\"\(style)\"")>\n<h2>\(HTML.escaped(title))</h2>\n\(body)</section>\n"
  }
}

extension HTML {
  /// A whole document with the look of all pages.
  ///
  /// - Parameters:
  ///   - head: further lines of the head, each with its end.
  ///   - after: what follows the main part.
  static func document(title: String, head: String = "", main: String, after: String = "") -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    \(head)<meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <style>
    \(StyleSheet.text)</style>
    </head>
    <body>
    <main>
    \(main)</main>
    \(after)</body>
    </html>

    """
  }

  static func paragraph(_ text: String, class style: String? = nil) -> String {
    "<p\(style.map { " class=\"\($0)\"" } ?? "")>\(escaped(text))</p>\n"
  }

  static func code(_ text: String) -> String { "<pre><code>\(escaped(text))</code></pre>\n" }

  static func badge(_ verdict: String, _ mark: String, _ word: String) -> String {
    "<span class=\"badge \(verdict)\"><span class=\"mark\">\(mark)</span> \(word)</span>"
  }

  /// Folded away until somebody asks.
  static func folded(_ summary: String, _ body: String) -> String {
    "<details><summary>\(escaped(summary))</summary>\n\(body)</details>\n"
  }
}

/// A table for the page. Cells are escaped unless they are HTML already.
struct PageTable {
  enum Alignment { case left, right }
  enum Cell {
    case text(String)
    case muted(String)
    case code(String)
    case html(String)
  }

  var columns: [(title: String, alignment: Alignment)]
  var rows: [[Cell]] = []

  init(_ columns: [(String, Alignment)]) { self.columns = columns.map { ($0.0, $0.1) } }

  var html: String {
    guard !rows.isEmpty else { return "" }
    var text = "<div class=\"scroll\"><table>\n<thead><tr>"
    for column in columns {
      text += column.alignment == .right ? "<th class=\"r\">" : "<th>"
      text += "\(HTML.escaped(column.title))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>"
      for (column, cell) in zip(columns, row) {
        text += column.alignment == .right ? "<td class=\"r\">\(cell.html)</td>" : "<td>\(cell.html)</td>"
      }
      text += "</tr>\n"
    }
    return text + "</tbody>\n</table></div>\n"
  }
}

extension PageTable.Cell {
  var html: String {
    switch self {
    case .text(let text): HTML.escaped(text)
    case .muted(let text): "<span class=\"muted\">\(HTML.escaped(text))</span>"
    case .code(let text): "<code>\(HTML.escaped(text))</code>"
    case .html(let html): html
    }
  }
}
