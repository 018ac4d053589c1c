import Components
import Engine

/// Reads scenario files: text to tree, options and assignments applied, systems joined, everything
/// checked. All problems are found in one pass.
public struct ScenarioReader {
  private let bindings: [BindingDescription]

  /// - Parameter bindings: the domains that files may name.
  public init(bindings: [BindingDescription]) { self.bindings = bindings }

  /// - Throws: `InvalidScenario` with every problem, or `ScenarioFileError` for a file that cannot be
  ///   read.
  public func read(
    _ path: String, options: [String] = [], assignments: [String] = [], seed: UInt64? = nil,
    replications: Int? = nil, scale: String? = nil
  ) throws -> Scenario {
    let problems = ProblemList()
    var loader = UnitLoader(problems: problems)
    try loader.load(path, options: options, assignments: assignments)
    guard !loader.units.isEmpty else { throw InvalidScenario(problems: problems.errors) }
    let checker = ScenarioChecker(units: loader.units, bindings: bindings, problems: problems)
    var scenario = try checker.check()
    scenario.sources = loader.sources
    scenario.options = loader.optionNames
    scenario.assignments = assignments
    if let seed { scenario.run.seed = seed }
    if let replications { scenario.run.replications = replications }
    if let scale {
      let place = Place(file: "--scale \(scale)", line: 1, column: 1)
      if let factor = checker.scale(scale, at: place) { scenario.run.scale = factor }
    }
    if problems.hasErrors { throw InvalidScenario(problems: problems.errors) }
    scenario.warnings = problems.warnings
    return scenario
  }
}
