import Foundation

/// A report being written: in a hidden folder beside its place, so that putting it there is renaming.
struct ReportDraft {
  let directory: URL
  let name: String
  private let folder: URL
  private let drafts: ReportDrafts

  var figuresName: String { "\(name)-figures" }
  var figures: URL { folder.appendingPathComponent(figuresName) }
  private var page: URL { folder.appendingPathComponent("\(name).html") }

  /// Folders that were made for this report, the outermost first.
  private var made: [URL] = []

  init(directory: String, name: String, among drafts: ReportDrafts = .shared) throws {
    self.drafts = drafts
    self.directory = URL(fileURLWithPath: directory, isDirectory: true)
    // A name is one part of a path, whatever it holds.
    self.name = name.replacing("/", with: "-")
    folder = self.directory.appendingPathComponent(".\(self.name)-\(UUID().uuidString)")
    var missing: [URL] = []
    var place = self.directory.standardizedFileURL
    while place.path != "/", !FileManager.default.fileExists(atPath: place.path) {
      missing.insert(place, at: 0)
      place = place.deletingLastPathComponent()
    }
    made = missing
    drafts.begin(folder)
    do {
      try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
    } catch {
      discard()
      throw Self.failure(directory, error)
    }
  }

  func write(_ text: String) throws {
    do {
      try Data(text.utf8).write(to: page)
    } catch {
      throw Self.failure(page.path, error)
    }
  }

  /// Puts page and figures in their place. The page comes last: whoever sees it sees its figures.
  func publish() throws -> String {
    let target = directory.appendingPathComponent("\(name).html")
    let targetFigures = directory.appendingPathComponent(figuresName)
    let former = folder.appendingPathComponent("former")
    let files = FileManager.default
    do {
      let hadFigures = files.fileExists(atPath: targetFigures.path)
      if hadFigures { try files.moveItem(at: targetFigures, to: former) }
      do {
        try files.moveItem(at: figures, to: targetFigures)
        try replace(target)
      } catch {
        try? files.removeItem(at: targetFigures)
        if hadFigures { try? files.moveItem(at: former, to: targetFigures) }
        throw error
      }
      try? files.removeItem(at: folder)
      drafts.end(folder)
      return target.path
    } catch {
      throw Self.failure(target.path, error)
    }
  }

  /// Takes away what this report has put on the disk, folders included, unless somebody else has put
  /// something into them since.
  func discard() {
    try? FileManager.default.removeItem(at: folder)
    drafts.end(folder)
    for place in made.reversed() { rmdir(place.path) }
  }

  /// Renaming replaces a file in one step, which moving does not.
  private func replace(_ target: URL) throws {
    guard rename(page.path, target.path) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  private static func failure(_ path: String, _ error: any Error) -> ReportError {
    let reason: String =
      switch (error as? CocoaError)?.code {
      case .fileWriteNoPermission?, .fileWriteVolumeReadOnly?: "no permission"
      case .fileWriteOutOfSpace?: "the disk is full"
      case .fileWriteFileExists?: "a file is in the way"
      default: "it cannot be written to"
      }
    return .cannotWrite(path: path, reason: reason)
  }
}
