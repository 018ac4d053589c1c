import Foundation

/// One file of a scenario: the file itself, or a system that it includes, with its own options applied.
struct ScenarioUnit {
  /// With its slash; empty for the file itself.
  var prefix: String
  var path: String
  var tree: ConfigurationNode
  /// Names of this unit that mean components of the including file.
  var joined: [String: String] = [:]
  var options: [String] = []
  var expected: [(monitor: String, place: Place)] = []

  /// A path that a file names, relative to that file.
  static func resolve(_ path: String, from file: String) -> String {
    if path.hasPrefix("/") { return path }
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    var parts = folder.isEmpty ? [] : folder.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    for part in path.split(separator: "/") {
      if part == ".", !parts.isEmpty || true { continue }
      if part == "..", let last = parts.last, last != "..", !last.isEmpty { parts.removeLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}

/// Loads a file and the systems that it includes, and applies options and assignments:
/// file < system < option < `--set`.
struct UnitLoader {
  let problems: ProblemList
  private(set) var units: [ScenarioUnit] = []
  private(set) var sources: [Scenario.SourceText] = []
  private(set) var optionNames: [String] = []

  static let depthLimit = 8

  init(problems: ProblemList) { self.problems = problems }

  mutating func load(_ path: String, options: [String], assignments: [String]) throws {
    guard let tree = try read(path) else { return }
    let commandLine = Place(file: path, line: 1, column: 1)
    // Options of the systems may be named with their prefix.
    let prefixes = (tree["systems"]?.entries ?? []).map { $0.key + "/" }
    let own = options.filter { option in !prefixes.contains { option.hasPrefix($0) } }
    var main = ScenarioUnit(prefix: "", path: path, tree: tree)
    let choice = OptionChoice(tree["options"], asked: own, askedAt: commandLine, problems: problems)
    main.options = choice.names
    main.expected = choice.expected
    units = [main]
    try loadSystems(of: 0, asked: options, depth: 1)
    optionNames = choice.names + options.filter { option in prefixes.contains { option.hasPrefix($0) } }
    for override in choice.overrides { apply(override) }
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "=") else {
        problems.error(at: commandLine, "`--set \(assignment)` has no value", "write `--set path=value`")
        continue
      }
      let value = String(assignment[assignment.index(after: equals)...])
      let place = Place(file: "--set \(assignment)", line: 1, column: 1)
      guard let node = YAMLText.parse(value, path: place.file, problems: problems) else { continue }
      apply(
        Override(path: String(assignment[..<equals]), value: node, place: place, source: "--set"))
    }
  }

  private mutating func read(_ path: String) throws -> ConfigurationNode? {
    let text = try YAMLText.load(path)
    sources.append(Scenario.SourceText(path: path, text: text))
    guard let tree = YAMLText.parse(text, path: path, problems: problems) else { return nil }
    guard tree.entries != nil else {
      problems.error(at: tree.place, "a scenario is a map, not \(tree.shape)", "start with `orrery: 1` and a `name`")
      return nil
    }
    return tree
  }

  private mutating func loadSystems(of index: Int, asked: [String], depth: Int) throws {
    let parent = units[index]
    for entry in parent.tree["systems"]?.entries ?? [] {
      guard let file = entry.value["file"]?.text else {
        problems.error(at: entry.keyPlace, "the system `\(entry.key)` names no `file`")
        continue
      }
      guard depth < UnitLoader.depthLimit else {
        problems.error(at: entry.keyPlace, "systems are nested more than \(UnitLoader.depthLimit) deep")
        continue
      }
      for key in entry.value.entries ?? [] where !["file", "with", "join"].contains(key.key) {
        problems.unknown("key of a system", key.key, among: ["file", "with", "join"], at: key.keyPlace)
      }
      let path = ScenarioUnit.resolve(file, from: parent.path)
      guard FileManager.default.fileExists(atPath: path) else {
        problems.error(
          at: entry.value["file"]?.place ?? entry.keyPlace, "there is no file `\(path)`",
          "paths are relative to the file that names them")
        continue
      }
      guard let tree = try read(path) else { continue }
      let prefix = parent.prefix + entry.key + "/"
      var unit = ScenarioUnit(prefix: prefix, path: path, tree: tree)
      for join in entry.value["join"]?.entries ?? [] {
        unit.joined[join.key] = parent.prefix + (join.value.text ?? "")
      }
      var with = (entry.value["with"]?.asList ?? []).compactMap(\.text)
      with += asked.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      let choice = OptionChoice(
        tree["options"], asked: with, askedAt: entry.value["with"]?.place ?? entry.keyPlace,
        problems: problems)
      unit.expected = choice.expected
      units.append(unit)
      let number = units.count - 1
      for override in choice.overrides { units[number].tree.apply(override, problems: problems) }
      try loadSystems(of: number, asked: asked, depth: depth + 1)
    }
  }

  /// Paths that name something of a system change that system: `components.rw/tracker.every`, or
  /// `rw/domain.apply` for its domain.
  private mutating func apply(_ override: Override) {
    var steps = override.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    for index in units.indices.reversed() where !units[index].prefix.isEmpty {
      let prefix = units[index].prefix
      for position in steps.indices.prefix(2) where steps[position].hasPrefix(prefix) {
        steps[position] = String(steps[position].dropFirst(prefix.count))
        var inside = override
        inside.path = steps.joined(separator: ".")
        units[index].tree.apply(inside, problems: problems)
        return
      }
    }
    units[0].tree.apply(override, problems: problems)
  }
}
