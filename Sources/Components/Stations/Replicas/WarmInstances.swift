import Engine

/// Idle instances of a function, by the time at which their work ended: the latest is used first, and they are gone
/// after a while.
struct WarmInstances {
  /// The latest last.
  private var idle: [Nanoseconds] = []

  /// An instance has ended its work.
  mutating func add(at now: Nanoseconds) { idle.append(now) }

  /// Takes one that is still warm; false when there is none. Amortised O(1).
  mutating func take(within span: Nanoseconds, at now: Nanoseconds) -> Bool {
    guard let last = idle.last else { return false }
    if now - last <= span {
      idle.removeLast()
      return true
    }
    // The one that worked last has gone, so all have.
    idle.removeAll(keepingCapacity: true)
    return false
  }

  mutating func removeAll() { idle.removeAll() }
}
