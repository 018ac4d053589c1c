/// Looking for text in text, byte by byte: no locale and no normalization.
enum TextScan {
  /// The first place where `needle` stands.
  /// - Complexity: O(length of the text · length of the needle), close to the former in natural text.
  static func range(of needle: String, in text: Substring) -> Range<Substring.Index>? {
    let wanted = Array(needle.utf8)
    guard let first = wanted.first else { return nil }
    let bytes = text.utf8
    var start = bytes.startIndex
    while start != bytes.endIndex {
      if bytes[start] == first {
        var place = start
        var matched = 0
        while matched < wanted.count && place != bytes.endIndex && bytes[place] == wanted[matched] {
          matched += 1
          place = bytes.index(after: place)
        }
        if matched == wanted.count { return start..<place }
      }
      start = bytes.index(after: start)
    }
    return nil
  }

  static func contains(_ needle: String, in text: Substring) -> Bool { range(of: needle, in: text) != nil }

  static func pieces(of text: Substring, separator: String) -> [Substring] {
    var pieces: [Substring] = []
    var rest = text
    while let range = range(of: separator, in: rest) {
      pieces.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    pieces.append(rest)
    return pieces
  }

  /// Without spaces, tabs and line ends at both ends; no-break spaces stay.
  static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, isBlank(first) { text.removeFirst() }
    while let last = text.last, isBlank(last) { text.removeLast() }
    return text
  }

  /// Lines without what a forwarding mail program puts before them, blank ones left out.
  static func lines(of text: String) -> [Substring] {
    text.split(whereSeparator: \.isNewline).map { line in
      var line = trimmed(line)
      while line.first == ">" { line = trimmed(line.dropFirst()) }
      return line
    }.filter { !$0.isEmpty }
  }

  /// A whole number in plain digits: no sign, no space, at most ten of them.
  static func number(_ text: Substring) -> Int? {
    let isPlain = !text.isEmpty && text.utf8.count <= 10 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isPlain ? Int(text) : nil
  }

  private static func isBlank(_ character: Character) -> Bool {
    character == " " || character == "\t" || character.isNewline
  }
}
