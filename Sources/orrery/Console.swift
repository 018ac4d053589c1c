import Foundation
import Reporting

/// Where words go: results on standard output, everything about the work on standard error.
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

  func say(_ text: String) {
    if keepsOutputClear { note(text) } else { print(text) }
  }

  /// Progress and paths: silent under `--quiet`.
  func remark(_ text: String) {
    if !isQuiet { note(text) }
  }

  func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
