import Engine
import Testing

@testable import Components

/// Lines of frames beside what their discipline says, and what stands in them.
@Suite struct LineTests {
  /// Frames with a priority, a flow and drawn work each.
  private static let waiting: [(priority: UInt8, flow: UInt16, work: Nanoseconds)] = [
    (4, 0, 30), (2, 0, 10), (4, 1, 20), (0, 0, 50), (2, 2, 10), (4, 1, 40),
  ]

  private func fill(_ line: inout Line, _ frames: FrameStore) -> [UInt32] {
    Self.waiting.map { entry in
      var frame = Frame()
      frame.priority = entry.priority
      var request = Request()
      request.flow = entry.flow
      let index = frames.allocate(frame, request)
      line.append(index, work: entry.work, in: frames)
      return index
    }
  }

  private func served(_ discipline: Discipline, without leaver: Int? = nil) -> [Int] {
    let frames = FrameStore()
    var line = Line(discipline)
    let indices = fill(&line, frames)
    if let leaver { line.remove(indices[leaver], in: frames) }
    #expect(Int(line.count) == (leaver == nil ? 6 : 5))
    var order: [Int] = []
    while line.count > 0 { order.append(indices.firstIndex(of: line.removeFirst(in: frames)) ?? -1) }
    return order
  }

  @Test(arguments: [
    (Discipline.fifo, [0, 1, 2, 3, 4, 5]), (.sharing, [0, 1, 2, 3, 4, 5]), (.lifo, [5, 4, 3, 2, 1, 0]),
    (.priority, [3, 1, 4, 0, 2, 5]), (.preemptive, [3, 1, 4, 0, 2, 5]), (.shortest, [1, 4, 2, 0, 5, 3]),
    (.fair, [0, 2, 4, 1, 5, 3]),
  ])
  func `who is next is what the discipline says, whoever leaves`(discipline: Discipline, order: [Int]) {
    #expect(served(discipline) == order)
    guard discipline != .fair else { return }
    for leaver in 0..<6 { #expect(served(discipline, without: leaver) == order.filter { $0 != leaver }) }
  }

  @Test func `who was interrupted stands before all others of the same priority, and behind higher ones`() {
    let frames = FrameStore()
    var line = Line(.preemptive)
    let indices = fill(&line, frames)
    var frame = Frame()
    frame.priority = 4
    let stopped = frames.allocate(frame, Request())
    line.putBack(stopped, in: frames)
    #expect(line.count == 7)
    let order = (0..<7).map { _ in line.removeFirst(in: frames) }
    #expect(order == [3, 1, 4].map { indices[$0] } + [stopped] + [0, 2, 5].map { indices[$0] })
  }

  @Test func `where flows take turns, who leaves gives the turn to the next of the flow`() {
    let orders = [
      [1, 2, 4, 3, 5], [0, 2, 4, 3, 5], [0, 5, 4, 1, 3], [0, 2, 4, 1, 5], [0, 2, 1, 5, 3], [0, 2, 4, 1, 3],
    ]
    for (leaver, order) in orders.enumerated() { #expect(served(.fair, without: leaver) == order) }
  }

  @Test func `only least work has to be drawn first, and an emptied line begins anew`() {
    for discipline in [Discipline.fifo, .lifo, .priority, .preemptive, .shortest, .fair, .sharing] {
      let frames = FrameStore()
      var line = Line(discipline)
      #expect(line.goesByWork == (discipline == .shortest))
      _ = fill(&line, frames)
      line.removeAll()
      #expect(line.count == 0)
      let again = fill(&line, frames)
      #expect(line.count == 6 && again.contains(line.removeFirst(in: frames)))
    }
  }

  @Test func `outboxes go by the order of the commits, and their relay looks at the multiples of its period`() {
    let frames = FrameStore()
    var outbox = Outbox()
    let messages = (0..<3).map { _ in frames.allocate(Frame(), Request()) }
    #expect(messages.map { outbox.put($0, in: frames) } == [true, false, false])
    #expect(outbox.first == messages[0])
    #expect((0..<3).map { _ in outbox.takeFirst(in: frames) } == messages && outbox.isEmpty)
    #expect(outbox.put(messages[1], in: frames) == true)
    #expect([0, 99, 100, 101].map { Outbox.look(after: $0, every: 100) } == [100, 100, 200, 200])
    #expect(Outbox.look(after: 7, every: 0) == 8 && Outbox.look(after: 8, every: 1) == 9)
  }
}
