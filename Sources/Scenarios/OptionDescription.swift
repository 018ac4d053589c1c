/// An option of a scenario file, for `orrery list` and `orrery validate`.
public struct OptionDescription: Sendable {
  public struct Alternative: Sendable {
    public var name: String
    public var question: String?
    public init(name: String, question: String?) {
      self.name = name
      self.question = question
    }
  }

  public var name: String
  /// What choosing it asks, when the file says so.
  public var question: String?
  /// Of an option with `one-of`, in the order of the file; empty for a plain one.
  public var alternatives: [Alternative]
  /// The alternative that holds when none is chosen; nil when there is none.
  public var standard: String?
  /// Monitors that it, or one of its alternatives, expects to be violated.
  public var expected: [String]
  public var place: Place

  public init(
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
  public var choices: [String] {
    alternatives.isEmpty ? [name] : alternatives.map { "\(name)=\($0.name)" }
  }
}

extension ScenarioReader {
  /// The options that a file declares itself, in its order. What is wrong elsewhere in it does not
  /// matter here.
  public func options(of path: String) throws -> [OptionDescription] {
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
