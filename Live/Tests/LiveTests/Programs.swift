import Foundation
import Testing

/// The programs under test: of this package's release build, or those of the folder that ORRERY_LIVE_PROGRAMS names.
enum Programs {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let folder =
    ProcessInfo.processInfo.environment["ORRERY_LIVE_PROGRAMS"] ?? "\(root)/Live/.build/release"

  static func path(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try #require(
      FileManager.default.isExecutableFile(atPath: path), "\(path) is missing: ./scripts/test --live builds it")
    return path
  }

  /// A shipped scenario.
  static func scenario(_ name: String) -> String { "\(root)/scenarios/\(name).yaml" }

  static func orrery(
    _ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]
  ) throws -> RunningProgram {
    try RunningProgram(path("orrery-live"), arguments, in: scratch, environment: environment)
  }
}

/// A server that has said where it listens.
struct Server {
  let program: RunningProgram
  let url: String

  private init(_ program: RunningProgram) throws {
    self.program = program
    let word = "listening on "
    let isReady = program.wait(within: .seconds(20)) { program.output.contains("\n") }
    let line = program.output.split(separator: "\n").first { $0.hasPrefix(word) }
    try #require(isReady && line != nil, "it does not listen: \(program.output)\(program.errors)")
    url = String(line?.dropFirst(word.count) ?? "")
  }

  /// A twin of a scenario.
  static func host(_ file: String, _ arguments: String..., in scratch: Scratch) throws -> Server {
    try host(file, arguments, in: scratch)
  }

  static func host(_ file: String, _ arguments: [String], in scratch: Scratch) throws -> Server {
    try Server(Programs.orrery(["host", file, "--port", "0"] + arguments, in: scratch))
  }

  /// The ticket shop on a database.
  static func shop(_ database: String, _ arguments: [String], in scratch: Scratch) throws -> Server {
    try Server(
      RunningProgram(Programs.path("ticket-shop"), ["--database", database] + arguments, in: scratch))
  }

  /// The pages of a folder.
  static func pages(of folder: String, in scratch: Scratch) throws -> Server {
    try Server(Programs.orrery(["report", "--serve", folder, "--port", "0"], in: scratch))
  }

  func stop() { _ = try? program.interrupt() }
}
