/// A scenario file as a tree of text: every scalar is what was written, whatever YAML would make of it.
/// Each node knows where it stands and, by its scope, in whose names it speaks.
struct ConfigurationNode: Sendable {
  struct Entry: Sendable {
    var key: String
    var keyPlace: Place
    var value: ConfigurationNode
  }

  enum Content: Sendable {
    case scalar(String)
    case sequence([ConfigurationNode])
    case mapping([Entry])
  }

  var content: Content
  var place: Place
  /// Prefix of the system whose file wrote this, with its slash; names below resolve in that system.
  var scope = ""

  init(_ content: Content, at place: Place, scope: String = "") {
    self.content = content
    self.place = place
    self.scope = scope
  }

  var text: String? { if case .scalar(let text) = content { text } else { nil } }
  var elements: [ConfigurationNode]? {
    if case .sequence(let elements) = content { elements } else { nil }
  }
  var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

  /// `key:` with nothing after it.
  var isEmpty: Bool { text?.isEmpty ?? false }

  /// For messages: what stands here.
  var description: String {
    switch content {
    case .scalar(let text): text.isEmpty ? "nothing" : "`\(text.shortened)`"
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }

  subscript(key: String) -> ConfigurationNode? { entry(key)?.value }

  func entry(_ key: String) -> Entry? { entries?.first { $0.key == key } }

  /// Puts a value under a key: in place of the one that is there, or at the end.
  mutating func set(_ key: String, at keyPlace: Place, to value: ConfigurationNode) {
    var entries = self.entries ?? []
    let entry = Entry(key: key, keyPlace: keyPlace, value: value)
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
    content = .mapping(entries)
  }

  /// Removes a key; false when it was not there.
  mutating func remove(_ key: String) -> Bool {
    guard var entries, let index = entries.firstIndex(where: { $0.key == key }) else { return false }
    entries.remove(at: index)
    content = .mapping(entries)
    return true
  }

  /// The same tree, speaking in the names of a system.
  func scoped(_ prefix: String) -> ConfigurationNode {
    var copy = self
    copy.scope = prefix + scope
    switch content {
    case .scalar: break
    case .sequence(let elements): copy.content = .sequence(elements.map { $0.scoped(prefix) })
    case .mapping(let entries):
      copy.content = .mapping(
        entries.map { Entry(key: $0.key, keyPlace: $0.keyPlace, value: $0.value.scoped(prefix)) })
    }
    return copy
  }

  /// Every place of the tree, keys included.
  func forEachPlace(_ visit: (Place) -> Void) {
    visit(place)
    switch content {
    case .scalar: break
    case .sequence(let elements): for element in elements { element.forEachPlace(visit) }
    case .mapping(let entries):
      for entry in entries {
        visit(entry.keyPlace)
        entry.value.forEachPlace(visit)
      }
    }
  }
}

extension String {
  /// Short enough for one line of an error message.
  var shortened: String {
    let flat = shown
    return flat.count <= 60 ? flat : flat.prefix(57) + "..."
  }
}
