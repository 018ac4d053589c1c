/// What happens to a profile's socket when the profile opens another one.
package enum SocketRule: Sendable, CaseIterable {
  /// Nobody looks: both stay busy.
  case unchecked
  /// The new one is refused until the old one is closed.
  case refuse
  /// The new one takes over, and the old one is closed: a client that lost its connection comes back at once.
  case takeOver
}

/// `Free → Offered → Busy → Closed → Free` (card, section 2).
package enum SocketState: UInt8, Sendable, CaseIterable {
  case free
  /// The Orchestrator gave the socket's url to a profile.
  case offered
  case busy
  /// The connection is gone; the Orchestrator still holds the tuple of url and profile.
  case closed
}

package enum SocketOutcome: UInt8, Sendable, CaseIterable {
  case done
  /// The profile has a busy socket already.
  case profileBusy
  /// The socket is not in a state in which this can be done, or not this profile's.
  case outOfTurn
}

/// The Orchestrator's table of sockets: which profile holds which (card, HB-I8).
///
/// Offers and openings are commands of their own, so that two openings of one profile may race.
package struct SocketLeases: Sendable {
  package let rule: SocketRule
  package private(set) var monitors = Monitors()
  private var states: [SocketState]
  private var profiles: [UInt32]
  private var free: [UInt32]
  /// Busy sockets of each profile, and the one that was opened last.
  private var busyCounts: [UInt16]
  private var lastOpened: [UInt32]

  package init(rule: SocketRule, sockets: Int, profiles count: Int) {
    self.rule = rule
    states = Array(repeating: .free, count: sockets)
    profiles = Array(repeating: 0, count: sockets)
    free = (0..<UInt32(sockets)).reversed()
    busyCounts = Array(repeating: 0, count: count)
    lastOpened = Array(repeating: 0, count: count)
  }

  /// Sockets that nobody holds.
  package var freeCount: Int { free.count }

  package func state(of socket: UInt32) -> SocketState { states[Int(socket)] }

  /// The profile that holds a socket; nil for a free one.
  package func profile(of socket: UInt32) -> UInt32? {
    states[Int(socket)] == .free ? nil : profiles[Int(socket)]
  }

  /// Gives a profile a free socket's url; nil where none is left.
  package mutating func offer(to profile: UInt32) -> UInt32? {
    guard let socket = free.popLast() else { return nil }
    states[Int(socket)] = .offered
    profiles[Int(socket)] = profile
    return socket
  }

  /// The app opens the socket that it was offered.
  package mutating func open(_ socket: UInt32, by profile: UInt32, at now: Int64) -> SocketOutcome {
    guard states[Int(socket)] == .offered, profiles[Int(socket)] == profile else { return .outOfTurn }
    if busyCounts[Int(profile)] > 0 {
      switch rule {
      case .refuse: return .profileBusy
      case .takeOver: _ = close(lastOpened[Int(profile)])
      case .unchecked: monitors.report(.oneSocket, UInt64(profile), at: now)
      }
    }
    states[Int(socket)] = .busy
    busyCounts[Int(profile)] += 1
    lastOpened[Int(profile)] = socket
    return .done
  }

  /// The connection of a busy socket ends.
  package mutating func close(_ socket: UInt32) -> SocketOutcome {
    guard states[Int(socket)] == .busy else { return .outOfTurn }
    states[Int(socket)] = .closed
    busyCounts[Int(profiles[Int(socket)])] -= 1
    return .done
  }

  /// The Orchestrator drops the tuple of a closed socket, or of an offer that nobody took up.
  package mutating func release(_ socket: UInt32) -> SocketOutcome {
    guard states[Int(socket)] == .closed || states[Int(socket)] == .offered else { return .outOfTurn }
    states[Int(socket)] = .free
    free.append(socket)
    return .done
  }
}
