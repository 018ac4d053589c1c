import Components

/// Text with places for values: `/events/{event}/select`. A brace that begins no name is itself.
package struct Template: Sendable, Equatable {
  package enum Part: Sendable, Equatable {
    case text(String)
    case value(String)
  }
  package private(set) var parts: [Part] = []

  package init(_ text: String) {
    var plain = ""
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{") {
      let after = rest[rest.index(after: brace)...]
      guard let end = after.firstIndex(of: "}"), NameForm.isName(String(after[..<end])) else {
        plain += rest[...brace]
        rest = after
        continue
      }
      plain += rest[..<brace]
      if !plain.isEmpty { parts.append(.text(plain)) }
      plain = ""
      parts.append(.value(String(after[..<end])))
      rest = after[after.index(after: end)...]
    }
    plain += rest
    if !plain.isEmpty { parts.append(.text(plain)) }
  }

  package var names: [String] {
    parts.compactMap { if case .value(let name) = $0 { name } else { nil } }
  }

  /// The text with its values, as `encode` writes them; nil where one is missing.
  package func filled(_ value: (String) -> String?, encode: (String) -> String) -> String? {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain): text += plain
      case .value(let name):
        guard let found = value(name) else { return nil }
        text += encode(found)
      }
    }
    return text
  }
}
