/// Bytes that a value is written to or read from, by one description of its fields for both ways.
///
/// A type says once which fields it has, in order; writing and reading then cannot drift apart:
///
/// ```swift
/// extension Span: Archivable {
///   mutating func archive(in archive: inout Archive) throws {
///     try archive.field(&begins)
///     try archive.field(&ends)
///   }
/// }
/// let bytes = try Archive.bytes(of: span)
/// let again = try Archive.value(Span.self, from: bytes)
/// ```
///
/// Integers take one byte for each seven bits (LEB128; signed ones zigzag), so counts that are mostly
/// small stay small. The bytes are the same on every machine. Reading checks everything that a value
/// takes for granted: damaged bytes throw, and never crash.
package struct Archive {
  package private(set) var bytes: [UInt8]
  /// False while reading.
  package let isWriting: Bool
  private var position = 0

  /// Bytes that are not what they should be, and in what.
  package struct Damage: Error, Sendable, Equatable {
    package var what: String
    package init(_ what: String) { self.what = what }
  }

  /// Bytes of another version of this program: not damage, and not to be read as if they were ours.
  package struct OtherFormat: Error, Sendable, Equatable, CustomStringConvertible {
    package var found: UInt64
    package var known: UInt64
    /// What is kept so; nobody has said it yet where it is empty.
    package var what = ""

    package var description: String {
      "\(what.isEmpty ? "this" : what) is kept in archive format \(found), and this program reads format \(known)"
    }
  }

  private init(bytes: [UInt8], isWriting: Bool) {
    self.bytes = bytes
    self.isWriting = isWriting
  }

  /// A value as bytes. O(size).
  package static func bytes<Value: Archivable>(of value: Value) -> [UInt8] {
    var archive = Archive(bytes: [], isWriting: true)
    var copy = value
    do {
      try copy.archive(in: &archive)
    } catch {
      preconditionFailure("writing an archive cannot fail: \(error)")
    }
    return archive.bytes
  }

  /// The value that was written. Throws `Damage` unless the bytes are all of one value. O(size).
  package static func value<Value: Archivable>(_: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
    var archive = Archive(bytes: bytes, isWriting: false)
    var value = Value()
    try value.archive(in: &archive)
    guard archive.position == bytes.count else { throw Damage("more bytes than a \(Value.self) has") }
    return value
  }

  // MARK: Fields

  /// The number of a format, before its fields. Reading throws `OtherFormat` where another one stands there.
  package mutating func format(_ known: UInt64) throws {
    var found = known
    try field(&found)
    guard found == known else { throw OtherFormat(found: found, known: known) }
  }

  package mutating func field(_ number: inout UInt64) throws {
    if isWriting { append(number) } else { number = try readNumber() }
  }

  package mutating func field(_ number: inout Int64) throws {
    var zigzag = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    try field(&zigzag)
    number = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
  }

  package mutating func field(_ number: inout Int) throws {
    var wide = Int64(number)
    try field(&wide)
    number = Int(wide)
  }

  package mutating func field(_ number: inout UInt128) throws {
    var low = UInt64(truncatingIfNeeded: number)
    var high = UInt64(truncatingIfNeeded: number >> 64)
    try field(&low)
    try field(&high)
    number = UInt128(high) << 64 | UInt128(low)
  }

  /// By its bits, in eight bytes.
  package mutating func field(_ number: inout Double) throws {
    var bits = number.bitPattern
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      if isWriting {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      } else {
        if shift == 0 { bits = 0 }
        bits |= UInt64(try readByte()) << shift
      }
    }
    number = Double(bitPattern: bits)
  }

  package mutating func field(_ flag: inout Bool) throws {
    var number: UInt64 = flag ? 1 : 0
    try field(&number)
    guard number < 2 else { throw Damage("a flag that is neither") }
    flag = number == 1
  }

  package mutating func field(_ text: inout String) throws {
    var utf8 = Array(text.utf8)
    try list(&utf8, of: 0) { byte, archive in
      if archive.isWriting { archive.bytes.append(byte) } else { byte = try archive.readByte() }
    }
    guard let valid = String(validating: utf8, as: UTF8.self) else { throw Damage("text that is not UTF-8") }
    text = valid
  }

  package mutating func field<Value: Archivable>(_ value: inout Value) throws {
    try value.archive(in: &self)
  }

  /// Nothing, or a value that `body` archives.
  package mutating func optional<Value>(
    _ value: inout Value?, of empty: Value, _ body: (inout Value, inout Archive) throws -> Void
  ) throws {
    var isThere = value != nil
    try field(&isThere)
    guard isThere else { return value = nil }
    var some = value ?? empty
    try body(&some, &self)
    value = some
  }

  /// Elements in their order, each archived by `body`; `empty` is what one is read into. An element takes a byte at
  /// least, so that a damaged length cannot ask for more memory than there are bytes.
  package mutating func list<Element>(
    _ elements: inout [Element], of empty: Element, _ body: (inout Element, inout Archive) throws -> Void
  ) throws {
    var count = UInt64(elements.count)
    try field(&count)
    if isWriting {
      for var element in elements { try body(&element, &self) }
      return
    }
    guard count <= UInt64(bytes.count - position) else { throw Damage("a list longer than its bytes") }
    elements = []
    elements.reserveCapacity(Int(count))
    for _ in 0..<count {
      var element = empty
      try body(&element, &self)
      elements.append(element)
    }
  }

  package mutating func list<Element: Archivable>(_ elements: inout [Element]) throws {
    try list(&elements, of: Element()) { try $0.archive(in: &$1) }
  }

  package mutating func list(_ numbers: inout [UInt64]) throws { try list(&numbers, of: 0) { try $1.field(&$0) } }

  package mutating func list(_ numbers: inout [UInt128]) throws { try list(&numbers, of: 0) { try $1.field(&$0) } }

  // MARK: Bytes

  private mutating func append(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func readByte() throws -> UInt8 {
    guard position < bytes.count else { throw Damage("cut short") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func readNumber() throws -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let part = try readByte()
      guard shift < 63 || part < 2 else { throw Damage("a number too large") }
      number |= UInt64(part & 0x7f) << shift
      if part < 0x80 { return number }
    }
    throw Damage("a number too long")
  }
}

/// A value that can be written to bytes and read from them.
package protocol Archivable {
  /// What is read into.
  init()
  /// Names every field to the archive, in an order that never changes.
  mutating func archive(in archive: inout Archive) throws
}
