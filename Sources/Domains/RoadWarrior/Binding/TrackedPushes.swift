import Components
import Engine

/// A partition of reservations or mailboxes whose sources push changes: the loop, compiled for them.
final class TrackedPushes: PopulationPartition {
  private var loop: PushLoop<TrackedPopulation>

  init(_ loop: consuming PushLoop<TrackedPopulation>) { self.loop = loop }

  /// As if all changes before the run had been pushed.
  func initialize(isFirst: Bool) {
    loop.population.initialize(firstDue: { _ in 0 }, period: 0, isFirst: isFirst)
    loop.begin()
  }

  func runWindow(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    loop.runWindow(until: end, conditions: conditions, scratch: scratch)
  }

  func deliver(_ command: EntityCommand) { loop.deliver(command) }

  func takeFindings() -> [Finding] { loop.takeFindings() }

  func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 { loop.countMissed(from: from, until: end) }

  // Nothing is asked for.
  func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64 { 0 }
  func unstarted(until end: Nanoseconds) -> UnendedMeasurement { UnendedMeasurement() }
  var peakInFlight: Int { 0 }
}
