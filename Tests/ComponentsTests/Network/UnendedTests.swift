import Engine
import Statistics
import Testing

@testable import Components

/// What has not ended when a run stops is in every figure: at its age, or lost.
@Suite struct UnendedTests {
  private func milliseconds(_ sum: UInt128) -> Int { Int(sum / 1_000_000) }

  /// One slot; a request every millisecond needs ten of them.
  private func station(_ discipline: Discipline) -> Measurements {
    var builder = PlanBuilder(end: 20 * millisecond, drained: 25 * millisecond)
    let station = builder.station("station", slots: 1)
    builder.plan.components[station].discipline = discipline
    let serve = builder.operation(station) { $0.wait(.constant(10e6)) }
    builder.flow { $0.call(serve) }
    builder.source()
    builder.plan.horizon.interval = 2 * millisecond
    return builder.run(at: (0..<5).map { $0 * millisecond })
  }

  @Test func `a backlog is known by its ages, whoever is served first`() {
    // Last come, first served: the first is done at 10 ms, the fifth at 20 ms; the fourth is served since.
    let lifo = station(.lifo)
    let flow = lifo.flows[0]
    #expect(flow.started == 5 && flow.latency.count == 2 && flow.unended.count == 3 && flow.unended.lost == 0)
    #expect(milliseconds(flow.unended.ages.sum) == 24 + 23 + 22 && lifo.unfinished == 3)
    #expect(lifo.phases[0][0].unended[0] == flow.unended)
    #expect(flow.unendedByInterval.map(\.interval) == [0, 1] && flow.unendedByInterval.map(\.count) == [1, 2])
    #expect(milliseconds(flow.unendedByInterval[1].ages.sum) == 23 + 22)
    // First come, first served: the third is served.
    #expect(milliseconds(station(.fifo).flows[0].unended.ages.sum) == 23 + 22 + 21)
  }

  @Test func `work in a line waits, and is neither answered nor served`() {
    let measured = station(.lifo)
    let component = measured.components[0]
    #expect(component.arrivals == 5 && component.completions == 2)
    #expect(milliseconds(component.unendedWaiting.ages.sum) == 24 + 23)
    #expect(milliseconds(component.unendedResponse.ages.sum) == 24 + 23 + 22)
    #expect(measured.unendedOperations[0] == component.unendedResponse)
    // The fourth since 20 ms; the others not at all.
    #expect(component.unendedService.count == 3 && milliseconds(component.unendedService.ages.sum) == 5)
  }

  @Test func `a wait for a core counts with the wait for a slot before it`() {
    var builder = PlanBuilder(end: 20 * millisecond, drained: 25 * millisecond)
    let station = builder.station("station", slots: 2, cores: 1)
    let serve = builder.operation(station) {
      $0.work(.constant(10e6))
      $0.work(.constant(10e6))
    }
    builder.flow { $0.call(serve) }
    builder.source()
    let component = builder.run(at: [0, 1 * millisecond, 2 * millisecond]).components[0]
    // The core is the first one's until 10 ms and again from 20 ms on, the second one's in between: it waits from 1 to 10
    // and since 20 ms. The third waits for a slot since 2 ms.
    #expect(component.completions == 0 && component.unendedWaiting.count == 2)
    #expect(milliseconds(component.unendedWaiting.ages.sum) == 9 + 5 + 23)
    #expect(milliseconds(component.unendedService.ages.sum) == (25 - 10) + 10 + 0)
  }

  @Test func `time to think is left out of an age as it is of a latency`() {
    var builder = PlanBuilder(end: 40 * millisecond, drained: 50 * millisecond)
    builder.flow {
      $0.wait(.constant(10e6))
      $0.delay(Instruction.think, .constant(3_600e9))
    }
    builder.source()
    #expect(milliseconds(builder.run(at: [0]).flows[0].unended.ages.sum) == 10)
  }

  // MARK: Lost

  /// Half of the requests call an operation that calls its own station, whose one slot they have.
  private func circle(timeout: Nanoseconds? = nil) -> Measurements {
    var builder = PlanBuilder(end: .second, drained: 2 * .second)
    let words = [builder.outcome("red"), builder.outcome("green")]
    let ring = builder.station("ring", slots: 1)
    let good = builder.station("good")
    let inner = builder.operation(ring) { $0.wait(.constant(1e6)) }
    let outer = builder.operation(ring) { $0.call(inner, timeout: timeout) }
    let serve = builder.operation(good) { $0.wait(.constant(1e6)) }
    builder.flow {
      $0.choose(words, [1, 1], when: [(words[0], { $0.call(outer) }), (words[1], { $0.call(serve) })])
    }
    builder.source()
    return builder.run(at: (0..<100).map { $0 * millisecond })
  }

