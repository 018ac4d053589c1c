import Components

/// The path of a request, as files write it: what goes on the wire as it stands, but for its placeholders.
enum RequestPath {
  /// - Throws: `ValueError` for what RFC 3986 does not let stand in a path with its query.
  static func check(_ text: String) throws(ValueError) {
    guard text.hasPrefix("/") else { throw problem(text, "it begins with `/`") }
    for part in Template(text).parts {
      guard case .text(let plain) = part else { continue }
      if plain.contains(where: { $0 == "{" || $0 == "}" }) {
        throw problem(text, "braces stand around the name of a placeholder, as in `{event}`")
      }
      for scalar in plain.unicodeScalars where !isAllowed(scalar) {
        throw problem(text, "blanks, `#` and letters beyond ASCII are written percent-encoded, as in `%20`")
      }
      for part in plain.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
      where !(part.count >= 2 && part.prefix(2).allSatisfy { $0.isASCII && $0.isHexDigit }) {
        throw problem(text, "two hexadecimal digits follow `%`; the sign itself is `%25`")
      }
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    (0x21...0x7e).contains(scalar.value) && !"#\"<>\\^`|".unicodeScalars.contains(scalar)
  }

  private static func problem(_ text: String, _ suggestion: String) -> ValueError {
    ValueError("`\(text.shortened)` is not a path", suggestion: suggestion)
  }
}
