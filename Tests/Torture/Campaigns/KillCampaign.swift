import Foundation
import Synchronization
import TestSupport

/// Kills, and asks to end, at random moments of every command that writes. Afterwards the database is sound and holds
/// what it held, unfinished runs are marked, and the command again ends as if nothing had been.
final class KillCampaign: FolderCampaign {
  let stage: Stage
  let name = "kills"
  let share = 25.0
  private let prepared = Mutex<PreparedWritings?>(nil)

  init(stage: Stage) { self.stage = stage }

  func prepare() throws {
    let ready = try PreparedWritings(stage)
    prepared.withLock { $0 = ready }
  }

  func run(_ number: UInt64, in folder: String) throws -> [Finding] {
    guard let prepared = prepared.withLock({ $0 }) else { return [] }
    let kind = Int(number % UInt64(Writing.all.count))
    let (writing, reference) = (Writing.all[kind], prepared.references[kind])
    var random = stage.random(name, number)
    let isKill = random.below(3) > 0
    let delay = random.unit() * reference.seconds * 1.1
    try prepared.folder.copy(to: folder)
    let child = Child(stage.program, writing.arguments, in: folder)
    try child.start()
    Thread.sleep(forTimeInterval: delay)
    child.send(isKill ? SIGKILL : SIGTERM)
    let ending = child.wait(within: 20)
    stage.ledger.count(isKill ? "kills" : "terms", of: name)
    let wasHit = ending.signal != 0 || ending.code == 130
    if !wasHit { stage.ledger.count("too late", of: name) }
    let aftermath = Aftermath(
      folder: folder, writing: writing, reference: reference, before: prepared.before[kind])
    var findings = faults(of: ending, isKill, writing, reference)
    findings += aftermath.faultsOfDatabase()
    findings += aftermath.faultsOfFiles(couldClean: !isKill)
    findings += aftermath.faultsOfRepetition(stage)
    return findings.map { finding in
      var finding = finding
      finding.command = writing.text
      finding.details += "\n\(isKill ? "SIGKILL" : "SIGTERM") after \(delay) s; \(ending.short)\n\(ending.said)"
      return finding
    }
  }

  private func faults(
    of ending: Ending, _ isKill: Bool, _ writing: Writing, _ reference: WritingFolder.Reference
  ) -> [Finding] {
    let isAsExpected =
      isKill
      ? ending.signal == SIGKILL || (ending.signal == 0 && ending.code == reference.code)
      : ending.signal == 0 && [130, reference.code].contains(ending.code)
    // Before its first line the program has no handler, and dies as any process.
    let isEarly = !isKill && ending.signal == SIGTERM && ending.said.isEmpty
    return isAsExpected || isEarly ? [] : [Finding("\(writing.arguments[0]) \(ending.short) when asked to end")]
  }
}
