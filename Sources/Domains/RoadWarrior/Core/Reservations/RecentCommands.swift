/// Travellers' commands since the oldest snapshot that may still be loaded: a load of all rows brings them back as they
/// were before.
///
/// Memory: 16 bytes for each command since that snapshot.
package struct RecentCommands: Sendable {
  package struct Command: Equatable, Sendable {
    /// When it was in the table.
    package var at: Int64
    package var reservation: UInt32
    package var isRemoval: Bool
  }

  /// In the order of their times.
  private var commands: [Command] = []

  package init() {}

  package var count: Int { commands.count }

  /// - Parameter now: not before the command that was noted last.
  package mutating func note(_ reservation: UInt64, isRemoval: Bool, at now: Int64) {
    assert(commands.last.map { $0.at <= now } ?? true, "commands are noted in the order of their times")
    commands.append(Command(at: now, reservation: UInt32(truncatingIfNeeded: reservation), isRemoval: isRemoval))
  }

  /// Those after an instant. O(their number + log commands).
  package func since(_ time: Int64) -> ArraySlice<Command> { commands[firstIndex(after: time)...] }

  /// No snapshot before an instant will be loaded any more. O(commands).
  package mutating func forget(until time: Int64) { commands.removeFirst(firstIndex(after: time)) }

  private func firstIndex(after time: Int64) -> Int {
    var (low, high) = (0, commands.count)
    while low < high {
      let middle = (low + high) / 2
      if commands[middle].at <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
