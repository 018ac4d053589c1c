/// Pieces of HTML. Everything that comes from a scenario goes through `escaped`.
enum HTML {
  /// Safe as text and inside a quoted attribute.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result.unicodeScalars.append(character)
      case _ where character.value < 32 || character.value == 127: result += "\u{fffd}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}
