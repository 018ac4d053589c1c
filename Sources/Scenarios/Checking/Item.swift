/// A node on its way to becoming a value: with the path to it and what its surroundings say of origin.
struct Item {
  var node: ConfigurationNode
  /// `components.tracker.every`
  var path: String
  /// Of quantities below that do not say.
  var origin: SourcedQuantity.Origin?
  var quote: String?

  var place: Place { node.place }
  var scope: String { node.scope }

  func child(_ entry: ConfigurationNode.Entry) -> Item {
    var child = self
    child.node = entry.value
    child.path = path.isEmpty ? entry.key : "\(path).\(entry.key)"
    child.inherit()
    return child
  }

  func element(_ index: Int, _ node: ConfigurationNode) -> Item {
    var element = self
    element.node = node
    element.path = "\(path)[\(index)]"
    element.inherit()
    return element
  }

  subscript(key: String) -> Item? { node.entry(key).map(child) }

  /// Entries without the `origin` that a map may carry.
  var entries: [(entry: ConfigurationNode.Entry, item: Item)] {
    (node.entries ?? []).filter { !Item.isOrigin($0) }.map { ($0, child($0)) }
  }

  static func isOrigin(_ entry: ConfigurationNode.Entry) -> Bool {
    entry.key == "origin" && entry.value.text != nil
  }

  /// Takes the `origin:` of this map, if it has one.
  mutating func inherit() {
    guard let text = node["origin"]?.text, let stated = Item.origin(text) else { return }
    (origin, quote) = stated
  }

  /// `assumed`, or `doc "quote"`.
  static func origin(_ text: String) -> (SourcedQuantity.Origin?, String?)? {
    guard let parts = try? Provenance("1 " + text), parts.value == "1", let origin = parts.origin
    else { return nil }
    return (origin, parts.quote)
  }
}
