import Engine

/// Look-ups, and misses that share one fetch.
extension Network {
  /// Looks the frame's key up and leaves `hit` or `miss`, `ok` where it has none; nil when the frame waits for another
  /// one's miss.
  func lookUp(_ index: UInt32, hit: UInt16, miss: UInt16, at now: Nanoseconds) -> UInt16? {
    let frame = frames.address(of: index)
    let station = station(of: index)
    let key = frame.pointee.key
    guard let plan = station.pointee.plan.pointee.cache, frame.pointee.keyPopulation == plan.population
    else { return StandardOutcome.ok }
    if station.pointee.cache?.contains(key, at: now) ?? false {
      count(.hits, index)
      return hit
    }
    if plan.coalesces {
      guard station.pointee.fetches.take(key) else {
        count(.coalesced, index)
        frame.pointee.state = .following
        tracing.spend(.fetch, index, at: now)
        frame.pointee.waitingSince = now
        station.pointee.fetches.wait(index, for: key, in: frames)
        return nil
      }
      frame.pointee.leads = true
      frames.coldState(index).pointee.remembered = key
    }
    count(.misses, index)
    return miss
  }

  /// Keeps what came back.
  func keep(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames.address(of: index)
    let station = station(of: index)
    guard let plan = station.pointee.plan.pointee.cache, frame.pointee.keyPopulation == plan.population else { return }
    let key = frame.pointee.key
    let evicted = station.pointee.cache?.insert(
      key, bytes: bytes(of: key, plan),
      bits: draws.streams[NetworkPlan.sizeStream].bits(entity: key, draw: UInt64(bitPattern: now)), at: now)
    if frame.pointee.isMeasured { station.pointee.counts[.evicted] += evicted ?? 0 }
  }

  func drop(_ index: UInt32) {
    station(of: index).pointee.cache?.remove(key: frames[index].key)
  }

  /// Size of a key, which is the same wherever it is kept.
  private func bytes(of key: UInt64, _ plan: CachePlan) -> Int64 {
    guard plan.sizes >= 0 else { return 1 }
    return max(
      1,
      draws.samplers[Int(plan.sizes)].draw(
        draws.streams[NetworkPlan.sizeStream].bits(entity: key, draw: self.plan.populations[plan.population].salt)))
  }

  /// The miss that others wait for has ended: they end as it did.
  func settleFetch(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let station = station(of: index)
    let key = frames.coldState(index).pointee.remembered
    frame.pointee.leads = false
    remember(index, at: simulation.now)
    let outcome = frame.pointee.outcome
    for next in station.pointee.fetches.giveUp(key, in: frames) {
      end(next, outcome)
    }
  }

  /// Whoever fetches for others is cancelled: the first of them fetches in its place.
  func passLead(of index: UInt32, at now: Nanoseconds) {
    let station = station(of: index)
    let key = frames.coldState(index).pointee.remembered
    guard station.pointee.cache != nil else { return }
    frames[index].leads = false
    guard let next = station.pointee.fetches.pass(key, in: frames),
      case .lookUp(_, let miss) = lastStep(of: next).pointee
    else { return }
    frames[next].leads = true
    frames.coldState(next).pointee.remembered = key
    frames[next].outcome = miss
    frames[next].state = .running
    ready.append(next)
  }

  /// A cache that starts full holds the likeliest keys.
  func fillCaches() {
    for number in stations.indices {
      guard let plan = plan.components[number].cache, plan.startsFull else { continue }
      let count = UInt64(self.plan.populations[plan.population].count)
      var keys: [UInt64] = []
      var held: Int64 = 0
      var key: UInt64 = 0
      while key < count && held + bytes(of: key, plan) <= plan.capacity {
        held += bytes(of: key, plan)
        keys.append(key)
        key += 1
      }
      // The likeliest last, so that they are evicted last.
      for key in keys.reversed() {
        _ = stations[number].cache?.insert(key, bytes: bytes(of: key, plan), bits: 0, at: 0)
      }
    }
  }
}
