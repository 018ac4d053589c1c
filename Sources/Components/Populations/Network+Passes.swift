import Engine

/// Polling workers that ask when they are called.
extension Network {
  /// The operation of such a worker: it goes on when the last answer of its pass is there.
  func awaitPass(_ index: UInt32, of polling: Int, at now: Nanoseconds) {
    passes[polling].call(index, frames[index].generation, at: now)
  }

  /// What the partitions of a polling worker are to be told about passes, after a window.
  func takePassOrders(of polling: Int, at now: Nanoseconds) -> [(order: Passes.Order, at: Nanoseconds)] {
    passes[polling].stop(
      unless: { caller in
        frames[caller.frame].generation == caller.generation
          && (frames[caller.frame].parent == Frame.none || frames.isAwaited(caller.frame))
      }, at: now)
    return passes[polling].takeOrders()
  }

  /// A partition has made all calls of its pass, and has the last answer at an instant.
  func endPass(of polling: Int, at time: Nanoseconds, in simulation: inout Simulation<NetworkEvent>) {
    guard let (caller, at) = passes[polling].partitionEnded(at: time),
      frames[caller.frame].generation == caller.generation
    else { return }
    // After what the last answers have told, which comes at the same instant.
    simulation.schedule(
      event(.resume, of: caller.frame), at: max(at + 1, simulation.now),
      as: frames[caller.frame].identity.with(rank: NetworkEvent.Rank.progress))
  }
}
