import Experiments
import Scenarios

/// A table of plain text: columns as wide as their widest cell, two spaces apart.
struct TextTable {
  enum Alignment { case left, right }

  private var columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []
  private let glyphs: Glyphs

  init(_ columns: [(String, Alignment)], glyphs: Glyphs) {
    self.glyphs = glyphs
    self.columns = columns.map { (glyphs.encoded($0.0), $0.1) }
  }

  /// Glyphs are put in place before widths are measured: `…` may become three characters.
  mutating func add(_ cells: [String]) { rows.append(cells.map(glyphs.encoded)) }

  var isEmpty: Bool { rows.isEmpty }

  /// One line for each row under a line of titles; `muted` colours the titles.
  func lines(indent: String, ink: Ink) -> [String] {
    let widths = columns.indices.map { column in
      max(columns[column].title.count, rows.map { $0[column].count }.max() ?? 0)
    }
    let header = line(columns.map(\.title), widths)
    return [indent + ink.muted(header)] + rows.map { indent + line($0, widths) }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.indices.map { column in
      let space = String(repeating: " ", count: max(0, widths[column] - cells[column].count))
      return columns[column].alignment == .left ? cells[column] + space : space + cells[column]
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// The characters that a terminal can show.
struct Glyphs {
  var isASCII: Bool

  private static let plain: [Character: String] = [
    "±": "+-", "×": "x", "…": "...", "µ": "u", "–": "-", "—": "-", "−": "-", "·": "-", "ρ": "rho",
    "∞": "inf", "✓": "ok", "✗": "X", "█": "#", "░": ".", "→": "->", "’": "'", "“": "\"",
    "”": "\"", "€": "EUR ", "£": "GBP ",
  ]

  /// Text of one line, with what is no text shown as an escape.
  func encoded(_ text: String) -> String {
    let text = text.shown
    guard isASCII else { return text }
    return text.map { $0.isASCII ? String($0) : Self.plain[$0] ?? "?" }.joined()
  }

  /// A busy share as a bar of ten cells.
  func bar(_ share: Double) -> String {
    let full = Int(max(0, min(10, share.isNaN ? 0 : (share * 10).rounded())))
    return String(repeating: "█", count: full) + String(repeating: "░", count: 10 - full)
  }
}

/// Colours of a terminal, if it wants any.
struct Ink {
  var isColored: Bool

  func strong(_ text: String) -> String { wrapped(text, "1") }
  func muted(_ text: String) -> String { wrapped(text, "2") }

  func verdict(_ verdict: Verdict, _ text: String) -> String {
    switch verdict {
    case .held: wrapped(text, "32")
    case .violated: wrapped(text, "1;31")
    case .warned: wrapped(text, "33")
    case .cannotJudge: wrapped(text, "35")
    }
  }

  private func wrapped(_ text: String, _ code: String) -> String {
    isColored ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}

extension String {
  /// With blanks behind it, where it is shorter.
  package func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}
