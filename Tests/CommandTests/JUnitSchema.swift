import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The essentials of the schema that Ant's JUnit task has: which element may stand where and how often, which attributes
/// each must have and may have, and of what form they are.
///
/// Stricter than most readers of such files are, so what passes here can be read by them.
final class JUnitSchema: NSObject, XMLParserDelegate {
  /// Problems, each with its line; empty when the document is valid.
  static func problems(of text: String) -> [String] {
    let schema = JUnitSchema()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = schema
    if !parser.parse() {
      schema.found.append("not well-formed: \(parser.parserError.map { "\($0)" } ?? "")")
    }
    return schema.found
  }

  private struct Form {
    /// In this order, each with the least and the most that there may be.
    var children: [(names: Set<String>, least: Int, most: Int)] = []
    var required: [String: Kind] = [:]
    var optional: [String: Kind] = [:]
    var hasText = false
  }

  private enum Kind {
    case string, token, filled, whole, decimal, instant

    func takes(_ value: String) -> Bool {
      func matches(_ pattern: String) -> Bool {
        value.range(of: "^(\(pattern))$", options: .regularExpression) != nil
      }
      switch self {
      case .string: return true
      case .token: return !matches(" .*|.* |.*  .*")
      case .filled: return !value.isEmpty && Kind.token.takes(value)
      case .whole: return matches("-?[0-9]+")
      case .decimal: return matches("-?[0-9]*\\.?[0-9]+")
      case .instant: return matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
      }
    }
  }

  private static let forms: [String: Form] = [
    "testsuites": Form(children: [(["testsuite"], 0, .max)]),
    "testsuite": Form(
      children: [(["properties"], 1, 1), (["testcase"], 0, .max), (["system-out"], 1, 1), (["system-err"], 1, 1)],
      required: [
        "name": .filled, "timestamp": .instant, "hostname": .filled, "tests": .whole, "failures": .whole,
        "errors": .whole, "time": .decimal, "package": .token, "id": .whole,
      ],
      optional: ["skipped": .whole]),
    "properties": Form(children: [(["property"], 0, .max)]),
    "property": Form(required: ["name": .filled, "value": .string]),
    "testcase": Form(
      children: [(["skipped", "error", "failure"], 0, 1)],
      required: ["name": .token, "classname": .token, "time": .decimal]),
    "skipped": Form(),
    "error": Form(required: ["type": .string], optional: ["message": .string], hasText: true),
    "failure": Form(required: ["type": .string], optional: ["message": .string], hasText: true),
    "system-out": Form(hasText: true),
    "system-err": Form(hasText: true),
  ]

  private var found: [String] = []
  private var open: [(name: String, children: [String])] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if open.isEmpty, name != "testsuites" { found.append("the root is \(name)") }
    if !open.isEmpty { open[open.count - 1].children.append(name) }
    open.append((name, []))
    guard let form = Self.forms[name] else { return found.append("\(parser.lineNumber): no element \(name)") }
    for (attribute, kind) in form.required {
      guard let value = attributes[attribute] else {
        found.append("\(parser.lineNumber): \(name) has no \(attribute)")
        continue
      }
      if !kind.takes(value) { found.append("\(parser.lineNumber): \(name) \(attribute)=\"\(value)\"") }
    }
    for (attribute, value) in attributes where form.required[attribute] == nil {
      if form.optional[attribute]?.takes(value) != true {
        found.append("\(parser.lineNumber): \(name) may not have \(attribute)=\"\(value)\"")
      }
    }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard let name = open.last?.name, Self.forms[name]?.hasText != true else { return }
    if text.contains(where: { !$0.isWhitespace }) { found.append("\(parser.lineNumber): text in \(name)") }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    let children = open.removeLast().children
    var rest = children[...]
    for (names, least, most) in Self.forms[name]?.children ?? [] {
      var count = 0
      while count < most, let next = rest.first, names.contains(next) {
        rest.removeFirst()
        count += 1
      }
      if count < least { found.append("\(parser.lineNumber): \(name) has no \(names.joined(separator: " or "))") }
    }
    if let next = rest.first { found.append("\(parser.lineNumber): \(next) is out of place in \(name)") }
  }
}
