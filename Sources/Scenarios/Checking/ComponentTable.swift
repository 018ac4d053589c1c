import Components

/// What callers must know of every component before its details are read: kind, operations, and where
/// it passes operations on.
struct ComponentTable {
  struct Entry {
    var name: String
    var kind: Kind?
    var operations: [String]
    /// Operation (nil: any other) → component, as far as the names are right.
    var to: [(operation: String?, component: String)]
    /// A name in `to` is wrong, or there is none: nobody knows what it passes on.
    var isBroken = false
    var scope: String
    var place: Place
    /// Takes its work from a topic or queue.
    var hasSource: Bool
  }

  enum Found {
    /// The component that runs the operation; nil where a kind that is not built might.
    case found(component: String?)
    case missing
    case notCallable(reason: String, suggestion: String?)
  }

  private(set) var entries: [Entry] = []
  private var index: [String: Int] = [:]

  init(_ root: ConfigurationNode, names: NameTable) {
    for component in root["components"]?.entries ?? [] where !Item.isOrigin(component) {
      let node = component.value
      let kind = node["kind"]?.text.flatMap(Kind.named)
      var to: [(operation: String?, component: String)] = []
      var isBroken = false
      func add(_ operation: String?, _ written: ConfigurationNode) {
        guard let text = written.text else { return }
        let name = text.split(separator: ".").first.map(String.init) ?? text
        if let full = names.resolve(name, .component, in: written.scope) {
          to.append((operation, full))
        } else {
          isBroken = true
        }
      }
      if let target = node["to"] {
        add(nil, target)
        for entry in target.entries ?? [] { add(entry.key == "else" ? nil : entry.key, entry.value) }
      }
      if let front = node["in-front-of"] { add(nil, front) }
      if to.isEmpty, case .passedOn? = kind?.operations { isBroken = true }
      index[component.key] = entries.count
      entries.append(
        Entry(
          name: component.key, kind: kind,
          operations: (node["operations"]?.entries ?? []).filter { !Item.isOrigin($0) }.map(\.key),
          to: to, isBroken: isBroken, scope: node.scope, place: component.keyPlace, hasSource: node["from"] != nil))
    }
  }

  subscript(name: String) -> Entry? { index[name].map { entries[$0] } }

  /// Which component runs an operation that is called at one.
  func find(_ operation: String, of name: String) -> Found { find(operation, of: name, passed: []) }

  private func find(_ operation: String, of name: String, passed: [String]) -> Found {
    guard let entry = self[name], let kind = entry.kind else { return .found(component: nil) }
    if entry.hasSource || kind.parameters.contains(where: { $0.name == "from" }) {
      return .notCallable(
        reason: "kind `\(kind.name)` takes its work from a topic or queue",
        suggestion: "publish to what it reads")
    }
    if case .published = kind.operations {
      return .notCallable(reason: "kind `\(kind.name)` takes messages", suggestion: "use `publish`")
    }
    if entry.operations.contains(operation) { return .found(component: name) }
    if passed.contains(name) { return .missing }
    if let next = next(operation, entry) { return find(operation, of: next, passed: passed + [name]) }
    // A kind without parameters in the catalogue may know operations that nobody declared.
    return entry.isBroken || !kind.isBuilt && entry.operations.isEmpty && entry.to.isEmpty
      ? .found(component: nil) : .missing
  }

  /// Where a component passes an operation on that it does not run itself.
  func next(_ operation: String, _ entry: Entry) -> String? {
    (entry.to.first { $0.operation == operation } ?? entry.to.first { $0.operation == nil })?.component
  }

  /// Operations that may be called at a component, for suggestions.
  func callable(_ name: String) -> [String] {
    var found: [String] = []
    var pending = [name]
    var seen: Set<String> = []
    while let next = pending.popLast() {
      guard seen.insert(next).inserted, let entry = self[next] else { continue }
      if case .published? = entry.kind?.operations { continue }
      if entry.hasSource { continue }
      for operation in entry.operations + entry.to.compactMap(\.operation)
      where !found.contains(operation) {
        found.append(operation)
      }
      pending += entry.to.filter { $0.operation == nil }.map(\.component)
    }
    return found
  }
}

extension Checker {
  func kind(of component: String) -> Kind? { components[component]?.kind }
  func find(_ operation: String, of component: String) -> ComponentTable.Found {
    components.find(operation, of: component)
  }
  func callable(_ component: String) -> [String] { components.callable(component) }
}
