import Engine
import Statistics

/// What a replication measured, as bytes: so that it is run once and can be merged, compared and judged again later.
/// A trace and what belongs to the machine are left out.
extension Measurements: Archivable {
  /// Of the fields below, written before them; a change of theirs is a new one, and bytes of another are not read.
  public static let archiveFormat: UInt64 = 3

  public mutating func archive(in archive: inout Archive) throws {
    try archive.format(Measurements.archiveFormat)
    try archive.field(&simulated)
    try archive.field(&events)
    try archive.list(&components)
    try archive.list(&operations)
    try archive.list(&unendedOperations)
    try archive.list(&flows)
    try archive.list(&phases, of: []) { try $1.list(&$0) }
    try archive.list(&faultStages, of: []) { try $1.list(&$0) }
    try archive.list(&measures)
    try archive.list(&commandOutcomes, of: []) { try $1.list(&$0) }
    try archive.list(&commandStretches, of: []) { try $1.list(&$0) }
    try archive.list(&links)
    try archive.list(&pollings)
    try archive.list(&monitors)
    try archive.list(&groups)
    try archive.field(&unfinished)
    try archive.field(&unfinishedRecords)
    try archive.field(&turnedAway)
    try archive.field(&peakInFlight)
    try archive.list(&faultSpans, of: []) { try $1.list(&$0) }
    try archive.list(&decisions)
    try archive.field(&droppedDecisions)
    try archive.field(&isPartial)
  }
}

extension ComponentMeasurement: Archivable {
  public mutating func archive(in archive: inout Archive) throws {
    for counter in [
      \Self.arrivals, \.completions, \.failures, \.refusals, \.timeouts, \.quotaRefusals, \.wastedFailures,
    ] { try archive.field(&self[keyPath: counter]) }
    for histogram in [\Self.failedResponse, \.waiting, \.service] { try archive.field(&self[keyPath: histogram]) }
    for area in [\Self.coreWaiting, \.busySlots, \.busyCores, \.queue, \.present, \.active] {
      try archive.field(&self[keyPath: area])
    }
    for level in [\Self.queueMaximum, \.presentMaximum, \.backlog, \.crossZoneBytes, \.sizedBytes] {
      try archive.field(&self[keyPath: level])
    }
    for counter in Counter.allCases { try archive.field(&counts[counter]) }
    for series in [\Self.intervalSlots, \.intervalCores, \.intervalQueue, \.intervalActive, \.intervalPresent] {
      try archive.list(&self[keyPath: series])
    }
    for series in [\Self.intervalCompletions, \.intervalFailures, \.intervalArrivals] {
      try archive.list(&self[keyPath: series])
    }
    for unended in [\Self.unendedWaiting, \.unendedResponse, \.unendedService] {
      try archive.field(&self[keyPath: unended])
    }
    try archive.list(&stretches)
    try absence.archive(in: &archive)
    try archive.list(&intervalAbsence)
    try archive.list(&tails)
  }
}

extension TailSample: Archivable {
  public init() { self.init(sum: 0, count: 0) }

  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&sum)
    try archive.field(&count)
  }
}

extension FlowMeasurement: Archivable {
  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&latency)
    try archive.list(&intervals)
    try archive.exceedances(&exceedances)
    for series in [\Self.offered, \.completed, \.failed, \.outcomes] { try archive.list(&self[keyPath: series]) }
    try archive.field(&started)
    try archive.field(&inFlight)
    try archive.field(&inFlightMaximum)
    try archive.list(&intervalInFlight)
    try archive.field(&unended)
    try archive.list(&unendedByInterval)
    try archive.list(&stretches)
  }
}

extension PhaseMeasurement: Archivable {
  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&offered)
    try archive.list(&completed)
    try archive.list(&failed)
    try archive.list(&latency)
    try archive.list(&unended)
    try archive.list(&stretches, of: []) { try $1.list(&$0) }
  }
}

extension MeasureMeasurement: Archivable {
  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&delays)
    try archive.list(&intervals)
    try archive.exceedances(&exceedances)
    try archive.field(&pipeline)
    try archive.field(&unended)
  }
}

extension PollingMeasurement: Archivable {
  public mutating func archive(in archive: inout Archive) throws {
    for counter in [
      \Self.due, \.started, \.answered, \.refused, \.timedOut, \.failed, \.inactive, \.changesFound, \.changesMissed,
      \.changesSettled, \.waited,
    ] { try archive.field(&self[keyPath: counter]) }
    try archive.field(&latency)
    try archive.field(&unended)
    try archive.field(&waitingSum)
    try archive.field(&waitingMaximum)
    try archive.field(&busy)
    try archive.field(&slots)
    try archive.field(&peakInFlight)
    try archive.list(&intervalStarted)
    try archive.list(&intervalAnswered)
    try archive.list(&intervalBusy)
    try archive.list(&intervalRefused)
  }
}

extension MonitorReading: Archivable {
  public init() { self.init(id: "", violations: 0, firstAt: nil, firstEntity: nil) }

  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&id)
    try archive.field(&system)
    try archive.field(&violations)
    try archive.optional(&firstAt, of: 0) { try $1.field(&$0) }
    try archive.optional(&firstEntity, of: 0) { try $1.field(&$0) }
  }
}

extension FaultSpan: Archivable {
  public init() { self.init(begins: 0, ends: 0) }

  public mutating func archive(in archive: inout Archive) throws {
    try archive.field(&begins)
    try archive.field(&ends)
  }
}

extension Decision: Archivable {
  public init() { self.init(at: 0, kind: .skipped, component: 0) }

  public mutating func archive(in archive: inout Archive) throws {
    var word = kind.rawValue
    try archive.field(&at)
    try archive.field(&word)
    guard let kind = Kind(rawValue: word) else { throw Archive.Damage("an unknown kind of decision") }
    self.kind = kind
    try archive.field(&component)
    try archive.field(&caller)
    try archive.field(&before)
    try archive.field(&after)
    try archive.field(&signal)
  }
}

extension Archive {
  fileprivate mutating func exceedances(_ counts: inout [(limit: Nanoseconds, count: UInt64)]) throws {
    try list(&counts, of: (0, 0)) { pair, archive in
      try archive.field(&pair.limit)
      try archive.field(&pair.count)
    }
  }
}

extension Measurements {
  /// Whether it has as many components, flows and so on as a plan: what was read from elsewhere is checked before it
  /// is indexed by the plan.
  public func fits(_ plan: NetworkPlan) -> Bool {
    components.count == plan.components.count && operations.count == plan.operations.count
      && unendedOperations.count == plan.operations.count && groups.count == plan.consumerGroups.count
      && commandStretches.count == plan.commands.count && flows.count == plan.flows.count
      && measures.count == plan.measures.count && pollings.count == plan.pollings.count
      && phases.map(\.count) == plan.sources.map { max(1, $0.phases.count) }
      && phases.allSatisfy { $0.allSatisfy { $0.fits(flows: plan.flows.count) } }
      && faultStages.count == plan.faults.count
      && faultStages.allSatisfy { $0.isEmpty || $0.count == 3 && $0.allSatisfy { $0.fits(flows: plan.flows.count) } }
      && flows.allSatisfy { $0.outcomes.count <= plan.outcomes.count }
      && decisions.allSatisfy { plan.components.indices.contains($0.component) }
  }
}

extension PhaseMeasurement {
  fileprivate func fits(flows count: Int) -> Bool {
    completed.count == count && failed.count == count && latency.count == count && unended.count == count
  }
}
