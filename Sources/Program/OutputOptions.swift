import ArgumentParser
import Foundation
import Scenarios

/// Where results go, and how much is said.
struct OutputOptions: ParsableArguments {
  @Option(help: "Folder for databases and reports; a name that ends in .sqlite is the database itself.")
  var out = "results"

  @Option(help: ArgumentHelp("Writes the result as JSON to a file, or to standard output with `-`.", valueName: "file"))
  var json: String?

  @Flag(name: .shortAndLong, help: "No progress and no paths; verdicts and tables stay.")
  var quiet = false

  @Flag(help: "No colours.")
  var noColor = false

  @Flag(name: .customLong("no-report"), help: "Leaves the HTML report and its figures out.")
  var noReport = false

  var place: ResultPlace { ResultPlace(out) }

  var console: Console { console(keepsOutputClear: false) }

  /// - Parameter keepsOutputClear: for another document than that of `--json`.
  func console(keepsOutputClear: Bool) -> Console {
    Console(isQuiet: quiet, noColor: noColor, keepsOutputClear: json == "-" || keepsOutputClear)
  }

  /// Writes one JSON document, or several as an array, where `--json` says.
  func write(_ documents: [String]) throws {
    guard let json, !documents.isEmpty else { return }
    let text = documents.count == 1 ? documents[0] : "[\n" + documents.joined(separator: ",\n") + "\n]"
    if json == "-" {
      Console.document(text)
    } else {
      try Self.write(text + "\n", to: json)
    }
  }

  /// - Throws: `Unwritable` where the file of `--json` cannot be written, before anything is run for it.
  func checkPlace() throws(Unwritable) { try Self.checkPlace(json) }

  static func checkPlace(_ path: String?) throws(Unwritable) {
    guard let path, path != "-" else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard !path.isEmpty, !(exists && isFolder.boolValue), FileManager.default.isWritableFile(atPath: folder) else {
      throw Unwritable(path: path)
    }
  }

  /// Writes a file that was asked for, whole or not at all. A link stays one, and what is no file, as a pipe or a device,
  /// is written to.
  static func write(_ text: String, to path: String) throws {
    do {
      let place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
        let file = try FileHandle(forWritingTo: place)
        defer { try? file.close() }
        try file.write(contentsOf: Data(text.utf8))
      } else {
        try Data(text.utf8).write(to: place, options: .atomic)
      }
    } catch {
      throw Unwritable(path: path)
    }
  }

  /// A file that was asked for and cannot be had.
  struct Unwritable: Error, CustomStringConvertible {
    var path: String
    var description: String { "\(path.shown): cannot be written" }
  }
}

/// Options of every command that runs designs to compare or search them.
struct StudyOptions: ParsableArguments {
  @Flag(help: "Runs everything again, also what is stored already.")
  var fresh = false
}
