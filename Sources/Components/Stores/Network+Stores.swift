import Engine

/// What stores keep: commits, copies that lag, and rows that are locked.
extension Network {
  // MARK: Copies

  /// A write makes the copies stale for their lag; a read from a copy may find it so.
  func noteCommit(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let station = station(of: index)
    let operation = plan.operations.address(of: Int(frame.pointee.operation))
    // A decision of the core at the commit has a word of its own for what it did.
    guard !StandardOutcome.isFailure(frame.pointee.outcome) else { return }
    if operation.pointee.changes {
      if station.pointee.plan.pointee.losesDisk { station.pointee.commits.append(at: now) }
      if measures.isMeasuring { station.pointee.counted.crossZoneBytes &+= 2 * operation.pointee.copiedBytes }
    }
    guard let database = station.pointee.plan.pointee.database, database.lag >= 0 else { return }
    if operation.pointee.writes {
      station.pointee.commits.write(
        frame.pointee.key, at: now, mayBeLost: station.pointee.plan.pointee.losesDisk)
    } else if readsStaleCopy(index) {
      count(.stale, index)
    }
  }

  /// Whether the copy that has answered does not have the last write of its key yet: each write takes a lag of its own
  /// until the copies have it.
  func readsStaleCopy(_ index: UInt32) -> Bool {
    let frame = frames.address(of: index)
    let station = station(of: index)
    guard plan.operations.address(of: Int(frame.pointee.operation)).pointee.usesAnyCopy,
      let database = station.pointee.plan.pointee.database, database.lag >= 0,
      frame.pointee.replica != UInt32(station.pointee.replicas.primary),
      let written = station.pointee.commits.lastWrite(of: frame.pointee.key)
    else { return false }
    let lag = draws.samplers[Int(database.lag)].draw(
      draws.streams[NetworkPlan.faultStream].bits(entity: frame.pointee.key, draw: UInt64(bitPattern: written)))
    let age = frame.pointee.startedAt - written
    return age >= 0 && age < lag
  }

  /// The disk of a store is lost: what it wrote since its last backup is gone, or what its copies do not have yet.
  func loseData(of component: Int, at now: Nanoseconds) {
    let point = recoveryPoint(of: component, at: now)
    let gone = stations[component].commits.lose(after: point)
    stations[component].counts[.lost] += UInt64(gone.count { $0 >= horizon.warmUp && $0 < horizon.end })
    decisions.add(.dataLost, component, at: now, before: Double(now - point), signal: Double(gone.count))
    domains.dataLost(stations[component], writtenAfter: point, at: now)
  }

  /// What was written until then is still there.
  private func recoveryPoint(of component: Int, at now: Nanoseconds) -> Nanoseconds {
    let store = plan.components[component]
    guard let database = store.database else { return store.copies > 1 ? now : -1 }
    if database.lag >= 0 && store.copies > 1 {
      let draw = draws.streams[NetworkPlan.faultStream].bits(
        entity: store.salt, draw: RandomStream.mix(UInt64(bitPattern: now), 0xd15c))
      return now - draws.samplers[Int(database.lag)].draw(draw)
    }
    return store.backup?.last(completeAt: now) ?? -1
  }

  // MARK: Rows

  /// Locks the row of the frame's key; false when it is in line for it.
  func lock(_ index: UInt32, at now: Nanoseconds) -> Bool {
    let frame = frames.address(of: index)
    let station = station(of: index)
    if station.pointee.rows.take(frame.pointee.key) {
      frame.pointee.locksRow = true
      return true
    }
    frame.pointee.state = .following
    tracing.spend(.lock, index, at: now)
    frame.pointee.waitingSince = now
    count(.lockWaits, index)
    station.pointee.rows.wait(index, for: frame.pointee.key, in: frames)
    return false
  }

  func unlock(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let station = station(of: index)
    frame.pointee.locksRow = false
    guard let next = station.pointee.rows.pass(frame.pointee.key, in: frames) else { return }
    frames[next].state = .running
    frames[next].locksRow = true
    ready.append(next)
  }
}
