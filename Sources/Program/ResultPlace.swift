import Foundation

/// Where `--out` puts databases and reports: a folder, or one database with the reports beside it.
struct ResultPlace {
  let folder: String
  private let file: String?

  /// - Parameter out: a name with the ending of a database is that file, unless it is a folder.
  init(_ out: String) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: out, isDirectory: &isFolder)
    guard out.hasSuffix(".sqlite") || out.hasSuffix(".db"), !(exists && isFolder.boolValue) else {
      (folder, file) = (out, nil)
      return
    }
    file = out
    folder = out.lastIndex(of: "/").map { $0 == out.startIndex ? "/" : String(out[..<$0]) } ?? "."
  }

  /// The database of a scenario.
  func database(of name: String) -> String { file ?? "\(folder)/\(Self.stem(name)).sqlite" }

  /// `road-warrior/quick` → `road-warrior-quick`
  static func stem(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." ? $0 : "-" })
  }
}
