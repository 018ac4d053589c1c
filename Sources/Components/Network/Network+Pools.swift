import Engine

/// Slots that callers hold, tokens that they take, rows that they lock.
extension Network {
  /// The pool's end of a hold: the caller goes on with the slot in its hands.
  mutating func grant(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let parent = frames[index].parent
    guard isAwaited(parent, frames[index].parentEpoch) else {
      return finish(index, StandardOutcome.ok, in: &simulation)
    }
    absorb(index, into: parent)
    handSpans(index, to: parent, at: simulation.now)
    frames[index].state = .held
    frames[index].next = frames[parent].held
    frames[parent].held = index
    hear(StandardOutcome.ok, at: parent, epoch: frames[index].parentEpoch, in: &simulation)
  }

  /// Gives the slot that was taken last back.
  mutating func letGo(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let held = frames[index].held
    guard held != Frame.none else { return }
    frames[index].held = frames[held].next
    frames[held].outcome = StandardOutcome.ok
    leave(held, in: &simulation)
    release(held)
  }

  /// Takes a token of the component's bucket.
  mutating func admit(_ index: UInt32, at now: Nanoseconds) -> Bool {
    let component = Int(frames[index].component)
    guard let bucket = plan.components[component].bucket else { return true }
    let factor = components[component].quotaFactor
    let gained = Double(now - components[component].tokensAt) * bucket.rate * factor / 1e9
    components[component].tokens = min(bucket.burst, components[component].tokens + gained)
    components[component].tokensAt = now
    if components[component].tokens < 1 {
      if frames[index].isMeasured { components[component].counts[.shed] += 1 }
      noteFailure(.shed, StandardOutcome.refused, index)
      return false
    }
    components[component].tokens -= 1
    return true
  }

  // MARK: Copies

  /// A write makes the copies stale for their lag; a read from a copy may find it so.
  mutating func noteCommit(_ index: UInt32, at now: Nanoseconds) {
    let component = Int(frames[index].component)
    let operation = plan.operations[Int(frames[index].operation)]
    if operation.changes && frames[index].outcome == StandardOutcome.ok {
      if plan.components[component].losesDisk { components[component].commits.append(now) }
      if isMeasuring { components[component].crossZoneBytes &+= 2 * operation.copiedBytes }
    }
    guard let database = plan.components[component].database, database.lag >= 0 else { return }
    if operation.writes {
      if frames[index].outcome == StandardOutcome.ok { components[component].lastWrites[frames[index].key] = now }
    } else if operation.usesAnyCopy, frames[index].outcome == StandardOutcome.ok,
      frames[index].replica != UInt32(components[component].primary),
      let written = components[component].lastWrites[frames[index].key]
    {
      let lag = samplers[Int(database.lag)].draw(
        streams[NetworkPlan.faultStream].bits(entity: frames[index].key, draw: UInt64(bitPattern: written)))
      let age = frames[index].startedAt - written
      if age >= 0 && age < lag && frames[index].isMeasured {
        components[component].counts[.stale] += 1
      }
    }
  }

  /// The disk of a store is lost: what it wrote since its last backup is gone, or what its copies do not have yet.
  mutating func loseData(of component: Int, at now: Nanoseconds) {
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
      let draw = streams[NetworkPlan.faultStream].bits(
        entity: store.salt, draw: RandomStream.mix(UInt64(bitPattern: now), 0xd15c))
      return now - samplers[Int(database.lag)].draw(draw)
    }
    return store.backup?.last(completeAt: now) ?? -1
  }

  // MARK: Rows

  /// Locks the row of the frame's key; false when it is in line for it.
  mutating func lock(_ index: UInt32, at now: Nanoseconds) -> Bool {
    let component = Int(frames[index].component)
    let key = frames[index].key
    guard var line = components[component].rows[key] else {
      components[component].rows[key] = FrameQueue()
      frames[index].locksRow = true
      return true
    }
    frames[index].state = .following
    spend(.lock, index, at: now)
    frames[index].waitingSince = now
    if frames[index].isMeasured { components[component].counts[.lockWaits] += 1 }
    line.append(index, in: frames)
    components[component].rows[key] = line
    return false
  }

  mutating func unlock(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let key = frames[index].key
    frames[index].locksRow = false
    guard var line = components[component].rows[key] else { return }
    if line.isEmpty {
      components[component].rows[key] = nil
      return
    }
    let next = line.removeFirst(in: frames)
    components[component].rows[key] = line
    frames[next].state = .running
    frames[next].locksRow = true
    frames[next].queueing += simulation.now - frames[next].waitingSince
    ready.append(next)
  }
}
