import Engine

/// When a store wrote: the last commit of each key, where copies answer reads, and all commits, where its disk may be
/// lost.
struct CommitHistory {
  /// A write, and the one of its key before.
  private struct Overwrite {
    var at: Nanoseconds
    var key: UInt64
    var before: Nanoseconds?
  }

  private var lastWrites: [UInt64: Nanoseconds] = [:]
  private var commits: [Nanoseconds] = []
  /// In the order of the writes, where they may be lost.
  private var overwrites: [Overwrite] = []

  mutating func append(at now: Nanoseconds) { commits.append(now) }

  /// - Parameter mayBeLost: whether the write may have to be taken back.
  mutating func write(_ key: UInt64, at now: Nanoseconds, mayBeLost: Bool) {
    let before = lastWrites.updateValue(now, forKey: key)
    if mayBeLost { overwrites.append(Overwrite(at: now, key: key, before: before)) }
  }

  func lastWrite(of key: UInt64) -> Nanoseconds? { lastWrites[key] }

  /// What was written after an instant is gone, and what was there then is there again: the commits that are gone.
  /// O(commits).
  mutating func lose(after point: Nanoseconds) -> [Nanoseconds] {
    let gone = commits.filter { $0 > point }
    commits.removeAll { $0 > point }
    while let last = overwrites.last, last.at > point {
      lastWrites[last.key] = last.before
      overwrites.removeLast()
    }
    return gone
  }
}
