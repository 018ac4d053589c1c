import Engine
import Statistics

/// Which replica takes a call, and which of them can.
extension Network {
  /// - Complexity: O(1), O(replicas) for least in flight, keys and zones.
  func pickReplica(_ component: Int, _ operation: Int, for child: UInt32) -> Int {
    let count = components[component].replicaCount
    if count == 1 { return 0 }
    let view = balancers.isEmpty ? -1 : balancer(of: component, from: frames[child].parent)
    let pick = view < 0 ? plan.components[component].pick : plan.balancers[view].pick
    switch pick {
    case .shard:
      let copies = plan.components[component].copies
      let shards = UInt64(count / copies)
      var replica = Int(RandomStream.mix(frames[child].key, 0x5a4d) % shards) * copies
      if plan.operations[operation].usesAnyCopy {
        replica += Int(UInt64(copies).multipliedFullWidth(by: draw(component, child)).high)
      }
      return replica
    case .primary:
      if plan.operations[operation].usesAnyCopy { return copyForReads(component) }
      return Int(components[component].primary)
    case .caller:
      return replicaOfCaller(component, from: frames[child].parent) % count
    default: break
    }
    let eligible = view < 0 ? components[component].eligible.count : balancers[view].eligible.count
    let choices = eligible > 0 ? eligible : count
    let number: Int
    switch pick {
    case .random: number = Int(UInt64(choices).multipliedFullWidth(by: draw(component, child)).high)
    case .leastInFlight: number = leastInFlight(component, view, choices)
    case .twoChoices:
      let bits = draw(component, child)
      let one = Int(UInt64(choices).multipliedFullWidth(by: bits).high)
      let rest = choices > 1 ? Int(UInt64(choices - 1).multipliedFullWidth(by: RandomStream.mix(bits, 2)).high) : 0
      let other = choices > 1 && rest >= one ? rest + 1 : rest
      number = load(component, view, other) < load(component, view, one) ? other : one
    case .sameZone: number = inSameZone(component, view, choices, from: frames[child].parent)
    case .byKey:
      var best: UInt64 = 0
      var winner = 0
      for place in 0..<choices {
        let weight = RandomStream.mix(frames[child].key, UInt64(replicaNumber(component, view, place)))
        if weight >= best {
          best = weight
          winner = place
        }
      }
      number = winner
    default:
      number = nextPlace(component, view) % choices
      setNextPlace(component, view, (number + 1) % choices)
    }
    return replicaNumber(component, view, number)
  }

  /// The load balancer that a call to a component comes through, whatever else stands in between; −1 for none.
  private func balancer(of component: Int, from caller: UInt32) -> Int {
    var index = caller
    while index != Frame.none && !frames[index].isFlow {
      let passed = Int(frames[index].component)
      if let found = plan.balancers.firstIndex(where: { $0.component == passed && $0.target == component }) {
        return found
      }
      guard plan.components[passed].isFront else { return -1 }
      index = frames[index].parent
    }
    return -1
  }

  @inline(__always)
  private func nextPlace(_ component: Int, _ view: Int) -> Int {
    view < 0 ? components[component].nextReplica : balancers[view].next
  }

  @inline(__always)
  private func setNextPlace(_ component: Int, _ view: Int, _ place: Int) {
    if view < 0 { components[component].nextReplica = place } else { balancers[view].next = place }
  }

  private func draw(_ component: Int, _ child: UInt32) -> UInt64 {
    draws.streams[NetworkPlan.pickStream].bits(
      entity: frames.request(of: child).pointee.entity,
      draw: RandomStream.mix(frames[child].context, plan.components[component].salt))
  }

  /// The replica at a place among those that take work.
  @inline(__always)
  private func replicaNumber(_ component: Int, _ view: Int, _ place: Int) -> Int {
    if view >= 0 { return balancers[view].eligible.isEmpty ? place : Int(balancers[view].eligible[place]) }
    return components[component].eligible.isEmpty ? place : Int(components[component].eligible[place])
  }

  private func load(_ component: Int, _ view: Int, _ place: Int) -> Int32 {
    let replica = components[component].firstReplica + replicaNumber(component, view, place)
    return replicas[replica].busySlots + replicas[replica].line.count
  }

  /// The first of the least loaded after the one that was chosen last, so that ties go round.
  private func leastInFlight(_ component: Int, _ view: Int, _ choices: Int) -> Int {
    var best = nextPlace(component, view) % choices
    var least = Int32.max
    let first = best
    for offset in 0..<choices {
      let candidate = (first + offset) % choices
      let load = load(component, view, candidate)
      if load < least {
        least = load
        best = candidate
      }
    }
    setNextPlace(component, view, (best + 1) % choices)
    return best
  }

