import Foundation
import GRDB

/// A part of a result that is one row of a table. Its columns say once what they are called, where they stand in the
/// part, and so how they are written and read.
protocol StoredRow: Sendable {
  static var table: String { get }
  /// Without `run` and `position`, which every list has.
  static var columns: [Column<Self>] { get }
  /// What a row is read into.
  static var blank: Self { get }
}

/// One column of a table.
///
/// ```swift
/// static let columns: [Column<LinkResult>] = [.init("source", \.from), .init("count", \.count)]
/// ```
struct Column<Row: Sendable>: Sendable {
  let name: String
  let value: @Sendable (Row) -> DatabaseValue
  let read: @Sendable (inout Row, inout RowSource) throws -> Void

  init(
    _ name: String, value: @escaping @Sendable (Row) -> DatabaseValue,
    read: @escaping @Sendable (inout Row, inout RowSource) throws -> Void
  ) {
    self.name = name
    self.value = value
    self.read = read
  }

  init<Value: StoredValue>(_ name: String, _ property: any WritableKeyPath<Row, Value> & Sendable) {
    self.init(name) {
      $0[keyPath: property].stored
    } read: {
      $0[keyPath: property] = try Value(&$1)
    }
  }

  /// A word of an enumeration.
  static func word<Word: RawRepresentable & Sendable>(
    _ name: String, _ property: any WritableKeyPath<Row, Word> & Sendable
  ) -> Column where Word.RawValue == String {
    Column(name) {
      .text($0[keyPath: property].rawValue)
    } read: {
      $0[keyPath: property] = try $1.word()
    }
  }

  /// Written for whoever queries; it follows from others when a row is read.
  static func derived<Value: StoredValue>(
    _ name: String, _ property: any KeyPath<Row, Value> & Sendable
  ) -> Column {
    Column(name) {
      $0[keyPath: property].stored
    } read: {
      _ = try Value?(&$1)
    }
  }
}

/// A value that a column can hold. Optional ones are null where they are nil.
protocol StoredValue: Sendable {
  var stored: DatabaseValue { get }
  init(_ row: inout RowSource) throws
}

extension String: StoredValue {
  var stored: DatabaseValue { .text(self) }
  init(_ row: inout RowSource) throws { self = try row.text() }
}

extension Int64: StoredValue {
  var stored: DatabaseValue { .integer(self) }
  init(_ row: inout RowSource) throws { self = try row.integer() }
}

extension Int: StoredValue {
  var stored: DatabaseValue { .integer(self) }
  init(_ row: inout RowSource) throws { self = try row.int() }
}

extension UInt64: StoredValue {
  var stored: DatabaseValue { .count(self) }
  init(_ row: inout RowSource) throws { self = try row.count() }
}

/// Not-a-number is null.
extension Double: StoredValue {
  var stored: DatabaseValue { .number(self) }
  init(_ row: inout RowSource) throws { self = try row.number() }
}

extension Bool: StoredValue {
  var stored: DatabaseValue { .flag(self) }
  init(_ row: inout RowSource) throws { self = try row.flag() }
}

extension Optional: StoredValue where Wrapped: StoredValue {
  var stored: DatabaseValue { self?.stored ?? .null }
  init(_ row: inout RowSource) throws { self = try row.isNull ? row.skip() : Wrapped(&row) }
}
