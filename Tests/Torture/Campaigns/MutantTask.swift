import Components
import DomainBindings
import Experiments
import Foundation
import Scenarios
import TestSupport

/// Mutants of the shipped files and of random systems, read, assembled and estimated; one in four that are valid is also
/// run for a second of simulated time.
struct MutantTask: WorkerTask {
  private let seed: UInt64
  private let originals: [(path: String, text: String)]
  private let small: [(path: String, text: String)]
  private let reader = ScenarioReader(Vocabulary(domains: Registry.domains.map(\.description)))
  /// Bounds of what is run: estimated seconds, and bytes.
  private static let longest = 0.1
  private static let largest = 1e9

  init(folder: String, seed: UInt64) {
    self.seed = seed
    originals = ShippedScenarios.files(in: "\(folder)/scenarios").filter { !$0.contains("/mutant-") }
      .compactMap { path in (try? String(contentsOfFile: path, encoding: .utf8)).map { (path, $0) } }
    small = originals.filter { $0.text.utf8.count < 8000 && !$0.text.contains("systems:") }
  }

  func text(of number: UInt64) -> (text: String, path: String) {
    var random = Stage.random(seed, "mutants", number)
    // Large systems take a hundred times as long as small ones.
    let isSmall = random.below(4) > 0
    let candidates = isSmall ? small : originals
    let original = candidates[random.below(candidates.count)]
    let donor = candidates[random.below(candidates.count)].text
    let source =
      random.below(2) == 0 ? RandomScenario(seed: number, cancelsAndBlocks: number % 2 == 0).text : original.text
    let folder = NSString(string: original.path).deletingLastPathComponent
    let text =
      random.below(2) == 0
      ? ScenarioMutant.restructured(source, with: donor, &random) : ScenarioMutant.of(source, &random)
    return (text, "\(folder)/mutant-\(number).yaml")
  }

  func judge(_ text: String, at path: String, number: UInt64) -> (faults: [String], done: String) {
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      let scenario = try reader.read(path)
      let (estimate, _) = try estimated(scenario)
      var faults = scenario.warnings.filter { $0.place.line < 1 || $0.place.file.isEmpty }.map { "no place: \($0)" }
      guard number % 4 == 0 else { return (faults, "valid") }
      _ = estimate
      faults += try ran(path)
      return (faults, "run")
    } catch let invalid as InvalidScenario {
      let name = NSString(string: path).lastPathComponent
      return (ProblemCheck.faults(of: invalid, file: name, text: text), "refused")
    } catch is ScenarioFileError {
      return ([], "without a file")
    } catch is Experiment.TooLong {
      return ([], "too long")
    } catch is Experiment.NotEnoughMemory {
      return ([], "too large")
    } catch {
      return (["throws \(error)"], "refused")
    }
  }

  private func estimated(_ scenario: Scenario) throws -> (RunEstimate, AssembledModel) {
    let model = Assembler.assemble(scenario, providers: Registry.domains)
    let estimate = RunEstimate(scenario, model: model)
    if !estimate.problems.isEmpty { throw InvalidScenario(problems: estimate.problems) }
    _ = InstantEstimate(scenario, model: model)
    return (estimate, model)
  }

  private func ran(_ path: String) throws -> [String] {
    let scenario: Scenario
    do {
      scenario = try reader.read(
        path, assignments: ["run.duration=1s", "run.warm-up=0s"], replications: 1, scale: "1:100")
    } catch is InvalidScenario {
      // Of what was assigned: the file was valid without.
      return []
    }
    let (estimate, model) = try estimated(scenario)
    guard estimate.bytes < Self.largest else { return [] }
    try estimate.check(limit: Self.longest)
    let stop = StopRequest()
    let result = try Experiment(scenario, model: model, options: RunOptions()).run(stop: stop)
    return result.digest.count == 32 ? [] : ["has the digest `\(result.digest)`"]
  }
}
