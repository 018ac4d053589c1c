import Engine
import Foundation

/// What the generator was to itself: its own thread, its clock and its machine. Where it was in its own way, what it
/// measured says nothing of the service.
package struct GeneratorHealth: Sendable {
  /// Busy share of the generator's thread, in the busiest second and in all; and of the second in which it wanted a core
  /// most, the share in which it had one or waited for one.
  package private(set) var busiestSecond = 0.0
  package private(set) var neediestSecond = 0.0
  package private(set) var meanBusy = 0.0
  /// The longest that it was not run although it was due.
  package private(set) var longestGap: Nanoseconds = 0
  /// What the clock of the machine's sleep is ahead of the one that times go by: suspended in between.
  package private(set) var clockJump: Nanoseconds = 0
  /// Share of the time in which some task waited for a core; nil where the kernel does not say.
  package private(set) var pressure: Double?
  /// Who used the cores, most first: `name 0.8 cores`.
  package private(set) var users: [String] = []
  private var usedBefore: [Int: ProcessUse] = [:]
  private var startedAt = Reading()
  private var last = Reading()

  private struct Reading: Sendable {
    var wall: Nanoseconds = 0
    var processor: Nanoseconds = 0
    var boot: Nanoseconds = 0
    var waited: Nanoseconds?
    /// In which this thread could have run, and others did.
    var delayed: Nanoseconds = 0
  }

  package init() {}

  private static func clock(_ identifier: clockid_t) -> Nanoseconds {
    var time = timespec()
    clock_gettime(identifier, &time)
    return Nanoseconds(time.tv_sec) * 1_000_000_000 + Nanoseconds(time.tv_nsec)
  }

  private static func reading() -> Reading {
    Reading(
      wall: clock(CLOCK_MONOTONIC), processor: clock(CLOCK_THREAD_CPUTIME_ID), boot: clock(CLOCK_BOOTTIME),
      waited: waitedForCores, delayed: delayedThread)
  }

  /// The second number of `/proc/thread-self/schedstat`; 0 where there is none.
  private static var delayedThread: Nanoseconds {
    guard let text = try? String(contentsOfFile: "/proc/thread-self/schedstat", encoding: .utf8) else { return 0 }
    return text.split(separator: " ").dropFirst().first.flatMap { Nanoseconds($0) } ?? 0
  }

  /// Microseconds of `/proc/pressure/cpu`, as nanoseconds.
  private static var waitedForCores: Nanoseconds? {
    guard let text = try? String(contentsOfFile: "/proc/pressure/cpu", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("some") }),
      let total = line.split(separator: " ").first(where: { $0.hasPrefix("total=") })
    else { return nil }
    return Nanoseconds(total.dropFirst(6)).map { $0 * 1000 }
  }

  /// On the generator's own thread, as all that follows.
  mutating func begin() {
    usedBefore = ProcessUse.all()
    startedAt = Self.reading()
    last = startedAt
  }

  /// - Parameters:
  ///   - due: when this second was to be looked at.
  ///   - now: when it was.
  mutating func second(due: Nanoseconds, at now: Nanoseconds) {
    longestGap = max(longestGap, now - due)
    let here = Self.reading()
    let wall = here.wall - last.wall
    if wall > 500_000_000 {
      let busy = here.processor - last.processor
      busiestSecond = max(busiestSecond, Double(busy) / Double(wall))
      neediestSecond = max(neediestSecond, Double(busy + here.delayed - last.delayed) / Double(wall))
    }
    last = here
  }

  mutating func end() {
    let here = Self.reading()
    let wall = max(1, here.wall - startedAt.wall)
    meanBusy = Double(here.processor - startedAt.processor) / Double(wall)
    clockJump = (here.boot - startedAt.boot) - (here.wall - startedAt.wall)
    users = ProcessUse.most(since: usedBefore, over: wall)
    if let before = startedAt.waited, let after = here.waited { pressure = Double(after - before) / Double(wall) }
  }
}
