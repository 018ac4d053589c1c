/// What those who choose among the replicas of a component know of them: callers, or a load balancer for its own callers
/// alone.
struct ReplicaView {
  /// What a load balancer's probes have found.
  struct Health: BitwiseCopyable {
    var isEjected = false
    var bad: Int32 = 0
    var good: Int32 = 0
  }

  let pick: ComponentPlan.Pick
  let check: HealthPlan?
  var health: [Health]
  /// Replicas that it chooses among, by number; empty while these are all.
  var eligible: [Int32] = []
  /// The place among them where it goes on.
  var next = 0

  init(_ pick: ComponentPlan.Pick, check: HealthPlan? = nil, replicas: Int) {
    self.pick = pick
    self.check = check
    health = Array(repeating: Health(), count: replicas)
  }
}
