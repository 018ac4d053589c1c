/// A whole page: its head with the look of all pages, banner, links and sections.
struct PageFrame {
  /// Of the window.
  var title: String
  var version: String
  /// Of a service, and not of a model.
  var isMeasured = false
  /// HTML.
  var heading: String
  var question: String
  /// HTML: which run of what this is, or nothing.
  var identity = ""
  /// HTML, or nothing.
  var notice = ""
  /// HTML: what the page comes to.
  var banner: String
  var sections: [Section]
  var footer: String
  /// What the page's script works with.
  var data: PageContent

  var html: String {
    let links = sections.map { "<a href=\"#\($0.anchor)\">\(HTML.escaped($0.title))</a>" }
    let bodies = sections.map {
      "<section id=\"\($0.anchor)\"\($0.style.isEmpty ? "" : " class=\"\($0.style)\"")>\n<h2>\(HTML.escaped($0.title))</h2>\n\($0.body)</section>\n"
    }
    let script = PageScript(data)
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      \(script.policy)
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.escaped(title))</title>
      <style>
      \(StyleSheet.text)</style>
      </head>
      <body>
      <main>
      \(notice)<header>
      <p class="kicker">\(isMeasured ? "Measured" : "Simulated") with Orrery \(HTML.escaped(version))</p>
      <h1>\(heading)</h1>
      <p class="question">\(HTML.escaped(question))</p>
      \(identity)</header>
      \(banner)
      <nav>\(links.joined(separator: " "))</nav>
      \(bodies.joined())<footer>\(HTML.escaped(footer))</footer>
      </main>
      \(script.elements)</body>
      </html>

      """
  }

  /// A coloured box with a headline and lines.
  static func banner(_ style: String, headline: String, lines: [String]) -> String {
    """
    <div class="verdict \(style)">
    <h2>\(HTML.escaped(headline))</h2>
    \(lines.map { "<p>\(HTML.escaped($0))</p>" }.joined(separator: "\n"))
    </div>
    """
  }
}
