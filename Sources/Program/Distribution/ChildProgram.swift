import Foundation
import Scenarios

/// Other programs of this machine, by name.
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
  static func location(of name: String) throws -> String {
    if name.contains("/") {
      if FileManager.default.isExecutableFile(atPath: name) { return name }
    } else {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      for folder in path.split(separator: ":") where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return "\(folder)/\(name)"
      }
    }
    throw DistributionFailure(.ioFailure, "\(name.shown): there is no such program")
  }

  /// Starts a program whose output goes to a file that is appended to.
  static func start(_ words: [String], log: String) throws -> ChildProcess {
    let path = try location(of: words[0])
    let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DistributionFailure(.ioFailure, "\(log.shown): cannot be written") }
    defer { close(descriptor) }
    return try ChildProcess(path, words, output: descriptor, errors: descriptor)
  }

  /// Runs a program that answers soon; one that does not is killed.
  ///
  /// - Throws: `DistributionFailure` where it is not there or does not answer.
  static func run(_ words: [String], seconds: Double = 30) throws -> Ending {
    let path = try location(of: words[0])
    // Files, since whatever it leaves behind would hold a pipe open.
    let (output, errors) = (try Scratch(), try Scratch())
    let process = try ChildProcess(path, words, output: output.descriptor, errors: errors.descriptor)
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      switch process.look() {
      case .exited(let code): return Ending(code: code, output: output.text(), errors: errors.text())
      case .killed(let signal): return Ending(code: 128 + signal, output: output.text(), errors: errors.text())
      case nil: break
      }
      if ContinuousClock.now > end {
        process.signal(SIGKILL)
        throw DistributionFailure(.ioFailure, "\(words[0].shown) has not answered within \(Int(seconds)) s")
      }
      usleep(2_000)
    }
  }

  /// A file without a name.
  private final class Scratch {
    let descriptor: Int32

    init() throws {
      var template = Array((NSTemporaryDirectory() + "orrery-XXXXXX").utf8CString)
      descriptor = mkstemp(&template)
      guard descriptor >= 0 else {
        throw DistributionFailure(.ioFailure, "no file can be made in \(NSTemporaryDirectory().shown)")
      }
      unlink(template)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    func text() -> String {
      lseek(descriptor, 0, SEEK_SET)
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
      return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    }
  }
}
