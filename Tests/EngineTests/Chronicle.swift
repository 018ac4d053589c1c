@testable import Engine

/// A model that writes down what happens, and schedules what its events say.
struct Chronicle: SimulationModel {
  struct Event: BitwiseCopyable, Sendable {
    var number: Int
    /// Children to schedule when it happens, and how long after.
    var children = 0
    var delay: Nanoseconds = 0
    /// Line to put them on; −1 for the pending-event set itself.
    var line = -1
  }

  struct Entry: Equatable {
    var at: Nanoseconds
    var number: Int
  }

  var entries: [Entry] = []
  var nextChild = 1000

  mutating func handle(_ event: Event, in simulation: inout Simulation<Event>) {
    entries.append(Entry(at: simulation.now, number: event.number))
    for _ in 0..<event.children {
      let child = Event(number: nextChild)
      let identity = EventIdentity(salt: 0, number: UInt64(nextChild))
      nextChild += 1
      if event.line >= 0 {
        simulation.schedule(child, onLine: event.line, as: identity)
      } else {
        simulation.schedule(child, after: event.delay, as: identity)
      }
    }
  }

  var numbers: [Int] { entries.map(\.number) }
}
