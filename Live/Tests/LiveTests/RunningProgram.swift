import Foundation
import Testing

/// A process of a test. What it says goes to files of the test's folder, so that no pipe fills.
final class RunningProgram {
  struct Ending {
    var code: Int32
    var output: String
    var errors: String
  }

  /// It was killed, and its end is not told.
  struct Unending: Error {}

  private let process = Process()
  private let outputFile: String
  private let errorFile: String

  init(
    _ binary: String, _ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]
  ) throws {
    let name = scratch.unusedName(URL(fileURLWithPath: binary).lastPathComponent)
    (outputFile, errorFile) = (scratch.path("\(name).output"), scratch.path("\(name).errors"))
    for file in [outputFile, errorFile] { try Data().write(to: URL(fileURLWithPath: file)) }
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: outputFile)
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    try process.run()
  }

  deinit { if process.isRunning { signal(SIGKILL) } }

  var output: String { (try? String(contentsOfFile: outputFile, encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOfFile: errorFile, encoding: .utf8)) ?? "" }
  var isRunning: Bool { process.isRunning }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits until something is so, or the program has ended.
  /// - Returns: whether it is so.
  func wait(within time: Duration, until isSo: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      if try isSo() { return true }
      if !process.isRunning { return try isSo() }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return try isSo()
  }

  /// - Throws: where it does not end in time; it is killed then.
  func ending(within time: Duration) throws -> Ending {
    if !wait(within: time, until: { !process.isRunning }) {
      signal(SIGKILL)
      Issue.record("it did not end within \(time): \(output.suffix(2000))\(errors.suffix(2000))")
      // Whatever it has started may hold what its end is told by.
      guard wait(within: .seconds(10), until: { !process.isRunning }) else { throw Unending() }
    }
    process.waitUntilExit()
    return Ending(code: process.terminationStatus, output: output, errors: errors)
  }

  /// As Ctrl-C does.
  @discardableResult func interrupt() throws -> Ending {
    signal(SIGINT)
    return try ending(within: .seconds(20))
  }
}
