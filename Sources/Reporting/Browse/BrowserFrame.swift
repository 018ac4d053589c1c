/// A page of the browser around what is on it: the look of reports, and the way back.
struct BrowserFrame {
  var title: String
  var heading: String
  var question: String
  var sections: [Section]

  var html: String {
    let bodies = sections.map {
      "<section id=\"\($0.anchor)\">\n<h2>\(HTML.escaped($0.title))</h2>\n\($0.body)</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.escaped(title))</title>
      <style>
      \(StyleSheet.text)</style>
      </head>
      <body>
      <main>
      <header>
      <p class="kicker"><a href="/">Orrery: all runs</a></p>
      <h1>\(HTML.escaped(heading))</h1>
      <p class="question">\(HTML.escaped(question))</p>
      </header>
      \(bodies.joined())</main>
      </body>
      </html>

      """
  }
}
