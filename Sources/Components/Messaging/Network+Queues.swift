import Engine
import Statistics

/// Point-to-point queues: taken when a worker has a free slot, invisible while it works, delivered again when it does
/// not end well in time, and given up after so many deliveries.
extension Network {
  /// Puts a message in line; the worker that is free takes it.
  func enqueueMessage(_ record: Frame, of log: Int, in simulation: inout Simulation<NetworkEvent>) {
    let message = messages.allocate(
      Message(record: record, log: Int32(log), publishedAt: simulation.now))
    wait(message, of: log, at: simulation.now)
    dispatch(log, in: &simulation)
  }

  private func wait(_ message: UInt32, of log: Int, at now: Nanoseconds) {
    let component = plan.logs[log].component
    messages[message].visibleAt = -1
    messages[message].isWaiting = true
    messages[message].record.waitingSince = now
    logs[log].waiting.append(message, in: messages)
    beginLag(ofMessage: message, at: now)
    logs[log].backlog += 1
    components[component].present.add(1, at: now)
    components[component].queueLength.add(1, at: now)
  }

  /// Hands messages to free slots of any worker of the queue.
  func dispatch(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    for place in 0..<plan.logs[log].groups.count {
      let component = plan.logs[log].groups[place].component
      for number in 0..<components[component].replicaCount {
        if logs[log].waiting.isEmpty { return }
        dispatch(log, to: number, of: component, in: &simulation)
      }
    }
  }

  /// Hands messages to free slots of one instance of a worker.
  func dispatch(
    _ log: Int, to number: Int, of component: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard !logs[log].waiting.isEmpty, let queue = plan.logs[log].queue,
      let group = plan.logs[log].groups.first(where: { $0.component == component })
    else { return }
    let replica = components[component].firstReplica + number
    guard reaches(number, of: component, log: log, partition: 0) else { return }
    while !logs[log].waiting.isEmpty && replicas[replica].takesWork && hasFreeSlot(component, replica) {
      let message = takeFirst(of: log, at: simulation.now)
      if isGivenUp(message, queue, of: log, at: simulation.now) { continue }
      deliver(message, queue, to: number, of: group, at: simulation.now, in: &simulation)
    }
  }

  private func takeFirst(of log: Int, at now: Nanoseconds) -> UInt32 {
    let component = plan.logs[log].component
    let message = logs[log].waiting.removeFirst(in: messages)
    logs[log].backlog -= 1
    components[component].present.add(-1, at: now)
    components[component].queueLength.add(-1, at: now)
    return message
  }

  /// A message that is too old, or was delivered too often, is not delivered again.
  private func isGivenUp(
    _ message: UInt32, _ queue: QueuePlan, of log: Int, at now: Nanoseconds
  ) -> Bool {
    if let retention = queue.retention, now - messages[message].publishedAt > retention {
      count(.dropped, message, log)
    } else if messages[message].receives >= queue.receives {
      count(queue.keepsDead ? .deadLetters : .dropped, message, log)
      if queue.keepsDead && plan.logs[log].binding >= 0 {
        let request = frames.request(of: messages[message].record).pointee
        var context = CommandContext(
          now: now, subject: request.subject, population: Int(request.subjectPopulation), payload: request.payload)
        context.isCopy = true
        bindings[plan.logs[log].binding].deadLettered(context)
      }
    } else {
      return false
    }
    endLag(ofMessage: message, isTaken: false, at: now)
    discard(message)
    return true
  }

  private func deliver(
    _ message: UInt32, _ queue: QueuePlan, to number: Int, of group: GroupPlan, at now: Nanoseconds,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let log = Int(messages[message].log)
    if messages[message].receives > 0 { count(.redelivered, message, log) }
    messages[message].receives += 1
    receipts &+= 1
    messages[message].receipt = receipts
    messages[message].isWaiting = false
    endLag(ofMessage: message, isTaken: true, at: now)
    messages[message].visibleAt = now + queue.visibility
    simulation.schedule(
      NetworkEvent(.visible, message, receipts), onLine: Int(visibilityLines[log]), as: messages[message].visibility)
    let receives = messages[message].receives
    let index = frames.allocate(copyOf: messages[message].record)
    publishSpans(messages[message].record, into: index, at: now)
    let wait = now - frames[index].waitingSince
    if frames[index].isMeasured || measures.isMeasuring { components[plan.logs[log].component].waiting.record(wait) }
    noteTime(\.queueing, wait, of: index)
    let rarity = frames.rarity(index)
    if crossesZones { countTake(rarity.pointee.effort, log: log, partition: 0, by: group.component, number) }
    rarity.pointee.effort = 0
    rarity.pointee.message = message
    messages[message].worker = index
    frames[index].component = UInt16(group.component)
    frames[index].operation = UInt16(group.operation)
    frames[index].counter = UInt32(plan.operations[group.operation].entry)
    frames[index].replica = UInt32(number)
    if receives > 1 { frames[index].isCopy = true }
    frames[index].context = RandomStream.mix(frames[index].context, UInt64(receives))
    frames[index].identity = frames[index].identity.below(1 + UInt64(receives))
    arrive(index, in: &simulation)
  }

  private func count(_ counter: Counter, _ message: UInt32, _ log: Int) {
    if messages[message].record.isMeasured { components[plan.logs[log].component].counts[counter] += 1 }
  }

  /// Work on a message has ended: a good end removes it, a bad one leaves it to its visibility timeout.
  func settleMessage(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let message = frames.message(index)
    frames.rarity(index).pointee.message = Frame.none
    // Somebody else has it by now, and its end is theirs to tell.
    guard !messages[message].isWaiting, messages[message].worker == index, messages[message].visibleAt >= 0,
      !StandardOutcome.isFailure(frames[index].outcome)
    else { return }
    messages[message].visibleAt = -1
    messages[message].isWaiting = true
    discard(message)
  }

  private func discard(_ message: UInt32) {
    messages[message].log = -1
    messages[message].worker = Frame.none
    messages[message].receipt = 0
    frames.discard(messages[message].record)
    messages.release(message)
  }

  /// A message that was taken and is not done is in line again.
  func becomeVisible(
    _ message: UInt32, delivery: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard messages[message].receipt == delivery, messages[message].log >= 0, !messages[message].isWaiting
    else { return }
    let log = Int(messages[message].log)
    wait(message, of: log, at: simulation.now)
    dispatch(log, in: &simulation)
  }
}