  @Test func `a thread that waits for itself is lost, and so is whoever waits for it`() {
    let measured = circle()
    let flow = measured.flows[0]
    #expect(flow.latency.count == measured.components[1].completions && flow.latency.count > 30)
    #expect(flow.unended.ages.isEmpty && flow.unended.lost == 100 - flow.latency.count)
    // The first one's inner call and the other ones' outer calls stand in the line.
    #expect(measured.components[0].unendedWaiting.lost == flow.unended.lost)
    #expect(measured.components[0].unendedResponse.lost == flow.unended.lost + 1)
  }

  @Test func `whom a timeout will wake is not lost`() {
    let flow = circle(timeout: .hour).flows[0]
    #expect(flow.unended.lost == 0 && flow.unended.ages.count == 100 - flow.latency.count)
  }

  @Test func `a join is lost when too many of its branches are`() {
    func unended(_ join: Int?) -> UnendedMeasurement {
      var builder = PlanBuilder(end: 20 * millisecond, drained: 30 * millisecond)
      let ring = builder.station("ring", slots: 1)
      let inner = builder.operation(ring) { $0.wait(.constant(1e6)) }
      let outer = builder.operation(ring) { $0.call(inner) }
      builder.flow {
        $0.fork(join: join, [{ $0.call(outer) }, { $0.wait(.constant(1e12)) }, { $0.wait(.constant(1e12)) }])
      }
      builder.source()
      return builder.run(at: [0]).flows[0].unended
    }
    #expect(unended(nil).lost == 1 && unended(2).lost == 0 && unended(2).count == 1 && unended(1).lost == 0)
  }

  @Test func `a request whose user has given up has ended`() {
    func measured(patience: Distribution?) -> Measurements {
      var builder = PlanBuilder(end: .second, drained: 2 * .second)
      builder.flow { $0.wait(.constant(1e13)) }
      builder.source()
      builder.plan.sources[0].arrivals = .closed(
        ClosedPlan(users: 3, think: .constant(1e9 * 10), patience: patience, begins: -9_500 * millisecond))
      return builder.run()
    }
    let patient = measured(patience: nil)
    #expect(patient.flows[0].unended.count == 3 && patient.unfinished == 3)
    let impatient = measured(patience: .constant(1e8))
    #expect(impatient.outcomes(NetworkPlan()) == ["timeout": 3] && impatient.flows[0].unended.isEmpty)
    #expect(impatient.unfinished == 0)
  }

  @Test func `what began before the warm-up had passed does not count`() {
    var builder = PlanBuilder(end: 20 * millisecond, drained: 30 * millisecond)
    let station = builder.station("station")
    let serve = builder.operation(station) { $0.wait(.constant(1e12)) }
    builder.flow { $0.call(serve) }
    builder.source()
    builder.plan.horizon.warmUp = 10 * millisecond
    let measured = builder.run(at: [9 * millisecond, 10 * millisecond])
    #expect(measured.flows[0].unended.count == 1 && measured.components[0].unendedResponse.count == 1)
    #expect(milliseconds(measured.flows[0].unended.ages.sum) == 20)
  }

  // MARK: Measures

  @Test func `a clock that may still come to its measure counts, once for each that carries it`() {
    var builder = PlanBuilder(end: 20 * millisecond, drained: 30 * millisecond)
    builder.plan.marks.append("begun")
    let log = builder.log("log", partitions: 4)
    let consumers = builder.station("consumers", slots: 1)
    builder.plan.measures = [MeasurePlan(name: "sold", mark: 2), MeasurePlan(name: "seen", mark: 2)]
    func measure(_ number: Int32) -> Instruction { .measure(clock: 2, measure: number) }
    let consume = builder.operation(consumers) {
      $0.wait(.constant(15e6))
      $0.plan.program.append(measure(0))
    }
    builder.plan.logs[log].groups = [GroupPlan(component: consumers, operation: consume, order: .none)]
    builder.flow {
      $0.emit(.mark(clock: 2))
      for _ in 0..<3 { $0.publish(log) }
      $0.plan.program.append(measure(1))
      $0.wait(.constant(1e12))
    }
    builder.source()
    let measured = builder.run(at: [0])
    // The first record is done at 15 ms; the second is worked on, and the third waits. The request is past its measure.
    #expect(measured.measures[0].delays.count == 1 && measured.measures[0].unended.count == 2)
    #expect(milliseconds(measured.measures[0].unended.ages.sum) == 60)
    #expect(measured.measures[1].delays.count == 1 && measured.measures[1].unended.isEmpty)
    #expect(measured.unfinished == 1 && measured.unfinishedRecords == 2)
  }
}
