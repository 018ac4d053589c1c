import Foundation
import Testing

/// Comparisons, sweeps, searches and parts of runs, with the real program.
@Suite struct StudyTests {
  private let text = Study.text(
    duration: "30s",
    more: """
      options:
        slower: { components.back.operations.page: exponential(mean 9ms) }

      """)

  private func withProgram(_ body: (Program, String) throws -> Void) throws {
    let orrery = try Program()
    defer { orrery.remove() }
    try body(orrery, try orrery.write("tiers.yaml", text))
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  // MARK: Compare

  @Test func `a design compared with itself differs by exactly nothing`() throws {
    try withProgram { orrery, file in
      try FileManager.default.copyItem(atPath: file, toPath: "\(orrery.folder)/again.yaml")
      let ending = try orrery("compare", file, "again.yaml", "--json", "-", "--no-report")
      #expect(ending.code == 0, "\(ending.errors)")
      let figures = try #require(try json(ending.output)["figures"] as? [[String: Any]])
      #expect(figures.count >= 5)
      for figure in figures {
        let differences = try #require(figure["differences"] as? [String: [String: Any]])
        for difference in differences.values {
          #expect(difference["mean"] as? Double == 0 && difference["low"] as? Double == 0, "\(figure)")
          #expect(difference["verdict"] as? String == "no-difference")
        }
      }
    }
  }

  @Test func `an option is distinguished, its settings are listed, and nothing is run twice`() throws {
    try withProgram { orrery, file in
      let ending = try orrery("compare", file, "--with", "slower", "--json", "a.json")
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(
        ending.output.contains("slower is ") && ending.output.contains(" times slower at p99 latency(flow=visit)"))
      #expect(ending.output.contains("components.back.operations.page: exponential(mean 6ms) → exponential(mean 9ms)"))
      let page = try String(
        contentsOfFile: "\(orrery.folder)/results/compare-tiers-as-written-slower.html", encoding: .utf8)
      #expect(page.contains("<svg") && page.contains("What was changed"))
      let again = try orrery("compare", file, "--with", "slower", "--json", "b.json", "--no-report", "-q")
      #expect(again.output == ending.output)
      let gated = try orrery("compare", file, "--with", "slower", "--gate", "--no-report", "-q")
      #expect(gated.code == 98)
    }
  }

  @Test func `what cannot be compared is refused with the reason, and leaves nothing`() throws {
    try withProgram { orrery, file in
      let longer = try orrery.write(
        "longer.yaml", text.replacingOccurrences(of: "duration: 30s", with: "duration: 40s"))
      let ending = try orrery("compare", file, longer)
      #expect(ending.code == 97)
      #expect(ending.errors.contains("their durations differ"))
      let alien = try orrery.write(
        "alien.yaml",
        text.replacingOccurrences(of: "visit", with: "tour").replacingOccurrences(of: ", stands-for: 30d", with: ""))
      let other = try orrery("compare", file, alien)
      #expect(other.code == 97 && other.errors.contains("no figure in common"), "\(other.errors)")
      #expect(try orrery("compare", file).code == 64)
    }
  }

  // MARK: Sweep

  @Test func `a sweep that was interrupted continues`() throws {
    try withProgram { orrery, file in
      let arguments = [
        "sweep", file, "--vary", "components.front.replicas=2,3", "--vary", "components.back.replicas=2,3,4",
        "--set", "run.duration=10min", "--no-report",
      ]
      let (process, _, errors) = try orrery.start(arguments + ["--json", "first.json"])
      // Until the first point is stored.
      _ = errors.fileHandleForReading.availableData
      process.interrupt()
      process.waitUntilExit()
      let stopped = process.terminationStatus
      let ending = try orrery(arguments + ["--json", "second.json", "-q"])
      #expect(stopped == 130 || stopped == 0, "\(stopped)")
      #expect(ending.code == 0, "\(ending.errors)")
      let fresh = try orrery(arguments + ["--json", "third.json", "-q", "--out", "elsewhere"])
      #expect(fresh.output == ending.output)
      #expect(ending.output.contains("6 designs"))
    }
  }

  @Test(arguments: [
    (["--vary", "components.frnt.replicas=1,2"], Int32(65), "frnt"),
    (["--vary", "components.front.replicas="], 64, "a value is empty"),
    (["--vary", "components.front.replicas"], 64, "write PATH=VALUE,VALUE"),
    (["--vary", "components.front.replicas=1,1"], 64, "stands there twice"),
    (["--vary", "components.front.replicas=1,none"], 65, "none"),
    ([], 64, "nothing is varied"),
  ])
  func `grids that make no sense are refused before anything runs`(
    more: [String], code: Int32, said: String
  ) throws {
    try withProgram { orrery, file in
      let ending = try orrery(["sweep", file] + more)
      #expect(ending.code == code, "\(ending.errors)")
      #expect(ending.errors.contains(said), "\(ending.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(orrery.folder)/results"))
    }
  }

  // MARK: Capacity

  @Test func `a capacity says what breaks first and the headroom, with a picture`() throws {
    try withProgram { orrery, file in
      let ending = try orrery("capacity", file, "--replications", "3", "--json", "c.json")
      #expect(ending.code == 0, "\(ending.errors)")
      #expect(ending.output.contains("every budget holds up to") && ending.output.contains("there mean breaks first"))
      #expect(ending.output.contains("headroom at today's load"))
      let found = try json(String(contentsOfFile: "\(orrery.folder)/c.json", encoding: .utf8))
      // The slower of the two: 2 × 250/s and 3 × 166.7/s meet at 500/s, 2.5 times today.
      let knee = try #require(found["knee"] as? Double)
      #expect(knee > 1.8 && knee < 2.5)
      #expect(FileManager.default.fileExists(atPath: "\(orrery.folder)/results/capacity-tiers-run-load.html"))
    }
  }

  @Test func `the cheapest design of a grid is found, and one that does not exist is said not to`() throws {
    try withProgram { orrery, file in
      let grid = [
        "--minimize", "cost", "--vary", "components.front.replicas=1,2", "--vary", "components.back.replicas=1,2,3",
      ]
      let found = try orrery(["capacity", file, "--no-report", "-q"] + grid)
      #expect(
        found.code == 0 && found.output.contains("front.replicas 2, back.replicas 2 is the cheapest of 6"),
        "\(found.output)")
      let none = try orrery(["capacity", file, "--no-report", "-q", "--set", "workloads.visitors.rate=2000/s"] + grid)
      #expect(none.code == 99 && none.output.contains("none of 6 designs"), "\(none.output)")
    }
  }

