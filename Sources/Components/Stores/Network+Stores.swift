import Engine

/// What stores keep: commits, copies that lag, and rows that are locked.
extension Network {
  // MARK: Copies

  /// A write makes the copies stale for their lag; a read from a copy may find it so.
  func noteCommit(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let component = Int(frame.pointee.component)
    let operation = Int(frame.pointee.operation)
    if plan.operations[operation].changes && frame.pointee.outcome == StandardOutcome.ok {
      if plan.components[component].losesDisk { components[component].commits.append(now) }
      if measures.isMeasuring { components[component].crossZoneBytes &+= 2 * plan.operations[operation].copiedBytes }
    }
    guard let database = plan.components[component].database, database.lag >= 0 else { return }
    if plan.operations[operation].writes {
      if frame.pointee.outcome == StandardOutcome.ok { components[component].lastWrites[frame.pointee.key] = now }
    } else if plan.operations[operation].usesAnyCopy, frame.pointee.outcome == StandardOutcome.ok,
      frame.pointee.replica != UInt32(components[component].primary),
      let written = components[component].lastWrites[frame.pointee.key]
    {
      let lag = draws.samplers[Int(database.lag)].draw(
        draws.streams[NetworkPlan.faultStream].bits(entity: frame.pointee.key, draw: UInt64(bitPattern: written)))
      let age = frame.pointee.startedAt - written
      if age >= 0 && age < lag && frame.pointee.isMeasured {
        components[component].counts[.stale] += 1
      }
    }
  }

  /// The disk of a store is lost: what it wrote since its last backup is gone, or what its copies do not have yet.
  func loseData(of component: Int, at now: Nanoseconds) {
    let point = recoveryPoint(of: component, at: now)
    let gone = components[component].commits.filter { $0 > point }
    components[component].commits.removeAll { $0 > point }
    components[component].lastWrites.removeAll()
    components[component].counts[.lost] += UInt64(gone.count { $0 >= horizon.warmUp && $0 < horizon.end })
    decisions.add(.dataLost, component, at: now, before: Double(now - point), signal: Double(gone.count))
    let binding = plan.components[component].binding
    if binding >= 0 {
      let name = plan.components[component].name
      let own = name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
      bindings[binding].dataLost(store: own, writtenAfter: point, at: now)
    }
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
    let component = components.address(of: Int(frame.pointee.component))
    if component.pointee.rows.take(frame.pointee.key) {
      frame.pointee.locksRow = true
      return true
    }
    frame.pointee.state = .following
    spend(.lock, index, at: now)
    frame.pointee.waitingSince = now
    if frame.pointee.isMeasured { component.pointee.counts[.lockWaits] += 1 }
    component.pointee.rows.wait(index, for: frame.pointee.key, in: frames)
    return false
  }

  func unlock(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let component = components.address(of: Int(frame.pointee.component))
    frame.pointee.locksRow = false
    guard let next = component.pointee.rows.pass(frame.pointee.key, in: frames) else { return }
    frames[next].state = .running
    frames[next].locksRow = true
    noteTime(\.queueing, simulation.now - frames[next].waitingSince, of: next)
    ready.append(next)
  }
}
