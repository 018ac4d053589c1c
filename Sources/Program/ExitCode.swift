import ArgumentParser
import Browsing
import Experiments
import LoadTesting
import Recording
import Reporting
import Scenarios
import Statistics
import Transports

/// What the program's exit code means.
enum Outcome: Int32, CaseIterable {
  case ok = 0
  case internalError = 1
  case usage = 64
  case invalidScenario = 65
  case ioFailure = 74
  case cannotJudge = 97
  case regression = 98
  case violated = 99
  case interrupted = 130

  var meaning: String {
    switch self {
    case .ok: "ran, every budget held (warnings allowed)"
    case .internalError: "internal error"
    case .usage: "usage"
    case .invalidScenario: "the scenario is invalid"
    case .ioFailure: "I/O failure: a file, the disk, the database, gnuplot; or too large for this machine"
    case .cannotJudge:
      "cannot judge: too few samples, an interval that straddles the limit, not comparable with the baseline, or a load generator that was in its own way"
    case .regression: "regression against a baseline, or a service that differs from its model"
    case .violated: "a budget, an objective or an invariant was violated"
    case .interrupted: "interrupted: what was finished is stored and marked partial"
    }
  }

  /// Over several files, the first of these that occurred decides.
  static let precedence: [Outcome] = [
    .internalError, .usage, .invalidScenario, .ioFailure, .interrupted, .violated, .regression,
    .cannotJudge, .ok,
  ]

  static func worst(of outcomes: [Outcome]) -> Outcome {
    precedence.first { outcomes.contains($0) } ?? .ok
  }

  init(_ result: RunResult) {
    if result.isPartial {
      self = .interrupted
    } else {
      switch result.verdict {
      case .held, .warned: self = .ok
      case .violated: self = .violated
      case .cannotJudge: self = .cannotJudge
      }
    }
  }
}

extension ExitCode {
  static var table: String {
    "Exit codes:\n"
      + Outcome.allCases.map { "  \($0.rawValue)".padded(to: 6) + $0.meaning }.joined(separator: "\n")
  }
}

/// Turns whatever can go wrong outside a run into a message and an outcome.
enum Failure {
  static func outcome(of error: any Error) -> (outcome: Outcome, message: String) {
    switch error {
    case let invalid as InvalidScenario:
      return (.invalidScenario, invalid.problems.map(\.description).joined(separator: "\n"))
    case let file as ScenarioFileError:
      return (.ioFailure, "error: \(file)")
    case let recording as RecordingError:
      return (.ioFailure, "error: \(recording.description)")
    case let other as Archive.OtherFormat:
      return (.ioFailure, "error: \(other); run it again with --fresh, or use the program that wrote it")
    case let report as ReportError:
      return (.ioFailure, "error: \(report.description)")
    case let memory as Experiment.NotEnoughMemory:
      let lines = memory.arithmetic.map { "  \($0)" }.joined(separator: "\n")
      return (
        .ioFailure,
        "error: the run needs about \(memory.needed) B and this machine has \(memory.available) B free:\n\(lines)\n  a smaller cell fits, as in --scale 1:10"
      )
    case let time as Experiment.TooLong:
      return (.ioFailure, EstimateText.refusal(time))
    case let obstacles as Comparison.NotComparable:
      return (.cannotJudge, "error: \(obstacles)")
    case let missing as Experiment.MissingReplications:
      return (
        .cannotJudge,
        "error: \(missing.found) of \(missing.wanted) replications are stored for this model, seed and build of the program, and --stored runs nothing: leave it out to run the others"
      )
    case let failure as DistributionFailure:
      return (failure.outcome, failure.description)
    case let refusal as ShardMerge.Refusal:
      return (.invalidScenario, refusal.description)
    case let file as OutputOptions.Unwritable:
      return (.ioFailure, "error: \(file)")
    case let folder as ResultFolder.Problem:
      return (.ioFailure, "error: \(folder)")
    case let refusal as LiveExperiment.Refusal:
      return (.ioFailure, "error: \(refusal)")
    case let problem as ListeningProblem:
      return (.ioFailure, "error: \(problem)")
    case let problem as ServiceURL.Problem:
      return (.usage, "error: \(problem)")
    case let problem as Secrets.Problem:
      return (.usage, "error: \(problem)")
    case let unknown as UnknownName:
      return (.usage, "error: \(unknown.description)")
    default:
      return (.internalError, "error: \(error)")
    }
  }
}

/// A name on the command line that means nothing.
struct UnknownName: Error {
  var description: String
}
