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
    /// What it stands in front of: a component, or one of its operations. It is also in `to`.
    var inFrontOf: (component: String, operation: String?)?
    /// A name in `to` is wrong, or there is none: nobody knows what it passes on.
    var isBroken = false
    var scope: String
    var place: Place
    /// Takes its work from a topic or queue and cannot be called.
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

  init(_ root: ConfigurationNode, names: NameTable, vocabulary: Vocabulary) {
    for component in root["components"]?.entries ?? [] where !Item.isOrigin(component) {
      let node = component.value
      let kind = node["kind"]?.text.flatMap(vocabulary.kind)
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
      var inFrontOf: (component: String, operation: String?)?
      if let written = node["in-front-of"]?.text, Self.standsInFront(kind) {
        let parts = written.split(separator: ".", maxSplits: 1).map(String.init)
        if let first = parts.first, let full = names.resolve(first, .component, in: node.scope) {
          inFrontOf = (full, parts.count > 1 ? parts[1] : nil)
          to.append((inFrontOf?.operation, full))
        } else {
          isBroken = true
        }
      }
      // A pool may also stand in front of nothing and only be held.
      let isHeld = node["in-front-of"] == nil && kind?.structure == .pool
      if to.isEmpty, !isHeld, case .passedOn? = kind?.operations { isBroken = true }
      index[component.key] = entries.count
      entries.append(
        Entry(
          name: component.key, kind: kind,
          operations: (node["operations"]?.entries ?? []).filter { !Item.isOrigin($0) }.map(\.key),
          to: to, inFrontOf: inFrontOf, isBroken: isBroken, scope: node.scope, place: component.keyPlace,
          hasSource: Self.takesWork(kind, node)))
    }
  }

  private static func standsInFront(_ kind: Kind?) -> Bool {
    kind?.has("in-front-of") ?? false
  }

  /// What must have a `from` is never called; a function may have one and be called besides.
  private static func takesWork(_ kind: Kind?, _ node: ConfigurationNode) -> Bool {
    guard let kind, kind.isBuilt else { return node["from"] != nil }
    if kind.structure == .poller, node["starts"]?.text == "on call" { return false }
    return kind.parameters.contains { $0.name == "from" && $0.isRequired }
  }

  subscript(name: String) -> Entry? { index[name].map { entries[$0] } }

  /// Which component runs an operation that is called at one.
  func find(_ operation: String, of name: String) -> Found { find(operation, of: name, passed: []) }

  private func find(_ operation: String, of name: String, passed: [String]) -> Found {
    guard let entry = self[name], let kind = entry.kind else { return .found(component: nil) }
    if entry.hasSource {
      return .notCallable(
        reason: "kind `\(kind.name)` takes its work from a topic or queue",
        suggestion: "publish to what it reads")
    }
    if kind.isPublished {
      return .notCallable(reason: "kind `\(kind.name)` takes messages", suggestion: "use `publish`")
    }
    if case .none = kind.operations {
      return .notCallable(reason: "kind `\(kind.name)` answers no calls", suggestion: nil)
    }
    if Self.standsInFront(kind), entry.inFrontOf == nil, !entry.isBroken {
      return .notCallable(
        reason: "it stands in front of nothing", suggestion: "use `hold`, or give it an `in-front-of`")
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

  /// Components that a call goes through, in order, with what stands in front of each and what runs it in the end.
  func passed(_ operation: String, from name: String) -> [String] {
    var way: [String] = []
    var seen: Set<String> = []
    func addProxies(_ name: String) {
      for entry in entries {
        guard let guarded = entry.inFrontOf, guarded.component == name, guarded.operation ?? operation == operation,
          seen.insert(entry.name).inserted
        else { continue }
        addProxies(entry.name)
        way.append(entry.name)
      }
    }
    var current: String? = name
    while let name = current, seen.insert(name).inserted {
      addProxies(name)
      way.append(name)
      guard let entry = self[name], !entry.operations.contains(operation) else { break }
      current = next(operation, entry)
    }
    return way
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
