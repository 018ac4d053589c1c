import Engine

/// When a store wrote: the last commit of each key, where copies answer reads, and all commits, where its disk may be
/// lost.
struct CommitHistory {
  private var lastWrites: [UInt64: Nanoseconds] = [:]
  private var commits: [Nanoseconds] = []

  mutating func append(at now: Nanoseconds) { commits.append(now) }

  mutating func write(_ key: UInt64, at now: Nanoseconds) { lastWrites[key] = now }

  func lastWrite(of key: UInt64) -> Nanoseconds? { lastWrites[key] }

  /// What was written after an instant is gone: the commits that were. O(commits).
  mutating func lose(after point: Nanoseconds) -> [Nanoseconds] {
    let gone = commits.filter { $0 > point }
    commits.removeAll { $0 > point }
    lastWrites.removeAll()
    return gone
  }
}
