import Engine
import Statistics

/// One quantity of a measurement: the property that holds it, and by it how it is stored, what two replications have
/// of it together, and which digests tell two runs apart by it. A measurement lists its quantities once; all that is
/// done to all of them follows from the list.
///
/// ```swift
/// extension LinkMeasurement: Measurement {
///   static let quantities: [Quantity<LinkMeasurement>] = [.init(\.calls), .maximum(\.bytesAtOnce)]
/// }
/// ```
package struct Quantity<Owner>: Sendable {
  /// What digests need to name numbers by: the outcomes of the plan.
  package typealias Names = [String]

  let archive: @Sendable (inout Owner, inout Archive) throws -> Void
  let merge: @Sendable (inout Owner, Owner) -> Void
  private(set) var digest: @Sendable (Owner, Names, inout Digest) -> Void = { _, _, _ in }
  private(set) var timeline: @Sendable (Owner, inout Digest) -> Void = { _, _ in }

  /// Which digest has a quantity: that of its owner, that of the timeline, or none, as what follows from others.
  package enum Place: Sendable { case owner, timeline, none }

  /// Any quantity.
  init(
    archive: @escaping @Sendable (inout Owner, inout Archive) throws -> Void,
    merge: @escaping @Sendable (inout Owner, Owner) -> Void
  ) {
    self.archive = archive
    self.merge = merge
  }

  /// A quantity that is stored, merged and digested as its type is.
  package init<Value: Measured>(_ property: any WritableKeyPath<Owner, Value> & Sendable, in place: Place = .owner) {
    self.init(property, in: place) { $0.merge($1) }
  }

  private init<Value: Measured>(
    _ property: any WritableKeyPath<Owner, Value> & Sendable, in place: Place,
    merge: @escaping @Sendable (inout Value, Value) -> Void
  ) {
    self.init(
      archive: { try $0[keyPath: property].archive(in: &$1) },
      merge: { merge(&$0[keyPath: property], $1[keyPath: property]) })
    switch place {
    case .owner: digest = { $0[keyPath: property].add(to: &$2) }
    case .timeline: timeline = { $0[keyPath: property].add(to: &$1) }
    case .none: break
    }
  }

  /// A list by timeline interval, of which the owner's digest has the sum.
  static func summed(_ property: any WritableKeyPath<Owner, [UInt64]> & Sendable) -> Quantity {
    Quantity(property, in: .timeline).with { $2.add($0[keyPath: property].reduce(0, +)) }
  }

  /// Counts by outcome number. Digests have them by name: which number an outcome has depends on what else there is.
  static func outcomes(_ property: any WritableKeyPath<Owner, [UInt64]> & Sendable) -> Quantity {
    Quantity(property, in: .none).with { $2.add($0[keyPath: property], naming: $1) }
  }

  /// The same with another part in its owner's digest, or in the timeline's.
  func with(digest: @escaping @Sendable (Owner, Names, inout Digest) -> Void) -> Quantity {
    var copy = self
    copy.digest = digest
    return copy
  }

  func with(timeline: @escaping @Sendable (Owner, inout Digest) -> Void) -> Quantity {
    var copy = self
    copy.timeline = timeline
    return copy
  }

  package static func maximum<Value: Measured & Comparable>(
    _ property: any WritableKeyPath<Owner, Value> & Sendable, in place: Place = .owner
  ) -> Quantity {
    Quantity(property, in: place) { $0 = max($0, $1) }
  }

  package static func minimum<Value: Measured & Comparable>(
    _ property: any WritableKeyPath<Owner, Value> & Sendable, in place: Place = .owner
  ) -> Quantity {
    Quantity(property, in: place) { $0 = min($0, $1) }
  }

  /// The same in every replication, or told of the first alone.
  static func first<Value: Archivable & Sendable>(_ property: any WritableKeyPath<Owner, Value> & Sendable) -> Quantity
  {
    Quantity(archive: { try $0[keyPath: property].archive(in: &$1) }, merge: { _, _ in })
  }

  /// True of the whole if it is of one.
  static func any(_ property: any WritableKeyPath<Owner, Bool> & Sendable) -> Quantity {
    Quantity(
      archive: { try $1.field(&$0[keyPath: property]) },
      merge: { $0[keyPath: property] = $0[keyPath: property] || $1[keyPath: property] })
  }

  /// What belongs to the process that measured, and is neither stored nor merged.
  static func unstored<Value: Sendable>(_ property: any WritableKeyPath<Owner, Value> & Sendable) -> Quantity {
    Quantity(archive: { _, _ in }, merge: { _, _ in })
  }

  /// What had not ended by the interval in which it began.
  static func unended(_ property: any WritableKeyPath<Owner, [UnendedInterval]> & Sendable) -> Quantity {
    Quantity(
      archive: { try $1.list(&$0[keyPath: property]) },
      merge: { $0[keyPath: property].join($1[keyPath: property]) })
  }

  /// Exact counts above limits, which are those of the plan.
  static func exceedances(
    _ property: any WritableKeyPath<Owner, [(limit: Nanoseconds, count: UInt64)]> & Sendable
  ) -> Quantity {
    Quantity(
      archive: { owner, archive in
        try archive.list(&owner[keyPath: property], of: (0, 0)) { pair, archive in
          try archive.field(&pair.limit)
          try archive.field(&pair.count)
        }
      },
      merge: { owner, other in
        for (index, exceedance) in other[keyPath: property].enumerated() {
          owner[keyPath: property][index].count += exceedance.count
        }
      })
  }
}

/// A record of what was measured. Every stored property is one of its quantities.
package protocol Measurement: Measured {
  static var quantities: [Quantity<Self>] { get }
}

extension Measurement {
  package mutating func archive(in archive: inout Archive) throws {
    for quantity in Self.quantities { try quantity.archive(&self, &archive) }
  }

  package mutating func merge(_ other: Self) {
    for quantity in Self.quantities { quantity.merge(&self, other) }
  }

  package func add(to digest: inout Digest) { add(to: &digest, naming: []) }

  /// - Parameter names: of outcomes, by number.
  package func add(to digest: inout Digest, naming names: [String]) {
    for quantity in Self.quantities { quantity.digest(self, names, &digest) }
  }

  /// Adds what was measured by timeline interval.
  package func addTimeline(to digest: inout Digest) {
    for quantity in Self.quantities { quantity.timeline(self, &digest) }
  }
}

extension Digest {
  /// Adds counts by outcome number by their names.
  package mutating func add(_ outcomes: [UInt64], naming names: [String]) {
    for (name, count) in zip(names, outcomes).sorted(by: { $0.0 < $1.0 }) where count > 0 {
      add(name)
      add(count)
    }
  }
}
