import Engine

/// Users of closed workloads.
extension Network {
  /// All users of a workload begin to think.
  func gather(
    _ users: ClosedPopulation, of source: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    for user in 0..<users.count {
      schedule(user, among: users, of: source, at: users.firstRequest(of: user), in: &simulation)
    }
  }

  /// The user's next request is sent, if the workload still runs then.
  private func schedule(
    _ user: Int, among users: ClosedPopulation, of source: Int, at time: Nanoseconds?,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    guard let time, time < horizon.end else { return }
    simulation.schedule(
      NetworkEvent(.asks, UInt32(user), UInt32(source)), at: time,
      as: sources[source].identity(of: users.number(of: user), rank: NetworkEvent.Rank.source))
  }

  /// A user sends a request.
  func ask(_ user: Int, of source: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let users = sources[source].closed else { return }
    users[user].deadline = users.patience(of: user).map { simulation.now + max(1, $0) } ?? .max
    let flow = sources[source].flow(entity: UInt64(user), draw: UInt64(users[user].cycle))
    let frame = start(
      flow, of: source, number: users.number(of: user), about: UInt64(user), of: Int16(users.population),
      in: &simulation)
    guard let frame else { return }
    users[user].frame = frame
    setAlarm(user, among: users, of: source, in: &simulation)
  }

  /// Sees to it that the user's patience ends. One pending event serves request after request.
  private func setAlarm(
    _ user: Int, among users: ClosedPopulation, of source: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    let state = users[user]
    if state.deadline == .max || (state.alarm >= 0 && state.alarm <= state.deadline) { return }
    users[user].alarm = state.deadline
    simulation.schedule(
      NetworkEvent(.losesPatience, UInt32(user), UInt32(source)), at: state.deadline,
      as: sources[source].identity(of: users.number(of: user), rank: NetworkEvent.Rank.timeout))
  }

  /// The user gives up, if it is still the request that the alarm was set for.
  func losePatience(_ user: Int, of source: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let users = sources[source].closed else { return }
    let now = simulation.now
    let wasCurrent = users[user].alarm == now
    if wasCurrent { users[user].alarm = -1 }
    guard users[user].deadline >= 0 else { return }
    guard users[user].deadline == now else {
      if wasCurrent { setAlarm(user, among: users, of: source, in: &simulation) }
      return
    }
    // The frame goes on being worked on; its end will find nobody who waits.
    let frame = users[user].frame
    tracing.noteFailure(.patience, StandardOutcome.timeout, frame)
    settle(frame, StandardOutcome.timeout, at: now)
    goOn(user, among: users, of: source, after: frame, in: &simulation)
  }

  /// The user has an answer, or has given it up, and thinks again.
  func goOn(
    _ user: Int, among users: ClosedPopulation, of source: Int, after frame: UInt32,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    users[user].deadline = -1
    users[user].frame = Frame.none
    users[user].cycle &+= 1
    let next = users.nextRequest(of: user, asked: frames[frame].arrivedAt, now: simulation.now)
    schedule(user, among: users, of: source, at: next, in: &simulation)
  }
}
