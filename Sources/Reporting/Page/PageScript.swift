import ChartLibrary
import Statistics

/// What makes a page live: the library that draws charts, our own scripts, the data, and the policy under which they run.
struct PageScript {
  private let data: String
  /// Scripts run with this word alone, so that nothing that slipped into the page does.
  private let nonce: String

  init(_ data: PageContent) {
    self.data = data.json
    var digest = Digest()
    digest.add(self.data)
    nonce = digest.hex
  }

  /// For the head: nothing is loaded from anywhere, and nothing is sent.
  var policy: String {
    """
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-\(nonce)'; \
    style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
    """
  }

  /// For the end of the body.
  var elements: String {
    """
    <script type="application/json" id="orrery-data">\(data)</script>
    <script nonce="\(nonce)">
    /* uPlot
    \(ChartLibrary.license)
    */
    \(ChartLibrary.script)
    </script>
    <script nonce="\(nonce)">
    (() => {
    "use strict";
    \(Self.own)
    })();
    </script>

    """
  }

  /// Our scripts, each after what it uses.
  static var own: String {
    let parts = [
      PackageResources.quantity_js, PackageResources.state_js, PackageResources.marks_js, PackageResources.charts_js,
      PackageResources.tables_js, PackageResources.architecture_js, PackageResources.start_js,
    ]
    return parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }

  /// Numbers as texts alone, for whoever compares them.
  static var quantities: String { String(decoding: PackageResources.quantity_js, as: UTF8.self) }
}
