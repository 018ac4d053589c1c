import ArgumentParser
import Foundation

/// For whoever packages the program.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Writes the manual, a page for each command, from the definitions of the commands.",
    shouldDisplay: false)

  @Argument(help: "Folder for the pages; made when it does not exist.")
  var folder: String

  func run() throws {
    let console = Console(isQuiet: false, noColor: true, keepsOutputClear: false)
    try Conclusion.of(console, success: nil) {
      let pages = ManualPage.all(of: try CommandDescription.program(), version: Orrery.version)
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      } catch {
        throw OutputOptions.Unwritable(path: folder)
      }
      for page in pages { try OutputOptions.write(page.text, to: "\(folder)/\(page.fileName)") }
      return .ok
    }
  }
}
