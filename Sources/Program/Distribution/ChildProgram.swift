import Foundation
import Scenarios

/// Other programs, run by a vector of words: no shell reads them.
enum ChildProgram {
  struct Ending {
    var code: Int32
    var output: String
    var errors: String

    /// What it complained about, on one line.
    var complaint: String {
      let lines = (errors.isEmpty ? output : errors).split(whereSeparator: \.isNewline)
      return lines.isEmpty ? "exit \(code)" : lines.suffix(3).joined(separator: "; ")
    }
  }

  /// Where a program is: a path as it is, a name as `PATH` says.
  ///
  /// - Throws: `DistributionFailure` where it is not.
  static func location(of name: String) throws -> URL {
    if name.contains("/") {
      if FileManager.default.isExecutableFile(atPath: name) { return URL(fileURLWithPath: name) }
    } else {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      for folder in path.split(separator: ":") where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return URL(fileURLWithPath: "\(folder)/\(name)")
      }
    }
    throw DistributionFailure(.ioFailure, "\(name.shown): there is no such program")
  }

  /// Starts a program whose output goes to a file that is appended to.
  static func start(_ words: [String], log: String) throws -> Process {
    let process = Process()
    process.executableURL = try location(of: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = FileHandle.nullDevice
    let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DistributionFailure(.ioFailure, "\(log.shown): cannot be written") }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    process.standardOutput = handle
    process.standardError = handle
    do {
      try process.run()
    } catch {
      throw DistributionFailure(.ioFailure, "\(words[0].shown): cannot be started: \(error.localizedDescription)")
    }
    return process
  }

  /// Runs a program that answers soon; one that does not is killed.
  ///
  /// - Throws: `DistributionFailure` where it is not there or does not answer.
  static func run(_ words: [String], seconds: Double = 30) throws -> Ending {
    let process = Process()
    process.executableURL = try location(of: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    let drains = [Drain(output), Drain(errors)]
    do {
      try process.run()
    } catch {
      throw DistributionFailure(.ioFailure, "\(words[0].shown): cannot be started: \(error.localizedDescription)")
    }
    let end = ContinuousClock.now + .seconds(seconds)
    while process.isRunning {
      if ContinuousClock.now > end {
        kill(process.processIdentifier, SIGKILL)
        throw DistributionFailure(.ioFailure, "\(words[0].shown) has not answered within \(Int(seconds)) s")
      }
      usleep(2_000)
    }
    return Ending(code: process.terminationStatus, output: drains[0].text(), errors: drains[1].text())
  }

  /// Reads a pipe beside, or a long answer would fill it and stop both.
  private final class Drain: @unchecked Sendable {
    private var data = Data()
    private let done = DispatchSemaphore(value: 0)

    init(_ pipe: Pipe) {
      let handle = pipe.fileHandleForReading
      Thread.detachNewThread { [self] in
        data = handle.readDataToEndOfFile()
        done.signal()
      }
    }

    /// A grandchild may hold the pipe open for longer than its parent lives.
    func text() -> String {
      guard done.wait(timeout: .now() + 5) == .success else { return "" }
      return String(decoding: data, as: UTF8.self)
    }
  }
}
