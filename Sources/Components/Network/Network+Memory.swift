import Engine

/// Idempotency keys: an operation that was done for a request is not done again for a second try, a hedge or a
/// second delivery.
extension Network {
  /// The key of the request and the call, which all of its tries share.
  private func memoryKey(_ index: UInt32) -> UInt64 {
    // Two systems of one file have the same requests.
    RandomStream.mix(
      RandomStream.mix(frames[index].entity, UInt64(frames[index].source)),
      frames[index].origin ^ UInt64(frames[index].operation))
  }

  /// Whether the operation need not run: it has been done, or the frame now waits for the one that is doing it.
  mutating func isRepeated(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let component = Int(frames[index].component)
    guard let span = plan.components[component].remembers else { return false }
    let now = simulation.now
    forget(component, before: now - span)
    let key = memoryKey(index)
    if components[component].done[key] != nil {
      count(index, component)
      turnAway(index, StandardOutcome.ok, in: &simulation)
      return true
    }
    if var line = components[component].fetches[key] {
      count(index, component)
      frames[index].key = key
      frames[index].startedAt = now
      if frames[index].lags { endLag(index, at: now) }
      frames[index].waitingSince = now
      frames[index].state = .following
      spend(.fetch, index, at: now)
      line.append(index, in: frames)
      components[component].fetches[key] = line
      return true
    }
    components[component].fetches[key] = FrameQueue()
    frames[index].remembered = key
    frames[index].leads = true
    return false
  }

  private func count(_ index: UInt32, _ component: Int) {
    if frames[index].isMeasured { components[component].counts[.repeated] += 1 }
  }

  /// What ended well is remembered.
  mutating func remember(_ index: UInt32, at now: Nanoseconds) {
    let component = Int(frames[index].component)
    guard plan.components[component].remembers != nil, !StandardOutcome.isFailure(frames[index].outcome) else { return }
    components[component].done[frames[index].remembered] = now
    components[component].doneOrder.append((frames[index].remembered, now))
  }

  private func forget(_ component: Int, before: Nanoseconds) {
    while components[component].doneFirst < components[component].doneOrder.count,
      components[component].doneOrder[components[component].doneFirst].at < before
    {
      let key = components[component].doneOrder[components[component].doneFirst].key
      components[component].done[key] = nil
      components[component].doneFirst += 1
    }
    if components[component].doneFirst > 4096 {
      components[component].doneOrder.removeFirst(components[component].doneFirst)
      components[component].doneFirst = 0
    }
  }
}
