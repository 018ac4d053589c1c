/// A value that is measured: it can be stored, added to that of another replication, and digested.
///
/// Integers are counts and areas, and add up. A type that is made of such values says which, once, as `Quantity`s.
public protocol Measured: Archivable, Sendable {
  /// Adds what another replication measured. Exact, and the same in any order unless a type says otherwise.
  mutating func merge(_ other: Self)
  /// Adds all that tells two measurements apart.
  func add(to digest: inout Digest)
}

extension Measured where Self: FixedWidthInteger {
  public mutating func merge(_ other: Self) { self += other }
}

extension UInt64: Measured {
  public mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  public func add(to digest: inout Digest) { digest.add(self) }
}

extension Int64: Measured {
  public mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  public func add(to digest: inout Digest) { digest.add(self) }
}

extension Int: Measured {
  public mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  public func add(to digest: inout Digest) { digest.add(self) }
}

extension UInt128: Measured {
  public mutating func archive(in archive: inout Archive) throws { try archive.field(&self) }
  public func add(to digest: inout Digest) { digest.add(self) }
}

extension Histogram: Measured {
  public func add(to digest: inout Digest) { digest.add(self) }
}

extension SparseHistogram: Measured {
  public func add(to digest: inout Digest) { digest.add(histogram) }
}

extension Array: Archivable where Element: Archivable {
  public mutating func archive(in archive: inout Archive) throws { try archive.list(&self) }
}

/// A list is merged element by element; what the longer one has more stays.
extension Array: Measured where Element: Measured {
  public mutating func merge(_ other: [Element]) {
    for index in other.indices {
      if index < count { self[index].merge(other[index]) } else { append(other[index]) }
    }
  }

  public func add(to digest: inout Digest) { for element in self { element.add(to: &digest) } }
}
