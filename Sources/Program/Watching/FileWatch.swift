import Foundation

/// Waits until files change in what they say. It looks again and again, which works on every file system.
final class FileWatch {
  private struct Look: Equatable {
    var modified: Date?
    var size: UInt64?
  }
  private struct Seen {
    var look: Look
    /// Nil for a file that is not there.
    var content: Data?
  }

  /// Seconds between two looks. What has changed is taken once it has stood still from one look to the next.
  static let pause = 0.2

  private var seen: [String: Seen] = [:]
  private var order: [String] = []

  /// From now on these files are watched, for changes since they were first named, or since the last change was told.
  func follow(_ paths: [String]) {
    for path in paths where !order.contains(path) {
      seen[path] = Seen(look: Self.look(at: path), content: FileManager.default.contents(atPath: path))
      order.append(path)
    }
  }

  /// Paths whose content has changed, in the order in which they were named; nil when it is to end.
  func wait(until ends: () -> Bool) -> [String]? {
    var moved: Set<String> = []
    var last: [Look] = []
    while !ends() {
      let looks = order.map(Self.look)
      for (path, look) in zip(order, looks) where look != seen[path]?.look { moved.insert(path) }
      if !moved.isEmpty && looks == last {
        let changed = order.filter { moved.contains($0) && hasChanged($0) }
        if !changed.isEmpty { return changed }
        moved = []
      }
      last = looks
      Thread.sleep(forTimeInterval: Self.pause)
    }
    return nil
  }

  /// A file that was written again may say what it said before.
  private func hasChanged(_ path: String) -> Bool {
    let now = Seen(look: Self.look(at: path), content: FileManager.default.contents(atPath: path))
    defer { seen[path] = now }
    return now.content != seen[path]?.content
  }

  private static func look(at path: String) -> Look {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return Look(modified: attributes?[.modificationDate] as? Date, size: attributes?[.size] as? UInt64)
  }

  /// `shop.yaml and 2 files that it reads`
  static func words(_ paths: [String]) -> String {
    let others = paths.count - 1
    let first = paths.first ?? "nothing"
    return others < 1 ? first : "\(first) and \(others == 1 ? "the file" : "\(others) files") that it reads"
  }
}
