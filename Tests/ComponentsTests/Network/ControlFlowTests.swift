import Components
import Engine
import Statistics
import Testing

@Suite struct ControlFlowTests {
  /// One request at time zero.
  private func once(_ sketch: Sketch, bindings: [any DomainBinding] = []) -> Measurements {
    sketch.run(at: [0], bindings: bindings)
  }

  private func waits(_ milliseconds: [Double]) -> [(inout Sketch) -> Void] {
    milliseconds.map { time in { $0.wait(.constant(time * 1e6)) } }
  }

  @Test(arguments: [(3, 50), (1, 10), (2, 20)])
  func `a fork goes on when enough of its branches are done`(join: Int, expected: UInt64) {
    var sketch = Sketch()
    sketch.flow { $0.fork(join: join, waits([20, 50, 10])) }
    sketch.source()
    let result = once(sketch)
    #expect(result.flows[0].latency.sum == UInt128(expected * 1_000_000))
    #expect(result.outcomes(sketch.plan) == ["ok": 1])
    // Branches that are not waited for end all the same.
    #expect(result.unfinished == 0)
  }

  @Test func `branches may fork again, the second one as well as the first`() {
    for place in 0..<3 {
      var sketch = Sketch()
      sketch.flow { sketch in
        var parts = waits([5, 6, 7])
        parts[place] = { $0.fork([{ $0.wait(.constant(20e6)) }, { $0.wait(.constant(30e6)) }]) }
        sketch.fork(parts)
      }
      sketch.source()
      let result = once(sketch)
      #expect(result.outcomes(sketch.plan) == ["ok": 1], "fork in branch \(place)")
      #expect(result.flows[0].latency.sum == 30_000_000)
      #expect(result.unfinished == 0)
    }
  }

  @Test(arguments: [(0, 1, 0), (1, 1, 10), (5, 1, 50), (5, 2, 30), (5, 5, 10), (4, 99, 10), (100, 10, 100)])
  func `a loop runs its steps so many times, so many at once`(count: Int32, atOnce: Int32, expected: UInt64) {
    var sketch = Sketch()
    let note = sketch.command(1)
    sketch.flow {
      $0.iterate(count, atOnce: atOnce) {
        $0.wait(.constant(10e6))
        $0.decide(note)
      }
      $0.decide(note)
    }
    sketch.source()
    let book = Notebook()
    let result = once(sketch, bindings: [book])
    #expect(book.notes.count == Int(count) + 1)
    #expect(result.flows[0].latency.sum == UInt128(expected * 1_000_000) && result.unfinished == 0)
  }

