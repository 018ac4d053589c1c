import Foundation
import Synchronization
import TestSupport

/// Several commands at once on one database, one of them killed: the others end as they would alone, and all that they
/// have finished is there.
final class WriterCampaign: FolderCampaign {
  let stage: Stage
  let name = "writers"
  let share = 5.0
  private struct Prepared: Sendable {
    var folder: WritingFolder
    var references: [WritingFolder.Reference]
    var before: DatabaseContents?
  }
  private let prepared = Mutex<Prepared?>(nil)

  /// All write into one database, or into one baseline.
  private static let commands: [Writing] = {
    let database = "results/shop.sqlite"
    return Writing.all.filter { $0.database == database && $0.arguments.contains("--no-report") }
      + [
        Writing(arguments: ["check", "shop.yaml", "--replications", "4"], database: database),
        Writing(arguments: ["run", "shop.yaml", "--seed", "5", "--no-report"], database: database),
        Writing(
          arguments: ["baseline", "save", "shop.yaml", "--with", "other", "--to", database, "--replications", "2"],
          database: database),
      ]
  }()

  init(stage: Stage) { self.stage = stage }

  func prepare() throws {
    let folder = try WritingFolder(stage, name: "template")
    let references = try Self.commands.map { try folder.reference(of: $0, stage) }
    let before = try folder.before("results/shop.sqlite")
    prepared.withLock { $0 = Prepared(folder: folder, references: references, before: before) }
  }

  func run(_ number: UInt64, in folder: String) throws -> [Finding] {
    guard let prepared = prepared.withLock({ $0 }) else { return [] }
    var random = stage.random(name, number)
    try prepared.folder.copy(to: folder)
    // Sometimes there is no database yet.
    let isNew = random.below(3) == 0
    if isNew { try FileManager.default.removeItem(atPath: "\(folder)/results") }
    let chosen = (0..<2 + random.below(4)).map { _ in random.below(Self.commands.count) }
    let victim = random.below(2) == 0 ? random.below(chosen.count) : -1
    let children = chosen.map { Child(stage.program, Self.commands[$0].arguments, in: folder) }
    for child in children { try child.start() }
    if victim >= 0 {
      Thread.sleep(forTimeInterval: random.unit() * 0.3)
      children[victim].send(SIGKILL)
    }
    let endings = children.map { $0.wait(within: 60) }
    stage.ledger.count("writers", by: children.count, of: name)
    var findings: [Finding] = []
    for (place, ending) in endings.enumerated() where place != victim || ending.signal != SIGKILL {
      let (writing, reference) = (Self.commands[chosen[place]], prepared.references[chosen[place]])
      if ending.code != reference.code {
        findings.append(
          Finding(
            "\(writing.arguments[0]) beside others \(ending.short), and not with \(reference.code)",
            details: "\(writing.text)\n\(ending.said)"))
      }
    }
    findings += try faultsOfDatabase(folder, isNew ? nil : prepared.before, chosen, victim, prepared.references)
    let texts = chosen.map { Self.commands[$0].text }.joined(separator: " & ")
    for index in findings.indices { findings[index].command = texts }
    return findings
  }

  private func faultsOfDatabase(
    _ folder: String, _ before: DatabaseContents?, _ chosen: [Int], _ victim: Int,
    _ references: [WritingFolder.Reference]
  ) throws -> [Finding] {
    let contents: DatabaseContents
    do {
      contents = try DatabaseContents("\(folder)/results/shop.sqlite")
    } catch {
      return [Finding("the database of several writers cannot be opened", details: "\(error)")]
    }
    var findings: [Finding] = []
    if !contents.isSound {
      findings.append(Finding("the database of several writers is not sound", details: contents.remark))
    }
    let losses = before.map { contents.losses(since: $0) } ?? []
    if !losses.isEmpty { findings.append(Finding("several writers have lost what was stored", details: "\(losses)")) }
    // A baseline replaces the runs of its name, so that it says nothing of how many there are.
    let replaces = chosen.contains { Self.commands[$0].arguments[0] == "baseline" }
    var left = contents.finished(since: before)
    for (place, kind) in chosen.enumerated() where place != victim && !replaces {
      for digest in references[kind].digests {
        if let index = left.firstIndex(of: digest) {
          left.remove(at: index)
        } else {
          findings.append(Finding("a run of several writers is lost", details: Self.commands[kind].text))
        }
      }
    }
    return findings
  }
}
