import Experiments

/// Which replications a study needs, and which of them each shard runs.
struct ShardPlan {
  /// Every design of the study, in its order.
  var designs: [ReplicationKey]
  /// Indices of those that are to be run, ascending.
  var wanted: [Int]
  /// Of each.
  var replications: Int
  var shards: Int

  /// What one design lacks: numbers of replications, ascending.
  struct Need {
    var key: ReplicationKey
    var numbers: [Int]
  }

  /// What a shard is to run.
  func needs(of shard: Int) -> [Need] {
    guard let part = Shard(number: shard, count: shards) else { return [] }
    let share = GridShare(part, of: designs.count)
    return wanted.compactMap { design in
      guard let own = share.replications(of: design), own.share(of: replications) > 0 else { return nil }
      return Need(key: designs[design], numbers: (0..<own.share(of: replications)).map(own.replication(at:)))
    }
  }

  /// How many shards a study is divided into, so that a task is worth its start.
  ///
  /// - Parameters:
  ///   - seconds: that all of it is estimated to take.
  ///   - worth: seconds that a task takes at least.
  static func shards(items: Int, seconds: Double, worth: Double, most: Int) -> Int {
    let wanted = (seconds / worth).rounded(.down)
    return max(1, min(items, most, wanted < 1e9 ? Int(wanted) : most))
  }
}
