import Foundation
import Reporting
import Scenarios

/// Where words go: results on standard output, everything about the work on standard error. What a scenario file puts
/// into them cannot move the cursor, and is no command for a CI service.
struct Console {
  let isQuiet: Bool
  let usesColor: Bool
  /// Standard output is for JSON alone.
  let keepsOutputClear: Bool

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  init(isQuiet: Bool, noColor: Bool, keepsOutputClear: Bool) {
    self.isQuiet = isQuiet
    self.keepsOutputClear = keepsOutputClear
    let environment = ProcessInfo.processInfo.environment
    let output = keepsOutputClear ? STDERR_FILENO : STDOUT_FILENO
    usesColor =
      !noColor && (environment["NO_COLOR"] ?? "").isEmpty && isatty(output) == 1
      && environment["TERM"] != "dumb"
  }

  /// Whether the terminal can show `≤`, `±` and bars.
  static var usesUnicode: Bool {
    let environment = ProcessInfo.processInfo.environment
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    return locale.isEmpty || locale.uppercased().contains("UTF")
  }

  func say(_ text: String) { put(shown(text)) }

  /// A line that is a command for a CI service, with everything in it made safe by who wrote it.
  func command(_ line: String) { put(line) }

  /// A text that a program reads, as it is.
  static func document(_ text: String) { print(text) }

  /// The same with no line added.
  static func verbatim(_ text: String) { print(text, terminator: "") }

  /// Progress and paths: silent under `--quiet`.
  func remark(_ text: String) {
    if !isQuiet { note(text) }
  }

  /// Where a report is, and what it goes without.
  func reported(_ page: String) {
    remark("report    \(page)")
    if let absence = HTMLReport.Programs().absence { remark("remark    \(absence)") }
  }

  func note(_ text: String) { Self.writeError(shown(text) + "\n") }

  /// Replaces the line that shows how far the work is; `nil` takes it away.
  static func progress(_ line: String?) { writeError("\r\u{1b}[2K" + (line?.shown ?? "")) }

  private func put(_ text: String) {
    if keepsOutputClear { Self.writeError(text + "\n") } else { print(text) }
  }

  /// What was printed before stands before it, also where both go to one place.
  private static func writeError(_ text: String) {
    fflush(nil)
    StandardStreams.write(text, to: STDERR_FILENO)
  }

  /// Our own colours stay where there are some; everything else that is no text is shown as an escape.
  private func shown(_ text: String) -> String {
    guard usesColor, text.contains("\u{1b}") else { return text.shownLines }
    var result = ""
    var rest = text[...]
    while let colour = rest.firstMatch(of: #/\u{1B}\[[0-9;]*m/#) {
      result += String(rest[..<colour.range.lowerBound]).shownLines + colour.output
      rest = rest[colour.range.upperBound...]
    }
    return result + String(rest).shownLines
  }
}
