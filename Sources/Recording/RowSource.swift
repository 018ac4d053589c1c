import Foundation
import GRDB

extension DatabaseValue {
  static func text(_ text: String) -> DatabaseValue { text.databaseValue }
  static func text(_ text: String?) -> DatabaseValue { text?.databaseValue ?? .null }
  static func integer(_ number: Int64) -> DatabaseValue { number.databaseValue }
  static func integer(_ number: Int64?) -> DatabaseValue { number?.databaseValue ?? .null }
  static func integer(_ number: Int) -> DatabaseValue { Int64(number).databaseValue }
  static func integer(_ number: Int?) -> DatabaseValue { number.map(integer) ?? .null }
  /// By its bit pattern: SQLite has signed integers only.
  static func count(_ number: UInt64) -> DatabaseValue { Int64(bitPattern: number).databaseValue }
  static func count(_ number: UInt64?) -> DatabaseValue { number.map(count) ?? .null }
  /// Not-a-number becomes null, which is how SQLite stores it anyway.
  static func number(_ number: Double) -> DatabaseValue {
    number.isNaN ? .null : number.databaseValue
  }
  static func number(_ number: Double?) -> DatabaseValue { number.map(Self.number) ?? .null }
  static func flag(_ flag: Bool) -> DatabaseValue { (flag ? 1 : 0).databaseValue }
  static func blob(_ data: Data) -> DatabaseValue { data.databaseValue }
}

/// One row being read, column after column.
struct RowSource {
  private let row: Row
  private let table: String
  private var next = 0

  init(_ row: Row, of table: String) {
    self.row = row
    self.table = table
  }

  private mutating func value() throws -> DatabaseValue {
    guard next < row.count else { throw Damage(what: "\(table): too few columns") }
    defer { next += 1 }
    return row[next]
  }

  /// Whether the next column has nothing.
  var isNull: Bool { next < row.count && (row[next] as DatabaseValue).isNull }

  /// Passes over a column that has nothing.
  mutating func skip<Value>() throws -> Value? {
    _ = try value()
    return nil
  }

  private func damaged() -> Damage { Damage(what: "\(table): column \(next)") }

  mutating func optionalText() throws -> String? {
    switch try value().storage {
    case .null: nil
    case .string(let text): text
    default: throw damaged()
    }
  }

  mutating func optionalInteger() throws -> Int64? {
    switch try value().storage {
    case .null: nil
    case .int64(let number): number
    default: throw damaged()
    }
  }

  mutating func optionalNumber() throws -> Double? {
    switch try value().storage {
    case .null: nil
    case .double(let number): number
    case .int64(let number): Double(number)
    default: throw damaged()
    }
  }

  mutating func blob() throws -> Data {
    guard let data = try optionalBlob() else { throw damaged() }
    return data
  }

  mutating func optionalBlob() throws -> Data? {
    switch try value().storage {
    case .null: nil
    case .blob(let data): data
    default: throw damaged()
    }
  }

  mutating func text() throws -> String {
    guard let text = try optionalText() else { throw damaged() }
    return text
  }

  mutating func integer() throws -> Int64 {
    guard let number = try optionalInteger() else { throw damaged() }
    return number
  }

  mutating func count() throws -> UInt64 { UInt64(bitPattern: try integer()) }
  mutating func optionalCount() throws -> UInt64? {
    try optionalInteger().map { UInt64(bitPattern: $0) }
  }
  mutating func number() throws -> Double { try optionalNumber() ?? .nan }
  mutating func flag() throws -> Bool { try integer() != 0 }
  mutating func int() throws -> Int { Int(try integer()) }

  /// A word that must be one of the cases of an enumeration.
  mutating func word<Word: RawRepresentable>(_: Word.Type = Word.self) throws -> Word
  where Word.RawValue == String {
    guard let word = Word(rawValue: try text()) else { throw damaged() }
    return word
  }
}
