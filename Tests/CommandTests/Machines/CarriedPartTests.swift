import Foundation
import Testing

/// Parts that were run elsewhere and carried here, and what a cluster is told to run.
@Suite struct CarriedPartTests {
  private func withStudy(_ body: (Study) throws -> Void) throws {
    let study = try Study()
    defer { study.remove() }
    try body(study)
  }

  private static let grid = [
    "--vary", "components.front.replicas=2,3", "--vary", "components.back.replicas=2,3", "--replications", "2",
  ]

  @Test(arguments: [["run", "--replications", "5"], ["sweep"] + grid])
  func `files are put together, whatever they are called`(arguments: [String]) throws {
    try withStudy { study in
      let whole = try study.answer(arguments, out: "whole")
      for part in 0..<3 {
        let ending = try study.program(
          [
            arguments[0], study.file, "--shard", "1+\(part)/3", "--out", "carried/from-\(part).sqlite", "--no-report",
            "-q",
          ]
            + arguments.dropFirst())
        #expect(ending.code == 0 && ending.output.contains("a part was run"), "\(ending)")
      }
      // Each is one file, so that it can be carried.
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: "\(study.program.folder)/carried").sorted()
          == ["from-0.sqlite", "from-1.sqlite", "from-2.sqlite"])
      let take = ["--engine", "parts", "--parts", "carried"]
      try FileManager.default.moveItem(
        atPath: "\(study.program.folder)/carried/from-1.sqlite", toPath: "\(study.program.folder)/elsewhere.sqlite")
      let missing = try study.program(
        [arguments[0], study.file, "--out", "all", "--no-report"] + arguments.dropFirst() + take)
      #expect(missing.code == 65, "\(missing)")
      #expect(missing.errors.contains("replications are in none of the 2 databases"), "\(missing.errors)")
      try FileManager.default.copyItem(
        atPath: "\(study.program.folder)/carried/from-0.sqlite", toPath: "\(study.program.folder)/carried/again.sqlite")
      let twice = try study.program(
        [arguments[0], study.file, "--out", "new", "--no-report"] + arguments.dropFirst() + take)
      #expect(twice.code == 65 && twice.errors.contains("is there twice"), "\(twice.errors)")
      #expect(twice.errors.contains("again.sqlite"))
      try FileManager.default.removeItem(atPath: "\(study.program.folder)/carried/again.sqlite")
      try FileManager.default.moveItem(
        atPath: "\(study.program.folder)/elsewhere.sqlite", toPath: "\(study.program.folder)/carried/from-1.sqlite")
      #expect(try study.answer(arguments + take, out: "all") == whole)
    }
  }

  @Test func `a part of another seed is none`() throws {
    try withStudy { study in
      let part = try study.program(
        "run", study.file, "--replications", "2", "--seed", "9", "--shard", "1/1", "--out", "carried/a.sqlite", "-q",
        "--no-report")
      #expect(part.code == 0)
      let ending = try study.program(
        "run", study.file, "--replications", "2", "--engine", "parts", "--parts", "carried", "--no-report")
      #expect(ending.code == 65 && ending.errors.contains("missing are replication 0, 1"), "\(ending)")
    }
  }

  // MARK: Kubernetes

  @Test func `an Indexed Job runs every shard once`() throws {
    try withStudy { study in
      let arguments = ["run", study.file, "--replications", "5"]
      let ending = try study.program(
        arguments + [
          "--engine", "kubernetes", "--tasks", "3", "--at-once", "2", "--image", "registry.example/orrery:1", "--claim",
          "studies", "--parts", "carried", "--emit", "-", "-q",
        ])
      #expect(ending.code == 0, "\(ending)")
      let job = try IndexedJob(ending.output)
      #expect(job.completions == 3 && job.parallelism == 2)
      #expect(job.claims == ["studies"] && job.mountPath == study.program.folder)
      // As Kubernetes would: a pod for each index, its name filled in.
      for index in 0..<3 {
        let words = job.command(index: index)
        #expect(words[0] == "orrery")
        let pod = try study.program(Array(words.dropFirst()))
        #expect(pod.code == 0, "\(pod)")
      }
      let whole = try study.answer(["run", "--replications", "5"], out: "whole")
      let all = try study.answer(
        ["run", "--replications", "5", "--engine", "parts", "--parts", "carried"], out: "all")
      #expect(all == whole)
    }
  }

  @Test func `what looks like a variable in a name is none to Kubernetes`() throws {
    let study = try Study(named: "$(HOME) $$(x).yaml")
    defer { study.remove() }
    let ending = try study.program(
      "run", study.file, "--replications", "2", "--engine", "kubernetes", "--image", "i", "--claim", "c", "--parts",
      "p",
      "--emit", "job.json")
    #expect(ending.code == 0, "\(ending)")
    let job = try IndexedJob(try String(contentsOfFile: "\(study.program.folder)/job.json", encoding: .utf8))
    #expect(job.command(index: 0).contains(study.file))
    let outside = try study.program(
      "run", study.file, "--replications", "2", "--engine", "kubernetes", "--image", "i", "--claim", "c", "--parts",
      "/elsewhere", "--emit", "job.json")
    #expect(outside.code == 64 && outside.errors.contains("is not below"), "\(outside)")
  }
}
