import Engine

/// Idempotency keys: an operation that was done for a request is not done again for a second try, a hedge or a
/// second delivery.
extension Network {
  /// The key of the request and the call, which all of its tries share.
  private func memoryKey(_ index: UInt32) -> UInt64 {
    // Two systems of one file have the same requests.
    let request = frames.request(of: index)
    return RandomStream.mix(
      RandomStream.mix(request.pointee.entity, UInt64(request.pointee.source)),
      (frames.coldState(of: index)?.pointee.origin ?? 0) ^ UInt64(frames[index].operation))
  }

  /// Whether the operation need not run: it has been done, or the frame now waits for the one that is doing it.
  func isRepeated(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) -> Bool {
    let station = station(of: index)
    guard let span = station.pointee.plan.pointee.remembers else { return false }
    let now = simulation.now
    let key = memoryKey(index)
    if station.pointee.done.contains(key, within: span, at: now) {
      count(.repeated, index)
      turnAway(index, StandardOutcome.ok, in: &simulation)
      return true
    }
    if station.pointee.fetches.take(key) {
      frames.coldState(index).pointee.remembered = key
      frames[index].leads = true
      return false
    }
    count(.repeated, index)
    let frame = frames.address(of: index)
    frame.pointee.key = key
    frame.pointee.startedAt = now
    if frame.pointee.lags { logs.lag.end(index, at: now) }
    frame.pointee.waitingSince = now
    frame.pointee.state = .following
    tracing.spend(.fetch, index, at: now)
    station.pointee.fetches.wait(index, for: key, in: frames)
    return true
  }

  /// What ended well is remembered.
  func remember(_ index: UInt32, at now: Nanoseconds) {
    let station = station(of: index)
    guard station.pointee.plan.pointee.remembers != nil, !StandardOutcome.isFailure(frames[index].outcome) else {
      return
    }
    station.pointee.done.insert(frames.coldState(index).pointee.remembered, at: now)
  }
}
