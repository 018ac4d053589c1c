import Components
import Scenarios

/// What `list` and `show` know, as one versioned object for machines.
package enum ReferenceJSON {
  /// Grows when a key changes its meaning or goes.
  package static let schema = 1

  package struct Listing: Encodable {
    package let schema = ReferenceJSON.schema
    /// Section → its entries, `scenarios` among them.
    package var lists: [String: [Line]] = [:]
    package init() {}
  }

  package struct Line: Encodable {
    package var name: String
    package var summary: String
    package var built: Bool
    package init(name: String, summary: String, built: Bool) {
      self.name = name
      self.summary = summary
      self.built = built
    }
  }

  package struct Documentation: Encodable {
    package let schema = ReferenceJSON.schema
    package var name: String
    package var entries: [Entry] = []
    /// Where it is a key of other things.
    package var keyOf: [Holder] = []
    private enum CodingKeys: String, CodingKey {
      case schema, name, entries
      case keyOf = "key_of"
    }

    package init(name: String, entries: [Entry], keyOf: [Holder]) {
      self.name = name
      self.entries = entries
      self.keyOf = keyOf
    }
  }

  package struct Entry: Encodable {
    package var section, name, summary: String
    package var form, standard: String?
    package var required, built: Bool
    package var keys: [Key]
    package var tables: [Table]
    package var example: String
    private enum CodingKeys: String, CodingKey {
      case section, name, summary, form
      case standard = "default"
      case required, built, keys, tables, example
    }

    package init(_ entry: Reference.Entry) {
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

  package struct Key: Encodable {
    package var name, form, documentation: String
    package var standard: String?
    package var required, scales, built: Bool
    package var keys: [Key]
    private enum CodingKeys: String, CodingKey {
      case name, form, documentation
      case standard = "default"
      case required, scales, built, keys
    }

    package init(_ parameter: Parameter) {
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

  package struct Holder: Encodable {
    package var entry, path: String
    package var key: Key
    package init(entry: String, path: String, key: Key) {
      self.entry = entry
      self.path = path
      self.key = key
    }
  }

  package struct Table: Encodable {
    package var title: String
    package var rows: [Row]
  }

  package struct Row: Encodable {
    package var name, text: String
  }
}
