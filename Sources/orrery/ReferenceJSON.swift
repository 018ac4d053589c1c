import ArgumentParser
import Components
import Foundation
import Scenarios

/// What `list` and `show` know, as one versioned object for machines.
enum ReferenceJSON {
  /// Grows when a key changes its meaning or goes.
  static let schema = 1

  struct Listing: Encodable {
    let schema = ReferenceJSON.schema
    /// Section → its entries, `scenarios` among them.
    var lists: [String: [Line]] = [:]
  }

  struct Line: Encodable {
    var name: String
    var summary: String
    var built: Bool
  }

  struct Documentation: Encodable {
    let schema = ReferenceJSON.schema
    var name: String
    var entries: [Entry] = []
    /// Where it is a key of other things.
    var keyOf: [Holder] = []
    private enum CodingKeys: String, CodingKey {
      case schema, name, entries
      case keyOf = "key_of"
    }
  }

  struct Entry: Encodable {
    var section, name, summary: String
    var form, standard: String?
    var required, built: Bool
    var keys: [Key]
    var tables: [Table]
    var example: String
    private enum CodingKeys: String, CodingKey {
      case section, name, summary, form
      case standard = "default"
      case required, built, keys, tables, example
    }

    init(_ entry: Reference.Entry) {
      section = entry.section.rawValue
      name = entry.name
      summary = entry.summary
      form = entry.form.map(ReferenceText.form)
      standard = entry.standard
      required = entry.isRequired
      built = entry.isBuilt
      keys = entry.parameters.map { Key($0) }
      tables = entry.tables.filter { !$0.rows.isEmpty }.map { table in
        Table(title: table.title, rows: table.rows.map { Row(name: $0.name, text: $0.text) })
      }
      example = entry.example
    }
  }

  struct Key: Encodable {
    var name, form, documentation: String
    var standard: String?
    var required, scales, built: Bool
    var keys: [Key]
    private enum CodingKeys: String, CodingKey {
      case name, form, documentation
      case standard = "default"
      case required, scales, built, keys
    }

    init(_ parameter: Parameter) {
      name = parameter.name
      form = ReferenceText.form(parameter.form)
      documentation = parameter.documentation
      standard = parameter.standard
      required = parameter.isRequired
      scales = parameter.scales
      built = parameter.isBuilt
      keys = parameter.form.parameters.map { Key($0) }
    }
  }

  struct Holder: Encodable {
    var entry, path: String
    var key: Key
  }

  struct Table: Encodable {
    var title: String
    var rows: [Row]
  }

  struct Row: Encodable {
    var name, text: String
  }

  /// Writes an object to a file, or to standard output with `-`.
  static func write(_ object: some Encodable, to place: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(object)
    if place == "-" { return Console.document(String(decoding: data, as: UTF8.self)) }
    do {
      try (data + Data("\n".utf8)).write(to: URL(fileURLWithPath: place), options: .atomic)
    } catch {
      Console(isQuiet: false, noColor: true, keepsOutputClear: true).note("error: \(place.shown): cannot be written")
      throw ExitCode(Outcome.outsideFailed.rawValue)
    }
  }
}
