import Components
import Engine

/// How a scenario's flows meet a live service: `live:` of the file and of its systems.
package struct LiveSettings: Sendable {
  package enum Connections: Sendable, Equatable {
    /// A pool of so many that all requests share.
    case shared(Int)
    /// One for each user of a closed workload.
    case perUser
  }
  /// What a run against a service may do at most; nil is not stated.
  package struct Bounds: Sendable, Equatable {
    /// Requests a second.
    package var rate: Double?
    package var requests: Int64?
    package var inFlight: Int64?
    /// No bounds.
    package init() {}
  }
  /// Ends a run when a share of requests has failed for so long.
  package struct StopRule: Sendable, Equatable {
    package var share: Double
    package var span: Nanoseconds
    package var text: String
  }
  /// How far a live figure may lie outside of its prediction interval.
  package struct Tolerance: Sendable, Equatable {
    /// Of times and rates: a share of the prediction, or a time, whichever is more.
    package var share = 0.1
    package var time: Nanoseconds = 5_000_000
    /// Of shares of outcomes: 0.005 is half a percentage point.
    package var points = 0.005
    package init() {}

    /// `10 % or 5ms, shares 0.5 points`
    package var text: String {
      func short(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
      let parts = [share > 0 ? "\(short(share * 100)) %" : nil, time > 0 ? RunSettings.text(time) : nil].compactMap {
        $0
      }
      return "\(parts.isEmpty ? "nothing" : parts.joined(separator: " or ")), shares \(short(points * 100)) points"
    }
  }

  /// URL, as written; nil where the command line has to say it.
  package var target: String?
  package var connections = Connections.shared(64)
  package var bounds = Bounds()
  package var stopWhen: StopRule?
  package var tolerance = Tolerance()
  package var calls: [LiveCall] = []
  /// A request that is made before the first one of the run, and one that is made after the last: what invariants it
  /// counts are judged as monitors are.
  package var prepare: LiveRequest?
  package var audit: LiveRequest?
  package var place: Place
  package init(place: Place) { self.place = place }
}

/// A request that no flow makes.
package struct LiveRequest: Sendable, Equatable {
  package var method: String
  package var path: String
}

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
