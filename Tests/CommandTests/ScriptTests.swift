import Foundation
import Testing

/// `scripts/orrery` from wherever somebody calls it. The program that it starts is the built one, in a scratch copy of
/// the folders around it, so that nothing is built here.
@Suite struct ScriptTests {
  /// A scratch folder with `tree/scripts/orrery` and a program that is newer than its sources.
  private func prepared() throws -> Program {
    let program = try Program()
    let manager = FileManager.default
    let tree = "\(program.folder)/tree"
    for folder in ["scripts", "Sources", ".build/release"] {
      try manager.createDirectory(atPath: "\(tree)/\(folder)", withIntermediateDirectories: true)
    }
    for name in ["orrery", "setup", "commit"] {
      try manager.copyItem(atPath: "\(Program.root)/scripts/\(name)", toPath: "\(tree)/scripts/\(name)")
    }
    try "".write(toFile: "\(tree)/Package.swift", atomically: true, encoding: .utf8)
    try manager.copyItem(atPath: program.binary, toPath: "\(tree)/.build/release/orrery")
    try "".write(toFile: "\(tree)/.build/orrery-built", atomically: true, encoding: .utf8)
    return program
  }

  @Test func `through symbolic links, from another folder, results go to the caller's folder`() throws {
    let program = try prepared()
    defer { program.remove() }
    let manager = FileManager.default
    for folder in ["bin", "a folder"] {
      try manager.createDirectory(atPath: "\(program.folder)/\(folder)", withIntermediateDirectories: false)
    }
    try manager.createSymbolicLink(
      atPath: "\(program.folder)/bin/first", withDestinationPath: "../tree/scripts/orrery")
    try manager.createSymbolicLink(atPath: "\(program.folder)/bin/orrery", withDestinationPath: "first")
    let begun = try program.shell("../bin/orrery init", in: "a folder")
    #expect(begun.code == 0, "\(begun)")
    let ran = try program.shell(
      "PATH=\"\(program.folder)/bin:$PATH\" orrery run first.yaml -q --no-report", in: "a folder")
    #expect(ran.code == 0 && ran.output.contains("BUDGETS"), "\(ran)")
    #expect(manager.fileExists(atPath: "\(program.folder)/a folder/results/first.sqlite"))
    #expect(!manager.fileExists(atPath: "\(program.folder)/tree/results"))
  }

  @Test(.enabled(if: geteuid() == 0)) func `somebody who may only read the program runs it`() throws {
    let program = try prepared()
    defer { program.remove() }
    try FileManager.default.createDirectory(atPath: "\(program.folder)/theirs", withIntermediateDirectories: false)
    _ = try program.shell("chmod 755 .. && chown 65534:65534 .", in: "theirs")
    let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent"
    let command = "../tree/scripts/orrery"
    let ran = try program.shell(
      "\(asNobody) \(command) init && \(asNobody) \(command) run first.yaml -q --no-report", in: "theirs")
    #expect(ran.code == 0 && ran.output.contains("BUDGETS"), "\(ran)")
    // Sources that are newer than the program cannot be built by those who cannot write.
    _ = try program.shell("sleep 0.1; touch ../tree/Package.swift", in: "theirs")
    let stale = try program.shell("\(asNobody) \(command) list", in: "theirs")
    #expect(stale.code == 74 && stale.errors.contains("belongs to somebody else"), "\(stale)")
  }
}
