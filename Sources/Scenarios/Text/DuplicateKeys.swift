import Yams

/// A key that was made different for the YAML parser, and what it really is.
struct RepairedKey {
  var line: Int
  var column: Int
  var original: String
}

/// Yams stops at the first key that stands twice in a map and says only where the first one is. To
/// report every duplicate at its own place, the first one is made unique, column by column as long as
/// it was, and the text is read again; the reader of the tree puts the original key back.
enum DuplicateKeys {
  /// Every round reads the whole text; a file with more duplicates than this is told of these.
  private static let mostRounds = 100

  static func compose(_ lines: [[Unicode.Scalar]]) throws -> (Node?, [RepairedKey]) {
    var lines = lines
    var repairs: [RepairedKey] = []
    while true {
      do {
        return (try composeOnce(lines), repairs)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) where repairs.count < mostRounds {
        let mark = context.mark
        guard
          let key = keys.first,
          let replacement = UnicodeScalar(0xe000 + UInt32(repairs.count)),
          let column = letterColumn(line: mark.line, column: mark.column, in: lines)
        else { throw YamlError.duplicatedKeysInMapping(duplicates: keys, context: context) }
        lines[mark.line - 1][column] = replacement
        repairs.append(RepairedKey(line: mark.line, column: mark.column, original: key))
      }
    }
  }

  private static func composeOnce(_ lines: [[Unicode.Scalar]]) throws -> Node? {
    var text = ""
    for line in lines {
      text.unicodeScalars.append(contentsOf: line)
      text.unicodeScalars.append("\n")
    }
    // Yams keeps a pointer into the string, which a very short string does not give it for long.
    if text.utf8.count < 64 { text += "#" + String(repeating: " ", count: 64) + "\n" }
    // The basic resolver leaves every plain scalar a string; the explicit encoding keeps the
    // environment out.
    return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
  }

  /// Index of the first letter of the key at a mark; nil where replacing it would change more.
  private static func letterColumn(
    line: Int, column: Int, in lines: [[Unicode.Scalar]]
  ) -> Int? {
    guard lines.indices.contains(line - 1) else { return nil }
    let scalars = lines[line - 1]
    let start = column - 1
    guard scalars.indices.contains(start) else { return nil }
    switch scalars[start] {
    case "\"", "'":
      let next = start + 1
      guard scalars.indices.contains(next), scalars[next] != scalars[start], scalars[next] != "\\"
      else { return nil }
      return next
    case "&", "*", "!", "[", "{", ":", "?", "-", "|", ">": return nil
    default: return start
    }
  }
}
