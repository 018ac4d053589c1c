/// A page of the browser around what is on it: the look of reports, and the way back.
struct BrowserFrame {
  var title: String
  var heading: String
  var question: String
  var sections: [Section]

  var html: String {
    HTML.document(
      title: title,
      main: """
        <header>
        <p class="kicker"><a href="/">Orrery: all runs</a></p>
        <h1>\(HTML.escaped(heading))</h1>
        <p class="question">\(HTML.escaped(question))</p>
        </header>
        \(sections.map(\.html).joined())
        """)
  }
}
