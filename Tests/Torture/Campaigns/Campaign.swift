import Foundation

/// One way of trying to break the program, as numbered cases.
protocol Campaign: Sendable {
  var name: String { get }
  /// Of the time, relative to the others.
  var share: Double { get }
  /// What all cases need; once, before the first.
  func prepare() throws
  /// Runs case after case until the time is over.
  func run(until end: ContinuousClock.Instant) throws
  /// Runs one case.
  func again(_ number: UInt64) throws
}

enum Campaigns {
  static let names = ["mutants", "topologies", "kills", "damage", "room", "writers", "names"]

  static func all(_ stage: Stage) -> [any Campaign] {
    [
      MutantCampaign(stage: stage), TopologyCampaign(stage: stage), KillCampaign(stage: stage),
      DamageCampaign(stage: stage), RoomCampaign(stage: stage), WriterCampaign(stage: stage),
      NameCampaign(stage: stage),
    ]
  }
}

/// Cases that each run programs in a folder of their own.
protocol FolderCampaign: Campaign {
  var stage: Stage { get }
  /// Runs a case in an empty folder and says what is wrong, if anything.
  func run(_ number: UInt64, in folder: String) throws -> [Finding]
}

extension FolderCampaign {
  func run(until end: ContinuousClock.Instant) throws {
    stage.crew(until: end) { try again($0) }
  }

  func again(_ number: UInt64) throws {
    let folder = "\(stage.folder)/\(name)-\(number)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let findings: [Finding]
    do {
      findings = try run(number, in: folder)
    } catch is CancellationError {
      findings = []
    }
    for var finding in findings {
      finding.number = number
      stage.ledger.add(finding, of: name, keeping: folder)
    }
    stage.ledger.count("cases", of: name)
    try? FileManager.default.removeItem(atPath: folder)
  }
}
