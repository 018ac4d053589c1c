import Testing
import TestSupport

@testable import Engine

@Suite struct SimulationTests {
  private func identity(_ number: Int) -> EventIdentity { EventIdentity(salt: 0, number: UInt64(number)) }

  @Test func `events run in the order of their times`() {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    for time in [30, 10, 20] { simulation.schedule(.init(number: time), at: Nanoseconds(time), as: identity(0)) }
    #expect(simulation.run(until: .hour, with: &model) == 3)
    #expect(model.entries == [.init(at: 10, number: 10), .init(at: 20, number: 20), .init(at: 30, number: 30)])
    #expect(simulation.now == 30 && simulation.executed == 3 && simulation.pendingCount == 0)
  }

  @Test func `events of one instant run in key order`() {
    for order in permutations(of: 6) {
      var simulation = Simulation<Chronicle.Event>()
      var model = Chronicle()
      for number in order { simulation.schedule(.init(number: number), at: 5, as: identity(number)) }
      simulation.run(until: 6, with: &model)
      #expect(model.numbers == [0, 1, 2, 3, 4, 5])
    }
  }

  @Test func `a child of the same instant runs after everything that was due then`() {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    // The child's identity is smaller than the events that wait, and still it is next.
    model.nextChild = 0
    simulation.schedule(.init(number: 7, children: 2), at: 5, as: identity(7))
    simulation.schedule(.init(number: 8), at: 5, as: identity(8))
    simulation.schedule(.init(number: 9), at: 5, as: identity(9))
    simulation.run(until: 6, with: &model)
    #expect(model.numbers == [7, 8, 9, 0, 1])
    #expect(simulation.now == 5)
  }

  @Test func `an event for the past runs at the instant that is being executed`() {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    simulation.schedule(.init(number: 1, children: 1, delay: -3), at: 5, as: identity(1))
    simulation.run(until: 9, with: &model)
    #expect(model.entries == [.init(at: 5, number: 1), .init(at: 5, number: 1000)])
  }

  private struct Loop: SimulationModel {
    struct Event: BitwiseCopyable, Sendable { var left: Int }
    var times: [Nanoseconds] = []
    mutating func handle(_ event: Event, in simulation: inout Simulation<Event>) {
      times.append(simulation.now)
      if event.left > 0 {
        simulation.schedule(Event(left: event.left - 1), after: 0, as: EventIdentity(salt: 0, number: 1))
      }
    }
  }

  @Test func `more events in a row at one instant than there are microsteps go on a nanosecond later`() {
    var simulation = Simulation<Loop.Event>()
    var model = Loop()
    simulation.schedule(.init(left: 599), at: 10, as: identity(1))
    #expect(simulation.run(until: .second, with: &model) == 600)
    #expect(model.times == model.times.sorted())
    #expect(model.times.filter { $0 == 10 }.count == 256)
    #expect(model.times.last == 12)
  }

  @Test func `events at the end do not run until later`() {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    for time in 1...5 { simulation.schedule(.init(number: time), at: Nanoseconds(time), as: identity(time)) }
    #expect(simulation.run(until: 3, with: &model) == 2)
    #expect(model.numbers == [1, 2] && simulation.pendingCount == 3 && simulation.now == 2)
    #expect(simulation.run(until: 3, with: &model) == 0)
    #expect(simulation.run(until: 6, with: &model) == 3)
    #expect(model.numbers == [1, 2, 3, 4, 5] && simulation.executed == 5)
  }

  @Test func `a limit stops a run between two events, also of one instant`() {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    for number in 0..<10 { simulation.schedule(.init(number: number), at: 5, as: identity(number)) }
    for _ in 0..<3 { #expect(simulation.run(until: .hour, with: &model, limit: 3) == 3) }
    #expect(simulation.run(until: .hour, with: &model, limit: 3) == 1)
    #expect(model.numbers == Array(0..<10) && simulation.executed == 10)
    #expect(simulation.run(until: .hour, with: &model, limit: 0) == 0)
  }

  @Test func `the clock moves on its own where nothing happens, and never back`() {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    simulation.advance(to: 100)
    #expect(simulation.now == 100)
    simulation.advance(to: 50)
    #expect(simulation.now == 100)
    simulation.schedule(.init(number: 1), after: 5, as: identity(1))
    simulation.schedule(.init(number: 0), at: 100, as: identity(9))
    simulation.run(until: 200, with: &model)
    #expect(model.entries == [.init(at: 100, number: 0), .init(at: 105, number: 1)])
  }

  /// The order must not depend on how many others are pending.
  @Test(arguments: [10, 9_000, 12_000])
  func `what enters between two windows runs in its place`(background: Int) {
    var simulation = Simulation<Chronicle.Event>()
    var model = Chronicle()
    var generator = SmallGenerator(seed: 70)
    for number in 0..<background {
      simulation.schedule(
        .init(number: number), at: 500_000 + Nanoseconds(generator.below(500_000)), as: identity(number))
    }
    for window in 1...110 as ClosedRange<Nanoseconds> {
      simulation.run(until: window * 10_000, with: &model)
      for number in 0..<20 {
        simulation.schedule(
          .init(number: 1_000_000 + number), at: window * 10_000 + Nanoseconds(generator.below(30_000)),
          as: identity(1_000_000 + Int(window) * 100 + number))
      }
    }
    simulation.run(until: .second, with: &model)
    let isOrdered = zip(model.entries, model.entries.dropFirst()).allSatisfy { $0.at <= $1.at }
    #expect(isOrdered)
    #expect(model.entries.count == background + 110 * 20)
  }
}
