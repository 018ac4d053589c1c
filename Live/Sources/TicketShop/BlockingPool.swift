import Dispatch
import Foundation
import NIOCore
import Synchronization

/// A fixed number of threads that may block, each with a resource of its own, before one line: first come, first
/// served.
final class BlockingPool<Resource>: Sendable {
  /// Does the work, and returns what tells whoever waits for it.
  private typealias Job = @Sendable (Resource) -> @Sendable () -> Void

  private struct State: ~Copyable {
    var line = CircularBuffer<Job?>()
    var free: Int
    var counts = PoolCounts()
  }

  private let state: Mutex<State>
  private let arrivals = DispatchSemaphore(value: 0)
  private let threads: Int
  private let longestLine: Int

  /// - Parameters:
  ///   - longestLine: jobs that may wait for a thread.
  ///   - resource: makes what a thread works with, on that thread.
  init(threads: Int, longestLine: Int, resource: @escaping @Sendable () -> Resource) {
    self.threads = threads
    self.longestLine = longestLine
    state = Mutex(State(free: threads))
    for _ in 0..<threads {
      let thread = Thread { [self] in work(resource()) }
      thread.start()
    }
  }

  /// Waits for a thread, and for the job to be done on it.
  /// - Throws: `DatabaseError.lineFull`, and what the job throws.
  func run<Value: Sendable>(_ job: @escaping @Sendable (Resource) throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let isTaken = state.withLock { state in
        if state.free == 0 && state.counts.waiting >= longestLine {
          state.counts.refused += 1
          return false
        }
        state.line.append { resource in
          let result = Result { try job(resource) }
          return { continuation.resume(with: result) }
        }
        if state.free > 0 { state.free -= 1 } else { state.counts.enter() }
        return true
      }
      if isTaken { arrivals.signal() } else { continuation.resume(throwing: DatabaseError.lineFull) }
    }
  }

  var counts: PoolCounts { state.withLock { $0.counts } }

  /// The threads end when what waits is done. Nothing may be asked for afterwards.
  func close() {
    state.withLock { state in
      for _ in 0..<threads { state.line.append(nil) }
    }
    for _ in 0..<threads { arrivals.signal() }
  }

  private func work(_ resource: Resource) {
    while true {
      arrivals.wait()
      guard let next = state.withLock({ $0.line.popFirst() }), let job = next else { return }
      let tell = job(resource)
      // Before anybody is told, so that whoever asks next finds the thread free.
      state.withLock { state in
        if state.counts.waiting > 0 { state.counts.waiting -= 1 } else { state.free += 1 }
      }
      tell()
    }
  }
}

/// The line before a pool.
public struct PoolCounts: Sendable, Equatable {
  /// Jobs that wait now.
  public internal(set) var waiting = 0
  /// The most that have waited at a time.
  public internal(set) var longest = 0
  /// Jobs for which there was no place in the line.
  public internal(set) var refused = 0

  package init(waiting: Int = 0, longest: Int = 0, refused: Int = 0) {
    self.waiting = waiting
    self.longest = longest
    self.refused = refused
  }

  mutating func enter() {
    waiting += 1
    longest = max(longest, waiting)
  }
}
