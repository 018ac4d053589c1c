import Components

/// A key that earlier versions of the language called otherwise. A file of today must use the new name. What a run has
/// stored is read with the old one, and in the keys of stored replications it is called so for ever: renaming a key
/// parts no run from its baseline.
struct RenamedKey: Sendable {
  var old: String
  var new: String
  /// The map that it is a key of.
  var holder: Holder

  enum Holder: Sendable {
    /// What stands under a key of this name: `replicas`, `breaker`.
    case map(String)
    /// A component itself.
    case component

    var name: String {
      switch self {
      case .map(let key): key
      case .component: Kind.all.first { $0.structure == .scaler }?.name ?? ""
      }
    }

    func holds(_ steps: some BidirectionalCollection<String>) -> Bool {
      switch self {
      case .map(let key): steps.last == key
      case .component: steps.count == 2 && steps.first == "components"
      }
    }
  }

  static let all: [RenamedKey] =
    [.map("replicas"), .component].flatMap { (holder: Holder) in
      [
        RenamedKey(old: "sees-late", new: "metric-delay", holder: holder),
        RenamedKey(old: "boots-in", new: "startup", holder: holder),
        RenamedKey(old: "rests", new: "cooldown", holder: holder),
        RenamedKey(old: "looks-every", new: "interval", holder: holder),
      ]
    } + [
      RenamedKey(old: "opens-at", new: "failure-threshold", holder: .map("breaker")),
      RenamedKey(old: "rests", new: "cooldown", holder: .map("breaker")),
    ]

  /// What to write in place of a key that there is not: the one of `names` that was called so, or one that is like it.
  static func hint(for key: String, among names: [String]) -> String? {
    names.first { name in all.contains { $0.old == key && $0.new == name } }.map { "renamed to `\($0)`" }
      ?? Spelling.hint(for: key, among: names)
  }

  /// Whether a map has the older name of a key: then the key is not missing.
  static func isUsed(for key: String, in node: ConfigurationNode) -> Bool {
    all.contains { $0.new == key && node[$0.old] != nil }
  }

  // MARK: What was stored

  /// The same tree with the keys of today, paths of its options among them.
  ///
  /// - Parameter path: where it stands.
  static func updated(_ node: ConfigurationNode, at path: [String] = []) -> ConfigurationNode {
    var copy = node
    switch node.content {
    case .scalar: break
    case .sequence(let elements):
      copy.content = .sequence(elements.enumerated().map { updated($0.element, at: path + ["[\($0.offset)]"]) })
    case .mapping(let entries):
      copy.content = .mapping(
        entries.map { entry in
          // The keys of an option are paths from the top.
          let own = Change.steps(of: entry.key)
          let whole = updated(own.count > 1 ? own : path + own)
          let key = own.count > 1 ? updated(path: entry.key) : whole.last ?? entry.key
          return .init(key: key, keyPlace: entry.keyPlace, value: updated(entry.value, at: whole))
        })
    }
    return copy
  }

  /// A change with the keys of today, in its path and in its value.
  static func updated(_ change: Change) -> Change {
    var copy = change
    copy.path = updated(path: change.path)
    copy.value = updated(change.value, at: copy.steps)
    return copy
  }

  private static func updated(_ steps: [String]) -> [String] {
    guard let last = steps.last,
      let found = all.first(where: { $0.old == last && $0.holder.holds(steps.dropLast()) })
    else { return steps }
    return steps.dropLast() + [found.new]
  }

  private static func updated(path: String) -> String { path.endingIn(updated(Change.steps(of: path)).last) }

  /// A path by the names that its keys had first.
  static func first(_ path: String) -> String {
    let steps = Change.steps(of: path)
    let found = all.first { $0.new == steps.last && $0.holder.holds(steps.dropLast()) }
    return path.endingIn(found?.old)
  }
}

extension String {
  /// The path with another last key.
  fileprivate func endingIn(_ key: String?) -> String {
    guard let key, let point = lastIndex(of: ".") else { return self }
    return self[...point] + key
  }
}
