import Foundation

/// The folder of what was found: a folder for each finding, with its files, the case, and the command.
struct Reproducers: Sendable {
  let folder: String
  /// Of one sort; more of it says nothing new.
  static let mostOfSort = 5

  init(folder: String) { self.folder = URL(fileURLWithPath: folder).path }

  /// - Parameter kept: a folder to copy, such as the one that the case ran in.
  /// - Returns: where it is.
  func keep(_ finding: Finding, of campaign: String, seed: UInt64, copying kept: String?) throws -> String {
    let place = "\(folder)/\(campaign)-\(seed)-\(finding.number)"
    let manager = FileManager.default
    try? manager.removeItem(atPath: place)
    try manager.createDirectory(atPath: place, withIntermediateDirectories: true)
    for (name, text) in finding.files { try text.write(toFile: "\(place)/\(name)", atomically: true, encoding: .utf8) }
    // Pipes are copied as pipes, and links as links.
    if let kept { _ = Child("/bin/cp", ["-a", kept, "\(place)/folder"], in: "/").ending(within: 30) }
    let again = "./scripts/torture --campaign \(campaign) --seed \(seed) --case \(finding.number)"
    let text = """
      \(finding.what)

      the case again: \(again)
      \(finding.command.isEmpty ? "" : "the command: \(finding.command)\n")
      \(finding.details)

      """
    try text.write(toFile: "\(place)/finding.txt", atomically: true, encoding: .utf8)
    return place
  }
}
