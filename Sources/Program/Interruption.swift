import Components
import Foundation
import Reporting
import Synchronization

/// What SIGINT and SIGTERM do: the program ends with 130, whatever it was doing, and leaves nothing half-written.
///
/// A command that can keep what it has measured is asked to end, between two windows of its run, and ends at once when
/// it is asked a second time. All other commands end at once.
enum Interruption {
  /// Read by runs.
  static let request = StopRequest()
  /// Set by a signal alone; a full disk also stops a run.
  private static let signal = StopRequest()
  private static let endsAtOnce = Atomic<Bool>(true)
  /// The handler writes to its second end, since little else is allowed there; `watch` reads the first.
  private static let pipe: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    return Foundation.pipe(&ends) == 0 ? (ends[0], ends[1]) : (-1, -1)
  }()

  /// Whether a signal has asked the program to end.
  static var isSignalled: Bool { signal.isRequested }

  /// For every command, before its arguments are read.
  static func install() {
    // A parent may have left them blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    sigprocmask(SIG_UNBLOCK, &signals, nil)
    // A file that may not grow (`ulimit -f`) is an error of writing, as a full disk is.
    Foundation.signal(SIGXFSZ, SIG_IGN)
    guard pipe.write >= 0, !request.isRequested, !signal.isRequested else { return }
    Thread.detachNewThread(watch)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let before = errno
      Interruption.signal.stop()
      Interruption.request.stop()
      var byte: UInt8 = 0
      _ = write(Interruption.pipe.write, &byte, 1)
      errno = before
    }
    action.sa_flags = SA_RESTART
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }

  /// From here on the first signal lets what runs come to an end.
  static func letRunsEnd() { endsAtOnce.store(false, ordering: .relaxed) }

  private static func watch() {
    var count = 0
    var byte: UInt8 = 0
    while true {
      guard read(pipe.read, &byte, 1) == 1 else {
        if errno == EINTR { continue }
        return
      }
      count += 1
      if count > 1 || endsAtOnce.load(ordering: .relaxed) { end() }
    }
  }

  private static func end() -> Never {
    ReportDrafts.shared.discardAll()
    let line = "\n" + ExitLine.text(code: Outcome.interrupted.rawValue, meaning: "interrupted") + "\n"
    StandardStreams.write(line, to: STDERR_FILENO)
    _exit(Outcome.interrupted.rawValue)
  }
}
