import TestSupport

/// Makes a text smaller as long as it shows the same: first by what stands in its YAML, or by its lines where it is none
/// (delta debugging: Zeller and Hildebrandt 2002), then by the words of its scalars.
struct Shrinker {
  private let text: String
  private let shows: (String) -> Bool
  /// Trials take a process each, and sometimes as long as a process may.
  private static let mostTrials = 400
  private let end = ContinuousClock.now + .seconds(40)

  /// - Parameter shows: whether a text shows what the first one did.
  init(_ text: String, shows: @escaping (String) -> Bool) {
    (self.text, self.shows) = (text, shows)
  }

  func smallest() -> String {
    var trials = 0
    let lines = fewestLines(text, &trials)
    guard !isOver(trials), var tree = YAMLTree(lines), counted(tree.text, &trials) else { return lines }
    var hasShrunk = true
    while hasShrunk && !isOver(trials) {
      hasShrunk = false
      // Large parts stand before what is in them.
      var place = 1
      while place < tree.count && !isOver(trials) {
        let without = tree.replacing(place, with: nil)
        if counted(without.text, &trials) {
          tree = without
          hasShrunk = true
        } else {
          place += 1
        }
      }
    }
    return tree.text
  }

  private func isOver(_ trials: Int) -> Bool { trials >= Self.mostTrials || ContinuousClock.now > end }

  private func counted(_ text: String, _ trials: inout Int) -> Bool {
    trials += 1
    return shows(text)
  }

  private func fewestLines(_ text: String, _ trials: inout Int) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var size = lines.count / 2
    while size >= 1 && !isOver(2 * trials) {
      var start = 0
      while start < lines.count && !isOver(2 * trials) {
        var fewer = lines
        fewer.removeSubrange(start..<min(lines.count, start + size))
        if counted(fewer.joined(separator: "\n"), &trials) { lines = fewer } else { start += size }
      }
      size /= 2
    }
    return lines.joined(separator: "\n")
  }
}
