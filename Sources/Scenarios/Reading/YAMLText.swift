import Foundation
import Yams

/// A file that cannot be read at all; what stands in it does not matter.
public struct ScenarioFileError: Error, Sendable, CustomStringConvertible {
  public var path: String
  public var reason: String
  public var description: String { "\(path): \(reason)" }
}

/// Reads the YAML subset that scenario files are written in: no anchors, aliases, merge keys, tags or
/// several documents, and no typing.
enum YAMLText {
  static func load(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      throw ScenarioFileError(
        path: path,
        reason: isFolder.boolValue ? "is a folder, not a scenario file" : exists ? "cannot be read" : "there is no such file")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw InvalidScenario(problems: [
        Problem(.error, at: Place(file: path, line: 1, column: 1), "the file is not UTF-8 text")
      ])
    }
    return text
  }

  /// The tree of a text; nil after problems that leave nothing to go on with.
  static func parse(_ text: String, path: String, problems: ProblemList) -> ConfigurationNode? {
    let start = Place(file: path, line: 1, column: 1)
    do {
      var documents = try Yams.compose_all(yaml: text)
      guard let first = documents.next() else {
        if let error = documents.error { throw error }
        problems.error(at: start, "the file is empty", "start with `orrery: 1` and a `name`")
        return nil
      }
      if documents.next() != nil {
        problems.error(at: start, "the file holds several documents; a scenario is one")
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
      return convert(first, path: path, lines: lines, problems: problems)
    } catch {
      problems.append(problem(for: error, path: path))
      return nil
    }
  }

  private static func convert(
    _ node: Node, path: String, lines: [[Character]], problems: ProblemList
  ) -> ConfigurationNode {
    let mark = node.mark
    let place = Place(file: path, line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
    reject(node, at: place, lines: lines, problems: problems)
    switch node {
    case .scalar(let scalar):
      return ConfigurationNode(.scalar(scalar.string), at: place)
    case .sequence(let sequence):
      return ConfigurationNode(
        .sequence(sequence.map { convert($0, path: path, lines: lines, problems: problems) }), at: place)
    case .mapping(let mapping):
      var entries: [ConfigurationNode.Entry] = []
      for (key, value) in mapping {
        let keyNode = convert(key, path: path, lines: lines, problems: problems)
        guard let name = keyNode.text else {
          problems.error(at: keyNode.place, "a key must be text, not \(keyNode.shape)")
          continue
        }
        if name == "<<" {
          problems.error(
            at: keyNode.place, "merge keys are not part of the language",
            "use an option, or write the lines out")
          continue
        }
        entries.append(
          ConfigurationNode.Entry(
            key: name, keyPlace: keyNode.place,
            value: convert(value, path: path, lines: lines, problems: problems)))
      }
      return ConfigurationNode(.mapping(entries), at: place)
    case .alias:
      return ConfigurationNode(.scalar(""), at: place)
    }
  }

  /// The parser resolves anchors, aliases and tags; the text says that they were there.
  private static func reject(
    _ node: Node, at place: Place, lines: [[Character]], problems: ProblemList
  ) {
    if node.anchor != nil {
      problems.error(
        at: place, "anchors and aliases are not part of the language",
        "use an option, or write the lines out")
    }
    guard place.line <= lines.count, place.column <= lines[place.line - 1].count else { return }
    if lines[place.line - 1][place.column - 1] == "!" {
      problems.error(at: place, "tags are not part of the language", "leave it out: every value is typed by its place")
    }
  }

  private static func problem(for error: any Error, path: String) -> Problem {
    func place(_ mark: Mark) -> Place {
      Place(file: path, line: max(1, mark.line), column: max(1, mark.column))
    }
    switch error {
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      return Problem(.error, at: place(mark), "this is not YAML: \(problem)")
    case YamlError.duplicatedKeysInMapping(let duplicates, let context):
      return Problem(
        .error, at: place(context.mark),
        "the key \(duplicates.map { "`\($0)`" }.joined(separator: ", ")) stands twice in one map")
    default:
      return Problem(
        .error, at: Place(file: path, line: 1, column: 1), "this is not YAML: \(error)")
    }
  }
}
