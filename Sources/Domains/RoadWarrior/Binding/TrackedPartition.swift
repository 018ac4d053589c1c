import Components
import Engine

/// A partition of reservations or mailboxes: the polling loop, compiled for them.
final class TrackedPartition: PopulationPartition {
  private var loop: PollingLoop<TrackedPopulation>

  init(_ loop: consuming PollingLoop<TrackedPopulation>) { self.loop = loop }

  func initialize(period: Nanoseconds, isFirst: Bool) {
    loop.population.initialize(firstDue: { loop.firstDue(of: $0) }, period: period, isFirst: isFirst)
  }

  func runWindow(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    loop.runWindow(until: end, conditions: conditions, scratch: scratch)
  }

  func deliver(_ command: EntityCommand) { loop.deliver(command) }

  func takeFindings() -> [Finding] { loop.takeFindings() }

  func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64 {
    loop.dueCount(from: from, until: until)
  }

  func unstarted(until end: Nanoseconds) -> UnendedMeasurement { loop.unstarted(until: end) }

  func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 {
    loop.countMissed(from: from, until: end)
  }

  var peakInFlight: Int { loop.peakInFlight }
}
