import Foundation
import Testing

/// What is asked of Slurm, and what is made of its answers; Slurm itself is in the nightly tests.
@Suite struct SlurmTests {
  private func withSlurm(_ body: (Study, FakeSlurm) throws -> Void) throws {
    let study = try Study()
    defer { study.remove() }
    try body(study, try FakeSlurm(study))
  }

  private static let six = ["run", "--replications", "6"]
  private static let slurm = ["--engine", "slurm", "--tasks", "3"]

  private func run(_ study: Study, _ slurm: FakeSlurm, _ more: [String] = []) throws -> Program.Ending {
    try study.program(
      ["run", study.file, "--out", "parts", "--json", "parts.json", "--no-report"] + Self.six.dropFirst() + Self.slurm
        + more, environment: slurm.environment)
  }

  @Test func `an array job says what one process says`() throws {
    try withSlurm { study, slurm in
      let whole = try study.answer(Self.six, out: "whole")
      let ending = try run(study, slurm, ["--slurm-option=--partition=fast", "--at-once", "2", "--threads", "2"])
      #expect(ending.code == 0, "\(ending)")
      #expect(try study.read("parts.json") == whole)
      let call = try #require(slurm.calls("sbatch").first)
      for word in ["--parsable", "--array=1-3%2", "--partition=fast", "--cpus-per-task=2", "--requeue"] {
        #expect(call.contains(" \(word) "), "\(call)")
      }
      #expect(slurm.calls("sbatch").count == 1)
      #expect(slurm.calls("scancel").isEmpty)
    }
  }

  @Test(arguments: [
    ("NODE_FAIL", false), ("CANCELLED by 1000", false), ("TIMEOUT", false), ("OUT_OF_MEMORY", false),
    ("PREEMPTED", false), ("NODE_FAIL", true),
  ])
  func `a task that Slurm has lost is named by its state and run again`(state: String, isWithoutAccounts: Bool) throws {
    try withSlurm { study, slurm in
      try slurm.set("lose-2", state)
      if isWithoutAccounts { try slurm.set("no-accounts") }
      let ending = try run(study, slurm)
      #expect(ending.code == 0, "\(ending)")
      let word = state.split(separator: " ")[0]
      #expect(ending.errors.contains("part 2 is lost and is run again, attempt 2 of 3 (\(word)"), "\(ending.errors)")
      #expect(try study.read("parts.json") == study.answer(Self.six, out: "whole"))
      #expect(slurm.calls("sbatch").last?.contains(" --array=2 ") == true)
      // What is thought to be lost is cancelled before it is run again.
      #expect(slurm.calls("scancel") == ["scancel 101_2"])
    }
  }

  @Test func `what is lost every time ends the study by name`() throws {
    try withSlurm { study, slurm in
      try slurm.set("lose-2", "NODE_FAIL")
      let ending = try run(study, slurm, ["--retries", "0"])
      #expect(ending.code == 74, "\(ending)")
      #expect(ending.errors.contains("part 2 of 3 was lost 1 times, at last: NODE_FAIL"), "\(ending.errors)")
      #expect(ending.errors.contains("kept      4 of 6 replications"))
      let again = try run(study, slurm)
      #expect(again.code == 0 && slurm.calls("sbatch").last?.contains(" --array=2 ") == true, "\(again)")
    }
  }

  @Test func `a budget that breaks is the exit code, and so is a scenario that a task cannot read`() throws {
    try withSlurm { study, slurm in
      let broken = try run(study, slurm, ["--set", "budgets.mean=mean latency(flow=visit) < 1ms"])
      #expect(broken.code == 99, "\(broken)")
      let old = try study.script("old", "echo 'error: unknown kind'; exit 65\n")
      let wrong = try run(study, slurm, ["--program", old, "--seed", "3"])
      #expect(wrong.code == 65 && wrong.errors.contains("exit 65: error: unknown kind"), "\(wrong)")
      #expect(slurm.calls("sbatch").count == 2)
    }
  }

  @Test func `what sbatch says is passed on`() throws {
    try withSlurm { study, slurm in
      try slurm.set("refuse")
      let ending = try run(study, slurm)
      #expect(ending.code == 74 && ending.errors.contains("Invalid partition name specified"), "\(ending)")
      let without = try study.program(
        ["run", study.file, "--no-report"] + Self.slurm + ["--replications", "6"], environment: ["PATH": "/nowhere"])
      #expect(without.code == 74 && without.errors.contains("sbatch: there is no such program"), "\(without)")
    }
  }

