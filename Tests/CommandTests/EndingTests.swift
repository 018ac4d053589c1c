import Foundation
import Testing

/// How commands end: the last line, the exit code, what a signal does, and what is left behind.
@Suite struct EndingTests {
  private let text = """
    orrery: 1
    name: shop
    question: what holds?
    run: { starts: Mon 00:00, duration: 60s, warm-up: 0s, drain: 2s, stands-for: 30d }
    components: { app: { kind: service, threads: 4, price: { instance: $5/month }, operations: { page: 5ms } } }
    flows: { visit: [ { call: app.page, timeout: 1s } ] }
    workloads: { w: { rate: 50/s, flows: { visit: 100% } } }
    budgets: { quick: p95 latency(flow=visit) < 1s, errors: rate errors(flow=visit) < 5% }
    options:
      slow: { components.app.operations.page: 900ms }
      other: { components.app.threads: 5 }

    """

  private func withProgram(_ body: (Program, String) throws -> Void) throws {
    let program = try Program()
    defer { program.remove() }
    try body(program, try program.write("shop.yaml", text))
  }

  /// Both streams in one pipe, as a terminal and a log have them.
  private func together(_ program: Program, _ arguments: [String], environment: [String: String] = [:]) throws
    -> (code: Int32, lines: [String])
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text.split(separator: "\n").map(String.init))
  }

  private static let endings: [([String], Int32)] = [
    (["run", "shop.yaml"], 0), (["run", "shop.yaml", "--with", "slow"], 99),
    (["run", "shop.yaml", "shop.yaml", "--with", "slow", "--no-report"], 99), (["run", "shop.yaml", "bad.yaml"], 65),
    (["run", "nowhere.yaml"], 74), (["run", "shop.yaml", "--set", "run.duration=1s"], 97),
    (["run", "shop.yaml", "--replications", "4", "--shard", "1/2", "--with", "slow"], 0),
    (["check", "shop.yaml"], 0), (["check", "shop.yaml", "--with", "slow"], 99), (["check", "bad.yaml"], 65),
    (["compare", "shop.yaml", "--with", "slow", "--replications", "2"], 99),
    (["sweep", "shop.yaml", "--vary", "components.app.threads=4,5"], 0),
    (
      [
        "capacity", "shop.yaml", "--replications", "2", "--no-report", "--set", "budgets.quick=remove", "--set",
        "budgets.errors=remove",
      ], 64
    ),
    (["validate", "bad.yaml"], 65), (["explain", "shop.yaml", "--budget", "none"], 64),
    (["trace", "shop.yaml", "--request", "x:1"], 64), (["report", "nowhere.sqlite"], 74),
    (["baseline", "save", "bad.yaml"], 65), (["rnu", "shop.yaml"], 64),
  ]

  @Test(arguments: endings)
  func `the last line is the exit code and what it means`(arguments: [String], code: Int32) throws {
    try withProgram { program, _ in
      _ = try program.write("bad.yaml", text.replacingOccurrences(of: "5ms", with: "5"))
      let ending = try together(program, arguments)
      #expect(ending.code == code, "\(ending.lines)")
      #expect(ending.lines.last?.hasPrefix("exit \(code): ") == true, "\(ending.lines)")
      #expect(ending.lines.filter { $0.hasPrefix("exit ") }.count == 1, "\(ending.lines)")
    }
  }

  @Test func `on GitHub the exit code stands below the annotations`() throws {
    try withProgram { program, file in
      let ending = try together(program, ["check", file, "--with", "slow"], environment: ["GITHUB_ACTIONS": "true"])
      #expect(ending.code == 99 && ending.lines.contains { $0.hasPrefix("::error ") }, "\(ending.lines)")
      #expect(ending.lines.last?.hasPrefix("exit 99: ") == true, "\(ending.lines)")
    }
  }

  @Test func `what was printed first stands first, also where both streams go to one place`() throws {
    try withProgram { program, file in
      let ending = try together(program, ["run", file])
      let budgets = try #require(ending.lines.firstIndex(of: "BUDGETS"))
      let database = try #require(ending.lines.firstIndex { $0.hasPrefix("database ") })
      #expect(budgets < database, "\(ending.lines)")
    }
  }

  // MARK: Signals

  @Test(arguments: [
    ["run", "shop.yaml"], ["check", "shop.yaml"], ["compare", "shop.yaml", "--with", "other"],
    ["capacity", "shop.yaml"], ["sweep", "shop.yaml", "--vary", "components.app.threads=4,5,6,7"],
    ["explain", "shop.yaml"], ["trace", "shop.yaml", "--request", "w:100000000"], ["baseline", "save", "shop.yaml"],
    ["validate", "large.yaml"],
  ])
  func `SIGTERM ends every command with 130, and leaves no hidden folder`(arguments: [String]) throws {
    try withProgram { program, file in
      _ = try program.write("shop.yaml", text.replacingOccurrences(of: "duration: 60s", with: "duration: 365d"))
      if arguments.contains("large.yaml") {
        let trace = text.replacingOccurrences(of: "rate: 50/s", with: "trace: rows.csv")
        _ = try program.write("large.yaml", trace)
        var rows = "at_ms\n"
        for row in 0..<4_000_000 { rows += "\(row)\n" }
        _ = try program.write("rows.csv", rows)
      }
      let (process, _, errors) = try program.start(arguments)
      Thread.sleep(forTimeInterval: 0.5)
      kill(process.processIdentifier, SIGTERM)
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(said)")
      let left = (try? FileManager.default.contentsOfDirectory(atPath: program.folder + "/results")) ?? []
      #expect(!left.contains { $0.hasPrefix(".") }, "\(left)")
    }
  }

  @Test func `a second signal in the middle of drawing leaves no hidden folder, and is 130 as well`() throws {
    try withProgram { program, file in
      // A program that draws for ever.
      let slow = try program.write("gnuplot", "#!/bin/sh\nexec sleep 60\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: slow)
      let (process, _, errors) = try program.start(
        ["run", file], environment: ["PATH": program.folder + ":/usr/bin:/bin"])
      // The path of the database is said before the report is begun.
      var said = ""
      while !said.contains("database") {
        let more = errors.fileHandleForReading.availableData
        if more.isEmpty { break }
        said += String(decoding: more, as: UTF8.self)
      }
      Thread.sleep(forTimeInterval: 0.5)
      for _ in 0..<2 {
        kill(process.processIdentifier, SIGTERM)
        Thread.sleep(forTimeInterval: 0.2)
      }
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 130)
      let left = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/results")
      #expect(left.contains("shop.sqlite") && !left.contains { $0.hasPrefix(".") }, "\(left)")
    }
  }

  // MARK: Where results go

  @Test(arguments: [
    ["run", "shop.yaml"], ["check", "shop.yaml"], ["compare", "shop.yaml", "--with", "other", "--replications", "2"],
    ["sweep", "shop.yaml", "--vary", "components.app.threads=4,5"],
  ])
  func `an output that ends in sqlite is that file, and the report is beside it`(arguments: [String]) throws {
    try withProgram { program, _ in
      let ending = try program(arguments + ["--out", "deep/x.sqlite"])
      #expect(ending.code == 0, "\(ending)")
      let found = try FileManager.default.contentsOfDirectory(atPath: program.folder + "/deep")
      #expect(found.contains("x.sqlite") && !found.contains("shop.sqlite"), "\(found)")
      #expect(arguments[0] == "check" || found.contains { $0.hasSuffix(".html") }, "\(found)")
      #expect(try program("report", "--list", "deep/x.sqlite").code == 0)
    }
  }

  @Test func `an empty file is a new database`() throws {
    try withProgram { program, file in
      let empty = try program.write("new.sqlite", "")
      let none = try program("report", empty)
      #expect(none.code == 64 && none.errors.contains("holds no run"), "\(none)")
      #expect(try program("run", file, "--out", empty, "--no-report").code == 0)
      #expect(try program("report", "--list", empty).output.contains("shop"))
    }
  }

  @Test func `a comparison of options says that the file as written is not among them`() throws {
    try withProgram { program, file in
      let base = "the file as it is written is not among these designs; `--with base` makes it one"
      let arguments = ["compare", file, "--replications", "2", "--no-report", "--with", "other", "--with", "slow"]
      #expect(try program(arguments).output.contains(base))
      let all = try program(arguments + ["--with", "base"])
      #expect(!all.output.contains(base) && all.output.contains("base"), "\(all)")
      #expect(try !program(Array(arguments.dropLast(2))).output.contains(base))
    }
  }

  // MARK: What people write

  private static let misspelt: [([String], String)] = [
    (["rnu", "shop.yaml"], "there is no command `rnu` (did you mean `orrery run`?)"),
    (["shop.yaml"], "did you mean `orrery run shop.yaml`?"),
    (["baseline", "svae"], "did you mean `orrery baseline save`?"),
    (["frobnicate"], "there are run, check, baseline"),
  ]

  @Test(arguments: misspelt)
  func `a command that is misspelt is answered by the one that was meant`(arguments: [String], said: String) throws {
    try withProgram { program, _ in
      let ending = try program(arguments)
      #expect(ending.code == 64 && ending.output.isEmpty && ending.errors.contains(said), "\(ending)")
    }
  }

  @Test func `nothing in a file or its name becomes a line of its own in a log`() throws {
    try withProgram { program, _ in
      let name = "::error::x\n::warning::y\u{1b}[2J.yaml"
      _ = try program.write(
        name,
        text.replacingOccurrences(of: "name: shop\n", with: "")
          .replacingOccurrences(of: "what holds?", with: "\"a\\n::error::b\\e[31m\""))
      _ = try program.write("bad.yaml", text.replacingOccurrences(of: "name: shop", with: "name: \"a\\n::error::b\""))
      for arguments in [
        ["run", "./\(name)", "--no-report"], ["validate", "./\(name)"], ["check", "./\(name)"],
        ["validate", "bad.yaml"],
        ["run", "nowhere\n::error::z"], ["list", "scenarios", "--folder", "."], ["report", "\n::error::z.sqlite"],
      ] {
        let ending = try together(program, arguments)
        #expect(!ending.lines.isEmpty)
        for line in ending.lines {
          #expect(!line.drop { $0 == " " }.hasPrefix("::") && !line.contains("\u{1b}"), "\(arguments): \(line)")
        }
      }
    }
  }

  @Test func `a stored replication that has changed on the disk is damage, until it is run again`() throws {
    try withProgram { program, file in
      let arguments = ["check", file, "--replications", "3"]
      #expect(try program(arguments).code == 0)
      try program.change(
        "results/shop.sqlite",
        "UPDATE replications SET measurements = zeroblob(length(measurements)) WHERE replication = 1")
      let damaged = try program(arguments)
      #expect(damaged.code == 74 && damaged.errors.contains("replication 1 of run 1 is damaged"), "\(damaged)")
      #expect(try program(arguments + ["--fresh"]).code == 0)
      #expect(try program(arguments).code == 0)
    }
  }
}
