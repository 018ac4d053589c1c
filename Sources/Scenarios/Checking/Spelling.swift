/// Guesses what a misspelled name was meant to be.
package enum Spelling {
  /// The name with the fewest edits, if those are few for the length of the word.
  package static func nearest(to word: String, among names: [String]) -> String? {
    let letters = Array(word.lowercased())
    guard !letters.isEmpty, letters.count <= 64 else { return nil }
    let bound = letters.count <= 3 ? 1 : letters.count <= 6 ? 2 : 3
    var best: (name: String, distance: Int)?
    for name in names {
      let limit = min(bound, (best?.distance ?? Int.max) - 1)
      guard limit >= 0 else { break }
      if let distance = distance(letters, Array(name.lowercased()), atMost: limit) {
        best = (name, distance)
      }
    }
    if let best { return best.name }
    // `app` for `tk/app`: the prefix of a system left out.
    return names.first { $0.hasSuffix("/" + word) }
  }

  /// `did you mean `x`?`, or the names that there are, when they are few.
  static func hint(for word: String, among names: [String]) -> String? {
    if let nearest = nearest(to: word, among: names) { return "did you mean `\(nearest)`?" }
    return choice(of: names)
  }

  /// `one of `a`, `b` or `c``, when they are few.
  static func choice(of names: [String]) -> String? {
    guard let last = names.last, names.count <= 20 else { return nil }
    if names.count == 1 { return "there is only `\(last)`" }
    return "one of " + names.dropLast().map { "`\($0)`" }.joined(separator: ", ") + " or `\(last)`"
  }

  /// Insertions, deletions, replacements and swaps of neighbours; nil when more than `bound`.
  static func distance(_ a: [Character], _ b: [Character], atMost bound: Int) -> Int? {
    guard abs(a.count - b.count) <= bound else { return nil }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var current = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        current[j + 1] = cost
      }
      (beforeLast, last) = (last, current)
    }
    return last[b.count] <= bound ? last[b.count] : nil
  }
}
