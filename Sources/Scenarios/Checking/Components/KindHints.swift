import Components

/// Products and words that people write in place of a kind, and which kind of the catalogue that is.
struct KindHints {
  let kinds: [Kind]

  /// `kafka` → `topic`.
  func kind(for word: String) -> String? {
    let word = word.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
    return kinds.first { $0.synonyms.split(whereSeparator: \.isWhitespace).contains(Substring(word)) }?.name
  }

  /// What a person should write who has written a kind that there is none of.
  func hint(for word: String) -> String {
    if let kind = kind(for: word) { return "a `\(word.shortened)` is a `kind: \(kind)`" }
    return Spelling.nearest(to: word, among: kinds.map(\.name)).map { "did you mean `\($0)`?" }
      ?? "kinds: " + kinds.filter(\.isBuilt).map(\.name).joined(separator: " ")
  }
}
