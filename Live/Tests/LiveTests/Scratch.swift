import Foundation
import Synchronization
import Testing

/// A folder of one test, in which its programs run.
final class Scratch: Sendable {
  let folder: String
  private let started = Atomic<Int>(0)

  init() throws {
    folder = NSTemporaryDirectory() + "orrery-live-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The path of a new file with this text.
  func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    return path(name)
  }

  /// Empty where there is no such file.
  func text(_ name: String) -> String { (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }

  /// A name that no other program of the test has.
  func unusedName(_ kind: String) -> String { "\(kind)-\(started.add(1, ordering: .relaxed).newValue)" }

  /// What SQLite says, a line for each row.
  func rows(_ database: String, _ query: String) throws -> [String] {
    let shell = try RunningProgram("/usr/bin/env", ["sqlite3", path(database), query], in: self)
    let ending = try shell.ending(within: .seconds(20))
    try #require(ending.code == 0, "\(ending)")
    return ending.output.split(separator: "\n").map(String.init)
  }

  /// All files of the folder that hold a text, but for those with some names.
  func files(holding text: String, except names: Set<String>) -> [String] {
    let wanted = Data(text.utf8)
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return all.filter { name in
      !names.contains(name) && FileManager.default.contents(atPath: path(name))?.range(of: wanted) != nil
    }
  }
}
