/// Collects everything that is wrong in one pass.
final class ProblemList {
  private(set) var problems: [Problem] = []

  func append(_ problem: Problem) {
    if !problems.contains(problem) { problems.append(problem) }
  }

  func error(at place: Place, _ message: String, _ suggestion: String? = nil) {
    append(Problem(.error, at: place, message, suggestion: suggestion))
  }

  func warning(at place: Place, _ message: String, _ suggestion: String? = nil) {
    append(Problem(.warning, at: place, message, suggestion: suggestion))
  }

  /// Known to the language, and nothing that runs can do it yet.
  func notBuilt(at place: Place, _ what: String) { error(at: place, "\(what) is known but not built yet") }

  var hasErrors: Bool { problems.contains { $0.severity == .error } }
  var errors: [Problem] { problems.filter { $0.severity == .error }.sorted { $0.place < $1.place } }
  var warnings: [Problem] { problems.filter { $0.severity != .error }.sorted { $0.place < $1.place } }

  /// `unknown key …`, with the nearest name that is known, or all of them when they are few.
  func unknown(_ what: String, _ name: String, among known: [String], at place: Place) {
    if let nearest = Nearest.name(to: name, among: known) {
      error(at: place, "there is no \(what) `\(name)`", "did you mean `\(nearest)`?")
    } else if known.isEmpty {
      error(at: place, "there is no \(what) `\(name)`")
    } else {
      let listed = known.prefix(16).map { "`\($0)`" }.joined(separator: ", ")
      error(
        at: place, "there is no \(what) `\(name)`",
        known.count > 16 ? "there are \(listed), …" : "there is \(listed)")
    }
  }
}

/// The known name that somebody most likely meant.
enum Nearest {
  /// At most two edits away, three for long names; the first of equals.
  static func name(to name: String, among known: [String]) -> String? {
    let bound = name.count > 8 ? 3 : name.count > 3 ? 2 : 1
    var best: (name: String, distance: Int)?
    for candidate in known {
      let distance = distance(Array(name.lowercased()), Array(candidate.lowercased()), bound: bound)
      if distance <= bound && distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Edit distance with swaps of neighbours (Damerau), given up beyond the bound.
  private static func distance(_ left: [Character], _ right: [Character], bound: Int) -> Int {
    if abs(left.count - right.count) > bound { return .max }
    var rows = [Array(0...right.count)]
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var cost = min(rows[i][j] + (left[i] == right[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0 && j > 0 && left[i] == right[j - 1] && left[i - 1] == right[j] {
          cost = min(cost, rows[i - 1][j - 1] + 1)
        }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[left.count][right.count]
  }
}
