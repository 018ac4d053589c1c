import Components
import Engine
import Statistics
import Testing

@Suite struct ControlFlowTests {
  /// One request at time zero.
  private func once(_ builder: PlanBuilder, bindings: [any DomainBinding] = []) -> Measurements {
    builder.run(at: [0], bindings: bindings)
  }

  private func waits(_ milliseconds: [Double]) -> [(inout PlanBuilder) -> Void] {
    milliseconds.map { time in { $0.wait(.constant(time * 1e6)) } }
  }

  @Test(arguments: [(3, 50), (1, 10), (2, 20)])
  func `a fork goes on when enough of its branches are done`(join: Int, expected: UInt64) {
    var builder = PlanBuilder()
    builder.flow { $0.fork(join: join, waits([20, 50, 10])) }
    builder.source()
    let result = once(builder)
    #expect(result.flows[0].latency.sum == UInt128(expected * 1_000_000))
    #expect(result.outcomes(builder.plan) == ["ok": 1])
    // Branches that are not waited for end all the same.
    #expect(result.unfinished == 0)
  }

  @Test func `branches may fork again, the second one as well as the first`() {
    for place in 0..<3 {
      var builder = PlanBuilder()
      builder.flow { builder in
        var parts = waits([5, 6, 7])
        parts[place] = { $0.fork([{ $0.wait(.constant(20e6)) }, { $0.wait(.constant(30e6)) }]) }
        builder.fork(parts)
      }
      builder.source()
      let result = once(builder)
      #expect(result.outcomes(builder.plan) == ["ok": 1], "fork in branch \(place)")
      #expect(result.flows[0].latency.sum == 30_000_000)
      #expect(result.unfinished == 0)
    }
  }

  @Test(arguments: [(0, 1, 0), (1, 1, 10), (5, 1, 50), (5, 2, 30), (5, 5, 10), (4, 99, 10), (100, 10, 100)])
  func `a loop runs its steps so many times, so many at once`(count: Int32, atOnce: Int32, expected: UInt64) {
    var builder = PlanBuilder()
    let note = builder.command(1)
    builder.flow {
      $0.iterate(count, atOnce: atOnce) {
        $0.wait(.constant(10e6))
        $0.decide(note)
      }
      $0.decide(note)
    }
    builder.source()
    let book = Notebook()
    let result = once(builder, bindings: [book])
    #expect(book.notes.count == Int(count) + 1)
    #expect(result.flows[0].latency.sum == UInt128(expected * 1_000_000) && result.unfinished == 0)
  }

  @Test func `loops and forks nest`() {
    var builder = PlanBuilder()
    let note = builder.command(1)
    builder.flow {
      $0.fork([
        { $0.wait(.constant(1e6)) },
        {
          $0.iterate(3, atOnce: 2) {
            $0.iterate(4, atOnce: 1) {
              $0.fork([{ $0.decide(note) }, { $0.wait(.constant(10e6)) }])
            }
          }
        },
      ])
    }
    builder.source()
    let book = Notebook()
    let result = once(builder, bindings: [book])
    #expect(book.notes.count == 12)
    // Two outer iterations at once, then the third: four times 10 ms each.
    #expect(result.flows[0].latency.sum == 80_000_000)
    #expect(result.outcomes(builder.plan) == ["ok": 1] && result.unfinished == 0)
  }

  @Test func `a loop may be longer than sixteen bits tell`() {
    var builder = PlanBuilder()
    let note = builder.command(1)
    builder.flow { $0.iterate(70_000, atOnce: 1000) { $0.decide(note) } }
    builder.source()
    let book = Notebook()
    let result = once(builder, bindings: [book])
    #expect(book.notes.count == 70_000 && result.unfinished == 0)
  }

  @Test func `an outcome goes where the table sends it`() {
    var builder = PlanBuilder()
    let card = builder.outcome("card")
    let coin = builder.outcome("coin")
    let note = builder.command(1)
    builder.flow {
      $0.choose([card, coin], [0.25, 0.75], when: [(card, { $0.decide(note) })])
    }
    builder.source(rate: 10_000)
    builder.plan.horizon.end = 4 * .second
    builder.plan.sources[0].knots[1].at = 4 * .second
    let book = Notebook()
    let result = builder.run(bindings: [book])
    let share = Double(book.notes.count) / Double(result.flows[0].started)
    // Four standard errors of a quarter of 40,000; an outcome that is no failure goes on.
    #expect((share - 0.25).magnitude < 0.0087)
    #expect(result.outcomes(builder.plan).keys.sorted() == ["ok"])
  }

  @Test func `a failure that nobody handles travels up, past slots that are freed`() {
    var builder = PlanBuilder()
    let outer = builder.station("outer", slots: 1)
    let inner = builder.station("inner", slots: 1)
    let note = builder.command(1)
    let fail = builder.operation(inner) {
      $0.work(.constant(1e6))
      $0.emit(.fail(outcome: StandardOutcome.error))
    }
    let pass = builder.operation(outer) {
      $0.call(fail)
      $0.decide(note)
    }
    builder.flow {
      $0.call(pass)
      $0.decide(note)
    }
    builder.source()
    let book = Notebook()
    let result = builder.run(at: [0, 10 * millisecond], bindings: [book])
    #expect(result.outcomes(builder.plan) == ["error": 2] && book.notes.isEmpty)
    for component in result.components {
      #expect(component.failures == 2 && component.completions == 2 && component.failedResponse.count == 2)
    }
    #expect(result.flows[0].latency.isEmpty && result.unfinished == 0)
  }