  /// In turn among the replicas of the caller's zone; of all where there is none.
  private func inSameZone(_ component: Int, _ view: Int, _ choices: Int, from caller: UInt32) -> Int {
    let first = nextPlace(component, view) % choices
    setNextPlace(component, view, (first + 1) % choices)
    guard caller != Frame.none, !frames[caller].isFlow else { return first }
    let zone = replicas[replica(of: caller)].zone
    for offset in 0..<choices {
      let candidate = (first + offset) % choices
      if replicas[components[component].firstReplica + replicaNumber(component, view, candidate)].zone == zone {
        setNextPlace(component, view, (candidate + 1) % choices)
        return candidate
      }
    }
    return first
  }

  /// The replica of `per` that the call comes from, however many components it passed on the way.
  private func replicaOfCaller(_ component: Int, from caller: UInt32) -> Int {
    let per = plan.components[component].per
    var index = caller
    while index != Frame.none && !frames[index].isFlow {
      if Int(frames[index].component) == per { return Int(frames[index].replica) }
      index = frames[index].parent
    }
    return 0
  }

  private func copyForReads(_ component: Int) -> Int {
    let count = components[component].replicaCount
    for _ in 0..<count {
      let candidate = (components[component].nextReplica + 1) % count
      components[component].nextReplica = candidate
      if candidate != Int(components[component].primary)
        && replicas[components[component].firstReplica + candidate].isUp
      {
        return candidate
      }
    }
    return Int(components[component].primary)
  }

  /// Whether the operation needs a primary and there is none.
  @inline(__always)
  func isHeadless(_ index: UInt32, _ component: Int) -> Bool {
    components[component].isFailingOver && frames[index].replica == UInt32(components[component].primary)
  }

  /// After a replica has come, gone, or been left out.
  func updateEligible(_ component: Int, at now: Nanoseconds) {
    let first = components[component].firstReplica
    let count = components[component].replicaCount
    let active = (0..<count).filter { replicas[first + $0].isActive }
    // Who does not check health, or is not in the group, does not know who is down. Rather a replica that may be ill
    // than none at all.
    func chosen(_ known: [Int]) -> [Int32] {
      let eligible = known.isEmpty ? active : known
      return eligible.count == count ? [] : eligible.map { Int32($0) }
    }
    let isGroup = plan.components[component].rebalance != nil
    components[component].eligible = chosen(isGroup ? active.filter { !replicas[first + $0].isEjected } : active)
    for view in balancers.indices where plan.balancers[view].target == component {
      balancers[view].eligible = chosen(active.filter { !balancers[view].health[$0].isEjected })
    }
    updateAvailability(component, at: now)
  }

  // MARK: Health

  /// A load balancer probes every replica of a target.
  func probe(_ view: Int, _ check: HealthPlan, at now: Nanoseconds) {
    let component = plan.balancers[view].target
    let first = components[component].firstReplica
    for number in 0..<components[component].replicaCount where replicas[first + number].isActive {
      let replica = first + number
      let bits = draws.streams[NetworkPlan.probeStream].bits(
        entity: plan.components[component].salt &+ UInt64(number), draw: UInt64(bitPattern: now))
      let threshold = max(components[component].errorThreshold, replicas[replica].errorThreshold)
      let isGood = replicas[replica].isUp && !components[component].isOut && !(threshold > 0 && bits < threshold)
      var health = balancers[view].health[number]
      health.bad = isGood ? 0 : health.bad + 1
      health.good = isGood ? health.good + 1 : 0
      let goes = !health.isEjected && health.bad >= check.ejectAfter
      let returns = health.isEjected && health.good >= check.returnAfter
      if goes || returns { health.isEjected = goes }
      balancers[view].health[number] = health
      guard goes || returns else { continue }
      replicas[replica].isEjected = isLeftOut(number, of: component)
      decisions.add(
        goes ? .ejected : .returned, component, at: now, before: Double(number),
        signal: Double(goes ? health.bad : health.good))
      updateEligible(component, at: now)
    }
  }

  /// Whether everybody who checks a replica's health leaves it out.
  private func isLeftOut(_ number: Int, of component: Int) -> Bool {
    balancers.indices.allSatisfy {
      plan.balancers[$0].target != component || plan.balancers[$0].health == nil
        || balancers[$0].health[number].isEjected
    }
  }
}
