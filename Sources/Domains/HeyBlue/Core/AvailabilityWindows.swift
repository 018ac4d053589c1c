/// Who ends a window when its time is over (card, option O6).
package enum WindowEnforcement: Sendable, CaseIterable {
  /// The officer's app tells the server: the document's flow. A silent app leaves a ghost.
  case client
  /// The server's lease runs out; the app's message changes nothing.
  case serverLease
  /// Whichever comes first.
  case both

  var hasLease: Bool { self != .client }
  var heedsClient: Bool { self != .serverLease }
}

/// `Off → Active(t0) → Expired | Stopped | Lost`, and `Lost → Expired` at the same bound (card, section 2).
package enum WindowState: UInt8, Sendable, CaseIterable {
  case off
  case active
  /// The client fell silent; the window goes on until it expires, or the client is heard of again.
  case lost
  case expired
  case stopped

  package var isOpen: Bool { self == .active || self == .lost }
}

package enum ActivationOutcome: UInt8, Sendable, CaseIterable {
  case activated
  /// A lost client came back in time; its window goes on with the time that is left.
  case resumed
  case alreadyActive
}

/// The availability windows of officers, in columns: state, instant of activation and number of the window.
struct AvailabilityWindows: Sendable {
  /// Nanoseconds.
  let length: Int64
  private var states: [WindowState]
  private var activations: [Int64]
  private var numbers: [UInt32]

  init(length: Int64, officers: Int) {
    precondition(length > 0, "a window without time")
    self.length = length
    states = Array(repeating: .off, count: officers)
    activations = Array(repeating: 0, count: officers)
    numbers = Array(repeating: 0, count: officers)
  }

  func state(of officer: UInt32) -> WindowState { states[Int(officer)] }
  func activation(of officer: UInt32) -> Int64 { activations[Int(officer)] }
  /// Windows that the officer has had, the present one included.
  func number(of officer: UInt32) -> UInt32 { numbers[Int(officer)] }

  /// Whether a window is open and, by the clock, not over.
  func isRunning(_ officer: UInt32, at now: Int64) -> Bool {
    states[Int(officer)].isOpen && now < activations[Int(officer)] + length
  }

  mutating func activate(_ officer: UInt32, at now: Int64) -> ActivationOutcome {
    let index = Int(officer)
    if isRunning(officer, at: now) {
      if states[index] == .active { return .alreadyActive }
      states[index] = .active
      return .resumed
    }
    states[index] = .active
    activations[index] = now
    numbers[index] &+= 1
    return .activated
  }

  /// Notes that a client is heard of.
  mutating func hear(_ officer: UInt32) {
    if states[Int(officer)] == .lost { states[Int(officer)] = .active }
  }

  /// - Returns: whether the client of an open window fell silent.
  mutating func lose(_ officer: UInt32) -> Bool {
    guard states[Int(officer)] == .active else { return false }
    states[Int(officer)] = .lost
    return true
  }

  /// - Returns: whether a window was open and now is not.
  mutating func close(_ officer: UInt32, as state: WindowState) -> Bool {
    guard states[Int(officer)].isOpen else { return false }
    states[Int(officer)] = state
    return true
  }
}

/// Instants at which windows end, first in first out: all windows have one length, so none overtakes another.
struct DeadlineQueue: Sendable {
  struct Entry: Sendable {
    var at: Int64
    var officer: UInt32
    var number: UInt32
  }

  private var entries: [Entry] = []
  private var first = 0

  var count: Int { entries.count - first }

  mutating func append(_ entry: Entry) {
    precondition(entry.at >= entries.last?.at ?? .min, "commands come in the order of time")
    if first > 64 && first * 2 > entries.count {
      entries.removeFirst(first)
      first = 0
    }
    entries.append(entry)
  }

  /// The oldest entry, if its instant is not after `limit`.
  mutating func next(upTo limit: Int64) -> Entry? {
    guard first < entries.count, entries[first].at <= limit else { return nil }
    defer { first += 1 }
    return entries[first]
  }
}
