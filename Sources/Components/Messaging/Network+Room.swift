import Engine

/// Publishers that wait for room in a full log, with what they hold in their hands: blocking after service.
extension Network {
  /// Whether a frame can go on to its `publish`; if not, it is in line for room. What the log would not take at all, because
  /// it is out, without a leader or cut off, is told at once.
  func hasRoom(for index: UInt32, at now: Nanoseconds) -> Bool {
    guard case .publish(let publication) = step(of: index).pointee else { return true }
    let number = Int(publication.log)
    guard logs[number].isFull else { return true }
    let component = plan.logs[number].component
    let partition = logs[number].partition(of: recordKey(index, publication.key))
    if stations[component].replicas.isOut || !logs[number].isLed(partition)
      || isCut(index, from: number, partition: partition)
    {
      return true
    }
    count(.blocked, index, at: component)
    tracing.spend(.queue, index, at: now, on: component)
    logs[number].wait(publisher: index, at: now)
    return false
  }

  /// There may be room again: those who have waited longest publish, at this instant.
  @inline(never)
  func admitPublishers(to number: Int, in simulation: inout Simulation<NetworkEvent>) {
    guard logs[number].beginAdmission() else { return }
    while let index = logs[number].admit() {
      guard case .publish(let publication) = step(of: index).pointee else { continue }
      let frame = frames.address(of: index)
      frame.pointee.counter &+= 1
      frame.pointee.state = .running
      frame.pointee.outcome = publish(index, publication, in: &simulation)
      ready.append(index)
    }
  }

  /// A publisher ends while it waits for room.
  func leaveLog(_ index: UInt32) {
    if case .publish(let publication) = step(of: index).pointee { logs[Int(publication.log)].leave(publisher: index) }
  }
}
