import Foundation

extension HTMLReport {
  /// The programs that draw, by name or path.
  package struct Programs: Sendable {
    package var gnuplot: String
    package var dot: String
    package init(gnuplot: String = "gnuplot", dot: String = "dot") {
      self.gnuplot = gnuplot
      self.dot = dot
    }

    var hasGnuplot: Bool { Self.isThere(gnuplot) }
    var hasDot: Bool { Self.isThere(dot) }

    /// What a report goes without, in a sentence; nil when everything is there.
    package var absence: String? {
      let missing = [(hasGnuplot, "gnuplot"), (hasDot, "graphviz")].filter { !$0.0 }.map(\.1)
      guard !missing.isEmpty else { return nil }
      let verb = missing.count == 1 ? "is" : "are"
      return
        "\(missing.joined(separator: " and ")) \(verb) not installed: pictures that need \(missing.count == 1 ? "it" : "them") are left out"
    }

    /// Whether a program can be found as the shell finds it.
    private static func isThere(_ name: String) -> Bool {
      let folders =
        name.contains("/")
        ? [""] : (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { "\($0)/" }
      return folders.contains { FileManager.default.isExecutableFile(atPath: $0 + name) }
    }
  }
}
