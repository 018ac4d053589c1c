import Components
import Engine

/// Reads a scenario file: text, systems, options and assignments, then every check that needs no
/// simulation. It either answers with a scenario that will run, or throws everything that is wrong.
package struct ScenarioReader {
  private let vocabulary: Vocabulary

  /// - Parameter vocabulary: what the file can name.
  package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Reads, joins systems, applies options and `--set` assignments, and checks.
  ///
  /// - Parameters:
  ///   - options: each as `--with` takes it: `a,seats=hold`.
  ///   - assignments: each as `--set` takes it: `components.app.replicas=4`.
  ///   - scale: as `--scale` takes it: `1:1000`.
  ///   - sources: texts that a run has stored, to read in place of the files of today, with the keys of then; options
  ///     that are not active are then not tried. Long lists of arrivals are not stored, and are read from their files.
  ///   - storedAssignments: those of that run, which come first.
  ///   - wanted: hears of every file that is read, or was to be.
  /// - Throws: `InvalidScenario` with all problems, warnings among them, sorted by place; or
  ///   `ScenarioFileError` when the file itself cannot be read.
  package func read(
    _ path: String, options: [String] = [], assignments: [String] = [], seed: UInt64? = nil,
    replications: Int? = nil, scale: String? = nil, sources: [Scenario.SourceText] = [],
    storedAssignments: [String] = [], wanted: FilesRead? = nil
  ) throws -> Scenario {
    let files = SourceFiles(sources, wanted: wanted)
    let problems = ProblemList()
    let request = Composer.Request(
      choices: OptionSelection.choices(options) {
        Place(file: "--with", line: $0 + 1, column: 1)
      },
      assignments: Assignment.changes(storedAssignments, problems: problems).map(RenamedKey.updated)
        + Assignment.changes(assignments, problems: problems))
    guard let composed = try compose(path, request, files, problems) else {
      throw InvalidScenario(problems: problems.sorted([.error, .warning]))
    }
    var scenario = check(composed, files, problems)
    let texts = files.texts
    if sources.isEmpty { try tryOptions(composed.options, path, request, files, problems) }
    apply(seed: seed, replications: replications, scale: scale, to: &scenario, problems)
    if problems.hasErrors { throw InvalidScenario(problems: problems.sorted([.error, .warning])) }
    scenario.options = composed.chosen
    scenario.assignments = storedAssignments + assignments
    scenario.sources = texts
    scenario.settings = Setting.all(of: composed.root)
    scenario.warnings = problems.sorted([.warning])
    return scenario
  }

  private func compose(
    _ path: String, _ request: Composer.Request, _ files: SourceFiles, _ problems: ProblemList,
    reportsConflicts: Bool = true
  ) throws(ScenarioFileError) -> ComposedScenario? {
    let composer = Composer(files: files, problems: problems, reportsConflicts: reportsConflicts)
    return try composer.compose(path, request)
  }

  private func check(
    _ composed: ComposedScenario, _ files: SourceFiles, _ problems: ProblemList
  ) -> Scenario {
    let checker = Checker(composed, vocabulary: vocabulary, files: files, problems: problems)
    checker.scenario.name = SourceFiles.stem(of: files.read.first ?? "")
    checker.readExpected(composed.expected)
    checker.check()
    return checker.scenario
  }

  private func apply(
    seed: UInt64?, replications: Int?, scale: String?, to scenario: inout Scenario,
    _ problems: ProblemList
  ) {
    if let seed { scenario.run.seed = seed }
    if let replications {
      if replications < 1 {
        problems.error(
          "there is no run with \(replications) replications",
          at: Place(file: "--replications", line: 1, column: 1))
      }
      scenario.run.replications = max(1, replications)
      scenario.run.mostReplications = scenario.run.replications
      scenario.run.precision = nil
    }
    guard let scale else { return }
    do throws(ValueError) {
      scenario.run.scale = try ValueReader.scale(scale)
    } catch {
      problems.error(
        error.message, at: Place(file: "--scale", line: 1, column: 1), suggestion: error.suggestion)
    }
  }

  // MARK: Options that do not hold

  /// Checks every option that is not active by trying it alone, so that a mistake in it is found now
  /// and not on the day that somebody chooses it. What is not built yet is no mistake of an option.
  private func tryOptions(
    _ table: OptionTable, _ path: String, _ request: Composer.Request, _ files: SourceFiles,
    _ problems: ProblemList
  ) throws {
    let known = Set(problems.findings)
    let active = request.choices.map(\.text)
    for option in table.options {
      for alternative in option.alternatives {
        let name = option.isGroup ? "\(option.name)=\(alternative.name)" : option.name
        if active.contains(name) || (option.isGroup && option.standard == alternative.name) { continue }
        let trial = ProblemList()
        var alone = Composer.Request()
        alone.choices = [OptionSelection.Choice(text: name, place: option.place)]
        guard let composed = try compose(path, alone, files, trial, reportsConflicts: false) else { continue }
        _ = check(composed, files, trial)
        report(trial, of: name, body: option.body, but: known, table, problems)
      }
    }
  }

  private func report(
    _ trial: ProblemList, of name: String, body: ConfigurationNode, but known: Set<ProblemList.Finding>,
    _ table: OptionTable, _ problems: ProblemList
  ) {
    var own: Set<Place> = []
    body.forEachPlace { own.insert($0) }
    for finding in trial.findings
    where !known.contains(finding) && !finding.isUnbuilt && finding.problem.severity == .error {
      var finding = finding
      if !own.contains(finding.problem.place) {
        finding.problem.message += ", with option `\(name)`"
      }
      problems.add(finding)
    }
  }
}

