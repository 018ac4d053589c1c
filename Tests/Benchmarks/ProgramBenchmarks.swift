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
    /// Answered requests by flow, and the mean latency of the first in nanoseconds.
    var requests: [(flow: String, count: Double)] = []
    var meanLatency = 0.0
    var digest = ""
    var process = 0.0
    /// Pages that the process touched for the first time.
    var minorFaults = 0.0

    func requests(of flow: String) -> Double { max(1, requests.first { $0.flow == flow }?.count ?? 0) }
  }

  /// The rows that only this program has.
  func add(to table: inout Table, isQuick: Bool, simPy python: String?) {
    if let python { compare(with: python, in: &table, isQuick: isQuick) }
    if let seconds = validate("scenarios/01-first-queue.yaml") {
      table.add("validate of a small scenario, whole process", nanoseconds: seconds * 1e9)
    }
    guard !isQuick else { return }
    let cycle = "scenarios/road-warrior/cycle.yaml"
    guard let one = leastOfThree(cycle, ["--threads", "1"]), let two = leastOfThree(cycle, ["--threads", "2"])
    else { return }
    table.add(
      "150 M reservations, set-up and one 300 s cycle, one thread, least of 3", nanoseconds: one.wall * 1e9,
      aim: .init(reach: 850e6, stretch: 450e6))
    table.note("  of it setting up", one.setUp, "s")
    table.note("  polls executed", one.refreshes / 1e6, "M")
    table.note("  one poll", (one.wall - one.setUp) / max(1, one.refreshes) * 1e9, "ns")
    table.note("  minor faults over resident pages", one.minorFaults * 4096 / one.peakBytes, "x")
    table.note("  two threads over one, without setting up", (one.wall - one.setUp) / (two.wall - two.setUp), "x")
    table.note("  digests equal", one.digest == two.digest ? 1 : 0, "(1 = yes)")
    if let hour = run("scenarios/road-warrior/hour.yaml", ["--threads", "1"]) {
      table.add("the same, one simulated hour, one thread", nanoseconds: hour.wall * 1e9)
      table.note("  peak memory", hour.peakBytes / 1_073_741_824, "GiB")
    }
  }

  /// The eight steps here and in SimPy.
  private func compare(with python: String, in table: inout Table, isQuick: Bool) {
    guard let own = run("Tests/Benchmarks/eight-steps.yaml", isQuick ? ["--set", "run.duration=200s"] : []),
      let other = simPy(python, seconds: isQuick ? 20 : 200)
    else { return }
    let rate = own.requests(of: "visit") / own.wall
    table.note("eight steps of a shop, requests a second", rate, "/s")
    table.note("  the same model in SimPy \(other.version)", other.rate, "/s")
    table.note("  ratio", rate / other.rate, "x")
    table.note("  mean latency, ours over SimPy's", own.meanLatency / other.meanLatency, "(1 = the same model)")
  }

  /// Nil when the program did not end with a verdict.
  func run(_ scenario: String, _ arguments: [String]) -> Run? {
    let folder = NSTemporaryDirectory() + "orrery-bench-\(ProcessInfo.processInfo.processIdentifier)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let faults = Self.minorFaults
    guard
      let (output, seconds) = call(
        ["run", "\(root)/\(scenario)", "--json", "-", "--no-report", "-q", "--out", folder] + arguments),
      let tree = try? JSONSerialization.jsonObject(with: output) as? [String: Any],
      let host = tree["host"] as? [String: Any]
    else { return nil }
    func number(_ value: Any?) -> Double { (value as? NSNumber)?.doubleValue ?? 0 }
    let flows = (tree["indicators"] as? [[String: Any]] ?? []).filter { indicator in
      let labels = indicator["labels"] as? [String: Any]
      return (indicator["metric"] as? String) == "latency" && labels?["flow"] != nil && labels?.count == 1
    }
    return Run(
      wall: number(host["wall_seconds"]), setUp: setUpSeconds(in: folder),
      peakBytes: number(host["peak_memory_bytes"]), events: number(tree["events"]),
      refreshes: number((tree["populations"] as? [[String: Any]])?.first?["refreshes"]),
      requests: flows.map { indicator in
        ((indicator["labels"] as? [String: Any])?["flow"] as? String ?? "", number(indicator["count"]))
      }, meanLatency: number(flows.first?["mean"]), digest: tree["digest"] as? String ?? "", process: seconds,
      minorFaults: Self.minorFaults - faults)
  }

  /// Of all processes that have ended.
  private static var minorFaults: Double {
    var usage = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    return Double(usage.ru_minflt)
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
