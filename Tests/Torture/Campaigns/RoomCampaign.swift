import Foundation
import Synchronization
import TestSupport

/// Places without room: a disk that fills up, a bound on the size of files, and a folder that cannot be written to. What
/// was stored stays, the exit code says it, and with room the command ends as it should.
final class RoomCampaign: FolderCampaign {
  let stage: Stage
  let name = "room"
  let share = 6.0
  private struct Prepared: Sendable {
    var writings: PreparedWritings
    var bytes: Int
  }
  private let prepared = Mutex<Prepared?>(nil)

  init(stage: Stage) { self.stage = stage }

  func prepare() throws {
    let writings = try PreparedWritings(stage)
    let ready = Prepared(writings: writings, bytes: Self.bytes(of: writings.folder.path))
    prepared.withLock { $0 = ready }
  }

  /// As a disk counts them, in pages.
  private static func bytes(of folder: String) -> Int {
    let walker = FileManager.default.enumerator(atPath: folder)
    var sum = 0
    for case let path as String in walker ?? .init() {
      let size = (try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)"))?[.size] as? Int ?? 0
      sum += (size + 4095) / 4096 * 4096 + 4096
    }
    return sum
  }

  func run(_ number: UInt64, in folder: String) throws -> [Finding] {
    guard let prepared = prepared.withLock({ $0 }) else { return [] }
    var random = stage.random(name, number)
    let kind = random.below(Writing.all.count)
    let (writing, reference) = (Writing.all[kind], prepared.writings.references[kind])
    var findings: [Finding]
    let way = random.below(4)
    let aftermath = { (place: String) in
      Aftermath(folder: place, writing: writing, reference: reference, before: prepared.writings.before[kind])
    }
    switch way {
    case 0: findings = try readOnly(folder, prepared, writing)
    case 1:
      try prepared.writings.folder.copy(to: folder)
      let most = 1 + random.below(1 << (8 + random.below(14)))
      let ending = Child(
        "/usr/bin/prlimit", ["--fsize=\(most)", stage.program] + writing.arguments, in: folder
      ).ending(within: 30)
      stage.ledger.count("small files", of: name)
      findings = faults(of: ending, writing, reference, aftermath(folder))
    default:
      let slack = random.below(1 << (10 + random.below(12)))
      guard let disk = Disk(at: "\(folder)/disk", bytes: prepared.bytes + slack) else {
        stage.ledger.count("not mounted", of: name)
        return []
      }
      defer { disk.remove() }
      try prepared.writings.folder.copy(to: disk.path)
      let ending = stage.orrery(writing.arguments, in: disk.path)
      stage.ledger.count("full disks", of: name)
      _ = disk.resize(to: prepared.bytes + 50_000_000)
      findings = faults(of: ending, writing, reference, aftermath(disk.path))
    }
    for index in findings.indices { findings[index].command = writing.text }
    return findings
  }

  /// Refused for want of room, or done; and done when there is room.
  private func faults(
    of ending: Ending, _ writing: Writing, _ reference: WritingFolder.Reference, _ aftermath: Aftermath
  ) -> [Finding] {
    stage.ledger.count("exits \(ending.code)", of: name)
    var findings: [Finding] = []
    if ending.signal != 0 || ending.isTimedOut || ![reference.code, 74].contains(ending.code) {
      findings.append(Finding("\(writing.arguments[0]) \(ending.short) without room"))
    }
    findings += aftermath.faultsOfDatabase() + aftermath.faultsOfFiles(couldClean: true)
    findings += aftermath.faultsOfRepetition(stage)
    for index in findings.indices { findings[index].details += "\n\(ending.said)" }
    return findings
  }

  private func readOnly(_ folder: String, _ prepared: Prepared, _ writing: Writing) throws -> [Finding] {
    guard let disk = Disk(at: "\(folder)/disk", bytes: prepared.bytes + 1_000_000) else {
      stage.ledger.count("not mounted", of: name)
      return []
    }
    defer { disk.remove() }
    try prepared.writings.folder.copy(to: disk.path)
    guard disk.makeReadOnly() else { return [] }
    stage.ledger.count("read-only", of: name)
    let ending = stage.orrery(writing.arguments, in: disk.path)
    var findings: [Finding] = []
    if ending.signal != 0 || ending.isTimedOut || ending.code != 74 {
      findings.append(
        Finding("\(writing.arguments[0]) \(ending.short) where nothing can be written", details: ending.said))
    }
    let reading = stage.orrery(["report", "results/shop.sqlite", "--no-report"], in: disk.path)
    if reading.code != 0 {
      findings.append(Finding("report \(reading.short) where nothing can be written", details: reading.said))
    }
    return findings
  }
}
