import Foundation
import Testing

/// The program where the system gives it little.
@Suite struct ConfinementTests {
  private static let text = """
    orrery: 1
    name: shop
    run: { duration: 60s, warm-up: 0s, drain: 2s }
    components: { app: { kind: service, threads: 4, operations: { page: 5ms } } }
    flows: { visit: [ { call: app.page, timeout: 1s } ] }
    workloads: { w: { rate: 50/s, flows: { visit: 100% } } }
    budgets: { quick: p95 latency(flow=visit) < 1s }

    """

  private func confined(_ program: Program, _ limit: String, _ arguments: [String]) throws -> Program.Ending {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["prlimit", limit, program.binary] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let code = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Program.Ending(code: code, output: "", errors: said)
  }

  @Test(arguments: [2, 6]) func `a bound on addresses leaves room for everything else`(gigabytes: Int) throws {
    let program = try Program()
    defer { program.remove() }
    let file = try program.write("shop.yaml", Self.text)
    let ending = try confined(
      program, "--as=\(gigabytes)000000000",
      ["run", file, "--no-report", "--replications", "4", "--threads", "2"])
    #expect(ending.code == 0, "\(ending)")
  }

  @Test(arguments: [20_000, 200_000])
  func `a file that may not grow is an I/O failure, and what was stored stays`(bytes: Int) throws {
    let program = try Program()
    defer { program.remove() }
    let file = try program.write("shop.yaml", Self.text)
    #expect(try program("run", file, "--no-report", "--out", "other").code == 0)
    let ending = try confined(program, "--fsize=\(bytes)", ["run", file, "--no-report", "--replications", "9"])
    #expect(ending.code == 74, "\(ending)")
    #expect(try program("run", file, "--no-report", "--replications", "9").code == 0)
  }

  @Test(arguments: [["run", "shop.yaml", "--no-report"], ["validate", "shop.yaml"], ["schema"], ["list"]])
  func `what is printed to a full disk is an I/O failure, and what is said there is not`(arguments: [String]) throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.write("shop.yaml", Self.text)
    for (isOutput, code) in [(true, 74), (false, 0)] as [(Bool, Int32)] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program.binary)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
      let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
      process.standardOutput = isOutput ? full : FileHandle.nullDevice
      process.standardError = isOutput ? FileHandle.nullDevice : full
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == code, "\(arguments) \(isOutput)")
    }
  }
}
