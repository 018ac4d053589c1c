import Components

/// Applies changes to a tree: sets a value at a path, or removes what is there. Lists are replaced whole, or
/// one element by its place from 0: `operations.page[1].work`.
struct Editor {
  let problems: ProblemList
  /// Prefixes of the systems that the tree holds.
  var prefixes: [String] = []

  func apply(_ change: Change, to root: inout ConfigurationNode) {
    let steps = change.steps
    guard steps.allSatisfy({ !$0.isEmpty }), steps.count <= 32 else {
      problems.error(
        "`\(change.path.shortened)` is not a path", at: change.place,
        suggestion: "write it as in `components.app.replicas`")
      return
    }
    guard isKnown(steps[0], change) else { return }
    var change = change
    change.value = change.value.scoped(owner(of: steps))
    edit(&root, steps[...], walked: [], change)
  }

  /// The system whose part a path changes: what is put there speaks in its names.
  private func owner(of steps: [String]) -> String {
    for step in steps.prefix(2) {
      guard let slash = step.lastIndex(of: "/") else { continue }
      let prefix = String(step[...slash])
      if prefixes.contains(prefix) { return prefix }
    }
    return ""
  }

  private func isKnown(_ first: String, _ change: Change) -> Bool {
    let names = Language.topKeys.map(\.name).filter { $0 != "orrery" && $0 != "options" }
    let section = first.lastIndex(of: "/").map { String(first[first.index(after: $0)...]) } ?? first
    let prefix = String(first.dropLast(section.count))
    let isOwn =
      prefix.isEmpty
      ? names.contains(section)
      : prefixes.contains(prefix) && Language.perSystem.contains(section)
    if isOwn { return true }
    problems.error(
      "the path `\(change.path.shortened)` begins with `\(first.shortened)`, which is no top key that can be changed",
      at: change.place,
      suggestion: Spelling.nearest(
        to: first, among: names + prefixes.flatMap { prefix in Language.perSystem.map { prefix + $0 } }
      ).map { "did you mean `\($0)`?" })
    return false
  }

  private func edit(
    _ node: inout ConfigurationNode, _ steps: ArraySlice<String>, walked: [String], _ change: Change
  ) {
    guard let step = steps.first else { return }
    let here = walked.joined(separator: ".").replacing(".[", with: "[")
    if let elements = node.elements, let index = Self.index(step), elements.indices.contains(index) {
      return edit(&node, elements, index, steps.dropFirst(), walked: walked + [step], change)
    }
    guard node.entries != nil || node.isEmpty else {
      let isList = node.elements != nil
      problems.error(
        "`\(here)` is \(isList ? "a list" : "a value"), so the path `\(change.path.shortened)` does not lead into it",
        at: change.place,
        suggestion: isList ? "lists are replaced whole: set `\(here)`" : "set `\(here)` as a whole")
      return
    }
    let rest = steps.dropFirst()
    if rest.isEmpty {
      finish(&node, step, walked: walked, change)
      return
    }
    if node.entry(step) == nil {
      guard Self.mayBeCreated(walked + [step]) else {
        let names = (node.entries ?? []).map(\.key)
        problems.error(
          "the path `\(change.path.shortened)` leads through `\((walked + [step]).joined(separator: "."))`, which is not there",
          at: change.place, suggestion: Spelling.hint(for: step, among: names))
        return
      }
      node.set(step, at: change.place, to: ConfigurationNode(.mapping([]), at: change.place, scope: node.scope))
    }
    guard var entries = node.entries, let index = entries.firstIndex(where: { $0.key == step }) else {
      return
    }
    edit(&entries[index].value, rest, walked: walked + [step], change)
    node.content = .mapping(entries)
  }

  /// Changes one element of a list.
  private func edit(
    _ node: inout ConfigurationNode, _ list: [ConfigurationNode], _ index: Int, _ rest: ArraySlice<String>,
    walked: [String], _ change: Change
  ) {
    var elements = list
    if !rest.isEmpty {
      edit(&elements[index], rest, walked: walked, change)
    } else if change.value.text == "remove" {
      elements.remove(at: index)
    } else {
      elements[index] = change.value
    }
    node.content = .sequence(elements)
  }

  /// `[2]`
  private static func index(_ step: String) -> Int? {
    step.hasPrefix("[") && step.hasSuffix("]") ? Int(step.dropFirst().dropLast()) : nil
  }

  private func finish(
    _ node: inout ConfigurationNode, _ step: String, walked: [String], _ change: Change
  ) {
    guard change.value.text == "remove" else {
      node.set(step, at: change.place, to: change.value)
      return
    }
    if !node.remove(step) {
      problems.error(
        "there is no `\(change.path.shortened)` to remove", at: change.place,
        suggestion: RenamedKey.hint(for: step, among: (node.entries ?? []).map(\.key)))
    }
  }

  /// Sections, and the tables inside a component that may be absent until a path needs them.
  private static func mayBeCreated(_ walked: [String]) -> Bool {
    switch walked.count {
    case 1: true
    case 2: walked == ["prices", "fixed"]
    case 3:
      walked[0] == "components" && ["operations", "price", "outcomes"].contains(walked[2])
    default: false
    }
  }
}
