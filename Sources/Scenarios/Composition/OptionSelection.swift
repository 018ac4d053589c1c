/// Which options hold: those chosen, and the defaults of groups in which nothing was chosen.
struct OptionSelection {
  /// `a,seats=hold` taken apart, with the place that chose it.
  struct Choice {
    var text: String
    var place: Place

    /// Of `tk/outbox`, the system whose file declares the option.
    var system: String? { text.firstIndex(of: "/").map { String(text[..<$0]) } }
    /// What the system itself calls it.
    var inSystem: Choice {
      Choice(text: text.firstIndex(of: "/").map { String(text[text.index(after: $0)...]) } ?? text, place: place)
    }
  }

  private(set) var active: [(option: OptionTable.Option, alternative: OptionTable.Alternative)] = []
  /// As chosen, in order, without defaults.
  private(set) var names: [String] = []
  /// Choices that no option of the file answers to.
  private(set) var unknown: [Choice] = []

  init(_ choices: [Choice], from table: OptionTable, problems: ProblemList) {
    var chosen: [String: String] = [:]
    for choice in choices {
      let parts = choice.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.trimmed }
      guard let option = table.options.first(where: { $0.name == parts[0] }) else {
        // `base` is the file as it is, unless an option is called so.
        if choice.text != "base" { unknown.append(choice) }
        continue
      }
      guard let alternative = Self.alternative(parts, of: option, choice, problems) else { continue }
      if let before = chosen[option.name] {
        if before != alternative.name {
          problems.error(
            "option `\(option.name)` is chosen twice: \(before) and \(alternative.name)", at: choice.place)
        }
        continue
      }
      chosen[option.name] = alternative.name
      names.append(option.isGroup ? "\(option.name)=\(alternative.name)" : option.name)
    }
    for option in table.options {
      guard let name = chosen[option.name] ?? option.standard,
        let alternative = option.alternatives.first(where: { $0.name == name })
      else { continue }
      active.append((option, alternative))
    }
  }

  /// Reports choices that nothing answers to; `others` are options of systems, with their prefixes.
  func reportUnknown(_ table: OptionTable, others: [String], problems: ProblemList) {
    let own = table.options.map(\.name)
    for choice in unknown {
      let name = choice.text.prefix { $0 != "=" }.trimmed
      let bare = others.map { String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...]) }
      let near = Spelling.nearest(to: name, among: bare)
      // A system's option by its own name is meant more surely than an own one that is spelt otherwise.
      let theirs = (bare.firstIndex(of: name) ?? near.flatMap { bare.firstIndex(of: $0) }).map { others[$0] }
      let meant = bare.contains(name) ? theirs : Spelling.nearest(to: name, among: own) ?? theirs
      problems.error(
        "there is no option `\(name.shortened)`", at: choice.place,
        suggestion: meant.map { "did you mean `\($0)`?" }
          ?? (own.isEmpty && others.isEmpty ? "the file declares no options" : Spelling.choice(of: own + others)))
    }
  }

  private static func alternative(
    _ parts: [String], of option: OptionTable.Option, _ choice: Choice, _ problems: ProblemList
  ) -> OptionTable.Alternative? {
    guard option.isGroup else {
      if parts.count > 1 {
        problems.error(
          "option `\(option.name)` has no alternatives to choose from", at: choice.place,
          suggestion: "did you mean `\(option.name)`?")
        return nil
      }
      return option.alternatives.first
    }
    let names = option.alternatives.map(\.name)
    guard parts.count > 1 else {
      problems.error(
        "option `\(option.name)` needs an alternative", at: choice.place,
        suggestion: Spelling.choice(of: names.map { "\(option.name)=\($0)" }))
      return nil
    }
    guard let alternative = option.alternatives.first(where: { $0.name == parts[1] }) else {
      problems.error(
        "option `\(option.name)` has no alternative `\(parts[1].shortened)`", at: choice.place,
        suggestion: Spelling.hint(for: parts[1], among: names))
      return nil
    }
    return alternative
  }

  /// `a,b` and `a, seats=hold` taken apart.
  static func choices(_ texts: [String], at place: (Int) -> Place) -> [Choice] {
    texts.enumerated().flatMap { index, text in
      text.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
        .map { Choice(text: $0, place: place(index)) }
    }
  }

  /// Every change of the active options; a path that two of them change is an error.
  func changes(problems: ProblemList, reportsConflicts: Bool) -> [Change] {
    let changes = active.flatMap(\.alternative.changes)
    guard reportsConflicts else { return changes }
    for (index, change) in changes.enumerated() {
      for other in changes[..<index] where other.option != change.option {
        guard change.path.isSameOrBelow(other.path) || other.path.isSameOrBelow(change.path) else {
          continue
        }
        problems.error(
          "options `\(other.option ?? "")` and `\(change.option ?? "")` both change `\(change.path)`",
          at: change.place, suggestion: "the first is in line \(other.place.line)")
      }
    }
    return changes
  }
}

extension String {
  /// Whether a path is another, or leads through it.
  func isSameOrBelow(_ path: String) -> Bool { self == path || hasPrefix(path + ".") }
}
