import Components
import DomainBindings
import Experiments
import Foundation
import Scenarios
import TestSupport

/// Random systems with faults, run in process: what began has ended or is in flight, and the digest of several
/// replications is the same on one thread and on two. One in twenty is a shipped system with a population that polls,
/// with options of its file that are drawn.
struct TopologyTask: WorkerTask {
  private let folder: String
  private let seed: UInt64
  private let reader = ScenarioReader(Vocabulary(domains: Registry.domains.map(\.description)))
  private static let polled = ["road-warrior/quick", "road-warrior/normal-day", "road-warrior/provider-slow"]
  private static let ofPolled: UInt64 = 20
  /// Of so many, one is run on two threads as well.
  private static let ofThreads: UInt64 = 4

  init(folder: String, seed: UInt64) { (self.folder, self.seed) = (folder, seed) }

  func text(of number: UInt64) throws -> (text: String, path: String) {
    var random = Stage.random(seed, "topologies", number)
    guard number % Self.ofPolled == Self.ofPolled - 1 else {
      let draw = random.next()
      return (RandomScenario(seed: draw, cancelsAndBlocks: number % 2 == 1).text, "\(folder)/topology-\(number).yaml")
    }
    let name = Self.polled[random.below(Self.polled.count)]
    let path = "\(folder)/scenarios/\(name).yaml"
    return (try String(contentsOfFile: path, encoding: .utf8), path + ".topology-\(number).yaml")
  }

  func judge(_ text: String, at path: String, number: UInt64) -> (faults: [String], done: String) {
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      let isPolled = number % Self.ofPolled == Self.ofPolled - 1
      if isPolled { return (try sameOnThreads(try polledScenario(path, number)), "polled") }
      let scenario = try reader.read(path, replications: 3)
      let plan = Assembler.assemble(scenario, providers: []).plan
      var faults = conserved(plan, number)
      guard number % Self.ofThreads == 0 else { return (faults, "topologies") }
      faults += try sameOnThreads(scenario)
      return (faults, "on two threads")
    } catch let invalid as InvalidScenario {
      let errors = invalid.problems.filter { $0.severity == .error }
      if errors.allSatisfy(\.isOfDraws) { return ([], "refused") }
      return (["is refused: \(invalid.problems.map(\.description).joined(separator: " "))"], "refused")
    } catch {
      return (["throws \(error)"], "refused")
    }
  }

  /// Up to two options of the file; those that do not go together are none.
  private func polledScenario(_ path: String, _ number: UInt64) throws -> Scenario {
    var random = Stage.random(seed, "options", number)
    let settings = ["run.duration=\(10 + random.below(30))min", "run.warm-up=0s"]
    let plain = try reader.read(path, assignments: settings, seed: random.next(), scale: "1:1000")
    let names = try reader.options(of: path).flatMap(\.choices)
    let chosen = names.isEmpty ? [] : (0..<random.below(3)).map { _ in names[random.below(names.count)] }
    return (try? reader.read(path, options: chosen, assignments: settings, seed: random.next(), scale: "1:1000"))
      ?? plain
  }

  /// To the end of the drain, when everything has ended; and cut off, when something is in flight.
  private func conserved(_ plan: NetworkPlan, _ number: UInt64) -> [String] {
    let whole = ReplicationRun(plan, bindings: [], seed: number, replication: 0, threads: 1).run()
    var cut = plan
    cut.horizon.warmUp = plan.horizon.end / 5
    cut.horizon.drained = plan.horizon.end
    let part = ReplicationRun(cut, bindings: [], seed: number, replication: 0, threads: 1).run()
    return Conservation.faults(of: whole, plan, hasEnded: true).map { "drained, \($0)" }
      + Conservation.faults(of: part, cut).map { "cut off, \($0)" }
  }

  private func sameOnThreads(_ scenario: Scenario) throws -> [String] {
    let digests = try [1, 2].map { threads in
      var options = RunOptions()
      options.threads = threads
      let model = Assembler.assemble(scenario, providers: Registry.domains)
      return try Experiment(scenario, model: model, options: options).run(stop: StopRequest()).digest
    }
    return digests[0] == digests[1] ? [] : ["differs on two threads: \(digests)"]
  }
}

extension Problem {
  /// Whether faults were drawn that a file cannot have together.
  fileprivate var isOfDraws: Bool { message.contains("reorders the records of") }
}
