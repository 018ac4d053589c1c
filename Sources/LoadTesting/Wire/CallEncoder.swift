import Components
import Scenarios
import Transports

/// Makes requests of HTTP of a scenario's calls.
package struct CallEncoder {
  private struct Coded {
    var method: String
    var path: Template
    var fields: [(name: String, value: LiveCall.FieldValue)]
    var body: Template?
    /// Placeholder → its place among the keys that go along.
    var keys: [String: Int]
  }

  private let coded: [Coded]
  private let secrets: Secrets
  /// Sends along what the draws of the call belong to.
  private let tellsDraws: Bool

  /// The field that says what a request's draws belong to.
  package static let drawsField = "orrery-draws"

  package init(_ live: LiveSettings, plan: NetworkPlan, secrets: Secrets, tellsDraws: Bool = false) {
    self.secrets = secrets
    self.tellsDraws = tellsDraws
    coded = zip(live.calls, plan.remotes).map { call, remote in
      var keys: [String: Int] = [:]
      for (place, population) in remote.populations.enumerated() {
        keys[String(plan.populations[Int(population)].name.dropFirst(call.scope.count))] = place
      }
      return Coded(method: call.method, path: call.path, fields: call.fields, body: call.body, keys: keys)
    }
  }

  /// - Parameter taken: what was taken from answers to the same request before.
  /// - Returns: nil where a placeholder has no value: an answer did not have it.
  package func encode(_ call: RemoteCall, taken: [String: String]) -> HTTPCall? {
    let coded = coded[call.remote]
    func value(_ name: String) -> String? {
      if let place = coded.keys[name] { return String(call.keys[place] + 1) }
      return name == "request" ? Self.hexadecimal(call.entity) : taken[name]
    }
    guard let path = coded.path.filled(value, encode: \.percentEncoded) else { return nil }
    var made = HTTPCall(method: coded.method, path: path)
    if let body = coded.body {
      guard let text = body.filled(value, encode: Self.escaped) else { return nil }
      made.body = Array(text.utf8)
      if !coded.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
        made.fields.append(HTTPField("content-type", "application/json"))
      }
    }
    for (name, content) in coded.fields {
      switch content {
      case .secret(let secret): made.fields.append(HTTPField(name, secrets[secret] ?? ""))
      case .template(let template):
        guard let text = template.filled(value, encode: { $0 }), Self.fitsField(text) else { return nil }
        made.fields.append(HTTPField(name, text))
      }
    }
    if tellsDraws {
      made.fields.append(
        HTTPField(Self.drawsField, [call.entity, call.context, call.key].map(Self.hexadecimal).joined(separator: "-")))
    }
    return made
  }

  /// 16 digits.
  static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// As it may stand within a JSON string.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": escaped += "\\\""
      case "\\": escaped += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// No control characters: a line break would begin another field.
  static func fitsField(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f || $0 == "\t" }
  }
}
