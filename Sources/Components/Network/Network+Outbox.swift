import Engine

/// Messages that are written with a transaction, and put into their log by a relay that looks again and again.
///
/// A message in the outbox is safe: it survives crashes, and waits there while its log is out, full or cut off.
extension Network {
  /// The outbox takes a message with the commit.
  /// - Parameter place: of the `entrust` instruction, which the relay publishes by.
  mutating func entrust(_ index: UInt32, _ place: Int, in simulation: inout Simulation<NetworkEvent>) {
    let step = program[place]
    let number = Int(step.target)
    let transaction = frames[index]
    var message = Frame(identity: transaction.identity.below(step.context))
    message.inherit(from: transaction)
    message.expires = .max
    message.context = transaction.context
    message.component = transaction.component
    message.replica = transaction.replica
    message.operation = transaction.operation
    message.counter = UInt32(place)
    message.isCopy = transaction.isCopy
    message.state = .stored
    publishSpans(transaction, into: &message, at: simulation.now)
    let stored = frames.allocate(message)
    spend(.poll, stored, at: simulation.now, on: plan.logs[number].component)
    logs[number].outbox.append(stored, in: frames)
    if logs[number].outbox.head == stored { scheduleRelay(of: number, in: &simulation) }
  }

  /// The relay of a log looks: all that the log takes goes in, in the order of the commits.
  mutating func relay(_ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let component = plan.logs[number].component
    while !logs[number].outbox.isEmpty {
      if components[component].isOut || logs[number].backlog >= plan.logs[number].limit
        || !isWithinReach(of: frames[logs[number].outbox.head], log: number)
      {
        return scheduleRelay(of: number, in: &simulation)
      }
      let message = logs[number].outbox.removeFirst(in: frames)
      publish(message, program[Int(frames[message].counter)], in: &simulation)
      release(message)
    }
  }

  /// Whether a message that waits in the outbox can be put in.
  private func isWithinReach(of message: Frame, log: Int) -> Bool {
    let step = program[Int(message.counter)]
    let partition = partition(of: recordKey(message, step), in: log)
    return isLed(partition, of: log) && !isCut(message, from: plan.logs[log].component, log: log, partition: partition)
  }

  /// The relay looks at the multiples of its period; while there is nothing, nothing happens.
  private mutating func scheduleRelay(of number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let first = logs[number].outbox.head
    let period = max(1, plan.logs[number].relay)
    simulation.schedule(
      .appended(first), at: (simulation.now / period + 1) * period,
      as: frames[first].identity.with(rank: NetworkEvent.Rank.progress))
  }
}
