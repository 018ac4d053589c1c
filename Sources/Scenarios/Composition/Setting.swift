/// One value of a scenario as it is run: systems joined, options and assignments applied.
package struct Setting: Sendable, Equatable {
  /// `components.app.cores`, `flows.visit[0].call`
  package var path: String
  /// As written.
  package var text: String
  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  /// Sections that judge, price and describe a run, and cannot change what happens in it.
  private static let judging: Set<String> = [
    "orrery", "name", "question", "seed", "origin", "budgets", "slos", "prices", "options", "systems", "live",
  ]
  private static let judgingOfRun = ["run.replications", "run.stands-for"]

  /// Whether simulated behaviour can depend on it.
  package var isOfModel: Bool {
    let section = path.prefix { $0 != "." && $0 != "[" }
    let own = section.lastIndex(of: "/").map { section[section.index(after: $0)...] } ?? section
    if Self.judging.contains(String(own)) || Self.judgingOfRun.contains(where: { path.hasPrefix($0) }) { return false }
    guard section == "components" else { return true }
    // `components.NAME.price…`
    let parts = path.split(separator: ".", maxSplits: 2)
    return parts.count < 3 || !(parts[2] == "price" || parts[2].hasPrefix("price."))
  }

  /// The path under which it counts in the key of a stored replication: by the names that keys had first.
  package var firstPath: String { RenamedKey.first(path) }

  /// Every value of a tree, in its order.
  ///
  /// - Parameter path: where the tree stands.
  static func all(of root: ConfigurationNode, at path: String = "") -> [Setting] {
    var settings: [Setting] = []
    func walk(_ node: ConfigurationNode, _ path: String) {
      switch node.content {
      case .scalar(let text): settings.append(Setting(path: path, text: text))
      case .sequence(let elements):
        if elements.isEmpty { settings.append(Setting(path: path, text: "[]")) }
        for (index, element) in elements.enumerated() { walk(element, "\(path)[\(index)]") }
      case .mapping(let entries):
        if entries.isEmpty { settings.append(Setting(path: path, text: "{}")) }
        for entry in entries { walk(entry.value, path.isEmpty ? entry.key : "\(path).\(entry.key)") }
      }
    }
    walk(root, path)
    return settings
  }
}
