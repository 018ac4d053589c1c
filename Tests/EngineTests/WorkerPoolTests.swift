import Foundation
import Synchronization
import Testing

@testable import Engine

@Suite(.serialized) struct WorkerPoolTests {
  @Test(arguments: 1...4)
  func `every piece is run exactly once, round after round`(threads: Int) {
    let pool = WorkerPool(threads: threads)
    #expect(pool.threads == threads)
    for round in 0..<2000 {
      let count = round % 17
      nonisolated(unsafe) let runs = UnsafeMutablePointer<Int>.allocate(capacity: 17)
      runs.initialize(repeating: 0, count: 17)
      pool.run(pieces: count) { piece, worker in
        runs[piece] += 1
        if worker < 0 || worker >= threads { runs[piece] += 100 }
      }
      for piece in 0..<17 { #expect(runs[piece] == (piece < count ? 1 : 0)) }
      runs.deallocate()
    }
  }

  @Test(arguments: 1...4)
  func `a worker's number is its own while it works`(threads: Int) {
    let pool = WorkerPool(threads: threads)
    nonisolated(unsafe) let sums = UnsafeMutablePointer<UInt64>.allocate(capacity: threads)
    sums.initialize(repeating: 0, count: threads)
    defer { sums.deallocate() }
    for _ in 0..<200 {
      pool.run(pieces: 64) { piece, worker in
        for _ in 0..<50 { sums[worker] &+= UInt64(piece) }
      }
    }
    // Unsynchronised additions would lose some.
    #expect((0..<threads).reduce(0) { $0 + sums[$1] } == 200 * 50 * 2016)
  }

  @Test func `all work is done when a round returns, however uneven it is`() {
    let pool = WorkerPool(threads: 3)
    for _ in 0..<20 {
      let done = Atomic<Int>(0)
      pool.run(pieces: 7) { piece, _ in
        if piece % 3 == 0 { usleep(300) }
        done.add(1, ordering: .relaxed)
      }
      #expect(done.load(ordering: .relaxed) == 7)
    }
  }

  @Test func `results merged by piece do not depend on the number of threads`() {
    func run(_ threads: Int) -> [UInt64] {
      let pool = WorkerPool(threads: threads)
      nonisolated(unsafe) let results = UnsafeMutablePointer<UInt64>.allocate(capacity: 100)
      defer { results.deallocate() }
      let stream = RandomStream(seed: 1, replication: 0, name: "pieces")
      pool.run(pieces: 100) { piece, _ in
        results[piece] = (0..<1000).reduce(0) { $0 &+ stream.bits(entity: UInt64(piece), draw: $1) }
      }
      return (0..<100).map { results[$0] }
    }
    let one = run(1)
    for threads in 2...4 { #expect(run(threads) == one) }
  }

  private func liveThreads() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
  }

  @Test func `a pool that is let go takes its threads with it`() throws {
    // Other suites and the runtime come and go with a thread or two; a leak would leave 90.
    let before = try liveThreads()
    for _ in 0..<30 {
      let pool = WorkerPool(threads: 4)
      pool.run(pieces: 8) { _, _ in }
    }
    #expect(try liveThreads() < before + 30)
    weak var gone: WorkerPool?
    do {
      let pool = WorkerPool(threads: 2)
      gone = pool
      pool.run(pieces: 3) { _, _ in }
    }
    #expect(gone == nil)
  }

  @Test func `no threads means one`() {
    let pool = WorkerPool(threads: 0)
    #expect(pool.threads == 1)
    var sum = 0
    pool.run(pieces: 4) { piece, worker in sum += piece + worker }
    #expect(sum == 6)
    pool.run(pieces: 0) { _, _ in sum = -1 }
    #expect(sum == 6)
  }
}
