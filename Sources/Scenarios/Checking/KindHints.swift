import Components

/// Products and words that people write in place of a kind, and which kind of the catalogue that is.
enum KindHints {
  /// `kafka` → `topic`.
  static func kind(for word: String) -> String? {
    let word = word.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
    return Kind.all.first { $0.synonyms.split(whereSeparator: \.isWhitespace).contains(Substring(word)) }?.name
  }

  /// What a person should write who has written a kind that there is none of.
  static func hint(for word: String) -> String {
    if let kind = kind(for: word) { return "a `\(word.shortened)` is a `kind: \(kind)`" }
    return Spelling.nearest(to: word, among: Kind.all.map(\.name)).map { "did you mean `\($0)`?" }
      ?? "kinds: " + Kind.all.filter(\.isBuilt).map(\.name).joined(separator: " ")
  }
}
