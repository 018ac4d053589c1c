import Engine

/// Users of closed workloads.
extension Network {
  /// All users of a workload begin to think.
  func gather(
    _ users: UnsafePointer<ClosedPopulation>, of source: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    for user in 0..<users.pointee.count {
      schedule(user, among: users, of: source, at: users.pointee.firstRequest(of: user), in: &simulation)
    }
  }

  /// The user's next request is sent, if the workload still runs then.
  private func schedule(
    _ user: Int, among users: UnsafePointer<ClosedPopulation>, of source: Int, at time: Nanoseconds?,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    guard let time, time < horizon.end else { return }
    simulation.schedule(
      NetworkEvent(.asks, UInt32(user), UInt32(source)), at: time,
      as: sources[source].identity(of: users.pointee.number(of: user), rank: NetworkEvent.Rank.source))
  }

  /// A user sends a request.
  func ask(_ user: Int, of source: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let users = sources[source].closed else { return }
    wait(user, among: users, of: source, in: &simulation)
    users.pointee[user].deadline = users.pointee.patience(of: user).map { simulation.now + max(1, $0) } ?? .max
    let flow = sources[source].flow(entity: UInt64(user), draw: UInt64(users.pointee[user].cycle))
    let frame = start(
      flow, of: source, number: users.pointee.number(of: user), about: UInt64(user),
      of: Int16(users.pointee.population),
      in: &simulation)
    guard let frame else { return }
    users.pointee[user].frame = frame
    setAlarm(user, among: users, of: source, in: &simulation)
  }

  /// The user's pace passes from now on, where it is always the same.
  private func wait(
    _ user: Int, among users: UnsafePointer<ClosedPopulation>, of source: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    guard users.pointee.paceLine >= 0 else { return }
    simulation.schedule(
      NetworkEvent(.paces, UInt32(user), UInt32(source)), onLine: users.pointee.paceLine,
      as: sources[source].identity(of: users.pointee.numberAfter(user), rank: NetworkEvent.Rank.source))
  }

  /// The user's pace has passed. One who has had to wait for longer, for an answer or in thought, asks later.
  func keepPace(_ user: Int, of source: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let users = sources[source].closed, users.pointee[user].frame == ClosedPopulation.onPace else { return }
    ask(user, of: source, in: &simulation)
  }

  /// Sees to it that the user's patience ends. One pending event serves request after request.
  private func setAlarm(
    _ user: Int, among users: UnsafePointer<ClosedPopulation>, of source: Int,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let state = users.pointee[user]
    if state.deadline == .max || (state.alarm >= 0 && state.alarm <= state.deadline) { return }
    users.pointee[user].alarm = state.deadline
    simulation.schedule(
      NetworkEvent(.losesPatience, UInt32(user), UInt32(source)), at: state.deadline,
      as: sources[source].identity(of: users.pointee.number(of: user), rank: NetworkEvent.Rank.timeout))
  }

  /// The user gives up, if it is still the request that the alarm was set for.
  func losePatience(_ user: Int, of source: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let users = sources[source].closed else { return }
    let now = simulation.now
    let wasCurrent = users.pointee[user].alarm == now
    if wasCurrent { users.pointee[user].alarm = -1 }
    guard users.pointee[user].deadline >= 0 else { return }
    guard users.pointee[user].deadline == now else {
      if wasCurrent { setAlarm(user, among: users, of: source, in: &simulation) }
      return
    }
    // The frame goes on being worked on; its end will find nobody who waits.
    let frame = users.pointee[user].frame
    tracing.noteFailure(.patience, StandardOutcome.timeout, frame)
    settle(frame, StandardOutcome.timeout, at: now)
    goOn(user, among: users, of: source, after: frame, in: &simulation)
  }

  /// The user has an answer, or has given it up, and thinks again.
  func goOn(
    _ user: Int, among users: UnsafePointer<ClosedPopulation>, of source: Int, after frame: UInt32,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    users.pointee[user].deadline = -1
    users.pointee[user].frame = Frame.none
    users.pointee[user].cycle &+= 1
    let asked = frames[frame].arrivedAt
    let next = users.pointee.nextRequest(of: user, asked: asked, now: simulation.now)
    if let next, users.pointee.isOnPace(next, asked: asked, now: simulation.now) {
      if next < horizon.end { users.pointee[user].frame = ClosedPopulation.onPace }
      return
    }
    schedule(user, among: users, of: source, at: next, in: &simulation)
  }
}
