import Foundation

/// What the machine says of a run: never part of a result's digest.
enum HostReading {
  static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  static func read(threads: Int, wall: Duration) -> Host {
    var host = Host()
    host.wallSeconds = seconds(wall)
    var usage = rusage()
    if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
      host.peakMemoryBytes = Int64(usage.ru_maxrss) * 1024
    }
    host.threads = threads
    host.cpu = field("model name", of: "/proc/cpuinfo") ?? ""
    return host
  }

  /// Bytes that can be had without swapping.
  static var availableMemory: Int64? {
    field("MemAvailable", of: "/proc/meminfo")
      .flatMap { Int64($0.split(separator: " ").first ?? "") }
      .map { $0 * 1024 }
  }

  private static func field(_ name: String, of path: String) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      if let colon = line.firstIndex(of: ":") {
        return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }
}
