import Foundation
import Testing

/// Studies divided into tasks: what comes out is what one process says.
@Suite struct TaskTests {
  private func withStudy(_ body: (Study) throws -> Void) throws {
    let study = try Study()
    defer { study.remove() }
    try body(study)
  }

  private static let grid = [
    "--vary", "components.front.replicas=2,3", "--vary", "components.back.replicas=2,3,4", "--replications", "2",
  ]
  private static let studies: [(arguments: [String], tasks: Int)] = [
    (["run", "--replications", "5"], 3),
    // The warm-up is found by each task by itself.
    (["run", "--replications", "5", "--set", "run.warm-up=remove", "--set", "run.duration=60s"], 2),
    (["sweep"] + grid, 4),
    // More tasks than points: replications of a point go to several.
    (["sweep"] + grid, 9),
    (["capacity", "--replications", "3"], 4),
    (["capacity", "--minimize", "cost"] + grid.prefix(4), 4),
  ]

  @Test(arguments: studies)
  func `tasks of this machine say together what one process says`(arguments: [String], tasks: Int) throws {
    try withStudy { study in
      let whole = try study.answer(arguments, out: "whole")
      let parts = try study.answer(arguments + ["--engine", "local", "--tasks", "\(tasks)"], out: "parts")
      #expect(parts == whole)
      // Nothing is left of the tasks but what they found.
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(study.program.folder)/parts") == ["tiers.sqlite"])
    }
  }

  @Test func `a command runs each task by words that no shell has read`() throws {
    try withStudy { study in
      let whole = try study.answer(["run", "--replications", "4"], out: "whole")
      let note = try study.script("note", "printf '%s\\n' \"$1\" \"$2\" >>words; shift 2; exec \"$@\"\n")
      let template = ["--template", note, "{shard} of {shards}; $HOME `id`", "{{slot}} {attempt}", "{task}"]
      let parts = try study.answer(
        ["run", "--replications", "4", "--engine", "command", "--tasks", "2", "--at-once", "1"] + template, out: "parts"
      )
      #expect(parts == whole)
      #expect(
        study.lines("words") == ["1 of 2; $HOME `id`", "{slot} 1", "2 of 2; $HOME `id`", "{slot} 1"],
        "\(study.lines("words"))")
    }
  }

  @Test func `names of any kind stay names, also for a shell at the far end`() throws {
    let study = try Study(named: "a 'b' \"c\" $(touch broken) `touch broken`\n;touch broken;&|<>*?~\\.yaml")
    defer { study.remove() }
    let arguments = ["run", "--replications", "2"]
    let whole = try study.answer(arguments, out: "whole")
    let odd = "o u\n't\"$(touch broken)"
    let local = try study.answer(arguments + ["--engine", "local", "--tasks", "2"], out: odd)
    let far = try study.answer(
      arguments + ["--engine", "command", "--tasks", "2", "--template", "sh", "-c", "{quoted}"], out: odd + "2")
    #expect(local == whole && far == whole)
    #expect(!study.exists("broken"))
  }

  @Test func `a broken budget is the exit code of the whole`() throws {
    try withStudy { study in
      let tight = ["run", "--replications", "4", "--set", "budgets.mean=mean latency(flow=visit) < 1ms"]
      let whole = try study.answer(tight, out: "whole", code: 99)
      let parts = try study.answer(tight + ["--engine", "local", "--tasks", "2"], out: "parts", code: 99)
      #expect(parts == whole)
    }
  }

  @Test func `what is stored is not run again`() throws {
    try withStudy { study in
      let count = try study.script("count", "echo x >>started; exec \"\(study.program.binary)\" \"$@\"\n")
      let arguments = ["sweep"] + Self.grid + ["--engine", "local", "--tasks", "3", "--program", count]
      let first = try study.answer(arguments, out: "parts")
      #expect(study.lines("started").count == 3)
      #expect(try study.answer(arguments, out: "parts") == first)
      #expect(study.lines("started").count == 3)
      // Of more replications only the tasks that have some left, and all of them do.
      _ = try study.answer(arguments + ["--replications", "3"], out: "parts")
      #expect(study.lines("started").count == 6)
      #expect(try study.answer(arguments + ["--fresh"], out: "parts") == first)
      #expect(study.lines("started").count == 9)
    }
  }

  // MARK: What is refused

  @Test(arguments: [
    (["--tasks", "3"], "need --engine"), (["--template", "sh"], "need --engine"),
    (["--engine", "command"], "after --template"),
    (["--engine", "command", "--template", "ssh", "{host}"], "there are {task}"),
    (["--engine", "command", "--template", "true"], "would run no task"),
    (["--engine", "command", "--template", "x{task}"], "a word of its own"),
    (["--engine", "local", "--tasks", "0"], "--tasks takes"), (["--engine", "local", "--retries", "9"], "--retries"),
    (["--engine", "local", "--detach"], "--detach needs"), (["--engine", "local", "--emit", "-"], "--emit needs"),
    (["--engine", "kubernetes", "--emit", "-"], "--image"), (["--engine", "local", "--shard", "1/2"], "leave --shard"),
    (["--engine", "local", "--max-time", "1"], "--wait-limit"), (["--engine", "mpi"], "mpi"),
  ])
  func `options that make no sense are refused before anything runs`(more: [String], said: String) throws {
    try withStudy { study in
      let ending = try study.program(["run", study.file] + more)
      #expect(ending.code == 64 && ending.errors.contains(said), "\(ending)")
      #expect(!study.exists("results"))
    }
  }

  @Test func `a search takes no engine that does not answer`() throws {
    try withStudy { study in
      let ending = try study.program("capacity", study.file, "--engine", "parts")
      #expect(ending.code == 64 && ending.errors.contains("a search decides"), "\(ending)")
    }
  }
}
