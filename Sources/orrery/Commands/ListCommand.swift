import ArgumentParser
import Components
import Foundation
import Systems

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists scenarios, kinds, domains and metrics.",
    discussion: "`orrery show THING` documents any of them.")

  @Argument(help: "scenarios, kinds, domains, metrics; all of them without it.")
  var what: String?

  @Option(help: "Folder that is searched for scenario files.")
  var folder = "scenarios"

  func run() throws {
    let sections = ["scenarios", "kinds", "domains", "metrics"]
    if let what, !sections.contains(what) {
      throw ValidationError("no list of \(what); there are \(sections.joined(separator: ", "))")
    }
    for section in sections where what == nil || what == section {
      print("\(section):")
      for (name, text) in entries(section) { print("  \(name.padded(to: 22))  \(text)") }
      print("")
    }
  }

  private func entries(_ section: String) -> [(String, String)] {
    switch section {
    case "kinds":
      Kind.all.map { ($0.name, $0.summary + ($0.isBuilt ? "" : " (known, not built yet)")) }
    case "domains":
      Registry.domains.map { ($0.description.name, $0.description.summary) }
    case "metrics":
      Metric.all.map { ($0.name, $0.documentation) }
    default:
      ScenarioFolder.files(in: folder)
    }
  }
}

/// Scenario files below a folder, with their questions.
enum ScenarioFolder {
  static func files(in folder: String) -> [(String, String)] {
    guard let walker = FileManager.default.enumerator(atPath: folder) else { return [] }
    var paths: [String] = []
    for case let path as String in walker where path.hasSuffix(".yaml") { paths.append(path) }
    return paths.sorted().compactMap { path in
      let full = "\(folder)/\(path)"
      guard let text = try? String(contentsOfFile: full, encoding: .utf8),
        text.contains("\norrery:") || text.hasPrefix("orrery:")
      else { return nil }
      let question = text.split(separator: "\n").first { $0.hasPrefix("question:") }
        .map { $0.dropFirst("question:".count).trimmingCharacters(in: .whitespaces) }
      return (full, question ?? "")
    }
  }
}
