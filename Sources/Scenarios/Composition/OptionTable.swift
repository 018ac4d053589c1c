/// One path with the value that it is to have: what an option holds, and what `--set` takes.
struct Change {
  var path: String
  var place: Place
  var value: ConfigurationNode
  /// `with option …`, for messages; nil for `--set`.
  var option: String?

  /// `operations.page[1].work` leads through `page` and `[1]`, the second of its list.
  var steps: [String] { Self.steps(of: path) }

  static func steps(of path: String) -> [String] {
    path.split(separator: ".", omittingEmptySubsequences: false).flatMap { part in
      part.replacing("[", with: ".[").split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
  }
}

/// The options that a file declares.
struct OptionTable {
  struct Alternative {
    var name: String
    var place: Place
    var question: String?
    var changes: [Change] = []
    /// Monitors that are expected to be violated.
    var expected: [(monitor: String, place: Place)] = []
  }

  struct Option {
    var name: String
    var place: Place
    var question: String?
    var isGroup: Bool
    /// One for a plain option.
    var alternatives: [Alternative]
    /// Of a group; nil when nothing holds unless chosen.
    var standard: String?
    var body: ConfigurationNode
  }

  var options: [Option] = []

  init(_ node: ConfigurationNode?, problems: ProblemList) {
    guard let node else { return }
    guard let entries = node.entries else {
      if !node.isEmpty {
        problems.error("`options` is a map of names, not \(node.description)", at: node.place)
      }
      return
    }
    for entry in entries where !Item.isOrigin(entry) {
      if entry.value.entry("one-of") != nil {
        options.append(Self.group(entry, problems))
      } else {
        let plain = Self.alternative(entry, label: entry.key, problems)
        options.append(
          Option(
            name: entry.key, place: entry.keyPlace, question: plain.question, isGroup: false,
            alternatives: [plain], body: entry.value))
      }
      problems.checkName(entry.key, of: "an option", at: entry.keyPlace)
    }
  }

  private static func group(_ entry: ConfigurationNode.Entry, _ problems: ProblemList) -> Option {
    var option = Option(
      name: entry.key, place: entry.keyPlace, isGroup: true, alternatives: [], body: entry.value)
    let keys = ["one-of", "default", "question", "origin"]
    for field in entry.value.entries ?? [] {
      switch field.key {
      case "question": option.question = field.value.text
      case "one-of":
        guard let alternatives = field.value.entries, !alternatives.isEmpty else {
          problems.error(
            "`one-of` is a map of alternatives, not \(field.value.description)", at: field.value.place)
          continue
        }
        for alternative in alternatives {
          problems.checkName(alternative.key, of: "an alternative", at: alternative.keyPlace)
        }
        option.alternatives = alternatives.map {
          alternative($0, label: "\(entry.key)=\($0.key)", problems)
        }
      case "default", "origin": break
      default:
        problems.error(
          "`\(field.key.shortened)` is not a key of an option with `one-of`", at: field.keyPlace,
          suggestion: Spelling.hint(for: field.key, among: keys))
      }
    }
    guard let standard = entry.value["default"] else { return option }
    let names = option.alternatives.map(\.name)
    if let name = standard.text, names.contains(name) {
      option.standard = name
    } else {
      problems.error(
        "`default` names no alternative: \(standard.description)", at: standard.place,
        suggestion: standard.text.flatMap { Spelling.hint(for: $0, among: names) })
    }
    return option
  }

  private static func alternative(
    _ entry: ConfigurationNode.Entry, label: String, _ problems: ProblemList
  ) -> Alternative {
    var alternative = Alternative(name: entry.key, place: entry.keyPlace)
    guard let fields = entry.value.entries else {
      // An alternative may change nothing; a plain option would be pointless.
      if !entry.value.isEmpty {
        problems.error(
          "an option is a map from paths to values, not \(entry.value.description)",
          at: entry.value.place, suggestion: "write it as in `{ components.app.replicas: 4 }`")
      }
      return alternative
    }
    for field in fields {
      switch field.key {
      case "question": alternative.question = field.value.text
      case "origin": break
      case "expect":
        for monitor in field.value.entries ?? [] {
          guard monitor.value.text == "violated" else {
            problems.error(
              "a monitor can only be expected to be `violated`", at: monitor.value.place,
              suggestion: "did you mean `violated`?")
            continue
          }
          alternative.expected.append((monitor.key, monitor.keyPlace))
        }
        if field.value.entries == nil {
          problems.error(
            "`expect` is a map, not \(field.value.description)", at: field.value.place,
            suggestion: "write it as in `expect: { RW-I1: violated }`")
        }
      case "default":
        problems.error(
          "`default` stands without `one-of`", at: field.keyPlace)
      default:
        alternative.changes.append(
          Change(path: field.key, place: field.keyPlace, value: field.value, option: label))
      }
    }
    return alternative
  }
}
