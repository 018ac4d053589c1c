import Yams

/// A YAML text as a tree that can be taken apart, changed and written again. Comments and layout are lost, keys stay in
/// their order and may stand twice.
public indirect enum YAMLTree: Sendable {
  case scalar(String)
  case list([YAMLTree])
  case map([(key: String, value: YAMLTree)])

  /// Nil where the text is no YAML, or has nothing in it.
  public init?(_ text: String) {
    guard let node = try? Yams.compose(yaml: text) else { return nil }
    self.init(node)
  }

  private init(_ node: Node) {
    switch node {
    case .scalar(let scalar): self = .scalar(scalar.string)
    case .sequence(let sequence): self = .list(sequence.map { YAMLTree($0) })
    case .mapping(let mapping): self = .map(mapping.map { ($0.key.scalar?.string ?? "", YAMLTree($0.value)) })
    case .alias: self = .scalar("~")
    }
  }

  public var children: [YAMLTree] {
    switch self {
    case .scalar: []
    case .list(let parts): parts
    case .map(let entries): entries.map(\.value)
    }
  }

  /// Nodes of the tree, itself among them.
  public var count: Int { children.reduce(1) { $0 + $1.count } }

  /// Counted from the root, which is 0, each node before its children.
  public func node(at place: Int) -> YAMLTree {
    if place == 0 { return self }
    var first = 1
    for child in children {
      if place < first + child.count { return child.node(at: place - first) }
      first += child.count
    }
    return self
  }

  /// The tree with another node in a place, or without the node there.
  public func replacing(_ place: Int, with other: YAMLTree?) -> YAMLTree {
    if place == 0 { return other ?? .scalar("") }
    var first = 1
    for (index, child) in children.enumerated() {
      let next = first + child.count
      if place < next {
        return with(place == first ? other : child.replacing(place - first, with: other), at: index)
      }
      first = next
    }
    return self
  }

  private func with(_ child: YAMLTree?, at index: Int) -> YAMLTree {
    switch self {
    case .scalar: return self
    case .list(var parts):
      parts.replaceSubrange(index...index, with: child.map { [$0] } ?? [])
      return .list(parts)
    case .map(var entries):
      entries.replaceSubrange(index...index, with: child.map { [(entries[index].key, $0)] } ?? [])
      return .map(entries)
    }
  }

  // MARK: Text

  /// As YAML: the upper two levels a key a line, all else in brackets.
  public var text: String {
    guard case .map(let entries) = self, !entries.isEmpty else { return flow + "\n" }
    return entries.map { entry in
      guard case .map(let inner) = entry.value, !inner.isEmpty else {
        return "\(Self.quoted(entry.key)): \(entry.value.flow)\n"
      }
      let lines = inner.map { "  \(Self.quoted($0.key)): \($0.value.flow)\n" }.joined()
      return "\(Self.quoted(entry.key)):\n\(lines)"
    }.joined()
  }

  private var flow: String {
    switch self {
    case .scalar(let text): Self.quoted(text)
    case .list(let parts): "[ \(parts.map(\.flow).joined(separator: ", ")) ]"
    case .map(let entries):
      "{ \(entries.map { "\(Self.quoted($0.key)): \($0.value.flow)" }.joined(separator: ", ")) }"
    }
  }

  private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$/_.+<=|()%; -")

  private static func quoted(_ text: String) -> String {
    guard let first = text.first, first != " ", first != "-", text.last != " ", text.allSatisfy(plain.contains),
      !"|%<=".contains(first)
    else {
      var quoted = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case _ where scalar.value < 0x20 || scalar.value == 0x7f || scalar.value == 0xfeff:
          let digits = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
      }
      return quoted + "\""
    }
    return text
  }
}
