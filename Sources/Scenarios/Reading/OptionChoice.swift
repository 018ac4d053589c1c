/// The options of one file: which are asked for, which alternatives hold by default, and what they
/// change.
struct OptionChoice {
  private(set) var overrides: [Override] = []
  private(set) var expected: [(monitor: String, place: Place)] = []
  /// Names in the order in which they were applied, defaults of groups among them.
  private(set) var names: [String] = []

  /// - Parameters:
  ///   - asked: `NAME` or `GROUP=CHOICE`.
  ///   - askedAt: where the asking was written; nil for the command line.
  init(
    _ options: ConfigurationNode?, asked: [String], askedAt: Place, problems: ProblemList
  ) {
    let entries = options?.entries ?? []
    var asked = asked
    for entry in entries {
      let groups = entry.value["one-of"]?.entries
      if let groups {
        let given = asked.filter { $0 == entry.key || $0.hasPrefix(entry.key + "=") }
        asked.removeAll { given.contains($0) }
        var choice = entry.value["default"]?.text
        for text in given {
          let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
          guard parts.count == 2 else {
            problems.error(
              at: askedAt, "the option `\(entry.key)` is a choice",
              "write `\(entry.key)=\(groups.first?.key ?? "")`; there are \(groups.map(\.key).joined(separator: ", "))")
            continue
          }
          choice = parts[1]
        }
        guard let choice else {
          if given.isEmpty {
            problems.error(at: entry.keyPlace, "the choice `\(entry.key)` has no `default`")
          }
          continue
        }
        guard let found = groups.first(where: { $0.key == choice }) else {
          problems.unknown("choice of `\(entry.key)`", choice, among: groups.map(\.key), at: askedAt)
          continue
        }
        if !given.isEmpty { names.append("\(entry.key)=\(choice)") }
        add(found.value, named: "\(entry.key)=\(choice)", problems)
      } else if asked.contains(entry.key) {
        asked.removeAll { $0 == entry.key }
        names.append(entry.key)
        add(entry.value, named: entry.key, problems)
      }
    }
    for name in asked {
      problems.unknown("option", name, among: entries.map(\.key), at: askedAt)
    }
    refuseConflicts(problems)
  }

  private mutating func add(_ option: ConfigurationNode, named name: String, _ problems: ProblemList) {
    guard let entries = option.entries else {
      problems.error(at: option.place, "an option is a map from paths to values, not \(option.shape)")
      return
    }
    for entry in entries {
      switch entry.key {
      case "question": continue
      case "expect":
        for expectation in entry.value.entries ?? [] {
          if expectation.value.text != "violated" {
            problems.error(at: expectation.value.place, "`expect` knows one word", "write `\(expectation.key): violated`")
          }
          expected.append((expectation.key, expectation.keyPlace))
        }
      default:
        overrides.append(
          Override(path: entry.key, value: entry.value, place: entry.keyPlace, source: "option \(name)"))
      }
    }
  }

  private func refuseConflicts(_ problems: ProblemList) {
    for (index, override) in overrides.enumerated() {
      for other in overrides[..<index] where other.path == override.path && other.source != override.source {
        problems.error(
          at: override.place,
          "\(other.source) and \(override.source) both set `\(override.path)`", "use one of them")
      }
    }
  }
}
