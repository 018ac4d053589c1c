import Engine
import Statistics

/// What a replication measured, as bytes: so that it is run once and can be merged, compared and judged again later.
/// A trace and what belongs to the machine are left out.
extension Measurements: Measurement {
  /// Of the quantities, written before them; a change of theirs is a new one, and bytes of another are not read.
  package static let archiveFormat: UInt64 = 4

  package static let quantities: [Quantity<Measurements>] = [
    .minimum(\.simulated), .init(\.events), .init(\.components), .init(\.operations), .init(\.unendedOperations),
    .init(\.flows), .init(\.phases), .init(\.faultStages), .init(\.measures), .init(\.commandOutcomes),
    .init(\.commandStretches), .init(\.links), .init(\.pollings), .init(\.monitors), .init(\.groups),
    .init(\.unfinished), .init(\.unfinishedRecords), .init(\.turnedAway), .maximum(\.peakInFlight),
    .first(\.faultSpans),
    .first(\.decisions), .first(\.droppedDecisions), .any(\.isPartial),
    .unstored(\.activities), .unstored(\.isActivityRecordCut), .unstored(\.paths), .unstored(\.candidates),
    .unstored(\.setUpSeconds),
  ]

  package mutating func archive(in archive: inout Archive) throws {
    try archive.format(Measurements.archiveFormat)
    for quantity in Self.quantities { try quantity.archive(&self, &archive) }
  }
}

extension MonitorReading: Measured {
  package init() { self.init(id: "", violations: 0, firstAt: nil, firstEntity: nil) }

  /// Who was first, and when, is told of the first replication that has one.
  package mutating func merge(_ other: MonitorReading) { violations += other.violations }

  package func add(to digest: inout Digest) { digest.add(violations) }

  package mutating func archive(in archive: inout Archive) throws {
    try archive.field(&id)
    try archive.field(&system)
    try archive.field(&violations)
    try archive.optional(&firstAt, of: 0) { try $1.field(&$0) }
    try archive.optional(&firstEntity, of: 0) { try $1.field(&$0) }
  }
}

extension FaultSpan: Archivable {
  package init() { self.init(begins: 0, ends: 0) }

  package mutating func archive(in archive: inout Archive) throws {
    try archive.field(&begins)
    try archive.field(&ends)
  }
}

extension Decision: Archivable {
  package init() { self.init(at: 0, kind: .skipped, component: 0) }

  package mutating func archive(in archive: inout Archive) throws {
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

extension Measurements {
  /// Whether it has as many components, flows and so on as a plan: what was read from elsewhere is checked before it
  /// is indexed by the plan.
  package func fits(_ plan: NetworkPlan) -> Bool {
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
