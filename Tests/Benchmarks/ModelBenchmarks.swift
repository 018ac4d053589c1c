import Foundation

/// What the simulated network costs, by whole runs of the program: wall time of the run over requests of a flow. Other
/// builds of the program run in turn with this one, and of each the least of its tries counts.
struct ModelBenchmarks {
  let program: ProgramBenchmarks
  let others: [ProgramBenchmarks]
  let isQuick: Bool

  private struct Case {
    var name: String
    var scenario: String
    var arguments: [String] = []
    /// Whose requests the time is divided by; nil for the whole run.
    var flow: String?
    var tries = 3
    var aim: Table.Aim?
  }

  func add(to table: inout Table, full: Bool) {
    for row in cases + (full ? fullCases : []) { add(row, to: &table) }
  }

  private var cases: [Case] {
    [
      Case(
        name: "a request at a queueing component (two events), all measures on",
        scenario: "scenarios/01-first-queue.yaml",
        arguments: ["--set", isQuick ? "run.duration=2h" : "run.duration=20h"], flow: "visit",
        aim: .init(reach: 63, stretch: 32)),
      Case(
        name: "a request of the eight-step shop", scenario: "Tests/Benchmarks/eight-steps.yaml",
        arguments: isQuick ? ["--set", "run.duration=200s"] : [], flow: "visit", aim: .init(reach: 250, stretch: 150)),
      Case(
        name: "national hour of Hey Blue! at 1:100, a refresh", scenario: "scenarios/hey-blue/national-peak.yaml",
        arguments: ["--scale", isQuick ? "1:1000" : "1:100"], flow: "hb/refresh", aim: .init(reach: 500, stretch: 300)),
    ]
  }

  private var fullCases: [Case] {
    [
      Case(
        name: "national hour of Hey Blue!, a refresh", scenario: "scenarios/hey-blue/national-peak.yaml",
        flow: "hb/refresh", tries: 1),
      Case(
        name: "the full system, two threads, whole run", scenario: "scenarios/full-system.yaml",
        arguments: ["--threads", "2"], tries: 1, aim: .init(reach: 45e9, stretch: 30e9)),
    ]
  }

  private func add(_ row: Case, to table: inout Table) {
    var times = Array(repeating: Double.infinity, count: others.count + 1)
    var last: ProgramBenchmarks.Run?
    for _ in 0..<(isQuick ? 1 : row.tries) {
      for (place, program) in ([program] + others).enumerated() {
        guard let run = program.run(row.scenario, row.arguments) else { continue }
        if place == 0 { last = run }
        times[place] = min(times[place], run.wall / (row.flow.map { run.requests(of: $0) } ?? 1) * 1e9)
      }
    }
    guard let last else { return }
    table.add(row.name, nanoseconds: times[0], before: times.dropFirst().map { $0.isFinite ? $0 : nil }, aim: row.aim)
    guard row.flow == nil else { return }
    table.note("  peak memory", last.peakBytes / 1_073_741_824, "GiB")
    table.note("  minor faults over resident pages", last.minorFaults * 4096 / last.peakBytes, "x")
  }
}
