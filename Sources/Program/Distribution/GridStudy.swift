import Experiments
import Scenarios

/// A grid of designs as tasks run it: each with parts of `sweep`, whatever the command is that needs them.
struct GridStudy {
  private let file: String
  private let vary: [String]
  private let options: ScenarioOptions
  private let points: [(settings: [Setting], draft: DesignDraft)]
  private let threads: Int

  init(
    _ file: String, _ vary: [String], _ options: ScenarioOptions, _ points: [(settings: [Setting], draft: DesignDraft)]
  ) {
    self.file = file
    self.vary = vary
    self.options = options
    self.points = points
    threads = options.threading.threads ?? 1
  }

  /// - Parameters:
  ///   - wanted: points by their indices, ascending.
  ///   - replications: of each.
  func study(_ wanted: [Int], _ replications: Int) -> Distributor.Study {
    let seconds = wanted.reduce(0.0) { sum, index in
      let draft = points[index].draft
      let estimate = RunEstimate(draft.scenario, model: draft.model, threads: threads)
      return sum + estimate.seconds * Double(replications) / Double(max(1, draft.scenario.run.replications))
    }
    let chosen = wanted.count == points.count ? [] : ["--points=\(IndexRanges.text(wanted))"]
    return Distributor.Study(
      name: points[0].draft.scenario.name,
      designs: points.map { (DesignPoint(settings: $0.settings, result: RunResult()).label, Experiment($0.draft).key) },
      wanted: wanted, replications: replications, seconds: seconds,
      words: ["sweep", TaskCommand.absolute(file)] + vary.map { "--vary=\($0)" }
        + options.words(replications: replications, threads: threads) + chosen)
  }
}

extension RunOptions {
  /// For a command whose replications are in the store already.
  mutating func takesStoredOnly() {
    reuses = true
    runsNothing = true
  }
}
