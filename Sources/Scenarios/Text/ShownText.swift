extension String {
  /// Free text as it is shown on one line of a terminal, of Markdown or of the log of a CI service.
  ///
  /// What moves the cursor, ends the line or turns the direction of writing is shown as an escape: `\n`, `\u{1B}`. So is
  /// the beginning of what a CI service would take for a command of its own: `::` before all else, and `##[` or `##vso[`
  /// anywhere. All other text stays as it is.
  package var shown: String {
    guard unicodeScalars.contains(where: { Self.isHidden($0) || $0 == ":" || $0 == "#" }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if Self.isHidden(scalar) {
        text += Self.escape(scalar)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text.withoutCommands
  }

  /// Several lines as they are shown: each as `shown`, the ends of lines kept.
  package var shownLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).shown }.joined(separator: "\n")
  }

  /// Runners look for `::` behind any blanks at the start of a line, and for `##[` everywhere in it. By bytes, as they do:
  /// an accent behind a bracket makes another character of it in Swift.
  private var withoutCommands: String {
    var bytes = Array(utf8)
    if let start = bytes.firstIndex(where: { $0 != 32 }), bytes[start...].starts(with: "::".utf8) {
      bytes.replaceSubrange(start...start, with: "\\u{3A}".utf8)
    }
    for opening in ["##[", "##vso[", "##teamcity["] {
      var start = 0
      while let found = bytes[start...].firstRange(of: Array(opening.utf8)) {
        bytes.replaceSubrange(found.lowerBound + 1...found.lowerBound + 1, with: "\\u{23}".utf8)
        start = found.upperBound
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a scalar would not be seen for what it is.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Controls; separators of lines; marks that turn the direction of writing; tags; the byte-order mark.
    case 0..<0x20, 0x7f...0x9f, 0x2028, 0x2029, 0x61c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0xfeff,
      0xe0000...0xe007f:
      true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }
  }
}
