import Foundation
import Recording
import Reporting

extension Reproduction {
  /// Runs of the database that a page names beside its own.
  private static let mostOthers = 30

  /// Of a run that is stored in `store`, with the other runs of its database; those whose pages are in `folder` are
  /// linked. Throws `RecordingError` where the database cannot be read.
  init(of number: Int64, in store: RunStore, folder: String) throws {
    let runs = try store.runs()
    let own = runs.first { $0.run == number }
    self.init(database: store.path, run: number, date: own.map { Self.told($0.recordedAt) })
    func page(_ run: StoredRun) -> String {
      HTMLReport.defaultName(scenario: run.name, options: run.options) + ".html"
    }
    others = runs.filter { $0.run != number }.suffix(Self.mostOthers).map { run in
      let name = page(run)
      let isElsewhere =
        name != own.map(page) && FileManager.default.fileExists(atPath: "\(folder)/\(name)")
      return OtherRun(
        run: run.run, name: run.name, settings: run.options + run.assignments, seed: run.seed,
        date: Self.told(run.recordedAt), digest: run.isPartial ? "partial" : run.digest, page: isElsewhere ? name : nil)
    }
  }

  /// `2026-11-21 09:30 UTC`
  private static func told(_ recordedAt: String) -> String {
    guard recordedAt.count >= 16 else { return recordedAt }
    return "\(recordedAt.prefix(10)) \(recordedAt.dropFirst(11).prefix(5)) UTC"
  }
}
