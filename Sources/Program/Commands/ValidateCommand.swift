import ArgumentParser
import Experiments
import Reporting
import Scenarios

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Lists every problem of scenario files, and estimates what they will do without running them.")

  @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
  var files: [String]

  @OptionGroup var scenario: ScenarioOptions

  @Flag(name: .shortAndLong, help: "Problems alone, no estimate.")
  var quiet = false

  func run() throws {
    let console = Console(isQuiet: quiet, noColor: true, keepsOutputClear: false)
    var outcomes: [Outcome] = []
    for file in files {
      do {
        let checked = try scenario.read(file)
        // A file with requests is meant to be sent.
        if checked.live?.calls.isEmpty == false { _ = try checked.clients() }
        let model = scenario.assemble(checked)
        let estimate = RunEstimate(checked, model: model, threads: scenario.threadCount)
        if !estimate.problems.isEmpty { throw InvalidScenario(problems: estimate.problems) }
        for warning in checked.warnings { console.say(warning.description) }
        for warning in model.warnings { console.say("\(file): warning: \(warning)") }
        console.say("\(file.shown): valid\(checked.question.isEmpty ? "" : " — \(checked.question.shown)")")
        if !quiet {
          console.say(EstimateText.text(InstantEstimate(checked, model: model)) + EstimateText.text(estimate))
        }
        do {
          try estimate.checkRoom(limit: scenario.runOptions().longestSeconds)
        } catch {
          console.say("\(file.shown): warning: `run` refuses this here: \(Failure.outcome(of: error).message)")
        }
        outcomes.append(.ok)
      } catch {
        let (outcome, message) = Failure.outcome(of: error)
        console.note(message)
        outcomes.append(outcome)
      }
    }
    try Conclusion.end(console, Outcome.worst(of: outcomes), success: nil)
  }
}
