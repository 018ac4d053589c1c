import Components
import Experiments
import Recording
import Scenarios

/// The scenario of a stored run, read again from the texts that were stored with it.
struct StoredDesign {
  let scenario: Scenario
  let model: AssembledModel
  /// That its replications are kept under.
  let key: ReplicationKey

  /// - Parameter replications: how many the whole run has.
  /// - Throws: `UnknownName` when the run cannot be read again by this program, or is another one to it.
  init(_ run: RunResult, replications: Int, in database: String) throws {
    scenario = try Self.read(run, replications: replications, in: database)
    model = Assembler.assemble(scenario, providers: Program.registered)
    key = ReplicationKey(model: run.model, seed: run.scenario.seed, build: run.build)
  }

  /// The scenario as it was run, with what is asked for now on top.
  ///
  /// - Parameter options: their options and assignments are added; seed, replications and scale replace those of the run.
  static func read(
    _ run: RunResult, replications: Int, in database: String, with options: ScenarioOptions? = nil,
    assignments more: [String] = []
  ) throws -> Scenario {
    guard let path = run.scenario.sources.first?.path else {
      throw UnknownName(description: "\(database) holds no scenario text of \(run.scenario.name)")
    }
    return try ScenarioReader(Program.vocabulary).read(
      path, options: run.scenario.options + (options?.choices ?? []),
      assignments: (options?.assignments ?? []) + more,
      seed: options?.seed ?? run.scenario.seed, replications: options?.replications ?? replications,
      scale: options?.scale ?? "1:\(run.scenario.scale)", sources: run.scenario.sources,
      storedAssignments: run.scenario.assignments)
  }

  /// Its replications as kept in a store; none is run as long as the store has them.
  func experiment(_ store: RunStore) throws -> Experiment {
    var run = RunOptions()
    run.programVersion = Orrery.version
    run.build = key.build
    run.reuses = true
    let experiment = Experiment(scenario, model: model, options: run, cache: store)
    guard experiment.key == key else {
      throw UnknownName(
        description:
          "\(store.path): this version reads \(scenario.name) otherwise than the one that ran it; run it again")
    }
    return experiment
  }
}
