import Engine

/// What a replication draws: samplers of the plan's distributions, random streams, keys and choices.
struct Draws: ~Copyable {
  /// Owns the tables of the samplers.
  let pool = SamplerPool()
  let samplers: Table<Sampler>
  /// Of a distribution that is always the same, by number, so that nothing is drawn for it; −1 for others.
  let constants: Table<Nanoseconds>
  let streams: Table<RandomStream>
  let picks: Table<KeyPick>
  let choices: Table<WeightedChoice>

  init(_ plan: NetworkPlan, seed: UInt64, replication: Int) {
    let pool = pool
    samplers = Table(plan.distributions.map { pool.sampler(for: $0) })
    let samplers = samplers
    constants = Table(
      plan.distributions.enumerated().map { number, distribution in
        if case .constant = distribution { samplers[number].draw(0) } else { -1 }
      })
    streams = Table(plan.streams.map { RandomStream(seed: seed, replication: replication, name: $0) })
    picks = Table(
      plan.populations.map {
        KeyPick($0, stream: RandomStream(seed: seed, replication: replication, name: "key/\($0.stream)"))
      })
    choices = Table(plan.choices.map { WeightedChoice(weights: $0.weights) })
  }

  deinit {
    samplers.deallocate()
    constants.deallocate()
    streams.deallocate()
    picks.deallocate()
    choices.deallocate()
  }
}

extension Network {
  /// 64 random bits of a named step for one visit of one request.
  @inline(__always)
  func bits(_ stream: Int32, for index: UInt32) -> UInt64 {
    draws.streams[Int(stream)].bits(entity: frames.request(of: index).pointee.entity, draw: frames[index].context)
  }
}
