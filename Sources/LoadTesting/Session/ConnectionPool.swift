import Components
import Engine
import Scenarios

/// How many connections clients have.
package typealias ConnectionCount = LiveSettings.Connections

extension ConnectionCount {
  func pool(for plan: NetworkPlan) -> ConnectionPool {
    switch self {
    case .shared(let count): return ConnectionPool(shared: count)
    case .perUser:
      return ConnectionPool(
        usersOf: plan.sources.map { source in
          if case .closed(let closed) = source.arrivals { closed.users } else { 0 }
        })
    }
  }
}

/// Connections, and calls that wait for one. A call that finds none free waits in line, in the order of the calls; how
/// long is measured, and nothing is dropped.
struct ConnectionPool {
  enum State: Equatable { case closed, opening, free, busy }

  /// A call that has a connection.
  struct Match {
    var call: RemoteCall
    var connection: Int
    /// From when on both were there.
    var readyAt: Nanoseconds
  }

  private(set) var states: [State]
  private var freeSince: [Nanoseconds]
  /// Free connections of the shared pool; the one that was used last is used next.
  private var free: [Int] = []
  private var line: [RemoteCall?] = []
  private var head = 0
  /// With a connection for each user: the line of each connection.
  private var ownLines: [Int: [RemoteCall]] = [:]
  /// By workload: the first connection of its users; nil with a shared pool.
  private let firstOfUser: [Int]?
  private(set) var waiting = 0
  private(set) var busy = 0

  /// A pool that all calls share.
  init(shared count: Int) {
    states = Array(repeating: .closed, count: count)
    freeSince = Array(repeating: 0, count: count)
    firstOfUser = nil
  }

  /// A connection for each user.
  /// - Parameter users: of each workload; 0 for an open one.
  init(usersOf users: [Int]) {
    var first: [Int] = []
    var count = 0
    for number in users {
      first.append(count)
      count += number
    }
    states = Array(repeating: .closed, count: count)
    freeSince = Array(repeating: 0, count: count)
    firstOfUser = first
  }

  var count: Int { states.count }
  var open: Int { states.count { $0 == .free || $0 == .busy } }

  mutating func opening(_ connection: Int) { states[connection] = .opening }

  /// It can take a call.
  mutating func becameFree(_ connection: Int, at now: Nanoseconds) {
    if states[connection] == .busy { busy -= 1 }
    states[connection] = .free
    freeSince[connection] = now
    if firstOfUser == nil { free.append(connection) }
  }

  mutating func closed(_ connection: Int) {
    if states[connection] == .busy { busy -= 1 }
    if states[connection] == .free, let place = free.lastIndex(of: connection) { free.remove(at: place) }
    states[connection] = .closed
  }

  /// A call waits for its turn.
  mutating func add(_ call: RemoteCall) {
    waiting += 1
    if let firstOfUser, let user = call.user {
      ownLines[firstOfUser[call.source] + user, default: []].append(call)
    } else {
      line.append(call)
    }
  }

  /// The next call with its connection; nil where all calls have one, or none is free.
  mutating func next() -> Match? {
    firstOfUser == nil ? nextOfAll() : nextOfUsers()
  }

  private mutating func nextOfAll() -> Match? {
    guard head < line.count, let connection = free.popLast(), let call = line[head] else { return nil }
    line[head] = nil
    head += 1
    if head > 1024, head * 2 > line.count {
      line.removeFirst(head)
      head = 0
    }
    return take(call, connection)
  }

  private mutating func nextOfUsers() -> Match? {
    for connection in ownLines.keys.sorted() where states[connection] == .free {
      guard var own = ownLines[connection], !own.isEmpty else { continue }
      let call = own.removeFirst()
      ownLines[connection] = own.isEmpty ? nil : own
      return take(call, connection)
    }
    return nil
  }

  private mutating func take(_ call: RemoteCall, _ connection: Int) -> Match {
    waiting -= 1
    busy += 1
    states[connection] = .busy
    return Match(call: call, connection: connection, readyAt: max(call.at, freeSince[connection]))
  }

  /// Every call that waits leaves the line: nobody can be reached.
  mutating func takeAllWaiting() -> [RemoteCall] {
    let all = line[head...].compactMap { $0 } + ownLines.keys.sorted().flatMap { ownLines[$0] ?? [] }
    line.removeAll()
    ownLines.removeAll()
    head = 0
    waiting = 0
    return all
  }
}
