import Testing
import TestSupport

@testable import Engine

/// A delay line is an optimisation: every run must be what it is with plain events.
@Suite struct SimulationLineTests {
  private func identity(_ number: Int) -> EventIdentity { EventIdentity(salt: 0, number: UInt64(number)) }

  @Test func `lines with one delay are one line`() {
    var simulation = Simulation<Chronicle.Event>()
    let one = simulation.line(delay: 5)
    #expect(simulation.line(delay: 6) != one)
    #expect(simulation.line(delay: 5) == one)
  }

  @Test func `every order of events on a line and beside it agrees with plain events`() {
    var wrong: [String] = []
    for order in permutations(of: 6) {
      for onLine in 0..<64 {
        var lined = Simulation<Chronicle.Event>()
        var plain = Simulation<Chronicle.Event>()
        let line = lined.line(delay: 10)
        for number in order {
          plain.schedule(.init(number: number), after: 10, as: identity(number))
          if onLine >> number & 1 == 1 {
            lined.schedule(.init(number: number), onLine: line, as: identity(number))
          } else {
            lined.schedule(.init(number: number), after: 10, as: identity(number))
          }
        }
        let pending = lined.pendingCount
        var one = Chronicle()
        var two = Chronicle()
        let executed = lined.run(until: 11, with: &one)
        plain.run(until: 11, with: &two)
        let isRight =
          one.entries == two.entries && pending == 6 && executed == 6 && lined.executed == 6
          && lined.pendingCount == 0
        if !isRight { wrong.append("\(order) with \(onLine) on the line") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of them, first \(wrong.first ?? "")")
  }

  /// Requests that start timeouts of two lengths and finish before or after them.
  private struct Timeouts: SimulationModel {
    struct Event: BitwiseCopyable, Sendable {
      var request: Int
      var kind: Int
    }
    let usesLines: Bool
    var lines: [Int] = []
    var generator = SmallGenerator(seed: 80)
    var log: [[Int]] = []

    mutating func handle(_ event: Event, in simulation: inout Simulation<Event>) {
      log.append([Int(simulation.now), event.request, event.kind])
      guard event.kind == 0 else { return }
      // Few instants and identities in no order, so that ties and overtaking are frequent.
      let number = UInt64(generator.below(50)) << 20 | UInt64(event.request)
      let identity = EventIdentity(salt: 0, number: number, rank: 2)
      let which = generator.below(3)
      let delay = [0, 30, 70][which] as Nanoseconds
      let timeout = Event(request: event.request, kind: 1)
      if usesLines {
        simulation.schedule(timeout, onLine: lines[which], as: identity)
      } else {
        simulation.schedule(timeout, after: delay, as: identity)
      }
      if event.request < 20_000 {
        simulation.schedule(
          Event(request: event.request + 1, kind: 0), after: Nanoseconds(generator.below(4)) * 10,
          as: EventIdentity(salt: 1, number: UInt64(event.request)))
      }
    }
  }

  private func run(usesLines: Bool, background: Int) -> [[Int]] {
    var simulation = Simulation<Timeouts.Event>()
    var model = Timeouts(usesLines: usesLines)
    model.lines = [0, 30, 70].map { simulation.line(delay: $0) }
    for number in 0..<background {
      simulation.schedule(
        .init(request: number, kind: 2), at: 10 * Nanoseconds(number % 1000),
        as: EventIdentity(salt: 2, number: UInt64(number)))
    }
    simulation.schedule(.init(request: 0, kind: 0), at: 0, as: EventIdentity(salt: 1, number: 0))
    while simulation.pendingCount > 0 { simulation.run(until: .max, with: &model, limit: 777) }
    #expect(simulation.executed == UInt64(model.log.count))
    return model.log
  }

  @Test(arguments: [0, 11_000])
  func `a long run with lines is the run without them`(background: Int) {
    let plain = run(usesLines: false, background: background)
    #expect(plain.count == 2 * 20_001 + background)
    let lined = run(usesLines: true, background: background)
    let place = zip(plain, lined).enumerated().first { $1.0 != $1.1 }
    #expect(place == nil && lined.count == plain.count, "\(String(describing: place))")
  }

  /// Calls with timeouts of 100, most of which are answered before.
  private struct Answered: SimulationModel {
    let drops: Bool
    var line = 0
    var isAnswered: [Bool] = []
    var log: [[Int]] = []

    func expects(_ event: Int, at time: Nanoseconds, as identity: EventIdentity) -> Bool {
      !drops || event >= 0 || !isAnswered[-event - 1]
    }

    mutating func handle(_ event: Int, in simulation: inout Simulation<Int>) {
      if event < 0 {
        // A stale timeout does nothing, as in the network.
        if !isAnswered[-event - 1] { log.append([Int(simulation.now), event]) }
        return
      }
      let call = event / 2
      if event % 2 == 1 {
        isAnswered[call] = true
        return log.append([Int(simulation.now), event])
      }
      isAnswered.append(false)
      let identity = EventIdentity(salt: 1, number: UInt64(call), rank: 2)
      simulation.schedule(-call - 1, onLine: line, as: identity)
      // Every seventh is answered too late.
      simulation.schedule(
        event + 1, after: call % 7 == 0 ? 150 : 40, as: EventIdentity(salt: 2, number: UInt64(call)))
      if call < 999 { simulation.schedule(event + 2, after: 3, as: EventIdentity(salt: 3, number: UInt64(call))) }
    }
  }

  @Test func `what a model does not expect any more is dropped, and everything else stays as it is`() {
    func run(drops: Bool) -> (log: [[Int]], executed: UInt64, pending: Int) {
      var simulation = Simulation<Int>()
      var model = Answered(drops: drops)
      model.line = simulation.line(delay: 100)
      simulation.schedule(0, at: 0, as: EventIdentity(salt: 3, number: 0))
      simulation.run(until: 10_000, with: &model)
      return (model.log, simulation.executed, simulation.pendingCount)
    }
    let all = run(drops: false)
    let expected = run(drops: true)
    #expect(all.log == expected.log && expected.pending == 0 && all.pending == 0)
    // 1,000 calls, as many answers, as many timeouts; 143 timeouts mean something, and a first stale one may be run.
    #expect(all.executed == 3000 && (2143...2145).contains(expected.executed), "\(expected.executed)")
  }
}
