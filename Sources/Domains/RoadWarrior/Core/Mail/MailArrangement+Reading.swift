extension MailArrangement {
  /// The fields that a body holds, each as often as it seems to stand there: a forwarded mail has another `From:`.
  /// - Complexity: O(length of the body).
  func fields(in body: String, language: MailLanguage) -> [BookingField: [Substring]] {
    if self == .prose { return MailSentences(language).fields(in: body) }
    if self == .structured { return Self.members(of: body) }
    var found: [BookingField: [Substring]] = [:]
    for (label, value) in labelled(in: body, language) {
      if let field = language.field(labelled: TextScan.trimmed(label)) {
        found[field, default: []].append(TextScan.trimmed(value))
      }
    }
    return found
  }

  /// Whatever looks like a label with a value.
  private func labelled(in body: String, _ language: MailLanguage) -> [(Substring, Substring)] {
    switch self {
    case .lines: return TextScan.lines(of: body).compactMap { Self.halves(of: $0, ":") }
    case .bullets:
      return TextScan.lines(of: body).compactMap { $0.first == "•" ? Self.halves(of: $0.dropFirst(), " – ") : nil }
    case .leaders:
      return TextScan.lines(of: body).compactMap { line in
        Self.halves(of: line, " ....").map { ($0.0, $0.1.drop { $0 == "." }) }
      }
    case .pipes:
      return TextScan.lines(of: body).compactMap { line in
        let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        return cells.count == 4 && cells[0].isEmpty && cells[3].isEmpty ? (cells[1], cells[2]) : nil
      }
    case .assignments:
      // What no semicolon ends was cut off.
      return TextScan.lines(of: body).flatMap { line in
        TextScan.pieces(of: line, separator: ";").dropLast().compactMap { Self.halves(of: $0, "=") }
      }
    case .table:
      return TextScan.pieces(of: body[...], separator: "<tr>").compactMap(Self.cells)
    case .stacked:
      let lines = TextScan.lines(of: body)
      return zip(lines, lines.dropFirst()).filter { language.field(labelled: $0.1) == nil }.map { ($0.0, $0.1) }
    case .columns: return Self.columns(of: TextScan.lines(of: body), language)
    case .prose, .structured: return []
    }
  }

  private static func halves(of text: Substring, _ separator: String) -> (Substring, Substring)? {
    TextScan.range(of: separator, in: text).map { (text[..<$0.lowerBound], text[$0.upperBound...]) }
  }

  /// Two cells of a row, both closed.
  private static func cells(of row: Substring) -> (Substring, Substring)? {
    let pieces = TextScan.pieces(of: row, separator: "</td>")
    guard pieces.count >= 3, let label = halves(of: pieces[0], "<td>"), let value = halves(of: pieces[1], "<td>") else {
      return nil
    }
    return (label.1, value.1)
  }

  private static func columns(of lines: [Substring], _ language: MailLanguage) -> [(Substring, Substring)] {
    for (head, values) in zip(lines, lines.dropFirst()) {
      let labels = separated(head)
      guard labels.count > 1, let first = labels.first, language.field(labelled: first) != nil else { continue }
      let cells = separated(values)
      // With a cell too few nobody knows which one.
      return cells.count == labels.count ? Array(zip(labels, cells)) : []
    }
    return []
  }

  /// Cells with two spaces or more between them.
  private static func separated(_ line: Substring) -> [Substring] {
    TextScan.pieces(of: line, separator: "  ").map(TextScan.trimmed).filter { !$0.isEmpty }
  }

  private static func members(of body: String) -> [BookingField: [Substring]] {
    var found: [BookingField: [Substring]] = [:]
    for field in BookingField.allCases {
      guard let key = halves(of: body[...], "\"\(key(of: field))\": \""), let value = halves(of: key.1, "\"") else {
        continue
      }
      found[field] = [value.0]
    }
    return found
  }
}