  @Test func `a controller that does not answer for a while has lost nothing`() throws {
    try withSlurm { study, slurm in
      try slurm.set("silent")
      try slurm.set("hold-2")
      let (process, _, errors) = try start(study, slurm)
      try Study.wait("squeue is asked") { slurm.calls("squeue").count >= 2 }
      #expect(process.isRunning)
      try slurm.remove("silent")
      try slurm.remove("hold-2")
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(said)")
      #expect(slurm.calls("sbatch").count == 1)
    }
  }

  private func start(_ study: Study, _ slurm: FakeSlurm) throws -> (Process, Pipe, Pipe) {
    try study.program.start(
      ["run", study.file, "--out", "parts", "--json", "parts.json", "--no-report"] + Self.six.dropFirst() + Self.slurm,
      environment: slurm.environment)
  }

  @Test func `an interrupt cancels the job and says what is kept`() throws {
    try withSlurm { study, slurm in
      try slurm.set("hold-2")
      let (process, _, errors) = try start(study, slurm)
      try Study.wait("the queue is asked for what is held") { slurm.calls("squeue").count >= 2 }
      process.interrupt()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130, "\(said)")
      #expect(slurm.calls("scancel") == ["scancel 101"])
      #expect(said.contains("kept      4 of 6 replications"), "\(said)")
    }
  }

  @Test func `a command that was killed is followed up by the same command`() throws {
    try withSlurm { study, slurm in
      try slurm.set("hold-2")
      let (process, _, _) = try start(study, slurm)
      try Study.wait("the job is submitted") { slurm.calls("squeue").count >= 2 }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let (again, _, errors) = try start(study, slurm)
      try Study.wait("the queue is asked again") { slurm.calls("squeue").count >= 4 }
      try slurm.remove("hold-2")
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      again.waitUntilExit()
      #expect(again.terminationStatus == 0 && said.contains("following 1 tasks that are under way"), "\(said)")
      #expect(slurm.calls("sbatch").count == 1)
      #expect(try study.read("parts.json") == study.answer(Self.six, out: "whole"))
    }
  }

  @Test func `a detached study is put together by a job that waits for its parts`() throws {
    try withSlurm { study, slurm in
      let ending = try run(study, slurm, ["--detach"])
      #expect(ending.code == 0 && ending.output.contains("submitted job 101, put together by job 102"), "\(ending)")
      #expect(slurm.calls("sbatch").last?.contains(" --dependency=afterany:101 ") == true)
      try Study.wait("the tasks end") {
        slurm.calls("sbatch").count == 2 && !study.exists("slurm/101.1.active")
          && !study.exists("slurm/101.2.active") && !study.exists("slurm/101.3.active")
      }
      let merge = Process()
      merge.executableURL = URL(fileURLWithPath: "/bin/bash")
      merge.arguments = ["\(study.program.folder)/slurm/102.sh"]
      try merge.run()
      merge.waitUntilExit()
      #expect(merge.terminationStatus == 0)
      #expect(try study.read("parts.json") == study.answer(Self.six, out: "whole"))
    }
  }

  @Test func `names of any kind are one word each in the job script`() throws {
    let study = try Study(named: "a 'b' \"c\" $(touch broken)\r\n#SBATCH --nodes=9\n.yaml")
    defer { study.remove() }
    let slurm = try FakeSlurm(study)
    let whole = try study.answer(Self.six, out: "whole")
    let out = "o\n#SBATCH --exclusive\n$(touch broken)'"
    let parts = try study.answer(Self.six + Self.slurm, out: out, environment: slurm.environment)
    #expect(parts == whole && !study.exists("broken") && !study.exists("slurm/broken"))
    let script = try String(contentsOfFile: "\(study.program.folder)/slurm/101.sh", encoding: .utf8)
    // `sbatch` takes such lines for options, and refuses carriage returns.
    #expect(!script.split(separator: "\n").contains { $0.hasPrefix("#SBATCH") } && !script.contains("\r"))
  }
}
