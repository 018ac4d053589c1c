import Components
import DomainBindings
import Engine
import Foundation
import LoadTesting
import Scenarios

/// A scenario text as clients and system.
struct Halves {
  let whole: Scenario
  let clients: AssembledModel
  let system: AssembledModel
  let model: AssembledModel

  init(_ text: String, options: [String] = []) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("live.yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let reader = ScenarioReader(Vocabulary(domains: Registry.domains.map(\.description)))
    whole = try reader.read(file.path, options: options)
    model = Assembler.assemble(whole, providers: Registry.domains)
    clients = Assembler.assemble(try whole.clients(), providers: Registry.domains)
    system = Assembler.assemble(try whole.hosted(), providers: Registry.domains)
  }

  func rehearse(replication: Int = 0, connections: ConnectionCount = .shared(10_000)) -> Rehearsal {
    let seed = whole.run.seed
    let rehearsal = Rehearsal(
      PacedRun(clients.plan, bindings: [], seed: seed, replication: 0),
      against: PacedRun(
        system.plan, bindings: system.makeBindings(seed: seed, replication: replication), seed: seed,
        replication: replication),
      connections: connections)
    rehearsal.run()
    return rehearsal
  }

  func simulate() -> Measurements {
    let seed = whole.run.seed
    return ReplicationRun(
      model.plan, bindings: model.makeBindings(seed: seed, replication: 0), seed: seed, replication: 0
    ).run()
  }
}
