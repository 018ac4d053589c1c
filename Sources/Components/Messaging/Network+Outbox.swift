import Engine

/// Messages that are written with a transaction, and put into their log by a relay that looks again and again.
///
/// A message in the outbox is safe: it survives crashes, and waits there while its log is out, full or cut off.
extension Network {
  /// The outbox takes a message with the commit.
  /// - Parameter place: of the `stage` instruction, which the relay publishes by.
  func stage(
    _ index: UInt32, _ publication: Instruction.Publication, at place: UInt32,
    in simulation: inout Simulation<NetworkEvent>
  ) {
    let frame = frames.address(of: index)
    let number = Int(publication.log)
    var message = Frame()
    message.identity = frame.pointee.identity.below(publication.context)
    message.context = frame.pointee.context
    message.component = frame.pointee.component
    message.replica = frame.pointee.replica
    message.operation = frame.pointee.operation
    message.counter = place
    message.isCopy = frame.pointee.isCopy
    message.state = .stored
    let stored = frames.allocate(message, sharing: index, keepsDeadline: false)
    tracing.publishSpans(index, into: stored, as: .stored, at: simulation.now)
    tracing.spend(.poll, stored, at: simulation.now, on: plan.logs[number].component)
    if logs[number].outbox.put(stored, in: frames) { scheduleRelay(of: number, in: &simulation) }
  }

  /// The relay of a log looks: all that the log takes goes in, in the order of the commits.
  func relay(_ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    while !logs[number].outbox.isEmpty {
      guard logs[number].takesMore, isWithinReach(of: logs[number].outbox.first, log: number) else {
        return scheduleRelay(of: number, in: &simulation)
      }
      let message = logs[number].outbox.takeFirst(in: frames)
      _ = publish(message, publication(of: message), in: &simulation)
      tracing.leave(message, .passedOn, at: simulation.now)
      frames.release(message)
    }
  }

  /// What a message in an outbox is to be published as.
  private func publication(of message: UInt32) -> Instruction.Publication {
    guard case .stage(let publication, _) = step(of: message).pointee else {
      preconditionFailure("no message is written there")
    }
    return publication
  }

  /// Whether a message that waits in the outbox can be put in.
  private func isWithinReach(of message: UInt32, log: Int) -> Bool {
    let partition = logs[log].partition(of: recordKey(message, publication(of: message).key))
    return logs[log].isLed(partition) && !isCut(message, from: log, partition: partition)
  }

  private func scheduleRelay(of number: Int, in simulation: inout Simulation<NetworkEvent>) {
    simulation.schedule(
      NetworkEvent(.relay, UInt32(number)), at: Outbox.look(after: simulation.now, every: plan.logs[number].relay),
      as: frames[logs[number].outbox.first].identity.with(rank: NetworkEvent.Rank.progress))
  }
}
