/// A scenario file as a tree of texts: what YAML gives, with no typing of its own. Every scalar is the
/// text that stands in the file, and its place says what it means.
struct ConfigurationNode: Sendable {
  indirect enum Content: Sendable {
    case scalar(String)
    case sequence([ConfigurationNode])
    case mapping([Entry])
  }

  struct Entry: Sendable {
    var key: String
    var keyPlace: Place
    var value: ConfigurationNode
  }

  var content: Content
  var place: Place

  init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }

  var text: String? { if case .scalar(let text) = content { text } else { nil } }
  var items: [ConfigurationNode]? { if case .sequence(let items) = content { items } else { nil } }
  var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

  /// What stands there, in words.
  var shape: String {
    switch content {
    case .scalar: "text"
    case .sequence: "a list"
    case .mapping: "a map"
    }
  }

  subscript(key: String) -> ConfigurationNode? { entries?.first { $0.key == key }?.value }

  func entry(_ key: String) -> Entry? { entries?.first { $0.key == key } }

  /// One of several shapes that mean a list: a list, or a single thing.
  var asList: [ConfigurationNode] { items ?? [self] }
}
