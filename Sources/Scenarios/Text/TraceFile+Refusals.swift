import Engine

/// What tools write in place of a time since the start, and what to do about it.
extension TraceFile {
  static let headerForm = "the header of a trace is `at` or `at,flow`, or `at_s`, `at_ms`, `at_us`, `at_ns` with a unit"

  /// No trace is so long; clocks that count from 1970 are beyond.
  static let firstEpoch: Nanoseconds = 30 * 365 * .day

  /// `2026-10-01T12:00:00Z`, `2026-10-01 12:00`, `12:00:00`, `01/Oct/2026:12:00:00 +0200`
  static func isDate(_ text: String) -> Bool {
    text.contains(":") || text.contains("/") || text.split(separator: "-", omittingEmptySubsequences: false).count > 2
  }

  private static let origin = "a trace counts from the start of its workload"

  static func dateRefusal(_ text: String) -> ValueError {
    ValueError(
      "`\(text.shortened)` is a place in the calendar, and \(origin)",
      suggestion: "subtract the first time from each, and write the rest in seconds below a header `at_s`")
  }

  static func epochRefusal(_ text: String) -> ValueError {
    ValueError(
      "`\(text.shortened)` counts from 1970, it seems, and \(origin)",
      suggestion: "subtract the first time from each, and name the unit in the header: `at_s` or `at_ms`")
  }

  /// What is probably wrong with a header.
  static func headerHint(_ line: String, bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      return "the file is UTF-16; save it as UTF-8"
    }
    if line.contains(";") || line.contains("\t") { return "separate the columns by commas" }
    if line.first?.isNumber ?? false { return "put the header before the first time" }
    if line.filter({ $0 == "," }).count > 1 { return "keep these columns alone" }
    return nil
  }

  static func powerOfTen(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}
