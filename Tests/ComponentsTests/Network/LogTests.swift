import Components
import Engine
import Statistics
import Testing

@Suite struct LogTests {
  /// Requests number their records; a consumer notes when it begins (1) and ends (2) with each.
  private struct Pipeline {
    var builder: PlanBuilder
    let log: Int
    let topic: Int
    let partitions: UInt64

    init(
      _ order: GroupPlan.Order, partitions: Int = 8, keys: Int64 = 40, threads: Int = 0, groups: Int = 1,
      limit: Int64 = 1_000_000, work: Distribution = .exponential(mean: 4e6)
    ) {
      builder = PlanBuilder()
      self.partitions = UInt64(partitions)
      let key = builder.population("key", count: keys)
      log = builder.log("log", partitions: partitions, limit: limit)
      topic = builder.plan.logs[log].component
      let number = builder.command(0)
      let begin = builder.command(1)
      let end = builder.command(2)
      for _ in 0..<groups {
        let consumers = builder.station("consumers", slots: threads, queue: 1_000_000)
        let consume = builder.operation(consumers) {
          $0.decide(begin)
          $0.wait(work)
          $0.decide(end)
        }
        builder.plan.logs[log].groups.append(GroupPlan(component: consumers, operation: consume, order: order))
      }
      let log = log
      builder.flow {
        $0.decide(number, key: key)
        $0.publish(log, key: key)
      }
      builder.source()
    }

    /// A record every millisecond.
    func run(_ count: Int = 4000, seed: UInt64 = 1) -> (book: Notebook, result: Measurements) {
      let book = Notebook()
      let result = builder.run(
        at: (0..<Nanoseconds(count)).map { $0 * millisecond }, seed: seed, bindings: [book])
      return (book, result)
    }

    func partition(_ note: Notebook.Note) -> UInt64 { RandomStream.mix(note.subject, 0x10c) % partitions }
  }

  /// Whether records of the same group are worked on one at a time and in order of their numbers.
  private func isInOrder(_ book: Notebook, by group: (Notebook.Note) -> UInt64) -> Bool {
    var last: [UInt64: UInt64] = [:]
    var open: [UInt64: UInt64] = [:]
    for note in book.notes where note.command > 0 {
      let group = group(note)
      if note.command == 1 {
        if open[group] != nil { return false }
        if let before = last[group], note.payload <= before { return false }
        open[group] = note.payload
        last[group] = note.payload
      } else {
        if open[group] != note.payload { return false }
        open[group] = nil
      }
    }
    return open.isEmpty
  }

  @Test(arguments: [0, 1, 3])
  func `records of a partition are worked on one at a time and in order`(threads: Int) {
    let pipeline = Pipeline(.byPartition, threads: threads)
    let (book, result) = pipeline.run()
    #expect(isInOrder(book, by: pipeline.partition))
    #expect(book.notes(of: 2).count == 4000 && result.unfinished == 0)
    #expect(result.components[pipeline.topic].backlog == 0)
    // And partitions side by side: eight are busy half of the time.
    #expect(threads != 0 || !isInOrder(book, by: { _ in 0 }))
  }

  @Test func `records of a key are in order, and other keys of the partition need not wait`() {
    let pipeline = Pipeline(.byKey, partitions: 1)
    let (book, result) = pipeline.run()
    #expect(isInOrder(book, by: { $0.subject }))
    #expect(!isInOrder(book, by: pipeline.partition))
    #expect(result.components[pipeline.topic].completions == 4000 && result.unfinished == 0)
  }

  @Test func `without an order nobody waits for a lane`() {
    let pipeline = Pipeline(.none)
    let (book, result) = pipeline.run()
    #expect(book.notes(of: 2).count == 4000)
    #expect(!isInOrder(book, by: { $0.subject }))
    #expect(result.components[pipeline.topic].waiting.maximum == 0)
  }

  @Test func `each lane is taken and returned in turn`() {
    let (book, _) = Pipeline(.byPartition, threads: 2).run()
    var taken = Set<Int>()
    var wrong = 0
    for event in book.lanes {
      if event.isTaken {
        if !taken.insert(event.lane).inserted { wrong += 1 }
      } else if taken.remove(event.lane) == nil {
        wrong += 1
      }
    }
    #expect(wrong == 0 && taken.isEmpty && book.lanes.count == 8000)
  }

  @Test func `each group gets every record`() {
    let pipeline = Pipeline(.byPartition, groups: 3)
    let (book, result) = pipeline.run(500)
    #expect(book.notes(of: 2).count == 1500)
    let counts = Dictionary(grouping: book.notes(of: 2), by: \.payload).values.map(\.count)
    #expect(counts.count == 500 && counts.allSatisfy { $0 == 3 })
    #expect(result.components.map(\.completions) == [500, 500, 500, 500])
  }

