import Components
import Engine
import Scenarios
import Statistics

/// Many rehearsals with the arrivals of a live run and other demands: what the model says may come of it.
package struct Prediction: Sendable {
  package private(set) var runs: [LoadFigures] = []

  /// Fewest runs of which one in a hundred can be told from all others.
  package static let fewest = 99
  package static let usual = 199
  /// All of them are held at once, some ten kilobytes each.
  package static let most = 10_000

  /// Both halves of a scenario, ready to be run.
  package struct Halves: Sendable {
    package var clients: AssembledModel
    package var system: AssembledModel
    package init(clients: AssembledModel, system: AssembledModel) {
      self.clients = clients
      self.system = system
    }
  }

  /// Runs rehearsals 1 to `count`, on several threads; fewer when asked to stop.
  ///
  /// - Parameters:
  ///   - onProgress: told how many are done.
  package init(
    _ halves: Halves, seed: UInt64, connections: ConnectionCount, count: Int, threads: Int,
    stop: StopRequest = StopRequest(), onProgress: (Int) -> Void = { _ in }
  ) {
    let workers = WorkerPool(threads: threads)
    let round = max(1, threads) * 4
    while runs.count < count, !stop.isRequested {
      let numbers = Array(runs.count + 1...min(count, runs.count + round))
      nonisolated(unsafe) let slots = UnsafeMutablePointer<LoadFigures?>.allocate(capacity: numbers.count)
      slots.initialize(repeating: nil, count: numbers.count)
      defer { slots.deinitialize(count: numbers.count).deallocate() }
      workers.run(pieces: numbers.count) { piece, _ in
        slots[piece] = Self.rehearse(halves, seed: seed, connections, replication: numbers[piece], stop)
      }
      for piece in numbers.indices { if let figures = slots[piece] { runs.append(figures) } }
      onProgress(runs.count)
    }
  }

  private static func rehearse(
    _ halves: Halves, seed: UInt64, _ connections: ConnectionCount, replication: Int, _ stop: StopRequest
  ) -> LoadFigures? {
    if stop.isRequested { return nil }
    let rehearsal = Rehearsal(
      PacedRun(halves.clients.plan, bindings: [], seed: seed, replication: 0),
      against: PacedRun(
        halves.system.plan, bindings: halves.system.makeBindings(seed: seed, replication: replication), seed: seed,
        replication: replication),
      connections: connections)
    rehearsal.run(stop: stop)
    return stop.isRequested ? nil : LoadFigures(rehearsal.session)
  }

  init(runs: [LoadFigures]) { self.runs = runs }
}
