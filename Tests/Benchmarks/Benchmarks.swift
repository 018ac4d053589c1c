import Foundation

/// Prints the benchmark table: what was measured, what is aimed at, and the ratio to a reference loop that
/// was timed in the same run. `--quick` leaves the long ones out; `--save FILE` writes the table.
@main
struct Benchmarks {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let isQuick = arguments.contains("--quick")
    var table = Table(link: ReferenceLoop.hashChain())
    engine(&table, isQuick: isQuick)
    programs(&table, isQuick: isQuick, arguments: Array(arguments))
    print(table.text)
    if let save = arguments.firstIndex(of: "--save"), save + 1 < arguments.endIndex {
      try (table.text + "\n").write(
        toFile: arguments[save + 1], atomically: true, encoding: .utf8)
    }
  }

  private static func engine(_ table: inout Table, isQuick: Bool) {
    for (name, pending, reach, then) in [
      ("1 k", 1000, 40.0, 20.0), ("1 M", 1_000_000, 60, 35), ("10 M", 10_000_000, 90, 50),
    ] where !isQuick || pending <= 1_000_000 {
      table.add(
        "pending-event set, hold, \(name) pending",
        nanoseconds: EngineBenchmarks.hold(pending: pending, holds: isQuick ? 1_000_000 : max(4_000_000, pending)),
        reach: reach, then: then)
    }
    let queue = EngineBenchmarks.singleServerQueue(events: isQuick ? 2_000_000 : 20_000_000)
    table.add("M/M/1 through the public engine, one event", nanoseconds: queue.nanoseconds, reach: 30, then: 14)
  }

  private static func programs(_ table: inout Table, isQuick: Bool, arguments: [String]) {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let program = ProgramBenchmarks(program: "\(folder)/orrery", root: root)
    if let run = program.run("scenarios/01-first-queue.yaml", ["--set", "run.duration=20h"]) {
      // Each event is one step: an arrival, or the end of a service.
      table.add(
        "a step of a flow at a queueing component, all measures on",
        nanoseconds: run.wall / max(1, run.events) * 1e9, reach: 150, then: 60)
    }
    if let run = program.run("Tests/Benchmarks/eight-steps.yaml", isQuick ? ["--set", "run.duration=200s"] : []) {
      let rate = run.requests / run.wall
      table.note("eight steps of a shop, all measures on, requests a second", rate, "/s")
      if let simpy = arguments.firstIndex(of: "--simpy").map({ arguments[$0 + 1] }),
        let other = program.simPy(simpy, seconds: isQuick ? 20 : 200)
      {
        table.note("  the same model in SimPy \(other.version)", other.rate, "/s")
        table.note("  ratio", rate / other.rate, "x")
        table.note(
          "  mean latency, ours over SimPy's", run.meanLatency / other.meanLatency, "(1 = the same model)")
      }
    }
    if let seconds = program.validate("scenarios/01-first-queue.yaml") {
      table.add("validate of a small scenario, whole process", seconds: seconds, reach: 0.1, then: 0.03)
    }
    guard !isQuick else { return }
    let cycle = "scenarios/road-warrior/cycle.yaml"
    guard let one = program.leastOfThree(cycle, ["--threads", "1"]),
      let two = program.leastOfThree(cycle, ["--threads", "2"])
    else { return }
    table.add("150 M reservations, one 300 s cycle, one thread, least of 3", seconds: one.wall, reach: 5, then: 1)
    table.note("  of it setting up", one.setUp, "s")
    table.note("  polls executed", one.refreshes / 1e6, "M")
    table.note("  one poll", (one.wall - one.setUp) / max(1, one.refreshes) * 1e9, "ns")
    table.note(
      "  two threads over one, without setting up", (one.wall - one.setUp) / (two.wall - two.setUp),
      "x  (reach 1.5, then 1.9)")
    table.note("  digests equal", one.digest == two.digest ? 1 : 0, "(1 = yes)")
    if let hour = program.run("scenarios/road-warrior/hour.yaml", ["--threads", "1"]) {
      table.add("the same, one simulated hour, one thread", seconds: hour.wall, reach: 60, then: 12)
      table.note("  peak memory", hour.peakBytes / 1_073_741_824, "GiB  (reach 4, then 2.5)")
    }
  }
}

/// Rows with a figure, its aims, and how many links of the reference chain it is worth.
struct Table {
  private let link: Double
  private var rows: [[String]] = [["benchmark", "measured", "reach", "then", "in reference links"]]

  /// - Parameter link: nanoseconds of one link of the reference hash chain in this run.
  init(link: Double) { self.link = link }

  mutating func add(_ name: String, nanoseconds: Double, reach: Double, then: Double) {
    rows.append([
      name, "\(number(nanoseconds)) ns", "\(number(reach)) ns", "\(number(then)) ns",
      number(nanoseconds / link),
    ])
  }

  mutating func add(_ name: String, seconds: Double, reach: Double, then: Double) {
    rows.append([
      name, "\(number(seconds)) s", "\(number(reach)) s", "\(number(then)) s",
      "\(number(seconds * 1e9 / link / 1e6)) M",
    ])
  }

  mutating func note(_ name: String, _ value: Double, _ unit: String) {
    rows.append([name, "\(number(value)) \(unit)", "", "", ""])
  }

  private func number(_ value: Double) -> String {
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    return String(format: "%.\(digits)f", value)
  }

  var text: String {
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + space : space + cell
      }.joined(separator: "  ")
    }
    return lines.joined(separator: "\n")
      + "\n\nReference: a chain of dependent hashes, \(number(link)) ns a link in this run."
  }
}
