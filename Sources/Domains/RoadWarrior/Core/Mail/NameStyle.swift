/// How a vendor writes who travels.
package enum NameStyle: Sendable, CaseIterable {
  /// Anna Müller, Jean Petit
  case list
  /// Müller, Anna; Petit, Jean
  case familyFirst
  /// Müller/Anna, Petit/Jean
  case airline
  /// Anna Müller, Jean Petit and Zoë Smith
  case sentence

  package func text(of names: [PersonName], in language: MailLanguage) -> String {
    switch self {
    case .list: return names.map { "\($0.given) \($0.family)" }.joined(separator: ", ")
    case .familyFirst: return names.map { "\($0.family), \($0.given)" }.joined(separator: "; ")
    case .airline: return names.map { "\($0.family)/\($0.given)" }.joined(separator: ", ")
    case .sentence:
      let last = names.count - 1
      var text = ""
      for (index, name) in names.enumerated() {
        if index > 0 { text += index == last ? " \(language.and) " : ", " }
        text += "\(name.given) \(name.family)"
      }
      return text
    }
  }

  /// nil unless everybody has a given and a family name, in letters.
  package func names(of text: Substring, in language: MailLanguage) -> [PersonName]? {
    var names: [PersonName] = []
    for part in parts(of: text, in: language) {
      guard let name = name(of: part), Self.isName(name.given[...]), Self.isName(name.family[...]),
        !name.given.contains(" ")
      else { return nil }
      names.append(name)
    }
    return names.isEmpty ? nil : names
  }

  private func parts(of text: Substring, in language: MailLanguage) -> [Substring] {
    switch self {
    case .list, .airline: return TextScan.pieces(of: text, separator: ", ")
    case .familyFirst: return TextScan.pieces(of: text, separator: "; ")
    case .sentence:
      return TextScan.pieces(of: text, separator: ", ").flatMap {
        TextScan.pieces(of: $0, separator: " \(language.and) ")
      }
    }
  }

  private func name(of part: Substring) -> PersonName? {
    let separator: String
    switch self {
    case .list, .sentence: separator = " "
    case .familyFirst: separator = ", "
    case .airline: separator = "/"
    }
    guard let range = TextScan.range(of: separator, in: part) else { return nil }
    let (first, second) = (String(part[..<range.lowerBound]), String(part[range.upperBound...]))
    switch self {
    case .list, .sentence: return PersonName(given: first, family: second)
    case .familyFirst, .airline: return PersonName(given: second, family: first)
    }
  }

  /// Letters, and what stands between them: spaces, hyphens, apostrophes.
  static func isName(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter, text.last != " " else { return false }
    return text.allSatisfy { $0.isLetter || $0 == " " || $0 == "-" || $0 == "'" }
  }
}
