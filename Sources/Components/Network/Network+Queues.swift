import Engine
import Statistics

/// A message of a queue from its publication to its end.
struct Message: BitwiseCopyable {
  /// What works on it starts from this.
  var record: Frame
  /// −1 when it is done or given up.
  var log: Int32
  var publishedAt: Nanoseconds
  /// When it comes again unless it is done; −1 while it waits.
  var visibleAt: Nanoseconds = -1
  var receives: Int32 = 0
  /// Of the last delivery; no two deliveries of the run have the same.
  var receipt: UInt32 = 0
  var isWaiting = true
  var next = Frame.none

  /// Of the end of its invisibility: what works on it has timeouts of its own.
  var visibility: EventIdentity { record.identity.below(1).with(rank: NetworkEvent.Rank.timeout) }
}

/// Point-to-point queues: taken when a worker has a free slot, invisible while it works, delivered again when it does
/// not end well in time, and given up after so many deliveries.
extension Network {
  /// Puts a message in line; the worker that is free takes it.
  mutating func enqueueMessage(_ record: Frame, of log: Int, in simulation: inout Simulation<NetworkEvent>) {
    let message = messages.allocate(
      Message(record: record, log: Int32(log), publishedAt: simulation.now))
    wait(message, of: log, at: simulation.now)
    dispatch(log, in: &simulation)
  }

  private mutating func wait(_ message: UInt32, of log: Int, at now: Nanoseconds) {
    let component = plan.logs[log].component
    messages[message].visibleAt = -1
    messages[message].isWaiting = true
    messages[message].record.waitingSince = now
    messages[message].next = Frame.none
    if logs[log].last == Frame.none { logs[log].first = message } else { messages[logs[log].last].next = message }
    logs[log].last = message
    beginLag(ofMessage: message, at: now)
    logs[log].backlog += 1
    components[component].present.add(1, at: now)
    components[component].queueLength.add(1, at: now)
  }

  /// Hands messages to free slots of any worker of the queue.
  mutating func dispatch(_ log: Int, in simulation: inout Simulation<NetworkEvent>) {
    for group in plan.logs[log].groups {
      for number in 0..<components[group.component].replicaCount {
        if logs[log].first == Frame.none { return }
        dispatch(log, to: number, of: group.component, in: &simulation)
      }
    }
  }

  /// Hands messages to free slots of one instance of a worker.
  mutating func dispatch(
    _ log: Int, to number: Int, of component: Int, in simulation: inout Simulation<NetworkEvent>
  ) {
    guard let group = plan.logs[log].groups.first(where: { $0.component == component }),
      let queue = plan.logs[log].queue
    else { return }
    let replica = components[component].firstReplica + number
    guard reaches(number, of: component, log: log, partition: 0) else { return }
    while logs[log].first != Frame.none && replicas[replica].takesWork && hasFreeSlot(component, replica) {
      let message = logs[log].first
      takeFirst(of: log, at: simulation.now)
      let now = simulation.now
      if let retention = queue.retention, now - messages[message].publishedAt > retention {
        count(.dropped, message, log)
        endLag(ofMessage: message, isTaken: false, at: now)
        discard(message)
        continue
      }
      if messages[message].receives >= queue.receives {
        count(queue.keepsDead ? .deadLetters : .dropped, message, log)
        if queue.keepsDead && plan.logs[log].binding >= 0 {
          let record = messages[message].record
          var context = CommandContext(
            now: now, subject: record.subject, population: Int(record.subjectPopulation), payload: record.payload)
          context.isCopy = true
          bindings[plan.logs[log].binding].deadLettered(context)
        }
        endLag(ofMessage: message, isTaken: false, at: now)
        discard(message)
        continue
      }
      if messages[message].receives > 0 { count(.redelivered, message, log) }
      messages[message].receives += 1
      receipts &+= 1
      messages[message].receipt = receipts
      messages[message].isWaiting = false
      endLag(ofMessage: message, isTaken: true, at: now)
      messages[message].visibleAt = now + queue.visibility
      simulation.schedule(
        .visible(message), after: queue.visibility,
        as: messages[message].visibility)
      var frame = messages[message].record
      publishSpans(messages[message].record, into: &frame, at: now)
      if frame.isMeasured || isMeasuring {
        components[plan.logs[log].component].waiting.record(now - frame.waitingSince)
      }
      frame.queueing += now - frame.waitingSince
      if crossesZones {
        countTake(frame.effort, log: log, partition: 0, by: component, number)
        frame.effort = 0
      }
      frame.message = message
      frame.receipt = receipts
      frame.component = UInt16(component)
      frame.operation = UInt16(group.operation)
      frame.counter = UInt32(plan.operations[group.operation].entry)
      frame.replica = UInt32(number)
      frame.isCopy = frame.isCopy || messages[message].receives > 1
      frame.context = RandomStream.mix(frame.context, UInt64(messages[message].receives))
      frame.identity = frame.identity.below(1 + UInt64(messages[message].receives))
      arrive(frames.allocate(frame), in: &simulation)
    }
  }

  private mutating func takeFirst(of log: Int, at now: Nanoseconds) {
    let component = plan.logs[log].component
    let message = logs[log].first
    logs[log].first = messages[message].next
    if logs[log].first == Frame.none { logs[log].last = Frame.none }
    logs[log].backlog -= 1
    components[component].present.add(-1, at: now)
    components[component].queueLength.add(-1, at: now)
  }

  private func count(_ counter: Counter, _ message: UInt32, _ log: Int) {
    if messages[message].record.isMeasured { components[plan.logs[log].component].counts[counter] += 1 }
  }

  /// Work on a message has ended: a good end removes it, a bad one leaves it to its visibility timeout.
  mutating func settleMessage(of index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let message = frames[index].message
    frames[index].message = Frame.none
    // Somebody else has it by now, and its end is theirs to tell.
    guard !messages[message].isWaiting, messages[message].receipt == frames[index].receipt,
      messages[message].visibleAt >= 0, !StandardOutcome.isFailure(frames[index].outcome)
    else { return }
    messages[message].visibleAt = -1
    messages[message].isWaiting = true
    discard(message)
  }

  private mutating func discard(_ message: UInt32) {
    messages[message].log = -1
    messages.release(message)
  }

  /// A message that was taken and is not done is in line again.
  mutating func becomeVisible(_ message: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard messages[message].visibleAt == simulation.now, !messages[message].isWaiting,
      messages[message].visibility == simulation.identity
    else { return }
    let log = Int(messages[message].log)
    wait(message, of: log, at: simulation.now)
    dispatch(log, in: &simulation)
  }
}