  @Test func `a handler or an else takes a failure over`() {
    for handled in [true, false] {
      var builder = PlanBuilder()
      let station = builder.station("station")
      let note = builder.command(1)
      let fail = builder.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
      builder.flow {
        if handled {
          $0.call(fail, when: [(StandardOutcome.error, { $0.decide(note) })])
        } else {
          $0.call(fail, otherwise: { $0.decide(note) })
        }
      }
      builder.source()
      let book = Notebook()
      let result = once(builder, bindings: [book])
      #expect(result.outcomes(builder.plan) == ["ok": 1] && book.notes.count == 1)
    }
  }

  @Test func `a branch that fails fails its fork when it has joined`() {
    var builder = PlanBuilder()
    let station = builder.station("station")
    let fail = builder.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
    builder.flow { $0.fork([{ $0.call(fail) }, { $0.wait(.constant(30e6)) }]) }
    builder.source()
    let result = once(builder)
    #expect(result.outcomes(builder.plan) == ["error": 1] && result.unfinished == 0)
  }

  @Test(arguments: [(1, 1, "ok", 20), (1, 2, "ok", 20), (2, 1, "ok", 30), (2, 2, "error", 0), (3, 1, "error", 0)])
  func `a fork that waits for some bears the failure of the others`(
    join: Int, failing: Int, outcome: String, milliseconds: UInt64
  ) {
    var builder = PlanBuilder()
    let station = builder.station("station")
    let fail = builder.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
    // Branches end at once with a failure, or after 20 and 30 ms.
    let good: [(inout PlanBuilder) -> Void] = waits(failing == 2 ? [20] : [20, 30])
    builder.flow {
      $0.fork(
        join: join, when: [(StandardOutcome.error, { $0.emit(.fail(outcome: StandardOutcome.error)) })],
        Array(repeating: { $0.call(fail) }, count: failing) + good)
    }
    builder.source()
    let result = once(builder)
    #expect(result.outcomes(builder.plan) == [outcome: 1] && result.unfinished == 0)
    #expect(result.flows[0].latency.sum == UInt128(milliseconds * 1_000_000))
  }

  @Test func `an answer in a business word is no failure`() {
    var builder = PlanBuilder()
    let soldOut = builder.outcome("sold-out")
    let station = builder.station("station")
    let ask = builder.operation(station) { $0.emit(.reply(outcome: soldOut)) }
    builder.flow { $0.call(ask, when: [(soldOut, { $0.emit(.reply(outcome: soldOut)) })]) }
    builder.source()
    let result = once(builder)
    #expect(result.outcomes(builder.plan) == ["sold-out": 1])
    #expect(result.components[0].failures == 0 && result.flows[0].latency.count == 1)
  }

  @Test func `time to think is left out of latency`() {
    var builder = PlanBuilder()
    builder.flow {
      $0.wait(.constant(10e6))
      $0.delay(Instruction.think, .constant(500e6))
      $0.wait(.constant(7e6))
    }
    builder.source()
    #expect(once(builder).flows[0].latency.sum == 17_000_000)
  }

  @Test func `a measure runs from its mark, also across a call`() {
    var builder = PlanBuilder()
    let station = builder.station("station")
    let serve = builder.operation(station) { $0.work(.constant(4e6)) }
    builder.flow {
      $0.wait(.constant(10e6))
      $0.measure("age", since: 2) {
        $0.wait(.constant(1e6))
        $0.call(serve)
      }
      $0.wait(.constant(10e6))
    }
    builder.source()
    let measured = once(builder).measures[0]
    #expect(measured.delays.count == 1 && measured.delays.sum == 5_000_000 && measured.pipeline.isEmpty)
  }

  @Test func `a command inside a call is decided when that call commits`() {
    var builder = PlanBuilder()
    let stale = builder.outcome("stale")
    let station = builder.station("station", slots: 1)
    let apply = builder.command(1, outcomes: [StandardOutcome.ok, stale])
    let note = builder.command(2)
    let write = builder.operation(station) { $0.work(.constant(10e6)) }
    builder.flow { $0.call(write, commit: apply, when: [(stale, { $0.decide(note) })]) }
    builder.source()
    let book = Notebook()
    book.outcome = { command, _ in command == 1 ? 1 : 0 }
    let result = builder.run(at: [0, 1], bindings: [book])
    #expect(book.notes(of: 1).map(\.at) == [10_000_000, 20_000_000])
    #expect(book.notes(of: 2).count == 2)
    #expect(result.commandOutcomes[apply][Int(stale)] == 2)
  }

  @Test func `a command inside a call that fails is not decided`() {
    var builder = PlanBuilder()
    let station = builder.station("station", slots: 1)
    let apply = builder.command(1)
    let write = builder.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
    builder.flow { $0.call(write, commit: apply) }
    builder.source()
    let book = Notebook()
    #expect(once(builder, bindings: [book]).outcomes(builder.plan) == ["error": 1])
    #expect(book.notes.isEmpty)
  }
}
