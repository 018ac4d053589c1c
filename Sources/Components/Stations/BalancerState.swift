/// What a load balancer knows of the replicas of one of its targets: nobody but its callers does.
struct BalancerState {
  struct Health: BitwiseCopyable {
    var isEjected = false
    var bad: Int32 = 0
    var good: Int32 = 0
  }
  var health: [Health]
  /// Replicas that it chooses among, by number; empty while these are all.
  var eligible: [Int32] = []
  var next = 0

  init(replicas: Int) { health = Array(repeating: Health(), count: replicas) }
}
