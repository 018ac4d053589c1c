import Engine
import Statistics

/// Messages on their way from queues to free workers, and back.
extension Network {
  /// Puts a message in line; the worker that is free takes it.
  func enqueueMessage(_ record: Frame, of log: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard let message = logs[log].queue?.add(record, to: log, at: simulation.now) else { return }
    wait(message, of: log, at: simulation.now)
    dispatch(log, in: &simulation)
  }

  private func wait(_ message: UInt32, of log: Int, at now: Nanoseconds) {
    logs[log].wait(message: message, at: now)
    logs.lag.begin(message: message, at: now)
  }

  /// Hands messages to free slots of any worker of the queue.
  func dispatch(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    for place in 0..<plan.logs[log].groups.count {
      let component = plan.logs[log].groups[place].component
      for number in 0..<stations[component].replicas.count {
        if !logs[log].hasMessages { return }
        dispatch(log, to: number, of: component, in: &simulation)
      }
    }
  }

  /// Hands messages to free slots of one instance of a worker.
  func dispatch(
    _ log: Int, to number: Int, of component: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard logs[log].hasMessages,
      let group = plan.logs[log].groups.first(where: { $0.component == component }),
      reaches(number, of: component, log: log, partition: 0)
    else { return }
    let station = stations.address(of: component)
    while station.pointee.replicas[number].takesWork && station.pointee.hasFreeSlot(number),
      let message = takeFirst(of: log, at: simulation.now)
    {
      deliver(message, to: number, of: group, in: &simulation)
    }
    if logs[log].hasPublishers { admitPublishers(to: log, in: &simulation) }
  }

  /// The next message that is not given up; nil when there is none.
  private func takeFirst(of log: Int, at now: Nanoseconds) -> UInt32? {
    while let (message, fate) = logs[log].takeMessage(at: now) {
      switch fate {
      case .delivered: return message
      case .dropped: count(.dropped, message, log)
      case .dead: bury(message, of: log, at: now)
      }
      logs.lag.end(message: message, isTaken: false, at: now)
      discard(message, of: log)
    }
    return nil
  }

  /// A message was delivered too often: it is kept as a dead letter, where the queue keeps them.
  private func bury(_ message: UInt32, of log: Int, at now: Nanoseconds) {
    let keepsDead = plan.logs[log].queue?.keepsDead ?? false
    count(keepsDead ? .deadLetters : .dropped, message, log)
    guard keepsDead && plan.logs[log].binding >= 0 else { return }
    let request = frames.request(of: logs.messages[message].record).pointee
    var context = CommandContext(
      now: now, subject: request.subject, population: Int(request.subjectPopulation), payload: request.payload)
    context.isCopy = true
    domains.bindings[plan.logs[log].binding].deadLettered(context)
  }

  private func deliver(
    _ message: UInt32, to number: Int, of group: GroupPlan, in simulation: inout Simulation<NetworkEvent>
  ) {
    let now = simulation.now
    let log = Int(logs.messages[message].log)
    guard let queue = logs[log].queue else { return }
    if logs.messages[message].receives > 0 { count(.redelivered, message, log) }
    queue.take(message)
    logs.lag.end(message: message, isTaken: true, at: now)
    simulation.schedule(
      NetworkEvent(.visible, message, logs.messages[message].receipt), onLine: queue.visibilityLine,
      as: logs.messages[message].visibility)
    let index = frames.allocate(copyOf: logs.messages[message].record)
    tracing.publishSpans(logs.messages[message].record, into: index, at: now)
    let wait = now - frames[index].waitingSince
    if frames[index].isMeasured || measures.isMeasuring {
      stations[plan.logs[log].component].times[.waiting].record(wait)
    }
    let coldState = frames.coldState(index)
    if crossesZones { countTake(coldState.pointee.effort, log: log, partition: 0, by: group.component, number) }
    coldState.pointee.effort = 0
    coldState.pointee.message = message
    logs.messages[message].worker = index
    begin(index, delivery: logs.messages[message].receives, at: number, of: group)
    arrive(index, in: &simulation)
  }

  /// A message's work at a worker: further deliveries have other draws.
  private func begin(_ index: UInt32, delivery: Int32, at number: Int, of group: GroupPlan) {
    let frame = frames.address(of: index)
    frame.pointee.component = UInt16(group.component)
    frame.pointee.operation = UInt16(group.operation)
    frame.pointee.counter = UInt32(plan.operations[group.operation].entry)
    frame.pointee.replica = UInt32(number)
    if delivery > 1 { frame.pointee.isCopy = true }
    frame.pointee.context = RandomStream.mix(frame.pointee.context, UInt64(delivery))
    frame.pointee.identity = frame.pointee.identity.below(1 + UInt64(delivery))
  }

  private func count(_ counter: Counter, _ message: UInt32, _ log: Int) {
    if logs.messages[message].record.isMeasured { stations[plan.logs[log].component].counts[counter] += 1 }
  }

  /// Work on a message has ended: a good end removes it, a bad one leaves it to its visibility timeout.
  func settleMessage(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let message = frames.message(index)
    frames.coldState(index).pointee.message = Frame.none
    let log = Int(logs.messages[message].log)
    guard log >= 0, logs[log].queue?.isSettled(message, by: index) ?? false,
      !StandardOutcome.isFailure(frames[index].outcome)
    else { return }
    discard(message, of: log)
  }

  private func discard(_ message: UInt32, of log: Int) {
    frames.discard(logs.messages[message].record)
    logs[log].queue?.release(message)
  }

  /// A message that was taken and is not done is in line again.
  func becomeVisible(
    _ message: UInt32, delivery: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    let log = Int(logs.messages[message].log)
    guard log >= 0, logs[log].queue?.comesAgain(message, delivery: delivery) ?? false else { return }
    wait(message, of: log, at: simulation.now)
    dispatch(log, in: &simulation)
  }
}
