import CDispatch  // where Linux has `timespec`
import Glibc

/// Time for which a thread does nothing.
public struct Pause: Sendable, Equatable {
  private let nanoseconds: Int64

  /// - Parameter duration: none where it is negative; at most 292 years.
  public init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    nanoseconds = max(0, min(seconds, .max / 1_000_000_000 - 1) * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func sleep() {
    guard nanoseconds > 0 else { return }
    var asked = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    var left = timespec()
    while nanosleep(&asked, &left) != 0 && errno == EINTR { asked = left }
  }

  /// Keeps a core busy for as long, by the clock of the thread's own processor time.
  func compute() {
    guard nanoseconds > 0 else { return }
    let end = Self.processorTime + nanoseconds
    while Self.processorTime < end {}
  }

  private static var processorTime: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }
}
