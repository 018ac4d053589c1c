import Engine

/// Something that happens to the network from outside, at a known instant.
struct Control {
  enum Action {
    case startMeasuring
    case endInterval
    case endStretch
    case stopMeasuring
    case beginFault(Int)
    case endFault(Int)
    case endFailover(Int)
    case rebalance(Int)
    case elect(Int)
    case restart(Int, replica: Int)
    /// An autoscaler looks; replicas that it asked for take work.
    case look(Int)
    case boot(Int)
    case probe(Int)
    case timer(Int)
    case lookAtSlots(Int, replica: Int)
  }
  var at: Nanoseconds
  var action: Action
}
