/// Where in the body of its mails a vendor puts the fields of a booking.
package enum MailArrangement: Sendable, CaseIterable {
  /// `Label: value`
  case lines
  /// `"key": "value"` in a script block, as mail programs read it
  case structured
  /// Sentences
  case prose
  /// A label on one line, its value on the next
  case stacked
  /// `Label ......... value`
  case leaders
  /// `| Label | value |`
  case pipes
  /// `Label=value; Label=value;`
  case assignments
  /// `<tr><td>Label</td><td>value</td></tr>`
  case table
  /// `• Label – value`
  case bullets
  /// A line of labels above a line of values
  case columns
}

/// A field of a mail with its text, as it stands there.
typealias WrittenField = (field: BookingField, text: String)

// MARK: Writing

extension MailArrangement {
  /// The order in which fields are written. The last has a fixed shape, so that a mail that was cut off shows.
  static let order: [BookingField] = [.travellers, .place, .cost, .begins, .ends, .number]

  func body(_ fields: [WrittenField], of layout: MailLayout, in language: MailLanguage) -> String {
    let labelled = fields.map { (layout.label(of: $0.field, in: language), $0.text) }
    switch self {
    case .lines: return joined(labelled) { "\($0): \($1)" }
    case .stacked: return joined(labelled) { "\($0)\n\($1)\n" }
    case .leaders:
      let dots = String(repeating: ".", count: 32)
      return joined(labelled) { "\($0) \(dots.dropFirst(min(28, $0.count))) \($1)" }
    case .pipes: return joined(labelled) { "| \($0) | \($1) |" }
    case .assignments: return labelled.map { "\($0.0)=\($0.1);" }.joined(separator: " ")
    case .table: return "<table>\n" + joined(labelled) { "<tr><td>\($0)</td><td>\($1)</td></tr>" } + "\n</table>"
    case .bullets: return joined(labelled) { "• \($0) – \($1)" }
    case .columns: return Self.columns(labelled)
    case .structured: return Self.script(fields)
    case .prose: return MailSentences(language).text(fields, brand: layout.brand)
    }
  }

  private func joined(_ labelled: [(String, String)], _ line: (String, String) -> String) -> String {
    labelled.map(line).joined(separator: "\n")
  }

  private static func columns(_ labelled: [(String, String)]) -> String {
    var head = ""
    var values = ""
    for (label, value) in labelled {
      let width = max(label.count, value.count) + 2
      head += label + String(repeating: " ", count: width - label.count)
      values += value + String(repeating: " ", count: width - value.count)
    }
    return head + "\n" + values
  }

  private static func script(_ fields: [WrittenField]) -> String {
    let members = fields.map { "  \"\(key(of: $0.field))\": \"\($0.text)\"" }
    return "<script type=\"application/ld+json\">{\n  \"@type\": \"FlightReservation\",\n"
      + members.joined(separator: ",\n") + "\n}</script>"
  }

  static func key(of field: BookingField) -> String {
    switch field {
    case .number: "reservationNumber"
    case .travellers: "underName"
    case .begins: "departureDay"
    case .ends: "arrivalDay"
    case .cost: "totalPrice"
    case .place: "arrivalPlace"
    }
  }
}