  @Test func `loops and forks nest`() {
    var sketch = Sketch()
    let note = sketch.command(1)
    sketch.flow {
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
    sketch.source()
    let book = Notebook()
    let result = once(sketch, bindings: [book])
    #expect(book.notes.count == 12)
    // Two outer iterations at once, then the third: four times 10 ms each.
    #expect(result.flows[0].latency.sum == 80_000_000)
    #expect(result.outcomes(sketch.plan) == ["ok": 1] && result.unfinished == 0)
  }

  @Test func `a loop may be longer than sixteen bits tell`() {
    var sketch = Sketch()
    let note = sketch.command(1)
    sketch.flow { $0.iterate(70_000, atOnce: 1000) { $0.decide(note) } }
    sketch.source()
    let book = Notebook()
    let result = once(sketch, bindings: [book])
    #expect(book.notes.count == 70_000 && result.unfinished == 0)
  }

  @Test func `an outcome goes where the table sends it`() {
    var sketch = Sketch()
    let card = sketch.outcome("card")
    let coin = sketch.outcome("coin")
    let note = sketch.command(1)
    sketch.flow {
      $0.choose([card, coin], [0.25, 0.75], when: [(card, { $0.decide(note) })])
    }
    sketch.source(rate: 10_000)
    sketch.plan.horizon.end = 4 * .second
    sketch.plan.sources[0].knots[1].at = 4 * .second
    let book = Notebook()
    let result = sketch.run(bindings: [book])
    let share = Double(book.notes.count) / Double(result.flows[0].started)
    // Four standard errors of a quarter of 40,000; an outcome that is no failure goes on.
    #expect((share - 0.25).magnitude < 0.0087)
    #expect(result.outcomes(sketch.plan).keys.sorted() == ["ok"])
  }

  @Test func `a failure that nobody handles travels up, past slots that are freed`() {
    var sketch = Sketch()
    let outer = sketch.station("outer", slots: 1)
    let inner = sketch.station("inner", slots: 1)
    let note = sketch.command(1)
    let fail = sketch.operation(inner) {
      $0.work(.constant(1e6))
      $0.emit(.fail(outcome: StandardOutcome.error))
    }
    let pass = sketch.operation(outer) {
      $0.call(fail)
      $0.decide(note)
    }
    sketch.flow {
      $0.call(pass)
      $0.decide(note)
    }
    sketch.source()
    let book = Notebook()
    let result = sketch.run(at: [0, 10 * millisecond], bindings: [book])
    #expect(result.outcomes(sketch.plan) == ["error": 2] && book.notes.isEmpty)
    for component in result.components {
      #expect(component.failures == 2 && component.completions == 2 && component.failedResponse.count == 2)
    }
    #expect(result.flows[0].latency.isEmpty && result.unfinished == 0)
  }

  @Test func `a handler or an else takes a failure over`() {
    for handled in [true, false] {
      var sketch = Sketch()
      let station = sketch.station("station")
      let note = sketch.command(1)
      let fail = sketch.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
      sketch.flow {
        if handled {
          $0.call(fail, when: [(StandardOutcome.error, { $0.decide(note) })])
        } else {
          $0.call(fail, otherwise: { $0.decide(note) })
        }
      }
      sketch.source()
      let book = Notebook()
      let result = once(sketch, bindings: [book])
      #expect(result.outcomes(sketch.plan) == ["ok": 1] && book.notes.count == 1)
    }
  }

  @Test func `a branch that fails fails its fork when it has joined`() {
    var sketch = Sketch()
    let station = sketch.station("station")
    let fail = sketch.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
    sketch.flow { $0.fork([{ $0.call(fail) }, { $0.wait(.constant(30e6)) }]) }
    sketch.source()
    let result = once(sketch)
    #expect(result.outcomes(sketch.plan) == ["error": 1] && result.unfinished == 0)
  }

  @Test(arguments: [(1, 1, "ok", 20), (1, 2, "ok", 20), (2, 1, "ok", 30), (2, 2, "error", 0), (3, 1, "error", 0)])
  func `a fork that waits for some bears the failure of the others`(
    join: Int, failing: Int, outcome: String, milliseconds: UInt64
  ) {
    var sketch = Sketch()
    let station = sketch.station("station")
    let fail = sketch.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
    // Branches end at once with a failure, or after 20 and 30 ms.
    let good: [(inout Sketch) -> Void] = waits(failing == 2 ? [20] : [20, 30])
    sketch.flow {
      $0.fork(
        join: join, when: [(StandardOutcome.error, { $0.emit(.fail(outcome: StandardOutcome.error)) })],
        Array(repeating: { $0.call(fail) }, count: failing) + good)
    }
    sketch.source()
    let result = once(sketch)
    #expect(result.outcomes(sketch.plan) == [outcome: 1] && result.unfinished == 0)
    #expect(result.flows[0].latency.sum == UInt128(milliseconds * 1_000_000))
  }

  @Test func `an answer in a business word is no failure`() {
    var sketch = Sketch()
    let soldOut = sketch.outcome("sold-out")
    let station = sketch.station("station")
    let ask = sketch.operation(station) { $0.emit(.reply(outcome: soldOut)) }
    sketch.flow { $0.call(ask, when: [(soldOut, { $0.emit(.reply(outcome: soldOut)) })]) }
    sketch.source()
    let result = once(sketch)
    #expect(result.outcomes(sketch.plan) == ["sold-out": 1])
    #expect(result.components[0].failures == 0 && result.flows[0].latency.count == 1)
  }

  @Test func `time to think is left out of latency`() {
    var sketch = Sketch()
    sketch.flow {
      $0.wait(.constant(10e6))
      $0.delay(Instruction.think, .constant(500e6))
      $0.wait(.constant(7e6))
    }
    sketch.source()
    #expect(once(sketch).flows[0].latency.sum == 17_000_000)
  }

  @Test func `a measure runs from its mark, also across a call`() {
    var sketch = Sketch()
    let station = sketch.station("station")
    let serve = sketch.operation(station) { $0.work(.constant(4e6)) }
    sketch.flow {
      $0.wait(.constant(10e6))
      $0.measure("age", since: 2) {
        $0.wait(.constant(1e6))
        $0.call(serve)
      }
      $0.wait(.constant(10e6))
    }
    sketch.source()
    let measured = once(sketch).measures[0]
    #expect(measured.delays.count == 1 && measured.delays.sum == 5_000_000 && measured.pipeline.isEmpty)
  }

  @Test func `a command inside a call is decided when that call commits`() {
    var sketch = Sketch()
    let stale = sketch.outcome("stale")
    let station = sketch.station("station", slots: 1)
    let apply = sketch.command(1, outcomes: [StandardOutcome.ok, stale])
    let note = sketch.command(2)
    let write = sketch.operation(station) { $0.work(.constant(10e6)) }
    sketch.flow { $0.call(write, commit: apply, when: [(stale, { $0.decide(note) })]) }
    sketch.source()
    let book = Notebook()
    book.outcome = { command, _ in command == 1 ? 1 : 0 }
    let result = sketch.run(at: [0, 1], bindings: [book])
    #expect(book.notes(of: 1).map(\.at) == [10_000_000, 20_000_000])
    #expect(book.notes(of: 2).count == 2)
    #expect(result.commandOutcomes[apply][Int(stale)] == 2)
  }

  @Test func `a command inside a call that fails is not decided`() {
    var sketch = Sketch()
    let station = sketch.station("station", slots: 1)
    let apply = sketch.command(1)
    let write = sketch.operation(station) { $0.emit(.fail(outcome: StandardOutcome.error)) }
    sketch.flow { $0.call(write, commit: apply) }
    sketch.source()
    let book = Notebook()
    #expect(once(sketch, bindings: [book]).outcomes(sketch.plan) == ["error": 1])
    #expect(book.notes.isEmpty)
  }
}
