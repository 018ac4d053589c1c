/// A JSON text in the making, whose keys keep their order.
indirect enum JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
  case string(String)
  case number(Int)
  case boolean(Bool)
  case array([JSONValue])
  case object([(String, JSONValue)])

  init(stringLiteral value: String) { self = .string(value) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Any scalar: YAML editors type it their own way, the reader by its place.
  static var scalar: JSONValue { reference("scalar") }

  static func reference(_ name: String) -> JSONValue { .object([("$ref", .string("#/$defs/\(name)"))]) }

  static func array(of items: JSONValue) -> JSONValue {
    .object([("type", "array"), ("items", items)])
  }

  func described(_ text: String) -> JSONValue { with("description", .string(text)) }

  func with(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let fields) = self else { return self }
    return .object(fields.filter { $0.0 != key } + [(key, value)])
  }

  /// Replaces one field of an object inside this object, if it is there.
  mutating func replace(_ name: String, in key: String, _ change: (JSONValue) -> JSONValue) {
    guard case .object(var fields) = self,
      let outer = fields.firstIndex(where: { $0.0 == key }),
      case .object(var inner) = fields[outer].1,
      let index = inner.firstIndex(where: { $0.0 == name })
    else { return }
    inner[index].1 = change(inner[index].1)
    fields[outer].1 = .object(inner)
    self = .object(fields)
  }

  func text(indent: Int = 0) -> String {
    let space = String(repeating: "  ", count: indent + 1)
    let end = String(repeating: "  ", count: indent)
    switch self {
    case .string(let text): return Self.quoted(text)
    case .number(let number): return "\(number)"
    case .boolean(let flag): return flag ? "true" : "false"
    case .array(let elements):
      if elements.isEmpty { return "[]" }
      return "[\n" + elements.map { space + $0.text(indent: indent + 1) }.joined(separator: ",\n")
        + "\n\(end)]"
    case .object(let fields):
      if fields.isEmpty { return "{}" }
      return "{\n"
        + fields.map { "\(space)\(Self.quoted($0.0)): \($0.1.text(indent: indent + 1))" }
        .joined(separator: ",\n") + "\n\(end)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default:
        if scalar.value < 0x20 {
          let digits = String(scalar.value, radix: 16)
          quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
