import Foundation
import TestSupport

/// Random topologies with faults: conservation, and digests that are equal over threads and, for a share, between the
/// release program and the debug program, whose every assertion is on.
struct TopologyCampaign: Campaign {
  let stage: Stage
  let name = "topologies"
  let share = 20.0
  /// Of so many topologies one goes through both builds of the program.
  private static let ofBuilds: UInt64 = 50

  private var crew: WorkerCrew { WorkerCrew(stage: stage, campaign: name) }

  func prepare() throws {}

  func run(until end: ContinuousClock.Instant) throws {
    let task = TopologyTask(folder: stage.folder, seed: stage.seed)
    crew.run(until: end) { number, done, faults in
      stage.ledger.count("topologies", of: name)
      if done != "topologies" { stage.ledger.count(done, of: name) }
      for fault in faults { found(fault, number, task) }
      if number % Self.ofBuilds == 0 && faults.isEmpty { builds(number, task) }
    }
  }

  func again(_ number: UInt64) throws {
    let task = TopologyTask(folder: stage.folder, seed: stage.seed)
    for fault in crew.faults(of: try task.text(of: number).text, as: number) { found(fault, number, task) }
    builds(number, task)
    stage.ledger.count("topologies", of: name)
  }

  private func found(_ fault: String, _ number: UInt64, _ task: TopologyTask) {
    let text = (try? task.text(of: number).text) ?? ""
    let sort = MutantCampaign.sort(fault).filter { !$0.isNumber }
    var finding = Finding(sort, details: fault, files: ["topology.yaml": text])
    finding.number = number
    if stage.ledger.isNew(sort, of: name) {
      finding.files["smaller.yaml"] = Shrinker(text) { smaller in
        crew.faults(of: smaller, as: number).contains { MutantCampaign.sort($0).filter { !$0.isNumber } == sort }
      }.smallest()
    }
    stage.ledger.add(finding, of: name)
  }

  // MARK: Builds

  private func builds(_ number: UInt64, _ task: TopologyTask) {
    guard stage.debugProgram != nil, let text = try? task.text(of: number).text else { return }
    stage.ledger.count("in two builds", of: name)
    guard let wrong = difference(text, number) else { return }
    var finding = Finding("builds differ", details: wrong, files: ["topology.yaml": text])
    finding.number = number
    if stage.ledger.isNew(finding.what, of: name) {
      finding.files["smaller.yaml"] = Shrinker(text) { difference($0, number) != nil }.smallest()
    }
    stage.ledger.add(finding, of: name)
  }

  /// Endings and digests of both builds where they are not the same.
  private func difference(_ text: String, _ number: UInt64) -> String? {
    let path = "\(stage.folder)/builds-\(number)-\(UUID().uuidString.prefix(8)).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard (try? text.write(toFile: path, atomically: false, encoding: .utf8)) != nil else { return nil }
    let found = [false, true].map { isDebug in
      let arguments = [
        "run", path, "--json", "\(path).json", "-q", "--no-report", "--out", "\(path).out", "--replications", "2",
      ]
      defer {
        try? FileManager.default.removeItem(atPath: "\(path).out")
        try? FileManager.default.removeItem(atPath: "\(path).json")
      }
      let ending = stage.orrery(arguments, in: stage.folder, seconds: 60, debug: isDebug)
      let json = FileManager.default.contents(atPath: "\(path).json") ?? Data()
      let tree = try? JSONSerialization.jsonObject(with: json) as? [String: Any]
      return (ending, tree?["digest"] as? String ?? "no digest")
    }
    let isSame = found[0].0.code == found[1].0.code && found[0].1 == found[1].1 && !found[0].0.isCrash
    return isSame ? nil : found.map { "\($0.0.short), \($0.1)\n\($0.0.said.suffix(800))" }.joined(separator: "\n")
  }
}
