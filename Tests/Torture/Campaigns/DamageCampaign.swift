import Foundation
import Synchronization
import TestSupport

/// Damaged databases and files that are none, given to every command that takes one: documented exit codes, no trap, and
/// what is not Orrery's stays as it was.
final class DamageCampaign: FolderCampaign {
  let stage: Stage
  let name = "damage"
  let share = 12.0
  private let prepared = Mutex<WritingFolder?>(nil)
  private static let known: Set<Int32> = [0, 64, 65, 74, 97, 98, 99]

  init(stage: Stage) { self.stage = stage }

  func prepare() throws {
    let folder = try WritingFolder(stage, name: "template")
    prepared.withLock { $0 = folder }
  }

  /// By the database that is damaged.
  private static let commands: [(database: String, arguments: [String])] = [
    ("results/shop.sqlite", ["report", "results/shop.sqlite", "--no-report"]),
    ("results/shop.sqlite", ["report", "results/shop.sqlite", "--run", "1", "--json", "-", "--no-report"]),
    ("results/shop.sqlite", ["report", "results/shop.sqlite", "--out", "pages"]),
    ("results/shop.sqlite", ["report", "--list", "results/shop.sqlite"]),
    ("results/shop.sqlite", ["run", "shop.yaml", "--no-report"]),
    ("results/shop.sqlite", ["check", "shop.yaml", "--replications", "2"]),
    ("results/shop.sqlite", ["check", "shop.yaml", "--replications", "2", "--stored"]),
    ("results/shop.sqlite", ["sweep", "shop.yaml", "--vary", "components.app.threads=4,5", "--no-report"]),
    ("results/shop.sqlite", ["compare", "shop.yaml", "--with", "other", "--replications", "2", "--no-report"]),
    ("results/shop.sqlite", ["capacity", "shop.yaml", "--replications", "2", "--no-report"]),
    ("results/shop.sqlite", ["explain", "shop.yaml"]),
    ("baseline.sqlite", ["check", "shop.yaml", "--baseline", "baseline.sqlite", "--replications", "3"]),
    ("baseline.sqlite", ["baseline", "list", "baseline.sqlite"]),
    ("baseline.sqlite", ["baseline", "save", "shop.yaml", "--replications", "3"]),
    ("part-1/shop.sqlite", ["merge", "part-1/shop.sqlite", "part-2/shop.sqlite", "--no-report"]),
    ("results/shop.sqlite", ["merge", "part-1/shop.sqlite", "part-2/shop.sqlite", "--to", "results/shop.sqlite"]),
  ]

  func run(_ number: UInt64, in folder: String) throws -> [Finding] {
    guard let template = prepared.withLock({ $0 }) else { return [] }
    var random = stage.random(name, number)
    let command = Self.commands[random.below(Self.commands.count)]
    // Values are the widest field.
    let damage = random.below(3) == 0 ? .values : Damage.allCases[random.below(Damage.allCases.count)]
    try template.copy(to: folder)
    let path = "\(folder)/\(command.database)"
    do {
      try damage.apply(to: path, &random)
    } catch {
      // SQLite refuses some values; that is none of our business.
      stage.ledger.count("undamaged", of: name)
      return []
    }
    // A pipe would never end.
    let before = damage.isForeign ? FileManager.default.contents(atPath: path) : nil
    let ending = stage.orrery(command.arguments, in: folder)
    stage.ledger.count("exits \(ending.code)", of: name)
    let verb = command.arguments[0]
    var findings: [Finding] = []
    if ending.isCrash || !Self.known.contains(ending.code) || !ending.said.contains("exit") && ending.code != 0 {
      findings.append(Finding("\(verb) \(ending.short) \(Self.reason(ending))"))
    }
    // What `explain` works on need not be read.
    if damage.isForeign && verb != "explain" {
      if ending.code != 74 { findings.append(Finding("\(verb) takes a foreign file: \(damage), \(ending.short)")) }
      if FileManager.default.contents(atPath: path) != before {
        findings.append(Finding("\(verb) has changed a foreign file: \(damage)"))
      }
    }
    if damage.isNoFile && !Self.isStill(damage, path) {
      findings.append(Finding("\(verb) has replaced what is no file: \(damage)"))
    }
    return findings.map { finding in
      var finding = finding
      finding.details = "\(damage) of \(command.database)\n\(ending.said)"
      finding.command = "orrery \(command.arguments.joined(separator: " "))"
      return finding
    }
  }

  private static func reason(_ ending: Ending) -> String {
    let line = ending.said.split(separator: "\n").first { $0.contains("atal error") || $0.contains("error:") } ?? ""
    // Without what differs from case to case.
    return String(line.prefix(120)).replacing(/[0-9]+/, with: "n")
  }

  private static func isStill(_ damage: Damage, _ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else { return false }
    let kind = status.st_mode & S_IFMT
    return kind == (damage == .directory ? S_IFDIR : damage == .fifo ? S_IFIFO : S_IFLNK)
  }
}