  @Test func `a full log refuses`() {
    // One lane that takes 100 ms a record: one is worked on and four wait when the rest arrives.
    let pipeline = Pipeline(.byPartition, partitions: 1, limit: 4, work: .constant(100e6))
    let (book, result) = pipeline.run(20)
    #expect(book.notes(of: 2).map(\.payload) == [0, 1, 2, 3, 4])
    #expect(result.outcomes(pipeline.builder.plan) == ["ok": 5, "refused": 15])
    #expect(result.components[pipeline.topic].refusals == 15)
    #expect(result.components[pipeline.topic].queueMaximum == 4)
  }

  @Test func `a log that is out refuses everything with an error`() {
    var pipeline = Pipeline(.byPartition)
    pipeline.builder.fault(pipeline.topic, .outage, from: 5 * millisecond, until: 15 * millisecond)
    let (book, result) = pipeline.run(20)
    #expect(result.outcomes(pipeline.builder.plan) == ["ok": 10, "error": 10])
    #expect(book.notes(of: 2).count == 10)
  }

  @Test func `records that a fault holds up overtake one another`() {
    var pipeline = Pipeline(.byPartition)
    pipeline.builder.fault(pipeline.topic, .reorder(share: 0.3, by: 50 * millisecond...200 * millisecond))
    let (book, result) = pipeline.run()
    #expect(!isInOrder(book, by: pipeline.partition))
    // Still one at a time, and every record exactly once.
    let payloads = book.notes(of: 2).map(\.payload)
    #expect(payloads.sorted() == Array(0..<4000) && result.unfinished == 0)
    let isOne = isInOrder(book, renumbered: pipeline.partition)
    #expect(isOne)
  }

  /// As `isInOrder` with the order of the log for that of the numbers.
  private func isInOrder(_ book: Notebook, renumbered group: (Notebook.Note) -> UInt64) -> Bool {
    var open: [UInt64: UInt64] = [:]
    for note in book.notes where note.command > 0 {
      if note.command == 1 {
        if open.updateValue(note.payload, forKey: group(note)) != nil { return false }
      } else if open.removeValue(forKey: group(note)) != note.payload {
        return false
      }
    }
    return true
  }

  @Test func `a fault holds up the share and for as long as it says`() {
    var pipeline = Pipeline(.none, work: .constant(0))
    pipeline.builder.fault(pipeline.topic, .reorder(share: 0.25, by: 50 * millisecond...80 * millisecond))
    let (book, _) = pipeline.run()
    let delays = book.notes(of: 1).map { $0.at - Nanoseconds($0.payload) * millisecond }
    let late = delays.filter { $0 > 0 }
    // Four standard errors of a quarter of 4,000.
    #expect((late.count - 1000).magnitude < 110)
    #expect(late.allSatisfy { $0 >= 50 * millisecond && $0 <= 80 * millisecond })
    #expect((late.max() ?? 0) > 79 * millisecond && (late.min() ?? 0) < 51 * millisecond)
  }

  @Test(arguments: [GroupPlan.Order.byPartition, .byKey, .none])
  func `a fault that duplicates delivers twice and says which is the copy`(order: GroupPlan.Order) {
    var pipeline = Pipeline(order, groups: 2)
    pipeline.builder.fault(pipeline.topic, .duplicate(0.5))
    let (book, result) = pipeline.run()
    let notes = book.notes(of: 2)
    let copies = notes.filter(\.isCopy)
    #expect(notes.count - copies.count == 8000 && result.unfinished == 0)
    // Four standard errors of a half of 8,000.
    #expect((copies.count - 4000).magnitude < 180)
    let twice = Dictionary(grouping: copies, by: \.payload).values
    #expect(twice.allSatisfy { $0.count <= 2 })
  }

  @Test func `a record carries payload and key to the consumer`() {
    let pipeline = Pipeline(.byPartition)
    let (book, _) = pipeline.run(200)
    let published = Dictionary(uniqueKeysWithValues: book.notes(of: 0).map { ($0.payload, $0.subject) })
    #expect(published.count == 200 && Set(published.values).count > 30)
    #expect(book.notes(of: 1).allSatisfy { published[$0.payload] == $0.subject })
  }

  @Test func `a measure goes on across a log`() {
    var builder = PlanBuilder()
    let log = builder.log("log", partitions: 1)
    let consumers = builder.station("consumers")
    let consume = builder.operation(consumers) {
      $0.wait(.constant(30e6))
      $0.emit(.measure(clock: 2, measure: 0))
    }
    builder.plan.measures.append(MeasurePlan(name: "age", mark: 2))
    builder.plan.logs[log].groups = [GroupPlan(component: consumers, operation: consume, order: .byPartition)]
    builder.flow {
      $0.emit(.mark(clock: 2))
      $0.wait(.constant(5e6))
      $0.publish(log)
    }
    builder.source()
    let result = builder.run(at: [0, 10 * millisecond])
    // The second waits 20 ms for its lane.
    #expect(result.measures[0].delays.count == 2 && result.measures[0].delays.sum == 35_000_000 + 55_000_000)
    #expect(result.components[builder.plan.logs[log].component].waiting.sum == 20_000_000)
  }
}
