/// An option of a scenario file, for `orrery list` and `orrery validate`.
package struct OptionDescription: Sendable {
  package struct Alternative: Sendable {
    package var name: String
    package var question: String?
    package init(name: String, question: String?) {
      self.name = name
      self.question = question
    }
  }

  package var name: String
  /// What choosing it asks, when the file says so.
  package var question: String?
  /// Of an option with `one-of`, in the order of the file; empty for a plain one.
  package var alternatives: [Alternative]
  /// The alternative that holds when none is chosen; nil when there is none.
  package var standard: String?
  /// Monitors that it, or one of its alternatives, expects to be violated.
  package var expected: [String]
  package var place: Place

  package init(
    name: String, question: String?, alternatives: [Alternative], standard: String?,
    expected: [String], place: Place
  ) {
    self.name = name
    self.question = question
    self.alternatives = alternatives
    self.standard = standard
    self.expected = expected
    self.place = place
  }

  /// As `--with` takes it: `seats=none` and `seats=hold`, or just the name.
  package var choices: [String] {
    alternatives.isEmpty ? [name] : alternatives.map { "\(name)=\($0.name)" }
  }
}

extension ScenarioReader {
  /// The options that a file declares itself, in its order. What is wrong elsewhere in it does not
  /// matter here.
  package func options(of path: String) throws -> [OptionDescription] {
    let problems = ProblemList()
    let bytes = try SourceFiles().bytes(of: path)
    guard let root = ConfigurationParser.parse(bytes, file: path, problems: problems) else {
      throw InvalidScenario(problems: problems.sorted([.error]))
    }
    return OptionTable(root["options"], problems: problems).options.map { option in
      OptionDescription(
        name: option.name, question: option.question,
        alternatives: option.isGroup
          ? option.alternatives.map { .init(name: $0.name, question: $0.question) } : [],
        standard: option.standard,
        expected: option.alternatives.flatMap { $0.expected.map(\.monitor) }, place: option.place)
    }
  }
}
