import Yams

/// Reads YAML into `ConfigurationNode`s and rejects what the language does without: anchors, aliases,
/// merge keys, tags, duplicate keys, keys that are not words, several documents.
struct ConfigurationParser {
  /// Deeper nesting is no scenario, and would cost stack.
  static let deepest = 64

  private let file: String
  private let problems: ProblemList
  private let lines: [[Unicode.Scalar]]
  private let repairs: [RepairedKey]

  /// Nil when there is no tree at all; the reasons are then in `problems`.
  static func parse(_ bytes: [UInt8], file: String, problems: ProblemList) -> ConfigurationNode? {
    guard let text = decode(bytes, file: file, problems: problems) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Array($0.unicodeScalars)
    }
    guard isShallow(lines, file: file, problems: problems),
      isWithoutManyAliases(lines, file: file, problems: problems)
    else { return nil }
    do {
      let (node, repairs) = try DuplicateKeys.compose(lines)
      guard let node else {
        problems.error("the file is empty", at: Place(file: file, line: 1, column: 1))
        return nil
      }
      let parser = ConfigurationParser(
        file: file, problems: problems, lines: lines, repairs: repairs)
      return parser.convert(node, depth: 0)
    } catch let error as YamlError {
      report(error, lines: lines, file: file, problems: problems)
    } catch {
      problems.error(
        "the file cannot be read as YAML: \(error)", at: Place(file: file, line: 1, column: 1))
    }
    return nil
  }

  // MARK: From Yams' nodes to ours

  private func convert(_ node: Node, depth: Int) -> ConfigurationNode? {
    let place = place(of: node.mark)
    guard depth < Self.deepest else {
      problems.error("nested more than \(Self.deepest) levels deep", at: place)
      return nil
    }
    guard isPlain(node.mark) else { return nil }
    switch node {
    case .scalar(let scalar):
      return ConfigurationNode(.scalar(scalar.string), at: place)
    case .sequence(let sequence):
      return ConfigurationNode(
        .sequence(sequence.compactMap { convert($0, depth: depth + 1) }), at: place)
    case .mapping(let mapping):
      return ConfigurationNode(.mapping(entries(of: mapping, depth: depth)), at: place)
    case .alias:
      problems.error("aliases are not part of the language", at: place)
      return nil
    }
  }

  private func entries(of mapping: Node.Mapping, depth: Int) -> [ConfigurationNode.Entry] {
    var entries: [ConfigurationNode.Entry] = []
    var firstPlaces: [String: Place] = [:]
    for (keyNode, valueNode) in mapping {
      let keyPlace = place(of: keyNode.mark)
      guard isPlain(keyNode.mark) else { continue }
      guard case .scalar(let scalar) = keyNode else {
        problems.error("a key must be a word, not a list or a map", at: keyPlace)
        continue
      }
      let key = original(scalar.string, at: keyPlace)
      if key == "<<" {
        problems.error(
          "merge keys (`<<`) are not part of the language", at: keyPlace,
          suggestion: "write the keys out, or make them an option")
        continue
      }
      if key.isEmpty {
        problems.error("a key is missing before the colon", at: keyPlace)
        continue
      }
      let value = convert(valueNode, depth: depth + 1)
      if let first = firstPlaces[key] {
        problems.error(
          "`\(key.shortened)` stands here a second time; the first is in line \(first.line)",
          at: keyPlace)
        continue
      }
      firstPlaces[key] = keyPlace
      if let value { entries.append(.init(key: key, keyPlace: keyPlace, value: value)) }
    }
    return entries
  }

  /// Reports what begins with a tag or an anchor. An alias comes as the node that it points to, place
  /// and all, so this also reports every alias, once.
  private func isPlain(_ mark: Mark?) -> Bool {
    switch character(at: mark) {
    case "&":
      problems.error(
        "anchors and aliases are not part of the language", at: place(of: mark),
        suggestion: "write the value out, or make it an option")
      return false
    case "!":
      problems.error(
        "tags are not part of the language", at: place(of: mark),
        suggestion: "every value is typed by its place")
      return false
    default: return true
    }
  }

  private func original(_ key: String, at place: Place) -> String {
    repairs.first { $0.line == place.line && $0.column == place.column }?.original ?? key
  }

  private func place(of mark: Mark?) -> Place {
    Self.place(line: mark?.line ?? 1, column: mark?.column ?? 1, in: lines, file: file)
  }

  private func character(at mark: Mark?) -> Unicode.Scalar? {
    guard let mark, lines.indices.contains(mark.line - 1) else { return nil }
    let line = lines[mark.line - 1]
    return line.indices.contains(mark.column - 1) ? line[mark.column - 1] : nil
  }

  /// Yams marks the end of the text behind the last line; problems are shown where there is text.
  fileprivate static func place(
    line: Int, column: Int, in lines: [[Unicode.Scalar]], file: String
  ) -> Place {
    var last = lines.count
    while last > 1, lines[last - 1].isEmpty { last -= 1 }
    guard line <= last else {
      return Place(file: file, line: last, column: lines[last - 1].count + 1)
    }
    return Place(
      file: file, line: max(1, line),
      column: min(max(1, column), lines[max(1, line) - 1].count + 1))
  }

  // MARK: Before and after YAML

  /// Valid UTF-8 without control characters; anything else is reported with its exact place.
  private static func decode(_ bytes: [UInt8], file: String, problems: ProblemList) -> String? {
    var rest = bytes[...]
    if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
    guard let text = String(validating: rest, as: UTF8.self) else {
      // The decoder says that it is invalid, the replacement character says where.
      var line = 1
      var column = 1
      for scalar in String(decoding: rest, as: UTF8.self).unicodeScalars {
        if scalar == "\u{fffd}" { break }
        if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
      }
      problems.error(
        "the file is not UTF-8 text", at: Place(file: file, line: line, column: column))
      return nil
    }
    var unified = ""
    unified.reserveCapacity(text.utf8.count)
    var line = 1
    var column = 1
    var previous: Unicode.Scalar = " "
    var isClean = true
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      if scalar == "\n", previous == "\r" { continue }
      if scalar == "\n" || scalar == "\r" {
        unified.unicodeScalars.append("\n")
        (line, column) = (line + 1, 1)
        continue
      }
      let isControl =
        (scalar.value < 0x20 && scalar != "\t") || (0x7f...0x9f).contains(scalar.value)
        || scalar == "\u{2028}" || scalar == "\u{2029}" || scalar == "\u{feff}"
        || scalar.value == 0xfffe || scalar.value == 0xffff
      if isControl {
        if isClean {
          problems.error(
            "a control character (U+\(String(scalar.value, radix: 16, uppercase: true))) is in the text",
            at: Place(file: file, line: line, column: column))
        }
        isClean = false
      }
      unified.unicodeScalars.append(scalar)
      column += 1
    }
    return isClean ? unified : nil
  }

  /// Keeps the YAML parser, which recurses, away from input that nests without end.
  private static func isShallow(
    _ lines: [[Unicode.Scalar]], file: String, problems: ProblemList
  ) -> Bool {
    var open = 0
    for (number, line) in lines.enumerated() {
      var dashes = 0
      for (column, scalar) in line.enumerated() {
        if scalar == "[" || scalar == "{" { open += 1 }
        if scalar == "]" || scalar == "}" { open = max(0, open - 1) }
        let startsEntry = scalar == "-" || scalar == "?" || scalar == ":"
        if startsEntry, line.count == column + 1 || line[column + 1] == " " { dashes += 1 }
        if open > 4 * deepest || dashes > 4 * deepest {
          problems.error(
            "nested more than \(deepest) levels deep",
            at: Place(file: file, line: number + 1, column: column + 1))
          return false
        }
      }
      let indent = line.firstIndex { $0 != " " } ?? 0
      if indent > 16 * deepest {
        problems.error(
          "indented more than \(16 * deepest) columns",
          at: Place(file: file, line: number + 1, column: indent + 1))
        return false
      }
    }
    return true
  }

  /// Aliases of aliases grow exponentially while they are read; a few are left for the exact message.
  private static func isWithoutManyAliases(
    _ lines: [[Unicode.Scalar]], file: String, problems: ProblemList
  ) -> Bool {
    let before: Set<Unicode.Scalar> = [" ", "[", "{", ",", ":"]
    var count = 0
    for (number, line) in lines.enumerated() {
      for (column, scalar) in line.enumerated() {
        if scalar == "#", column == 0 || line[column - 1] == " " { break }
        guard scalar == "*", column == 0 || before.contains(line[column - 1]), column + 1 < line.count,
          line[column + 1].properties.isAlphabetic || line[column + 1].properties.numericType != nil
        else { continue }
        count += 1
        if count > 16 {
          problems.error(
            "anchors and aliases are not part of the language",
            at: Place(file: file, line: number + 1, column: column + 1))
          return false
        }
      }
    }
    return true
  }

  private static func report(
    _ error: YamlError, lines: [[Unicode.Scalar]], file: String, problems: ProblemList
  ) {
    func add(_ message: String, _ mark: Mark?, _ suggestion: String? = nil) {
      let place = place(line: mark?.line ?? 1, column: mark?.column ?? 1, in: lines, file: file)
      problems.error(message, at: place, suggestion: suggestion)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      let before = context.map { " \($0.text), begun in line \($0.mark.line)" } ?? ""
      let isTab =
        lines.indices.contains(mark.line - 1)
        && lines[mark.line - 1].prefix(mark.column).contains("\t")
      add(
        "YAML: \(problem)\(before)", mark,
        isTab ? "indent with spaces, not tabs" : nil)
    case .composer(_, let problem, let mark, _):
      if problem.contains("another document") {
        add("a scenario file is one document; a second one begins here", mark)
      } else if problem.contains("alias") {
        add("aliases are not part of the language", mark)
      } else {
        add("YAML: \(problem)", mark)
      }
    case .duplicatedKeysInMapping(let keys, let context):
      add("`\((keys.first ?? "").shortened)` stands twice in one map", context.mark)
    default:
      add("the file cannot be read as YAML: \("\(error)".shortened)", nil)
    }
  }
}
