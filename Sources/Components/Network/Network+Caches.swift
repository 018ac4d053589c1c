import Engine

/// Look-ups, and misses that share one fetch.
extension Network {
  /// Looks the frame's key up and leaves `hit` or `miss`, `ok` where it has none; nil when the frame waits for another
  /// one's miss.
  mutating func lookUp(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) -> UInt16? {
    let component = Int(frames[index].component)
    let key = frames[index].key
    guard let plan = plan.components[component].cache, let store = cacheNumber(component),
      frames[index].keyPopulation == plan.population
    else { return StandardOutcome.ok }
    let isMeasured = frames[index].isMeasured
    if caches[store].contains(key, at: now) {
      if isMeasured { components[component].counts[.hits] += 1 }
      return UInt16(step.table)
    }
    if plan.coalesces {
      if var line = components[component].fetches[key] {
        if isMeasured { components[component].counts[.coalesced] += 1 }
        frames[index].state = .following
        spend(.fetch, index, at: now)
        frames[index].waitingSince = now
        line.append(index, in: frames)
        components[component].fetches[key] = line
        return nil
      }
      components[component].fetches[key] = FrameQueue()
      frames[index].leads = true
      frames[index].remembered = key
    }
    if isMeasured { components[component].counts[.misses] += 1 }
    return UInt16(step.next)
  }

  /// Keeps what came back.
  mutating func keep(_ index: UInt32, at now: Nanoseconds) {
    let component = Int(frames[index].component)
    guard let plan = plan.components[component].cache, let store = cacheNumber(component),
      frames[index].keyPopulation == plan.population
    else { return }
    let key = frames[index].key
    let evicted = caches[store].insert(
      key, bytes: bytes(of: key, plan),
      bits: streams[NetworkPlan.sizeStream].bits(entity: key, draw: UInt64(bitPattern: now)), at: now)
    if frames[index].isMeasured { components[component].counts[.evicted] += evicted }
  }

  mutating func drop(_ index: UInt32) {
    if let store = cacheNumber(Int(frames[index].component)) { caches[store].remove(key: frames[index].key) }
  }

  /// Size of a key, which is the same wherever it is kept.
  private func bytes(of key: UInt64, _ plan: CachePlan) -> Int64 {
    guard plan.sizes >= 0 else { return 1 }
    return max(
      1,
      samplers[Int(plan.sizes)].draw(
        streams[NetworkPlan.sizeStream].bits(entity: key, draw: self.plan.populations[plan.population].salt)))
  }

  /// The miss that others wait for has ended: they end as it did.
  mutating func settleFetch(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let key = frames[index].remembered
    frames[index].leads = false
    remember(index, at: simulation.now)
    guard var line = components[component].fetches.removeValue(forKey: key) else { return }
    let outcome = frames[index].outcome
    while !line.isEmpty {
      let next = line.removeFirst(in: frames)
      frames[next].state = .running
      frames[next].queueing += simulation.now - frames[next].waitingSince
      frames[next].outcome = outcome
      frames[next].counter = UInt32(plainEnd)
      ready.append(next)
    }
  }

  func cacheNumber(_ component: Int) -> Int? {
    let number = cacheNumbers[component]
    return number >= 0 ? Int(number) : nil
  }

  /// A cache that starts full holds the likeliest keys.
  mutating func fillCaches() {
    for (component, number) in cacheNumbers.enumerated() where number >= 0 {
      guard let plan = plan.components[component].cache, plan.startsFull else { continue }
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
      for key in keys.reversed() { _ = caches[Int(number)].insert(key, bytes: bytes(of: key, plan), bits: 0, at: 0) }
    }
  }
}
