import Components

/// A system that was joined in: whose names begin with its prefix.
struct SystemUse: Sendable {
  struct Join: Sendable {
    var its: String
    var ours: String
    var place: Place
    /// Its own component, which ours takes the place of.
    var replaced: ConfigurationNode?
  }
  /// `tk/`
  var prefix: String
  /// Prefix of the system that includes it; empty for the file.
  var parent: String
  var joins: [Join]
}

/// Every name of a composed scenario, by what it names, in the order of the file.
struct NameTable {
  private var lists: [NameSpace: [String]] = [:]
  private var sets: [NameSpace: Set<String>] = [:]
  private let systems: [SystemUse]

  static let sections: [(section: String, space: NameSpace)] = [
    ("populations", .population), ("components", .component), ("policies", .policy),
    ("flows", .flow), ("workloads", .workload),
  ]

  init(_ root: ConfigurationNode, systems: [SystemUse]) {
    self.systems = systems
    for (section, space) in Self.sections {
      let entries = (root[section]?.entries ?? []).filter { !Item.isOrigin($0) }
      lists[space] = entries.map(\.key)
      sets[space] = Set(entries.map(\.key))
    }
  }

  func all(_ space: NameSpace) -> [String] { lists[space] ?? [] }

  /// The full name that a name written in a scope means: the system's own, then what it was joined to,
  /// then a name of who includes it, since an option of the includer may have put it there.
  func resolve(_ name: String, _ space: NameSpace, in scope: String) -> String? {
    if let own = resolveInside(name, space, in: scope) { return own }
    // Prefixes only get shorter, so this ends.
    guard let system = systems.first(where: { $0.prefix == scope }) else { return nil }
    return resolve(name, space, in: system.parent)
  }

  private func resolveInside(_ name: String, _ space: NameSpace, in scope: String) -> String? {
    if sets[space]?.contains(scope + name) ?? false { return scope + name }
    guard space == .component else { return nil }
    if let system = systems.first(where: { $0.prefix == scope }),
      let join = system.joins.first(where: { $0.its == name })
    {
      return resolve(join.ours, space, in: system.parent)
    }
    guard let slash = name.lastIndex(of: "/") else { return nil }
    let inner = scope + name[...slash]
    guard systems.contains(where: { $0.prefix == inner }) else { return nil }
    return resolveInside(String(name[name.index(after: slash)...]), space, in: inner)
  }

  /// Whether a system's component was given up for one of who includes it.
  func isJoined(_ name: String, in scope: String) -> Bool {
    systems.contains { $0.prefix == scope && $0.joins.contains { $0.its == name } }
  }

  /// Names as they would be written in a scope, for suggestions.
  func visible(_ space: NameSpace, in scope: String) -> [String] {
    let own = all(space).filter { $0.hasPrefix(scope) }.map { String($0.dropFirst(scope.count)) }
    guard space == .component, let system = systems.first(where: { $0.prefix == scope }) else {
      return own
    }
    return own + system.joins.map(\.its)
  }
}
