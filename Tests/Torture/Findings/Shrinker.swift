import TestSupport

/// Makes a text smaller as long as it shows the same: first by what stands in its YAML, or by its lines where it is none
/// (delta debugging: Zeller and Hildebrandt 2002), then by the words of its scalars.
struct Shrinker {
  private let text: String
  private let shows: (String) -> Bool
  /// Trials take a process each.
  private static let mostTrials = 400

  /// - Parameter shows: whether a text shows what the first one did.
  init(_ text: String, shows: @escaping (String) -> Bool) {
    (self.text, self.shows) = (text, shows)
  }

  func smallest() -> String {
    var trials = 0
    let lines = fewestLines(text, &trials)
    guard var tree = YAMLTree(lines), counted(tree.text, &trials) else { return lines }
    var hasShrunk = true
    while hasShrunk && trials < Self.mostTrials {
      hasShrunk = false
      // Large parts stand before what is in them.
      var place = 1
      while place < tree.count && trials < Self.mostTrials {
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

  private func counted(_ text: String, _ trials: inout Int) -> Bool {
    trials += 1
    return shows(text)
  }

  private func fewestLines(_ text: String, _ trials: inout Int) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var size = lines.count / 2
    while size >= 1 && trials < Self.mostTrials / 2 {
      var start = 0
      while start < lines.count && trials < Self.mostTrials / 2 {
        var fewer = lines
        fewer.removeSubrange(start..<min(lines.count, start + size))
        if counted(fewer.joined(separator: "\n"), &trials) { lines = fewer } else { start += size }
      }
      size /= 2
    }
    return lines.joined(separator: "\n")
  }
}
