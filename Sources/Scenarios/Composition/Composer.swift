import Components

/// A scenario with its systems joined in and its options applied; still text.
struct ComposedScenario {
  var root: ConfigurationNode
  var systems: [SystemUse] = []
  /// Monitors that active options expect to be violated, with the prefix of their system.
  var expected: [(monitor: String, scope: String, place: Place)] = []
  var options = OptionTable(nil, problems: ProblemList())
  var chosen: [String] = []
  /// Options that the files of its systems declare, with their prefixes.
  var systemOptions: [String] = []
}

/// Reads a file and the systems that it names, applies options in the order file < system < option <
/// `--set`, and puts everything into one tree in which a system's names carry its prefix.
struct Composer {
  static let deepestSystems = 8

  let files: SourceFiles
  let problems: ProblemList
  /// False in a trial of one more option, which may well meet a default that it replaces.
  var reportsConflicts = true

  struct Request {
    var choices: [OptionSelection.Choice] = []
    var assignments: [Change] = []
  }

  func compose(_ path: String, _ request: Request) throws(ScenarioFileError) -> ComposedScenario? {
    let bytes = try files.bytes(of: path)
    return compose(bytes, path, request, including: [path])
  }

  private func compose(
    _ bytes: [UInt8], _ path: String, _ request: Request, including: [String]
  ) -> ComposedScenario? {
    guard var root = ConfigurationParser.parse(bytes, file: path, problems: problems) else {
      return nil
    }
    if files.areStored { root = RenamedKey.updated(root) }
    guard root.entries != nil else {
      problems.error(
        "a scenario file is a map, not \(root.description)", at: root.place,
        suggestion: "begin with `orrery: 1`")
      return nil
    }
    if let book = root.entry("orrery-prices") {
      problems.error(
        "this is a price book, not a scenario", at: book.keyPlace,
        suggestion: "a scenario names it: `prices: { books: [ … ] }`")
      return nil
    }
    checkTopKeys(root)
    let table = OptionTable(root["options"], problems: problems)
    let own = request.choices.filter { $0.system == nil }
    let selection = OptionSelection(own, from: table, problems: problems)
    let changes =
      selection.changes(problems: problems, reportsConflicts: reportsConflicts) + request.assignments
    var editor = Editor(problems: problems)
    for change in changes where change.path.isSameOrBelow("systems") {
      editor.apply(change, to: &root)
    }
    var composed = ComposedScenario(root: root, options: table, chosen: selection.names)
    let passedOn = request.choices.filter { $0.system != nil }
    composed.chosen += passedOn.map(\.text)
    for (_, alternative) in selection.active {
      composed.expected += alternative.expected.map { ($0.monitor, "", $0.place) }
    }
    joinSystems(into: &composed, path: path, including: including, choices: passedOn)
    selection.reportUnknown(table, others: composed.systemOptions, problems: problems)
    editor.prefixes = composed.systems.map(\.prefix)
    for change in changes where !change.path.isSameOrBelow("systems") {
      editor.apply(change, to: &composed.root)
    }
    return composed
  }

  private func checkTopKeys(_ root: ConfigurationNode) {
    let names = Language.topKeys.map(\.name)
    for entry in root.entries ?? [] where !names.contains(entry.key) {
      problems.error(
        "`\(entry.key.shortened)` is not a key of a scenario file", at: entry.keyPlace,
        suggestion: entry.key == "expect"
          ? "`expect` belongs in an option"
          : Spelling.nearest(to: entry.key, among: names).map { "did you mean `\($0)`?" }
            ?? "its keys: " + names.joined(separator: " "))
    }
    guard let version = root["orrery"] else {
      problems.error(
        "`orrery` is missing", at: root.place, suggestion: "begin the file with `orrery: 1`")
      return
    }
    if version.text != "1" {
      problems.error(
        "version \(version.description) of the language is not known", at: version.place,
        suggestion: "did you mean `1`?")
    }
  }

  // MARK: Systems

  private func joinSystems(
    into composed: inout ComposedScenario, path: String, including: [String], choices: [OptionSelection.Choice]
  ) {
    let prefixes = (composed.root["systems"]?.entries ?? []).map(\.key)
    for choice in choices where !prefixes.contains(choice.system ?? "") {
      problems.error(
        "there is no system `\((choice.system ?? "").shortened)`, whose option `\(choice.text.shortened)` would be",
        at: choice.place, suggestion: Spelling.hint(for: choice.system ?? "", among: prefixes))
    }
    guard let section = composed.root["systems"] else { return }
    guard let entries = section.entries else {
      if !section.isEmpty {
        problems.error("`systems` is a map of prefixes, not \(section.description)", at: section.place)
      }
      return
    }
    for entry in entries where !Item.isOrigin(entry) {
      guard NameForm.isName(entry.key) else {
        problems.checkName(entry.key, of: "a system", at: entry.keyPlace)
        continue
      }
      let own = choices.filter { $0.system == entry.key }
      join(entry, into: &composed, path: path, including: including, choices: own.map(\.inSystem))
    }
  }

