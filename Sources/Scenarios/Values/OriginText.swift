import Foundation
/// A quantity with where it comes from: `300s doc "refreshed every 5 minutes"`, `4ms measured (3ms..6ms)`.
struct OriginText {
  var value: String
  var origin: SourcedQuantity.Origin?
  var quote: String?
  var range: String?

  init(_ text: String) {
    var rest = text.trimmed
    while true {
      if rest.hasSuffix("\""), let doc = rest.range(of: "doc \"") ,
        doc.lowerBound == rest.startIndex || rest[rest.index(before: doc.lowerBound)] == " "
      {
        quote = String(rest[doc.upperBound...].dropLast())
        origin = .doc
        rest = String(rest[..<doc.lowerBound]).trimmed
        continue
      }
      if rest.hasSuffix(")"), let open = rest.range(of: " ("), rest[open.upperBound...].contains("..") {
        range = String(rest[open.upperBound...].dropLast())
        rest = String(rest[..<open.lowerBound]).trimmed
        continue
      }
      if let space = rest.lastIndex(of: " "),
        let word = SourcedQuantity.Origin(rawValue: String(rest[rest.index(after: space)...])),
        word != .unstated
      {
        origin = word
        rest = String(rest[..<space]).trimmed
        continue
      }
      break
    }
    value = rest
  }
}
