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
    let script = PageScript(data)
    return HTML.document(
      title: title, head: script.policy + "\n",
      main: """
        \(notice)<header>
        <p class="kicker">\(isMeasured ? "Measured" : "Simulated") with Orrery \(HTML.escaped(version))</p>
        <h1>\(heading)</h1>
        <p class="question">\(HTML.escaped(question))</p>
        \(identity)</header>
        \(banner)
        <nav>\(links.joined(separator: " "))</nav>
        \(sections.map(\.html).joined())<footer>\(HTML.escaped(footer))</footer>

        """, after: script.elements)
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
