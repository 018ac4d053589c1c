import Engine
import Testing

@testable import Components

/// Who gives up waiting for a pool leaves its line.
@Suite struct PoolLineTests {
  /// A pool of one slot in front of a station that takes a second for each call; callers wait for 300 ms.
  private func guarded(
    _ discipline: Discipline = .fifo, limit: Int = 100, limiter: Bool = false
  ) -> (builder: PlanBuilder, pool: Int, back: Int) {
    var builder = PlanBuilder()
    let back = builder.station("back")
    let serve = builder.operation(back) { $0.work(.constant(1e9)) }
    let pool = builder.station("pool", slots: 1, queue: limit)
    builder.plan.components[pool].isLocal = true
    builder.plan.components[pool].isPool = true
    builder.plan.components[pool].discipline = discipline
    var front = builder.operation(pool) { $0.call(serve) }
    if limiter {
      let door = builder.station("door")
      builder.plan.components[door].isLocal = true
      let behind = front
      front = builder.operation(door) { $0.call(behind) }
    }
    builder.flow { $0.call(front, timeout: 300 * millisecond) }
    builder.source()
    return (builder, pool, back)
  }

  @Test(arguments: [Discipline.fifo, .lifo, .priority, .shortest, .fair])
  func `what is given up is not begun, and waits no longer`(_ discipline: Discipline) {
    let (builder, pool, back) = guarded(discipline)
    let result = builder.run(at: (0..<10).map { $0 * millisecond })
    #expect(result.outcomes(builder.plan) == ["timeout": 10])
    // One was begun, and nine left the line after 300 ms each.
    #expect(result.components[back].arrivals == 1)
    #expect(result.components[pool].queue == 9 * 300_000_000)
    #expect(result.components[pool].arrivals == 10 && result.components[pool].completions == 10)
    #expect(result.components[pool].failures == 9 && result.unfinished == 0)
  }

  @Test func `the place of who left is free at once`() {
    let (builder, pool, _) = guarded(limit: 2)
    // Three fill slot and line; at 310 ms both who waited have left, and two more can.
    let result = builder.run(at: [0, 1, 2, 3, 310, 311].map { $0 * millisecond })
    #expect(result.components[pool].refusals == 1)
    #expect(result.components[pool].queueMaximum == 2)
  }

  @Test func `who is behind is served when it is their turn`() {
    var (builder, _, back) = guarded()
    builder.flow { $0.wait(.constant(1)) }
    // The second gives up at 301 ms, the third comes at 900 ms and gets the slot at one second.
    let result = builder.run(at: [0, 1, 900].map { $0 * millisecond })
    #expect(result.components[back].arrivals == 2)
    #expect(result.unfinished == 0)
  }

  @Test func `guards on the way go with who gave up`() {
    let (builder, pool, back) = guarded(limiter: true)
    let result = builder.run(at: (0..<10).map { $0 * millisecond })
    #expect(result.components[back].arrivals == 1 && result.components[pool].queue == 9 * 300_000_000)
    #expect(result.components.allSatisfy { $0.arrivals == $0.completions } && result.unfinished == 0)
  }

  @Test func `a frame leaves its queue from wherever it stands`() {
    // Every order of leaving for every place of a short queue, beside an array.
    for count in 1...5 {
      for order in permutations(of: Array(0..<count)) {
        let frames = Slab<Frame>()
        var queue = LinkedQueue()
        var rest = (0..<count).map { number -> UInt32 in
          let index = frames.allocate(Frame())
          number.isMultiple(of: 2) ? queue.append(index, in: frames) : queue.prepend(index, in: frames)
          return index
        }
        let all = rest
        var line: [UInt32] = []
        for (number, index) in all.enumerated() {
          if number.isMultiple(of: 2) { line.append(index) } else { line.insert(index, at: 0) }
        }
        for place in order {
          queue.remove(all[place], in: frames)
          line.removeAll { $0 == all[place] }
          rest.removeAll { $0 == all[place] }
          #expect(Int(queue.count) == line.count && contents(queue, frames) == line)
        }
        #expect(queue.isEmpty && queue.tail == Frame.none)
      }
    }
  }

  private func contents(_ queue: LinkedQueue, _ frames: Slab<Frame>) -> [UInt32] {
    var found: [UInt32] = []
    var next = queue.head
    while next != Frame.none && found.count < 10 {
      found.append(next)
      next = next == queue.tail ? Frame.none : frames[next].next
    }
    return found
  }

  private func permutations(of places: [Int]) -> [[Int]] {
    if places.isEmpty { return [[]] }
    return places.flatMap { first in permutations(of: places.filter { $0 != first }).map { [first] + $0 } }
  }
}
