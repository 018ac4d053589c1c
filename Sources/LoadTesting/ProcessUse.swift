import Engine
import Foundation

/// Processor time of a process, as the kernel counts it.
struct ProcessUse: Sendable {
  var name: String
  /// Nanoseconds.
  var time: Nanoseconds

  /// By process number; empty where there is no `/proc`.
  static func all() -> [Int: ProcessUse] {
    let tick = Nanoseconds(1_000_000_000 / max(1, sysconf(Int32(_SC_CLK_TCK))))
    var found: [Int: ProcessUse] = [:]
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
      guard let number = Int(entry), let text = try? String(contentsOfFile: "/proc/\(entry)/stat", encoding: .utf8),
        let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")")
      else { continue }
      let words = text[text.index(after: close)...].split(separator: " ")
      guard words.count > 12, let user = Nanoseconds(words[11]), let system = Nanoseconds(words[12]) else { continue }
      found[number] = ProcessUse(name: String(text[text.index(after: open)..<close]), time: (user + system) * tick)
    }
    return found
  }

  /// The three that used most since an earlier reading, of those that used a twentieth of a core or more.
  static func most(since before: [Int: ProcessUse], over wall: Nanoseconds) -> [String] {
    let used = all().map { number, use in (use.name, Double(use.time - (before[number]?.time ?? 0)) / Double(wall)) }
    return used.filter { $0.1 >= 0.05 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(3).map { name, cores in
      let tenths = Int((cores * 10).rounded())
      return "\(name) \(tenths / 10).\(tenths % 10) cores"
    }
  }
}
