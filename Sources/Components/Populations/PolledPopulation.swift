import Engine

/// The domain side of a polled population: what a refresh of one entity decides. The loop that calls it
/// is generic and `@inlinable`, so a conforming type's code ends up inside it.
public protocol PolledPopulation {
  /// Prepares for refreshes inside a window.
  mutating func beginWindow(from: Nanoseconds, until: Nanoseconds)
  /// A pass begins, the first being number 1.
  mutating func beginPass(_ number: Int)
  /// Whether the entity is on the worker's list.
  func isActive(_ index: Int) -> Bool
  /// Compares what is known with what the source says at `time`. Zero means unchanged; anything else
  /// is described by `describe`, called right after.
  mutating func compare(_ index: Int, at time: Nanoseconds) -> UInt8
  /// As `compare`, of the rest of the entities that one call answers for: it goes on behind the one found last. Called
  /// until nothing more is found.
  mutating func compareRest(_ index: Int, at time: Nanoseconds) -> UInt8
  /// Fills in payload and change times of the news that `compare` just found.
  mutating func describe(_ index: Int, at time: Nanoseconds, in finding: inout Finding)
  /// Key, from 1, of the source that the entity is asked from.
  func sourceKey(_ index: Int) -> Int64
  /// A command of the core takes effect, between the refreshes before and after its instant.
  mutating func apply(_ code: UInt8, to index: Int, at time: Nanoseconds)
  /// Says up to which instant unseen changes will be asked for.
  mutating func prepareUnseen(before end: Nanoseconds)
  /// False only if the entity has no change unseen before the prepared instant.
  func mayHaveUnseen(_ index: Int) -> Bool
  /// Changes with an own time before `time` that the worker does not know of, each passed by own time.
  func forEachUnseen(_ index: Int, before time: Nanoseconds, _ body: (Nanoseconds) -> Void)
}

/// A population of which each call is about one entity, and that need not know which pass finds what.
extension PolledPopulation {
  /// There is no rest.
  public mutating func compareRest(_ index: Int, at time: Nanoseconds) -> UInt8 { 0 }
  /// Passes are not told apart.
  public mutating func beginPass(_ number: Int) {}
}

extension PolledPopulation {
  /// What a comparison has found, and the rest that the same call answers for.
  /// - Parameters:
  ///   - outcome: what `compare` has returned; nothing is found where it is zero.
  ///   - entity: of the key, where it is one alone.
  mutating func findings(
    _ outcome: UInt8, of index: Int, _ entity: UInt64, comparedAt: Nanoseconds, askedAt: Nanoseconds, at: Nanoseconds
  ) -> [Finding] {
    var found: [Finding] = []
    var outcome = outcome
    while outcome != 0 {
      var finding = Finding()
      finding.at = at
      finding.askedAt = askedAt
      finding.entity = entity
      finding.outcome = outcome
      describe(index, at: comparedAt, in: &finding)
      found.append(finding)
      outcome = compareRest(index, at: comparedAt)
    }
    return found
  }
}

extension PollScratch {
  /// Counts the changes of a finding that belong to the measured part, and forgets the others.
  func counted(_ finding: Finding, isMeasured: (Nanoseconds) -> Bool) -> Finding {
    var finding = finding
    finding.isMeasured = isMeasured(finding.changedAt ?? finding.askedAt)
    finding.others.removeAll { !isMeasured($0) }
    found += UInt64(finding.others.count) + (finding.isMeasured && finding.changedAt != nil ? 1 : 0)
    return finding
  }
}
