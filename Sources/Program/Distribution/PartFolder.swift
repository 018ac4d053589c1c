import Foundation
import Scenarios

/// The folder that tasks write to and the command reads from; shared, where the tasks run on other machines.
///
/// `part-3.sqlite` is the database of shard 3, `part-3.log` what its task printed, `part-3.exit` the code that it ended
/// with where a job script says so, `part-3-2.sqlite` what a second attempt wrote where the first may still be writing.
struct PartFolder {
  let path: String

  init(_ path: String) { self.path = TaskCommand.absolute(path) }

  func database(_ shard: Int, attempt: Int = 1) -> String {
    "\(path)/part-\(shard)\(attempt > 1 ? "-\(attempt)" : "").sqlite"
  }

  func log(_ shard: Int) -> String { "\(path)/part-\(shard).log" }

  func code(_ shard: Int) -> String { "\(path)/part-\(shard).exit" }

  /// What was submitted: a line with `array` or `merge` and the number of the job for each.
  var jobs: String { "\(path)/jobs" }

  func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw DistributionFailure(.ioFailure, "\(path.shown): this folder for the parts cannot be made")
    }
  }

  /// Every database there, sorted by name.
  func databases() -> [String] {
    files().filter { $0.hasSuffix(".sqlite") || $0.hasSuffix(".db") }.map { "\(path)/\($0)" }
  }

  /// Databases of one shard, those of earlier attempts first.
  func databases(of shard: Int) -> [String] {
    (1...9).map { database(shard, attempt: $0) }.filter { FileManager.default.fileExists(atPath: $0) }
  }

  /// Gives a database another name, so that the next attempt does not stumble over it.
  func setAside(_ path: String) {
    for ending in ["", "-wal", "-shm"] {
      unlink(path + ".damaged" + ending)
      rename(path + ending, path + ".damaged" + ending)
    }
  }

  /// Takes away what tasks and job scripts have written, and the folder if nothing else is in it.
  func clear() {
    let ours = #/part-\d+(-\d)?\.(sqlite(-wal|-shm)?|log|exit)|jobs|(array|merge)\.(sh|log)/#
    for file in files() where file.wholeMatch(of: ours) != nil {
      try? FileManager.default.removeItem(atPath: "\(path)/\(file)")
    }
    rmdir(path)
  }

  /// The last words of a task's log.
  func lastWords(_ shard: Int) -> String? {
    guard let text = try? String(contentsOfFile: log(shard), encoding: .utf8) else { return nil }
    let lines = text.split(whereSeparator: \.isNewline)
    return (lines.last { $0.hasPrefix("error") } ?? lines.last).map(String.init)
  }

  private func files() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
