import Foundation
import GRDB

/// The program as its users run it: whole processes, with what they say of themselves.
struct ProgramBenchmarks {
  let program: String
  let root: String

  struct Run {
    var wall = 0.0
    var setUp = 0.0
    var peakBytes = 0.0
    var events = 0.0
    var refreshes = 0.0
    /// Requests answered, and their mean latency in nanoseconds.
    var requests = 0.0
    var meanLatency = 0.0
    var digest = ""
    var process = 0.0
  }

  /// Nil when the program did not end with a verdict.
  func run(_ scenario: String, _ arguments: [String]) -> Run? {
    let folder = NSTemporaryDirectory() + "orrery-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard
      let (output, seconds) = call(
        ["run", "\(root)/\(scenario)", "--json", "-", "--no-report", "-q", "--out", folder] + arguments),
      let tree = try? JSONSerialization.jsonObject(with: output) as? [String: Any],
      let host = tree["host"] as? [String: Any]
    else { return nil }
    func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? 0 }
    let flow = (tree["indicators"] as? [[String: Any]])?.first { ($0["metric"] as? String) == "latency" }
    return Run(
      wall: number(host["wall_seconds"]), setUp: setUpSeconds(in: folder),
      peakBytes: number(host["peak_memory_bytes"]), events: number(tree["events"]),
      refreshes: number((tree["populations"] as? [[String: Any]])?.first?["refreshes"]),
      requests: number(flow?["count"]), meanLatency: number(flow?["mean"]),
      digest: tree["digest"] as? String ?? "", process: seconds)
  }

  /// Kept beside the run, not in its JSON, where it would be no result.
  private func setUpSeconds(in folder: String) -> Double {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard let file = files.first(where: { $0.hasSuffix(".sqlite") }),
      let database = try? DatabaseQueue(path: "\(folder)/\(file)"),
      let seconds = try? database.read({ try Double.fetchOne($0, sql: "SELECT set_up_seconds FROM hosts") })
    else { return 0 }
    return seconds
  }

  /// The run with the least wall time of three: the first one also pays for pages that the machine has yet to
  /// find.
  func leastOfThree(_ scenario: String, _ arguments: [String]) -> Run? {
    (0..<3).compactMap { _ in run(scenario, arguments) }.min { $0.wall < $1.wall }
  }

  /// Wall-clock seconds of the whole process, the least of five.
  func validate(_ scenario: String) -> Double? {
    (0..<5).compactMap { _ in call(["validate", "\(root)/\(scenario)"])?.seconds }.min()
  }

  /// The model of `eight-steps.yaml` in SimPy: requests a second and mean latency in nanoseconds.
  func simPy(_ python: String, seconds: Int) -> (rate: Double, meanLatency: Double, version: String)? {
    guard
      let (output, _) = call(["\(root)/Tests/Benchmarks/eight_steps.py", "\(seconds)"], of: python)
    else { return nil }
    let words = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let numbers = words.compactMap { Double($0) }
    guard words.count == 4, numbers.count >= 3, numbers[1] > 0 else { return nil }
    return (numbers[0] / numbers[1], numbers[2] * 1e6, String(words[3]))
  }

  private func call(_ arguments: [String], of other: String? = nil) -> (output: Data, seconds: Double)? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: other ?? program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    let clock = ContinuousClock()
    let started = clock.now
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let elapsed = clock.now - started
    return (
      output,
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    )
  }
}
