import Engine

/// Users of closed workloads. An event names one by the workload in its upper 8 bits, and its number.
extension Network {
  /// All users of a workload begin to think.
  mutating func gather(
    _ users: ClosedPopulation, of source: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    for user in 0..<users.count {
      schedule(user, among: users, of: source, at: users.firstRequest(of: user), in: &simulation)
    }
  }

  /// The user's next request is sent, if the workload still runs then.
  private mutating func schedule(
    _ user: Int, among users: ClosedPopulation, of source: Int, at time: Nanoseconds?,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    guard let time, time < horizon.end else { return }
    simulation.schedule(
      .asks(Network.name(user, of: source)), at: time,
      as: sources[source].identity(of: users.number(of: user), rank: NetworkEvent.Rank.source))
  }

  /// A user sends a request.
  mutating func ask(_ name: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let (source, user) = Network.user(name)
    guard let users = sources[source].closed else { return }
    let now = simulation.now
    users[user].deadline = users.patience(of: user).map { now + max(1, $0) } ?? .max
    let flow = sources[source].flow(entity: UInt64(user), draw: UInt64(users[user].cycle))
    let frame = start(flow, of: source, number: users.number(of: user), in: &simulation)
    guard let frame else { return }
    users[user].frame = frame
    if users.population >= 0 {
      frames[frame].subject = UInt64(user)
      frames[frame].subjectPopulation = Int16(users.population)
    }
    setAlarm(name, users[user], number: users.number(of: user), in: &simulation)
  }

  /// Sees to it that the user's patience ends. One pending event serves request after request.
  private mutating func setAlarm(
    _ name: UInt32, _ state: ClosedPopulation.User, number: UInt64,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    if state.deadline == .max || (state.alarm >= 0 && state.alarm <= state.deadline) { return }
    let (source, user) = Network.user(name)
    sources[source].closed?[user].alarm = state.deadline
    simulation.schedule(
      .losesPatience(name), at: state.deadline,
      as: sources[source].identity(of: number, rank: NetworkEvent.Rank.timeout))
  }

  /// The user gives up, if it is still the request that the alarm was set for.
  mutating func losePatience(_ name: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let (source, user) = Network.user(name)
    guard let users = sources[source].closed else { return }
    let now = simulation.now
    let wasCurrent = users[user].alarm == now
    if wasCurrent { users[user].alarm = -1 }
    guard users[user].deadline >= 0 else { return }
    guard users[user].deadline == now else {
      if wasCurrent { setAlarm(name, users[user], number: users.number(of: user), in: &simulation) }
      return
    }
    // The frame goes on being worked on; its end will find nobody who waits.
    var frame = frames[users[user].frame]
    frame.outcome = StandardOutcome.timeout
    noteFailure(.patience, StandardOutcome.timeout, frame)
    settle(frame, at: now)
    goOn(user, among: users, of: source, after: frame, in: &simulation)
  }

  /// The user has an answer, or has given it up, and thinks again.
  mutating func goOn(
    _ user: Int, among users: ClosedPopulation, of source: Int, after frame: Frame,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    users[user].deadline = -1
    users[user].frame = Frame.none
    users[user].cycle &+= 1
    let next = users.nextRequest(of: user, asked: frame.arrivedAt, now: simulation.now)
    schedule(user, among: users, of: source, at: next, in: &simulation)
  }

  private static func name(_ user: Int, of source: Int) -> UInt32 { UInt32(source) << 24 | UInt32(user) }
  private static func user(_ name: UInt32) -> (source: Int, user: Int) {
    (Int(name >> 24), Int(name & 0xff_ffff))
  }
}