/// `--set path=value`: the value is read as it would be in a file.
package enum Assignment {
  /// What an assignment sets, one value each, by the keys of today: two that set the same are equal, whenever they were
  /// written.
  package static func settings(of text: String) -> [Setting] {
    changes([text], problems: ProblemList()).map(RenamedKey.updated).flatMap { Setting.all(of: $0.value, at: $0.path) }
  }

  static func changes(_ texts: [String], problems: ProblemList) -> [Change] {
    texts.enumerated().compactMap { index, text in
      let place = Place(file: "--set", line: index + 1, column: 1)
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
        problems.error(
          "`\(text.shortened)` is not an assignment", at: place,
          suggestion: "write it as in `--set components.app.replicas=4`")
        return nil
      }
      let path = text[..<equals].trimmed
      let value = String(text[text.index(after: equals)...])
      guard let node = node(value, at: place, column: path.count + 2, problems) else { return nil }
      return Change(path: path, place: place, value: node, option: nil)
    }
  }

  /// Lists and maps are read as YAML, everything else is the text that it is.
  private static func node(
    _ value: String, at place: Place, column: Int, _ problems: ProblemList
  ) -> ConfigurationNode? {
    let text = value.trimmed
    let valuePlace = Place(file: place.file, line: place.line, column: column)
    guard text.hasPrefix("[") || text.hasPrefix("{") else {
      return ConfigurationNode(.scalar(text), at: valuePlace)
    }
    let own = ProblemList()
    let node = ConfigurationParser.parse(Array(text.utf8), file: place.file, problems: own)
    for problem in own.sorted([.error]) {
      problems.error(problem.message, at: valuePlace, suggestion: problem.suggestion)
    }
    return own.hasErrors ? nil : node.map { shifted($0, to: valuePlace) }
  }

  /// Places inside the value, counted from the start of the assignment.
  private static func shifted(_ node: ConfigurationNode, to origin: Place) -> ConfigurationNode {
    func move(_ place: Place) -> Place {
      Place(
        file: origin.file, line: origin.line,
        column: place.line == 1 ? origin.column + place.column - 1 : origin.column)
    }
    var copy = node
    copy.place = move(node.place)
    switch node.content {
    case .scalar: break
    case .sequence(let elements): copy.content = .sequence(elements.map { shifted($0, to: origin) })
    case .mapping(let entries):
      copy.content = .mapping(
        entries.map {
          .init(key: $0.key, keyPlace: move($0.keyPlace), value: shifted($0.value, to: origin))
        })
    }
    return copy
  }
}
