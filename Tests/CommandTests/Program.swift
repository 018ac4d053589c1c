import Foundation
import Testing

/// The real program in a scratch folder.
struct Program {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  struct Ending {
    var code: Int32
    var output: String
    var errors: String
  }

  let folder: String
  let binary: String

  /// Whichever build is asked for: `release`, unless ORRERY_PROGRAM says `debug`.
  static let usualConfiguration = ProcessInfo.processInfo.environment["ORRERY_PROGRAM"] ?? "release"

  /// - Parameter configuration: `release` or `debug`.
  init(configuration: String = Program.usualConfiguration) throws {
    folder = NSTemporaryDirectory() + "orrery-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    binary = "\(Program.root)/.build/\(configuration)/orrery"
    try #require(
      FileManager.default.isExecutableFile(atPath: binary),
      "\(binary) is missing: ./scripts/test builds it")
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  func scenario(_ name: String) -> String { "\(Program.root)/scenarios/\(name).yaml" }

  func write(_ name: String, _ text: String) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return (process, output, errors)
  }

  func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Ending {
    try self(arguments, environment: environment)
  }

  func callAsFunction(_ arguments: [String], environment: [String: String] = [:]) throws -> Ending {
    let (process, output, errors) = try start(arguments, environment: environment)
    return Self.ending(of: process, output, errors)
  }

  /// Starts a process that was prepared, and waits for its end.
  private static func ending(of process: Process) throws -> Ending {
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return ending(of: process, output, errors)
  }

  private static func ending(of process: Process, _ output: Pipe, _ errors: Pipe) -> Ending {
    // Standard error is drained beside, or a long message would fill its pipe and stop both.
    nonisolated(unsafe) var errorData = Data()
    let drained = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      errorData = errors.fileHandleForReading.readDataToEndOfFile()
      drained.signal()
    }
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    drained.wait()
    process.waitUntilExit()
    return Ending(
      code: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self))
  }

  /// What a shell does with a command, in this folder or one below it.
  func shell(_ command: String, in below: String = "", environment: [String: String] = [:]) throws -> Ending {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: "\(folder)/\(below)")
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    return try Self.ending(of: process)
  }

  /// Changes a database behind the program's back.
  func change(_ database: String, _ statements: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sqlite3", "\(folder)/\(database)", statements]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  func json(_ ending: Ending) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any], "\(ending)")
  }
}
