import Foundation
import Synchronization

/// The hidden folders of reports that are being written, for whoever ends the program in the middle of one.
package final class ReportDrafts: Sendable {
  /// Of the program.
  package static let shared = ReportDrafts()
  private let folders = Mutex<[URL]>([])

  func begin(_ folder: URL) { folders.withLock { $0.append(folder) } }
  func end(_ folder: URL) { folders.withLock { $0.removeAll { $0 == folder } } }

  /// Takes them off the disk; reports that were there before stay as they are.
  package func discardAll() {
    for folder in folders.withLock({ $0 }) {
      // Another thread, or gnuplot, may be putting files there meanwhile.
      for _ in 0..<10 where FileManager.default.fileExists(atPath: folder.path) {
        try? FileManager.default.removeItem(at: folder)
      }
    }
  }
}
