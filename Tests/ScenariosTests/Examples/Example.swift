import Foundation
import Scenarios

/// The example files that the language was designed with, word for word, in a folder of their own.
enum Example {
  static let all: [(file: String, text: String)] = [
    ("web-shop.yaml", webShop), ("tickets.yaml", tickets), ("together.yaml", together),
    ("road-warrior-cycle.yaml", roadWarriorCycle),
  ]

  /// A folder with all of them, with some replaced.
  static func folder(_ replaced: [String: String] = [:]) throws -> Folder {
    var files = Dictionary(uniqueKeysWithValues: all.map { ($0.file, $0.text) })
    files["prices/cloud-2026-10.yaml"] = priceBook
    for (file, text) in replaced { files[file] = text }
    return try Folder(files)
  }
}

/// A temporary folder of scenario files, removed when it is no longer used.
final class Folder {
  let path: String

  init(_ files: [String: String]) throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("scenarios-\(UUID().uuidString)").path
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  func write(_ data: Data, to name: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func read(
    _ name: String, options: [String] = [], assignments: [String] = [], seed: UInt64? = nil,
    replications: Int? = nil, scale: String? = nil
  ) throws -> Scenario {
    try ScenarioReader(Vocabulary(domains: [.testRoadWarrior])).read(
      "\(path)/\(name)", options: options, assignments: assignments, seed: seed,
      replications: replications, scale: scale)
  }

  /// Every problem as `line:column: severity: …`, of the named file without its path.
  func problems(
    _ name: String, options: [String] = [], assignments: [String] = []
  ) throws -> [String] {
    do {
      return try read(name, options: options, assignments: assignments).warnings.map(short)
    } catch let invalid as InvalidScenario {
      return invalid.problems.map(short)
    }
  }

  private func short(_ problem: Problem) -> String {
    problem.description.replacingOccurrences(of: path + "/", with: "")
  }
}
