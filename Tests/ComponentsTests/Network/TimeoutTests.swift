import Components
import Engine
import Statistics
import Testing

@Suite struct TimeoutTests {
  private let ignored: PlanBuilder.Handlers = [
    (StandardOutcome.timeout, { _ in }), (StandardOutcome.refused, { _ in }),
  ]

  @Test func `a call that takes too long ends in a timeout, on time`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1)
    let serve = builder.operation(station) { $0.work(.constant(100e6)) }
    builder.flow { $0.call(serve, timeout: 30 * millisecond) }
    builder.source()
    let result = builder.run(at: [0])
    #expect(result.outcomes(builder.plan) == ["timeout": 1])
    #expect(result.components[0].timeouts == 1)
    // The callee does not know, and counts as done.
    #expect(result.components[0].completions == 1 && result.components[0].failures == 0)
    #expect(result.unfinished == 0)
  }

  @Test func `the callee keeps working, and its slot is free when it is done`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1, queue: 0)
    let serve = builder.operation(station) { $0.work(.constant(100e6)) }
    let note = builder.command(1)
    builder.flow {
      $0.call(serve, timeout: 30 * millisecond, when: ignored)
      $0.decide(note)
      // At 30 ms the slot is still taken.
      $0.call(serve, timeout: 30 * millisecond, when: [(StandardOutcome.refused, { $0.decide(note) })])
      $0.wait(.constant(71e6))
      // At 100 ms it was freed.
      $0.call(serve)
      $0.decide(note)
    }
    builder.source()
    let book = Notebook()
    let result = builder.run(at: [0], bindings: [book])
    #expect(book.notes.map(\.at) == [30, 30, 201].map { $0 * millisecond })
    #expect(result.components[0].refusals == 1 && result.components[0].busySlots == 200_000_000)
    #expect(result.outcomes(builder.plan) == ["ok": 1])
  }

  @Test func `a reply at the very instant of the timeout counts`() {
    var builder = PlanBuilder()
    let station = builder.station("station")
    let serve = builder.operation(station) { $0.work(.constant(30e6)) }
    builder.flow { $0.call(serve, timeout: 30 * millisecond) }
    builder.source()
    let result = builder.run(at: [0])
    #expect(result.outcomes(builder.plan) == ["ok": 1] && result.components[0].timeouts == 0)
  }

  @Test func `who waits in the queue is waited for no longer and is served all the same`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1)
    let serve = builder.operation(station) { $0.work(.constant(20e6)) }
    builder.flow { $0.call(serve, timeout: 30 * millisecond, when: ignored) }
    builder.source()
    let result = builder.run(at: [0, 1, 2, 3])
    // Done at 20, 40, 60 and 80 ms: all but the first are too late.
    #expect(result.components[0].timeouts == 3 && result.components[0].completions == 4)
    #expect(result.components[0].busySlots == 80_000_000 && result.unfinished == 0)
  }

  @Test func `a later call by the same request has a timeout of its own`() {
    var builder = PlanBuilder()
    let station = builder.station("station")
    let quick = builder.operation(station) { $0.work(.constant(10e6)) }
    let slow = builder.operation(station) { $0.work(.constant(90e6)) }
    builder.flow {
      // The first timeout falls into the second call, and the third call's answer comes after both.
      $0.call(quick, timeout: 50 * millisecond)
      $0.call(slow)
      $0.call(slow, timeout: 50 * millisecond, when: ignored)
      $0.call(slow, timeout: 100 * millisecond)
    }
    builder.source()
    let result = builder.run(at: [0])
    #expect(result.outcomes(builder.plan) == ["ok": 1] && result.components[0].timeouts == 1)
    #expect(result.flows[0].latency.sum == UInt128((10 + 90 + 50 + 90) * 1_000_000))
  }

  @Test func `a timeout outside leaves the calls inside at work`() {
    var builder = PlanBuilder()
    let outer = builder.station("outer", slots: 1)
    let inner = builder.station("inner", slots: 1)
    let work = builder.operation(inner) { $0.work(.constant(50e6)) }
    let note = builder.command(1)
    let pass = builder.operation(outer) {
      $0.call(work)
      $0.decide(note)
      $0.call(work)
    }
    builder.flow { $0.call(pass, timeout: 20 * millisecond, when: ignored) }
    builder.source()
    let book = Notebook()
    let result = builder.run(at: [0], bindings: [book])
    #expect(book.notes.map(\.at) == [50 * millisecond])
    #expect(result.components[0].busySlots == 100_000_000 && result.components[1].completions == 2)
    #expect(result.unfinished == 0)
  }

  @Test func `branches with timeouts of their own join all the same`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1)
    let serve = builder.operation(station) { $0.work(.constant(20e6)) }
    builder.flow {
      $0.fork([
        { $0.call(serve, timeout: 25 * millisecond, when: ignored) },
        { $0.call(serve, timeout: 25 * millisecond, when: ignored) },
        { $0.call(serve, timeout: 65 * millisecond, when: ignored) },
      ])
    }
    builder.source()
    let result = builder.run(at: [0])
    #expect(result.flows[0].latency.sum == 60_000_000 && result.components[0].timeouts == 1)
    #expect(result.outcomes(builder.plan) == ["ok": 1])
  }

  @Test func `a million stale timeouts change nothing`() {
    func run(timeout: Nanoseconds?) -> Measurements {
      var builder = PlanBuilder(end: .second)
      let station = builder.station("station", slots: 4)
      let serve = builder.operation(station) { $0.work(.exponential(mean: 5000)) }
      builder.flow { $0.call(serve, timeout: timeout) }
      builder.source(rate: 300_000)
      return builder.run()
    }
    let with = run(timeout: 5 * .second)
    let without = run(timeout: nil)
    #expect(with.flows[0].latency == without.flows[0].latency)
    #expect(with.components[0].waiting == without.components[0].waiting)
    #expect(with.flows[0].started > 290_000 && with.components[0].timeouts == 0)
  }
}