  private func join(
    _ entry: ConfigurationNode.Entry, into composed: inout ComposedScenario, path: String,
    including: [String], choices: [OptionSelection.Choice]
  ) {
    guard checkKeys(entry.value), let fileNode = entry.value["file"] else { return }
    guard let name = fileNode.text, !name.isEmpty else {
      problems.error("the path of a scenario file is expected here", at: fileNode.place)
      return
    }
    let file = SourceFiles.resolve(name, from: path)
    guard !including.contains(file) else {
      problems.error(
        "the system includes itself: \((including + [file]).joined(separator: " → "))", at: fileNode.place)
      return
    }
    guard including.count < Self.deepestSystems else {
      problems.error("systems are nested more than \(Self.deepestSystems) deep", at: fileNode.place)
      return
    }
    let bytes: [UInt8]
    do {
      bytes = try files.bytes(of: file)
    } catch {
      problems.error("cannot read `\(name.shortened)`: \(error.reason)", at: fileNode.place)
      return
    }
    let request = Request(choices: self.choices(entry.value["with"]) + choices)
    guard let system = compose(bytes, file, request, including: including + [file]) else { return }
    merge(system, prefix: entry.key + "/", joins: entry.value["join"], into: &composed)
  }

  private func checkKeys(_ node: ConfigurationNode) -> Bool {
    let names = Language.system.map(\.name)
    guard let entries = node.entries else {
      problems.error(
        "a system is a map, not \(node.description)", at: node.place,
        suggestion: "write it as in `{ file: other.yaml, with: [ option ] }`")
      return false
    }
    for entry in entries where !names.contains(entry.key) && !Item.isOrigin(entry) {
      problems.error(
        "`\(entry.key.shortened)` is not a key of a system", at: entry.keyPlace,
        suggestion: Spelling.hint(for: entry.key, among: names))
    }
    if node["file"] == nil { problems.error("`file` is missing in a system", at: node.place) }
    return true
  }

  private func choices(_ node: ConfigurationNode?) -> [OptionSelection.Choice] {
    guard let node else { return [] }
    let elements: [ConfigurationNode]
    if let list = node.elements {
      elements = list
    } else if node.text != nil {
      elements = [node]
    } else {
      problems.error("`with` is a list of options, not \(node.description)", at: node.place)
      return []
    }
    return elements.flatMap { element in
      guard let text = element.text else {
        problems.error("an option is expected here, not \(element.description)", at: element.place)
        return [OptionSelection.Choice]()
      }
      return OptionSelection.choices([text]) { _ in element.place }
    }
  }

  /// Puts a system's sections beside ours, its names under its prefix.
  private func merge(
    _ system: ComposedScenario, prefix: String, joins: ConfigurationNode?,
    into composed: inout ComposedScenario
  ) {
    var tree = system.root
    let use = SystemUse(prefix: prefix, parent: "", joins: readJoins(joins, &tree))
    composed.systems.append(use)
    composed.systemOptions += (system.options.options.map(\.name) + system.systemOptions).map { prefix + $0 }
    composed.systems += system.systems.map {
      SystemUse(prefix: prefix + $0.prefix, parent: prefix + $0.parent, joins: $0.joins)
    }
    composed.expected += system.expected.map { ($0.monitor, prefix + $0.scope, $0.place) }
    for entry in tree.scoped(prefix).entries ?? [] {
      let section = entry.key.split(separator: "/").last.map(String.init) ?? entry.key
      if Language.perSystem.contains(section) {
        composed.root.set(prefix + entry.key, at: entry.keyPlace, to: entry.value)
      } else if Language.tables.contains(entry.key) {
        mergeTable(entry, prefix: prefix, into: &composed.root)
      }
    }
  }

  private func mergeTable(
    _ section: ConfigurationNode.Entry, prefix: String, into root: inout ConfigurationNode
  ) {
    guard let entries = section.value.entries else {
      problems.error(
        "`\(section.key)` is a map of names, not \(section.value.description)", at: section.value.place)
      return
    }
    var ours =
      root[section.key]
      ?? ConfigurationNode(.mapping([]), at: section.value.place)
    for entry in entries where !Item.isOrigin(entry) {
      let name = prefix + entry.key
      if let known = ours.entry(name) {
        problems.error(
          "`\(name)` is already what the system `\(prefix.dropLast())` calls it", at: known.keyPlace)
      }
      ours.set(name, at: entry.keyPlace, to: entry.value)
    }
    root.set(section.key, at: root.entry(section.key)?.keyPlace ?? section.keyPlace, to: ours)
  }

  /// Takes joined components out of the system; who still names them means ours.
  private func readJoins(
    _ node: ConfigurationNode?, _ tree: inout ConfigurationNode
  ) -> [SystemUse.Join] {
    guard let node else { return [] }
    guard let entries = node.entries else {
      problems.error(
        "`join` is a map, not \(node.description)", at: node.place,
        suggestion: "write it as in `join: { its-name: our-name }`")
      return []
    }
    var components = tree["components"] ?? ConfigurationNode(.mapping([]), at: node.place)
    let names = (components.entries ?? []).map(\.key)
    var joins: [SystemUse.Join] = []
    for entry in entries where !Item.isOrigin(entry) {
      guard let replaced = components.entry(entry.key) else {
        problems.error(
          "the system has no component `\(entry.key.shortened)`", at: entry.keyPlace,
          suggestion: Spelling.hint(for: entry.key, among: names))
        continue
      }
      guard let ours = entry.value.text, !ours.isEmpty else {
        problems.error("the name of our component is expected here", at: entry.value.place)
        continue
      }
      _ = components.remove(entry.key)
      joins.append(
        SystemUse.Join(its: entry.key, ours: ours, place: entry.value.place, replaced: replaced.value))
    }
    if let place = tree.entry("components")?.keyPlace {
      tree.set("components", at: place, to: components)
    }
    return joins
  }
}
