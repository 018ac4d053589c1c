import Engine
import Statistics

/// One operation that ends before it is done, while its station goes on.
extension Network {
  /// Ends an operation and its branches, wherever they stand; what it called goes on without it.
  mutating func withdraw(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    var family = [index]
    var position = 0
    while position < family.count {
      let known = family.count
      for other in 0..<UInt32(frames.used)
      where frames[other].isBranch && frames[other].state != .free && frames[other].parent == family[position]
        && isAwaited(frames[other])
      {
        family.append(other)
      }
      family[known...].sort { frames[$0].identity.bits < frames[$1].identity.bits }
      position += 1
    }
    for member in family { leaveStation(member, in: &simulation) }
    forgetLost()
    for member in family.reversed() { lose(member, in: &simulation) }
  }

  /// Gives its core or its place in a line to others.
  private mutating func leaveStation(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let component = Int(frames[index].component)
    let replica = components[component].firstReplica + Int(frames[index].replica)
    let state = frames[index].state
    let epoch = frames[index].epoch
    detach(index, at: simulation.now)
    if !poolWaits.isEmpty { abandonPools(epoch, in: &simulation) }
    if state == .queued || state == .awaitingCore {
      takeOut(index, component, replica, isForCore: state == .awaitingCore, at: simulation.now)
    } else if frames[index].holdsCore {
      releaseCore(of: index, in: &simulation)
    } else if !shared.isEmpty && shared[replica].remove(index) {
      reshare(component, replica, in: &simulation)
    }
  }
  /// Leaves the line for a slot, or for a core. O(1).
  private mutating func takeOut(
    _ index: UInt32, _ component: Int, _ replica: Int, isForCore: Bool, at now: Nanoseconds
  ) {
    switch plan.components[component].discipline {
    case .priority, .shortest, .fair:
      lines[2 * replica + (isForCore ? 1 : 0)].remove(index, in: frames)
      if isForCore { replicas[replica].coreQueue.count -= 1 } else { replicas[replica].queue.count -= 1 }
    case .fifo, .lifo, .sharing:
      if isForCore {
        replicas[replica].coreQueue.remove(index, in: frames)
      } else {
        replicas[replica].queue.remove(index, in: frames)
      }
    }
    components[component].queueLength.add(-1, at: now)
  }

  // MARK: Lines of pools

  /// A call stands in the line of a pool: whoever gives up waiting takes it out. The wait is that of the caller behind
  /// all guards and caches on the way, which are in its process.
  mutating func joinPool(_ index: UInt32) {
    let epoch = frames[poolWaiter(of: index)].parentEpoch
    frames[index].remembered = epoch
    poolWaits[epoch, default: PoolWait()].add(index)
  }

  /// It has its slot.
  mutating func leavePool(_ index: UInt32) {
    let epoch = frames[index].remembered
    frames[index].remembered = 0
    if poolWaits[epoch]?.remove(index) == true { poolWaits[epoch] = nil }
  }

  /// The frame whose caller waits: of those that only pass on, the first.
  private func poolWaiter(of index: UInt32) -> UInt32 {
    var waiter = index
    while frames[waiter].parent != Frame.none, isAwaited(frames[waiter]) {
      let parent = frames[waiter].parent
      guard frames[parent].operation != .max, plan.components[Int(frames[parent].component)].isLocal else { break }
      waiter = parent
    }
    return waiter
  }

  /// A wait is over: the calls that it left in lines of pools leave them at once, and nothing is done for them. O(1).
  @inline(never)
  mutating func abandonPools(_ epoch: UInt64, in simulation: inout Simulation<NetworkEvent>) {
    guard let wait = poolWaits.removeValue(forKey: epoch) else { return }
    // The pool itself may have stopped meanwhile, and another frame be at this place.
    for index in wait.frames where frames[index].state == .queued && frames[index].remembered == epoch {
      let component = Int(frames[index].component)
      let replica = components[component].firstReplica + Int(frames[index].replica)
      takeOut(index, component, replica, isForCore: false, at: simulation.now)
      frames[index].startedAt = simulation.now
      frames[index].queueing += simulation.now - frames[index].arrivedAt
      if isAwaited(frames[index]) {
        // What stands between goes on with it, and finds nobody either.
        finish(index, StandardOutcome.timeout, in: &simulation)
      } else {
        frames[index].outcome = StandardOutcome.timeout
        leave(index, in: &simulation)
        release(index)
      }
    }
  }
}

/// Calls of one wait in lines of pools: one, and more of them only with hedges.
struct PoolWait {
  private var first = Frame.none
  private var others: [UInt32] = []

  var frames: [UInt32] { first == Frame.none ? others : [first] + others }

  mutating func add(_ index: UInt32) {
    if first == Frame.none { first = index } else { others.append(index) }
  }

  /// True when none is left.
  mutating func remove(_ index: UInt32) -> Bool {
    if first == index { first = Frame.none } else { others.removeAll { $0 == index } }
    return first == Frame.none && others.isEmpty
  }
}
