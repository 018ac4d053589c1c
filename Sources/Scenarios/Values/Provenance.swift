/// A quantity without what follows it: where it comes from, and the range that sensitivity varies.
struct Provenance: Equatable {
  var value: String
  var origin: SourcedQuantity.Origin?
  var quote: String?
  var range: String?

  static let words: [SourcedQuantity.Origin] = [.derived, .assumed, .measured, .sibling]

  /// Splits `150M doc "150M reservations"` or `20ms (10ms..25ms) assumed`.
  init(_ text: String) throws(ValueError) {
    var rest = text.trimmed
    if let start = rest.firstRange(of: " doc \"") {
      guard rest.hasSuffix("\""), rest.index(before: rest.endIndex) >= start.upperBound else {
        throw ValueError("the quote after `doc` does not end", suggestion: "close it with `\"`")
      }
      quote = String(rest[start.upperBound..<rest.index(before: rest.endIndex)])
      origin = .doc
      rest = String(rest[..<start.lowerBound]).trimmed
    }
    while true {
      let words = rest.split(separator: " ")
      guard words.count > 1, let last = words.last else { break }
      if last == "doc" {
        throw ValueError(
          "`doc` comes without the sentence that says it",
          suggestion: "quote it, as in `150M doc \"150M reservations\"`")
      }
      if let word = Self.words.first(where: { $0.rawValue == last }) {
        guard origin == nil else {
          throw ValueError("two origins for one quantity: `\(text.shortened)`")
        }
        origin = word
        rest = String(rest.dropLast(last.count)).trimmed
        continue
      }
      if last.count >= 6, last.allSatisfy(\.isLetter),
        let near = Spelling.nearest(to: String(last), among: Self.words.map(\.rawValue))
      {
        throw ValueError("`\(last)` is not an origin", suggestion: "did you mean `\(near)`?")
      }
      if rest.hasSuffix(")"), let open = rest.lastIndex(of: "("), open > rest.startIndex,
        rest[rest.index(before: open)] == " ", rest[open...].contains("..")
      {
        guard range == nil else {
          throw ValueError("two ranges for one quantity: `\(text.shortened)`")
        }
        range = String(rest[rest.index(after: open)...].dropLast()).trimmed
        rest = String(rest[..<open]).trimmed
        continue
      }
      break
    }
    value = rest
  }
}
