import ArgumentParser
import Components
import Foundation
import Reporting
import Scenarios

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists scenarios, and everything that a scenario file can name.",
    discussion: "`\(Program.name) show NAME` documents any of them.")

  private static let sections = ["scenarios"] + Reference.Section.allCases.map(\.rawValue)

  @Argument(help: "\(ListCommand.sections.joined(separator: ", ")); all of them without it.")
  var what: String?

  @Option(
    help: ArgumentHelp(
      "Folder that is searched for scenario files; `scenarios`, or those that came with the program, without it.",
      valueName: "folder"))
  var folder: String?

  @Option(help: ArgumentHelp("Writes the lists as JSON, with - to standard output alone.", valueName: "file"))
  var json: String?

  func run() throws {
    if let what, !Self.sections.contains(what) {
      let hint = Reference.section(for: what).map { "did you mean `\($0.rawValue)`?" }
      throw ValidationError(
        "no list of `\(what)`; \(hint ?? "there are " + Self.sections.joined(separator: ", "))")
    }
    let reference = Reference(Program.vocabulary)
    if let json { return try ReferenceJSON.write(listing(reference), to: json) }
    if what == nil || what == "scenarios" { list("scenarios", scenarios) }
    for section in Reference.Section.allCases where what == nil || what == section.rawValue {
      let entries = reference.entries(in: section)
      list(
        "\(section.rawValue), \(section.documentation)",
        entries.map { ($0.name, $0.summary + ($0.isBuilt ? "" : " (known, not built yet)")) })
    }
  }

  private var scenarios: [(String, String)] { ScenarioFolder.files(in: folder ?? ScenarioFolder.standard) }

  private func listing(_ reference: Reference) -> ReferenceJSON.Listing {
    var listing = ReferenceJSON.Listing()
    if what == nil || what == "scenarios" {
      listing.lists["scenarios"] = scenarios.map {
        ReferenceJSON.Line(name: $0.0, summary: $0.1, built: true)
      }
    }
    for section in Reference.Section.allCases where what == nil || what == section.rawValue {
      listing.lists[section.rawValue] = reference.entries(in: section).map {
        ReferenceJSON.Line(name: $0.name, summary: $0.summary, built: $0.isBuilt)
      }
    }
    return listing
  }

  private func list(_ title: String, _ rows: [(String, String)]) {
    let console = Console(isQuiet: false, noColor: true, keepsOutputClear: false)
    console.say("\(title):")
    for (name, text) in rows { console.say("  \(name.shown.padded(to: 22))  \(text.shown)") }
    console.say("")
  }
}

/// Scenario files below a folder, with their questions.
enum ScenarioFolder {
  /// `scenarios` of the current folder; where there is none, that of the package that the program was installed with.
  static var standard: String {
    let own = "scenarios"
    if FileManager.default.fileExists(atPath: own) { return own }
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let prefix = program.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return prefix.appendingPathComponent("share/orrery/scenarios").path
  }

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
