import Components
import Engine

/// A partition of reservations or mailboxes that are asked for in passes: the loop, compiled for them.
final class TrackedPasses: PopulationPartition {
  private var loop: PassLoop<TrackedPopulation>

  init(_ loop: consuming PassLoop<TrackedPopulation>) { self.loop = loop }

  /// As if all changes before the run had been seen.
  func initialize() { loop.population.initialize(firstDue: { _ in 0 }, period: 0, isFirst: true) }

  func runWindow(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    loop.runWindow(until: end, conditions: conditions, scratch: scratch)
  }

  func deliver(_ command: EntityCommand) { loop.deliver(command) }

  func takeFindings() -> [Finding] { loop.takeFindings() }

  func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64 { loop.dueCount(from: from, until: until) }

  func unstarted(until end: Nanoseconds) -> UnendedMeasurement { loop.unstarted(until: end) }

  func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 { loop.countMissed(from: from, until: end) }

  var peakInFlight: Int { loop.peakInFlight }

  func beginPass(at time: Nanoseconds) { loop.begin(at: time) }

  func stopPass(at time: Nanoseconds) { loop.stop(at: time) }

  func takePassEnd() -> Nanoseconds? { loop.takePassEnd() }
}