  @Test func `a search needs a budget that can break, and samples to judge it by`() throws {
    try withProgram { orrery, file in
      let open = try orrery.write(
        "open.yaml", text.replacingOccurrences(of: "budgets: { mean: mean latency(flow=visit) < 30ms }\n", with: ""))
      let ending = try orrery("capacity", open)
      #expect(ending.code == 64 && ending.errors.contains("no budget"), "\(ending.errors)")
      let rare = try orrery(
        "capacity", file, "--set", "budgets.mean=p99.99 latency(flow=visit) < 1h", "--replications", "2", "--no-report")
      #expect(rare.code == 97 && rare.output.contains("cannot be judged"), "\(rare.output)\(rare.errors)")
    }
  }

  // MARK: Parts

  @Test func `four parts merged are one run`() throws {
    try withProgram { orrery, file in
      for part in 1...4 {
        let ending = try orrery(
          "run", file, "--replications", "6", "--shard", "\(part)/4", "--out", "p\(part)", "--no-report", "-q")
        #expect(ending.code == 0, "\(ending.errors)")
      }
      let databases = (1...4).map { "p\($0)/tiers.sqlite" }
      let merged = try orrery(
        ["merge", "--to", "all.sqlite", "--no-report", "--json", "merged.json"] + databases.reversed())
      #expect(merged.code == 0, "\(merged.errors)")
      let whole = try orrery("run", file, "--replications", "6", "--no-report", "--json", "whole.json")
      #expect(whole.code == 0)
      var (one, other) = (
        try json(String(contentsOfFile: "\(orrery.folder)/merged.json", encoding: .utf8)),
        try json(String(contentsOfFile: "\(orrery.folder)/whole.json", encoding: .utf8))
      )
      one["host"] = nil
      other["host"] = nil
      #expect(NSDictionary(dictionary: one).isEqual(to: other))
      let missing = try orrery(["merge", "--to", "none.sqlite"] + databases.dropLast() + [databases[0]])
      #expect(missing.code == 65)
      #expect(missing.errors.contains("part 1 is there twice") && missing.errors.contains("part 4 of 4 is missing"))
      let other4 = try orrery(
        "run", file, "--replications", "6", "--shard", "4/4", "--seed", "9", "--out", "other", "--no-report", "-q")
      #expect(other4.code == 0)
      let mixed = try orrery(["merge", "--to", "none.sqlite"] + databases.dropLast() + ["other/tiers.sqlite"])
      #expect(mixed.code == 65 && mixed.errors.contains("differ in their seed"))
      #expect(!FileManager.default.fileExists(atPath: "\(orrery.folder)/none.sqlite"))
      #expect(try orrery("run", file, "--shard", "0/4").code == 64)
      #expect(try orrery("run", file, "--replications", "2", "--shard", "1/4").code == 64)
      try Data("not a database".utf8).write(to: URL(fileURLWithPath: "\(orrery.folder)/broken.sqlite"))
      #expect(try orrery("merge", "broken.sqlite").code == 74)
    }
  }
}
