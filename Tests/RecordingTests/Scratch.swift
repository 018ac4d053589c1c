import Foundation

/// A folder that is gone when the test is over.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("orrery-recording-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Copies a database with its side files, as a crash would leave it.
  func copyDatabase(_ from: String, to: String) throws {
    for suffix in ["", "-wal", "-shm"]
    where FileManager.default.fileExists(atPath: path(from + suffix)) {
      try FileManager.default.copyItem(atPath: path(from + suffix), toPath: path(to + suffix))
    }
  }
}
