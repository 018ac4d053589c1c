import Components

/// What one call of a flow is on the wire.
package struct LiveCall: Sendable {
  package enum FieldValue: Sendable {
    case template(Template)
    /// A secret that the command line gives, by its name.
    case secret(String)
  }
  /// Where a value is taken from an answer.
  package enum Source: Sendable, Equatable {
    /// `$.order.id`: the names on the way.
    case json([String])
    case field(String)
    case cookie(String)

    /// - Parameter text: `$.order.id`, `$.seats.0`, `header location` or `cookie session`.
    init(_ text: String) throws(ValueError) {
      let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      switch (words.first, words.count) {
      case ("header", 2) where FieldName.isValid(words[1]): self = .field(words[1])
      case ("cookie", 2) where FieldName.isValid(words[1]): self = .cookie(words[1])
      case (_, 1) where text.hasPrefix("$."):
        let names = text.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !names.contains(where: { $0.isEmpty || $0.contains("[") || $0.contains("]") }) else {
          let dotted = text.replacing("[", with: ".").replacing("]", with: "")
          throw ValueError(
            "`\(text.shortened)` is no place in an answer",
            suggestion: text.contains("[") ? "write it as in `\(dotted.shortened)`" : "names stand between the dots")
        }
        self = .json(names)
      default:
        throw ValueError(
          "`\(text.shortened)` is no place in an answer",
          suggestion: "write it as in `$.order.id`, `$.seats.0`, `header location` or `cookie session`")
      }
    }
  }
  /// `200`, or `5xx` with its first digit.
  package enum Status: Sendable, Equatable {
    case exactly(Int)
    case hundreds(Int)

    package func matches(_ status: Int) -> Bool {
      switch self {
      case .exactly(let one): one == status
      case .hundreds(let digit): status / 100 == digit
      }
    }

    /// One of those that it matches.
    package var example: Int {
      switch self {
      case .exactly(let one): one
      case .hundreds(let digit): digit * 100
      }
    }
  }

  /// `site.select`, with the prefix of its system.
  package var name: String
  package var component: String
  package var operation: String
  /// Prefix of the system whose names its placeholders are.
  package var scope: String
  package var method: String
  package var path: Template
  package var fields: [(name: String, value: FieldValue)] = []
  package var body: Template?
  /// Value of a later placeholder → where in the answer it stands.
  package var takes: [(name: String, source: Source)] = []
  /// The first that matches counts.
  package var replies: [(status: Status, outcome: String)] = []
  /// Outcomes that flows handle and this service does not give.
  package var never: [String] = []
  package var place: Place

  /// Placeholders of path, fields and body, each once.
  package var placeholders: [String] {
    let templates = [path] + fields.compactMap { if case .template(let one) = $0.value { one } else { nil } }
    var found: [String] = []
    for name in (templates + (body.map { [$0] } ?? [])).flatMap(\.names) where !found.contains(name) {
      found.append(name)
    }
    return found
  }

  /// The outcome of a status; nil where none is stated for it.
  package func outcome(of status: Int) -> String? {
    replies.first { $0.status.matches(status) }?.outcome
  }
}
