/// How names are written: words of lower-case letters and digits, joined by hyphens, as in `order-service`.
///
/// Names stand in paths, labels, files, pictures and logs; one form is safe in all of them, and nobody has to remember
/// whether it was `orderService` or `order_service`.
enum NameForm {
  static let longest = 100

  /// Whether a text is a name; prefixes of systems are names of their own.
  static func isName(_ text: some StringProtocol) -> Bool {
    let letters = text.utf8
    guard (1...longest).contains(letters.count) else { return false }
    // As if a hyphen stood before the first: none may begin, end or double.
    var previous = UInt8(ascii: "-")
    for letter in letters {
      switch letter {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where previous != letter: break
      default: return false
      }
      previous = letter
    }
    return previous != UInt8(ascii: "-")
  }

  /// The name that a text was perhaps meant to be: `orderService`, `order_service` and `Order Service` are
  /// `order-service`.
  static func hint(for text: some StringProtocol) -> String {
    var name = ""
    var follows = false
    for character in text {
      guard character.isASCII, character.isLetter || character.isNumber else {
        if !name.isEmpty, name.last != "-" { name.append("-") }
        follows = false
        continue
      }
      if character.isUppercase, follows { name.append("-") }
      name += character.lowercased()
      follows = character.isLowercase || character.isNumber
    }
    while name.last == "-" { name.removeLast() }
    return isName(name) ? "did you mean `\(name)`?" : "lower-case letters, digits and hyphens, as in `order-service`"
  }
}

extension ProblemList {
  /// Reports a name that is not written as names are; `what` has its article, as in `a component`.
  func checkName(_ name: some StringProtocol, of what: String, at place: Place) {
    if NameForm.isName(name) { return }
    let isLong = name.utf8.count > NameForm.longest
    error(
      isLong
        ? "the name of \(what) has more than \(NameForm.longest) letters"
        : "`\(String(name).shortened)` cannot be the name of \(what)",
      at: place, suggestion: isLong ? nil : NameForm.hint(for: name))
  }
}

extension Checker {
  /// Reports names of a section, whose systems' prefixes are no part of them.
  func checkNames(_ section: String, of what: String) {
    let prefixes = systems.map(\.prefix).sorted { $0.count > $1.count }
    for entry in root.node[section]?.entries ?? [] where !Item.isOrigin(entry) {
      let prefix = prefixes.first { entry.key.hasPrefix($0) } ?? ""
      problems.checkName(entry.key.dropFirst(prefix.count), of: what, at: entry.keyPlace)
    }
  }

  /// Reports the keys of a map that are names of the user's.
  func checkKeys(_ item: Item?, of what: String) {
    for (entry, _) in item?.entries ?? [] { problems.checkName(entry.key, of: what, at: entry.keyPlace) }
  }

  /// A name that stands as a value.
  func newName(_ item: Item, _ what: String) -> String? {
    guard let name = text(item, what) else { return nil }
    problems.checkName(name, of: what, at: item.place)
    return name
  }
}
