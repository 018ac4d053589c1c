/// A value that is measured: it can be stored, added to that of another replication, and digested.
///
/// Integers are counts and areas, and add up. A type that is made of such values says which, once, as `Quantity`s.
package protocol Measured: Archivable, Sendable {
  /// Adds what another replication measured. Exact, and the same in any order unless a type says otherwise.
  mutating func merge(_ other: Self)
  /// Adds all that tells two measurements apart.
  func add(to digest: inout Digest)
}

extension Measured where Self: FixedWidthInteger {
  package mutating func merge(_ other: Self) { self += other }
}

extension UInt64: Measured {
  package mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  package func add(to digest: inout Digest) { digest.add(self) }
}

extension Int64: Measured {
  package mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  package func add(to digest: inout Digest) { digest.add(self) }
}

extension Int: Measured {
  package mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  package func add(to digest: inout Digest) { digest.add(self) }
}

extension UInt128: Measured {
  package mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  package func add(to digest: inout Digest) { digest.add(self) }
}

extension Histogram: Measured {
  package func add(to digest: inout Digest) { digest.add(self) }
}

extension SparseHistogram: Measured {
  package func add(to digest: inout Digest) { digest.add(histogram) }
}

extension Array: Archivable where Element: Archivable {
  package mutating func archive(in archive: inout Archive) throws { try archive.list(&self) }
}

/// A list is merged element by element; what the longer one has more stays.
extension Array: Measured where Element: Measured {
  package mutating func merge(_ other: [Element]) {
    for index in other.indices {
      if index < count { self[index].merge(other[index]) } else { append(other[index]) }
    }
  }

  package func add(to digest: inout Digest) { for element in self { element.add(to: &digest) } }
}
