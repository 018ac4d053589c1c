import Engine

/// Slots of pools in the hands of callers, and calls in line for one.
extension Network {
  /// The pool's end of a hold: the caller goes on with the slot in its hands.
  func grant(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    let parent = frame.pointee.parent
    guard frames.isAwaited(index) else {
      return finish(index, StandardOutcome.ok, in: &simulation)
    }
    absorb(index, into: parent)
    tracing.handSpans(index, to: parent, at: simulation.now)
    frame.pointee.state = .held
    let coldState = frames.coldState(parent)
    frame.pointee.next = coldState.pointee.held
    coldState.pointee.held = index
    receiveReply(StandardOutcome.ok, at: parent, frame.pointee.parentGeneration, in: &simulation)
  }

  /// Gives the slot that was taken last back.
  func release(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let held = frames.held(index)
    guard held != Frame.none else { return }
    frames.coldState(index).pointee.held = frames[held].next
    frames[held].outcome = StandardOutcome.ok
    leave(held, in: &simulation)
    frames.release(held)
  }

  // MARK: Lines of pools

  /// A call stands in the line of a pool: whoever gives up waiting takes it out. The wait is that of the caller behind
  /// all guards and caches on the way, which are in its process.
  func joinPool(_ index: UInt32) {
    let waiter = poolWaiter(of: index)
    let wait = PoolWaits.name(of: frames[waiter].parent, frames[waiter].parentGeneration)
    frames.coldState(index).pointee.remembered = wait
    poolWaits.add(index, to: wait)
  }

  /// It has its slot.
  func leavePool(_ index: UInt32) {
    let coldState = frames.coldState(index)
    let wait = coldState.pointee.remembered
    coldState.pointee.remembered = 0
    poolWaits.remove(index, from: wait)
  }

  /// The frame whose caller waits: of those that only pass on, the first.
  private func poolWaiter(of index: UInt32) -> UInt32 {
    var waiter = index
    while frames[waiter].parent != Frame.none, frames.isAwaited(waiter) {
      let parent = frames[waiter].parent
      guard !frames[parent].isFlow, plan.components[Int(frames[parent].component)].isLocal else { break }
      waiter = parent
    }
    return waiter
  }

  /// A wait is over: the calls that it left in lines of pools leave them at once, and nothing is done for them. O(1).
  @inline(never)
  func abandonPools(_ name: UInt64, in simulation: inout Simulation<NetworkEvent>) {
    // The pool itself may have stopped meanwhile, and another frame be at this place.
    for index in poolWaits.end(name)
    where frames[index].state == .queued && frames.coldState(of: index)?.pointee.remembered == name {
      station(of: index).pointee.takeOut(
        index, of: Int(frames[index].replica), isForCore: false, at: simulation.now)
      frames[index].startedAt = simulation.now
      if frames.isAwaited(index) {
        // What stands between goes on with it, and finds nobody either.
        finish(index, StandardOutcome.timeout, in: &simulation)
      } else {
        frames[index].outcome = StandardOutcome.timeout
        leave(index, in: &simulation)
        tracing.leave(index, at: simulation.now)
        frames.release(index)
      }
    }
  }
}
