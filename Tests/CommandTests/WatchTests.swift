import Foundation
import Testing

/// `run --watch` with the real program, and a file that somebody edits.
@Suite struct WatchTests {
  /// A program that runs, and what it has said so far, both streams together.
  private final class Watched {
    let process: Process
    private let path: String
    private var heard = 0

    init(_ program: Program, _ arguments: [String]) throws {
      path = try program.write("said.txt", "")
      let said = try #require(FileHandle(forWritingAtPath: path))
      process = Process()
      process.executableURL = URL(fileURLWithPath: program.binary)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
      (process.standardOutput, process.standardError) = (said, said)
      try process.run()
    }

    /// What was said since the last call, up to and with a text that is waited for.
    func said(until wanted: String) -> String {
      var new = ""
      for _ in 0..<300 {
        let all = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        new = String(all.dropFirst(heard))
        if let range = new.range(of: wanted) {
          let told = String(new[..<range.upperBound])
          heard += told.count
          return told
        }
        Thread.sleep(forTimeInterval: 0.1)
      }
      return "never said \(wanted): \(new)"
    }

    func end(_ signal: Int32) -> Int32 {
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  @Test func `a changed file is run again, and what moved is said`() throws {
    let program = try Program()
    defer { program.remove() }
    let file = "\(program.folder)/shop.yaml"
    func write(_ service: String, _ limit: String = "100ms") throws {
      let budgets = ["fast: p95 latency(flow=view) < \(limit)", "calm: p95 latency(flow=poke) < 1s"]
      _ = try program.write("shop.yaml", GateShop.text(service: service, budgets: budgets, duration: "1min"))
    }
    try write("10ms")
    let watched = try Watched(program, ["run", file, "--watch", "--no-report"])
    #expect(watched.said(until: "Ctrl-C").contains("fast"))
    try write("20ms")
    let slower = watched.said(until: "Ctrl-C")
    #expect(slower.contains("changed   \(file)") && slower.contains("moved since run 1"), "\(slower)")
    let line = try #require(slower.split(separator: "\n").last { $0.contains("budget fast") })
    #expect(line.contains("→") && line.hasSuffix("held"), "\(line)")
    // The flow that has nothing to do with it draws the same numbers.
    #expect(!slower.contains("budget calm"), "\(slower)")
    // A limit that is tightened turns the verdict, and a mistake is told without an end.
    try write("20ms", "20ms")
    let tighter = watched.said(until: "Ctrl-C")
    #expect(tighter.contains("held → violated, limit 100 ms → 20 ms"), "\(tighter)")
    try write("33 parsecs")
    let mistaken = watched.said(until: "Ctrl-C")
    #expect(mistaken.contains("shop.yaml:") && mistaken.contains("error") && !mistaken.contains("moved since"))
    // The same text again is no change; another is, and it is laid beside the last run that came to its end.
    try write("33 parsecs")
    try write("20ms", "100ms")
    let mended = watched.said(until: "Ctrl-C")
    #expect(mended.contains("moved since run 3") && mended.contains("violated → held"), "\(mended)")
    #expect(watched.end(SIGINT) == 130)
    let list = try program.json(try program("report", "--list", "results/shop.sqlite", "--json", "-"))
    #expect((list["runs"] as? [Any])?.count == 4)
  }

  @Test func `a file that is read by the file is watched as well`() throws {
    let program = try Program()
    defer { program.remove() }
    let text = GateShop.text(duration: "1min").replacingOccurrences(of: "rate: 50/s", with: "trace: rows.csv")
    let file = try program.write("shop.yaml", text)
    func write(rows: Int) throws {
      _ = try program.write("rows.csv", "at_ms\n" + (0..<rows).map { "\($0 * 10)\n" }.joined())
    }
    let watched = try Watched(program, ["run", file, "--watch", "--no-report"])
    // One that is missing is waited for.
    #expect(watched.said(until: "Ctrl-C").contains("rows.csv"))
    try write(rows: 2000)
    #expect(watched.said(until: "Ctrl-C").contains("and the file that it reads"))
    try write(rows: 4000)
    let moved = watched.said(until: "Ctrl-C")
    #expect(moved.contains("rows.csv") && moved.contains("moved since run 1"), "\(moved)")
    #expect(watched.end(SIGTERM) == 130)
  }

  @Test func `it is for one file`() throws {
    let program = try Program()
    defer { program.remove() }
    let file = try program.write("shop.yaml", GateShop.text(duration: "1min"))
    #expect(try program("run", file, file, "--watch").code == 64)
    #expect(try program("run", file, "--watch", "--shard", "1/2").code == 64)
  }
}
