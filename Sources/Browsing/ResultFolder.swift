import Foundation
import Recording

/// The databases of one folder, by names and never by paths.
package struct ResultFolder {
  private let folder: URL

  /// Databases that are looked at; a folder with more is not one of results.
  static let most = 500

  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  /// - Throws: `Problem` where there is no such folder.
  package init(_ path: String) throws(Problem) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw Problem(description: "\(path) is no folder: name the one that holds the databases of runs")
    }
    folder = URL(fileURLWithPath: path).resolvingSymlinksInPath()
  }

  /// Names without their ending, in order. Links that leave the folder are none of its databases.
  package var names: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return found.filter { $0.hasSuffix(Self.ending) && file($0) != nil }.sorted().prefix(Self.most)
      .map { String($0.dropLast(Self.ending.count)) }
  }

  /// Opens the database of a name, for reading alone.
  ///
  /// - Returns: nil where the folder has none of that name.
  package func store(_ name: String) throws -> RunStore? {
    guard names.contains(name), let file = file(name + Self.ending) else { return nil }
    return try RunStore.reading(file.path)
  }

  private static let ending = ".sqlite"

  /// A regular file of the folder itself, links followed.
  private func file(_ name: String) -> URL? {
    let file = folder.appendingPathComponent(name).resolvingSymlinksInPath()
    guard file.deletingLastPathComponent().path == folder.path,
      (try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
    else { return nil }
    return file
  }
}
