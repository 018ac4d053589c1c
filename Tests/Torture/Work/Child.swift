import Foundation
import Synchronization

/// How a process ended, and what it said.
struct Ending: Sendable {
  var code: Int32
  /// 0 where it ended by itself.
  var signal: Int32
  var isTimedOut: Bool
  /// Both streams, at most 64 KiB of their end.
  var said: String

  /// Nothing that the program may do whatever it is given.
  var isCrash: Bool { isTimedOut || (signal != 0 && signal != SIGKILL && signal != SIGTERM) || code == 1 }

  var short: String {
    isTimedOut ? "hangs" : signal != 0 ? "dies with signal \(signal)" : "exits with \(code)"
  }
}

/// A process with a bound on its time; its memory is bounded for all of them (`Limits`).
final class Child: Sendable {
  private let process = Process()
  private let output: String
  private let ended = DispatchSemaphore(value: 0)
  private static let counter = Atomic<Int>(0)

  /// - Parameter pipe: where standard output goes to, in place of what is said.
  init(
    _ program: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
    output pipe: Pipe? = nil
  ) {
    output = "\(Cleaning.folder)/said-\(Self.counter.wrappingAdd(1, ordering: .relaxed).newValue)"
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var all = ProcessInfo.processInfo.environment
    // A trap is news by itself; its backtrace takes a second.
    all["SWIFT_BACKTRACE"] = "enable=no"
    all["GITHUB_ACTIONS"] = nil
    all["GITHUB_STEP_SUMMARY"] = nil
    process.environment = all.merging(environment) { $1 }
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    let handle = FileHandle(forWritingAtPath: output)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe ?? handle ?? FileHandle.nullDevice
    process.standardError = handle ?? FileHandle.nullDevice
    process.terminationHandler = { [ended] _ in ended.signal() }
  }

  var id: Int32 { process.processIdentifier }

  func start() throws {
    try process.run()
    Cleaning.began(process.processIdentifier)
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Kills it where it does not end in time.
  func wait(within seconds: Double) -> Ending {
    var isTimedOut = false
    if ended.wait(timeout: .now() + seconds) == .timedOut {
      isTimedOut = true
      // What it has started is of its group.
      kill(-process.processIdentifier, SIGKILL)
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    Cleaning.ended(process.processIdentifier)
    let bytes = FileManager.default.contents(atPath: output) ?? Data()
    try? FileManager.default.removeItem(atPath: output)
    let isSignal = process.terminationReason == .uncaughtSignal
    return Ending(
      code: isSignal ? -1 : process.terminationStatus, signal: isSignal ? process.terminationStatus : 0,
      isTimedOut: isTimedOut, said: String(decoding: bytes.suffix(65_536), as: UTF8.self))
  }

  func ending(within seconds: Double) -> Ending {
    do {
      try start()
    } catch {
      return Ending(code: -1, signal: 0, isTimedOut: false, said: "cannot be started: \(error)")
    }
    return wait(within: seconds)
  }
}

/// Bounds on this process and all that it starts.
enum Limits {
  static let memory: UInt64 = 6_000_000_000

  static func apply() {
    var limit = rlimit(rlim_cur: rlim_t(memory), rlim_max: rlim_t(memory))
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
