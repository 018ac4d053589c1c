import Foundation
import Recording
import Reporting

/// The pages of runs, drawn when somebody asks for one the first time.
final class PageCache {
  /// Kept in memory; the oldest goes first.
  private static let most = 20

  private let folder: URL
  private var pages: [(key: String, html: String)] = []

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-pages-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The report of a run as it is stored now.
  func page(of entry: RunList.Entry, in store: RunStore, of database: String) throws -> String {
    let key = "\(database)/\(entry.run)/\(entry.recorded_at)/\(entry.partial)/\(entry.digest)"
    if let known = pages.first(where: { $0.key == key }) { return known.html }
    let file = try HTMLReport.write(
      try store.load(entry.run), to: folder.path, name: "page",
      reproduction: Reproduction(database: "\(database).sqlite", run: entry.run))
    let html = try String(contentsOfFile: file, encoding: .utf8)
    if pages.count == Self.most { pages.removeFirst() }
    pages.append((key, html))
    return html
  }
}
