import Foundation

/// A process by a vector of words, which no shell reads, in a group of its own. It has ended when it has ended itself,
/// whatever it has left behind.
final class ChildProcess {
  enum Ending: Equatable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  private let id: pid_t
  private var ending: Ending?

  /// Starts it, with nothing to read.
  ///
  /// - Parameters:
  ///   - path: of the program.
  ///   - words: its arguments, from its name on.
  ///   - output: a descriptor that it writes to, and `errors` one for its errors.
  /// - Throws: `DistributionFailure` where it cannot be started.
  init(_ path: String, _ words: [String], output: Int32, errors: Int32) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    // What whoever started this program left open is not for those that it starts.
    for descriptor in Self.descriptors where descriptor > STDERR_FILENO {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var vector = words.map { strdup($0) } + [nil]
    defer { for word in vector { free(word) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, path, &actions, &attributes, &vector, environ)
    guard code == 0 else {
      throw DistributionFailure(.ioFailure, "\(path): cannot be started: \(String(cString: strerror(code)))")
    }
    id = child
  }

  /// Those that are open; one that has been closed meanwhile is no error.
  private static var descriptors: [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
  }

  /// How it has ended; nil as long as it has not.
  func look() -> Ending? {
    guard ending == nil else { return ending }
    var status: Int32 = 0
    let found = waitpid(id, &status, WNOHANG)
    if found == id {
      let signal = status & 0x7f
      ending = signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    } else if found == -1 && errno != EINTR {
      // Nobody knows it any more: somebody else has waited for it.
      ending = .killed(signal: 0)
    }
    return ending
  }

  /// To the process and all of its group; nothing where it has ended.
  func signal(_ number: Int32) {
    if look() == nil { kill(-id, number) }
  }
}
