import Foundation
import Testing

/// Where scripts/slurm has started a Slurm of three machines; nothing is tested where it is not set.
private let cluster = ProcessInfo.processInfo.environment["ORRERY_SLURM"]

/// A real Slurm, one test at a time: each has all three machines for itself.
@Suite(.serialized, .enabled(if: cluster != nil, "ORRERY_SLURM names no folder of scripts/slurm"))
struct SlurmClusterTests {
  private func withStudy(_ body: (Study) throws -> Void) throws {
    let study = try Study()
    defer { study.remove() }
    try body(study)
  }

  private static let long = ["run", "--replications", "24", "--set", "run.duration=20min"]

  /// The program, which first notes the machine and the shard.
  private func noting(_ study: Study) throws -> [String] {
    let path = try study.script(
      "noting",
      """
      shard=
      for word; do [ "$last" != --shard ] || shard=$word; last=$word; done
      echo "$SLURMD_NODENAME $shard" >>started
      exec "\(study.program.binary)" "$@"

      """)
    return ["--program", path]
  }

  private func start(_ study: Study, _ arguments: [String]) throws -> (Process, Pipe, Pipe) {
    try study.program.start(
      ["run", study.file, "--out", "parts", "--json", "parts.json", "--no-report"] + arguments.dropFirst())
  }

  private func call(_ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(words)")
    return String(decoding: data, as: UTF8.self)
  }

  private func slurmScript(_ verb: String, _ node: String) throws {
    _ = try call(["\(Program.root)/scripts/slurm", verb, cluster ?? "", node])
  }

  /// The end of a command: its exit code, and what it said beside.
  private func end(_ process: Process, _ errors: Pipe) -> (code: Int32, said: String) {
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, said)
  }

  @Test func `three machines say what one process says`() throws {
    try withStudy { study in
      let whole = try study.answer(Self.long, out: "whole")
      let slurm = try Self.long + ["--engine", "slurm", "--tasks", "9"] + noting(study)
      #expect(try study.answer(slurm, out: "parts") == whole)
      let machines = Set(study.lines("started").compactMap { $0.split(separator: " ").first })
      #expect(machines == ["node1", "node2", "node3"] && study.lines("started").count == 9)
    }
  }

  @Test func `a slurmd that is killed in mid-run costs time alone`() throws {
    try withStudy { study in
      let slurm = try Self.long + ["--engine", "slurm", "--tasks", "6"] + noting(study)
      let (process, _, errors) = try start(study, slurm)
      try Study.wait("a task runs on node2") { study.lines("started").contains { $0.hasPrefix("node2 ") } }
      let lost = study.lines("started").first { $0.hasPrefix("node2 ") }?.dropFirst(6) ?? "none"
      usleep(600_000)
      try slurmScript("kill", "node2")
      defer { try? slurmScript("revive", "node2") }
      let begun = Date()
      let ending = end(process, errors)
      print("slurm: a killed slurmd cost \(Int(Date().timeIntervalSince(begun))) s")
      #expect(ending.code == 0, "\(ending.said)")
      // Slurm itself, or this, has run what was lost again, elsewhere.
      let again = study.lines("started").filter { $0.hasSuffix(" \(lost)") }
      #expect(again.count >= 2 && again.contains { !$0.hasPrefix("node2") }, "\(study.lines("started"))")
      #expect(try study.read("parts.json") == study.answer(Self.long, out: "whole"))
    }
  }

  @Test func `a task that somebody cancels is run again`() throws {
    try withStudy { study in
      let slurm = try Self.long + ["--engine", "slurm", "--tasks", "6"] + noting(study)
      let (process, _, errors) = try start(study, slurm)
      try Study.wait("a task runs") { study.lines("started").contains { $0.hasSuffix(" 1/6") } }
      let job = try call(["squeue", "--noheader", "--format=%F"]).split(separator: "\n").first ?? "none"
      _ = try call(["scancel", "\(job)_1"])
      let ending = end(process, errors)
      #expect(ending.code == 0 && ending.said.contains("part 1 is lost and is run again"), "\(ending.said)")
      #expect(try study.read("parts.json") == study.answer(Self.long, out: "whole"))
    }
  }

  @Test func `an interrupt leaves nothing in the queue`() throws {
    try withStudy { study in
      let slurm = try Self.long + ["--engine", "slurm", "--tasks", "12"] + noting(study)
      let (process, _, errors) = try start(study, slurm)
      try Study.wait("a task runs") { !study.lines("started").isEmpty }
      process.interrupt()
      let ending = end(process, errors)
      #expect(ending.code == 130 && ending.said.contains("kept      "), "\(ending.said)")
      try Study.wait("the queue is empty") {
        let queue = try? call(["squeue", "--noheader"])
        return queue?.isEmpty == true
      }
    }
  }

  @Test func `a job that waits for the others puts them together`() throws {
    try withStudy { study in
      let arguments = ["run", "--replications", "6", "--engine", "slurm", "--tasks", "3", "--detach"]
      let (process, _, errors) = try start(study, arguments)
      #expect(end(process, errors).code == 0)
      try Study.wait(seconds: 60, "the parts are put together") { study.exists("parts.json") }
      #expect(try study.read("parts.json") == study.answer(["run", "--replications", "6"], out: "whole"))
    }
  }

  @Test func `a sweep of 200 points, and what a task costs`() throws {
    try withStudy { study in
      let grid = [
        "sweep", "--vary", "components.front.replicas=2,3,4,5,6", "--vary", "components.back.replicas=2,3,4,5,6",
        "--vary", "run.load=x0.5,x0.6,x0.7,x0.8,x0.9,x1,x1.1,x1.2",
      ]
      let begun = Date()
      let whole = try study.answer(grid + ["--threads", "1"], out: "whole")
      var line = "one process \(milliseconds(begun)) ms"
      var took: [Int] = []
      for tasks in [3, 20, 200] {
        let begun = Date()
        let parts = try study.answer(grid + ["--engine", "slurm", "--tasks", "\(tasks)"], out: "slurm\(tasks)")
        took.append(milliseconds(begun))
        #expect(parts == whole)
        line += ", \(tasks) tasks \(milliseconds(begun)) ms"
      }
      let each = (took[2] - took[1]) / 180
      print("slurm: 200 points: \(line); each task more costs \(each) ms")
      #expect(each < 2000)
    }
  }

  private func milliseconds(_ begun: Date) -> Int { Int(Date().timeIntervalSince(begun) * 1000) }
}
