import Engine
import Statistics

/// Which replica takes a call.
extension Network {
  /// - Complexity: O(1), O(replicas) for least in flight, keys and zones.
  func pickReplica(_ component: Int, _ operation: Int, for child: UInt32) -> Int {
    let station = stations.address(of: component)
    if station.pointee.replicas.count == 1 { return 0 }
    let caller = frames[child].parent
    let view = plan.balancers.isEmpty ? 0 : view(of: component, from: caller)
    if station.pointee.replicas.views[view].pick == .caller {
      return replicaOfCaller(component, from: caller) % station.pointee.replicas.count
    }
    return station.pointee.replicas.pick(
      view: view, key: frames[child].key, readsCopies: plan.operations[operation].usesAnyCopy,
      bits: ownDraw(NetworkPlan.pickStream, of: child),
      zone: caller == Frame.none || frames[caller].isFlow ? nil : zone(of: caller))
  }

  /// The view of the load balancer that a call to a component comes through, whatever else stands in between; 0 for none.
  private func view(of component: Int, from caller: UInt32) -> Int {
    var index = caller
    while index != Frame.none && !frames[index].isFlow {
      let passed = Int(frames[index].component)
      if let found = plan.balancers.first(where: { $0.component == passed && $0.target == component }) {
        return found.view
      }
      guard plan.components[passed].isProxy else { return 0 }
      index = frames[index].parent
    }
    return 0
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

  /// Zone of the replica that a frame runs at; −1 for a client.
  @inline(__always)
  func zone(of index: UInt32) -> Int32 {
    frames[index].isFlow ? -1 : station(of: index).pointee.replicas[Int(frames[index].replica)].zone
  }

  // MARK: Controls

  /// A load balancer probes every replica of a target.
  func probe(_ balancer: Int, _ check: HealthPlan, at now: Nanoseconds) {
    let station = stations.address(of: plan.balancers[balancer].target)
    let thresholds = (0..<station.pointee.replicas.count).map { station.pointee.errorThreshold(of: $0) }
    station.pointee.replicas.probe(plan.balancers[balancer].view, check, at: now) { number in
      let bits = draws.streams[NetworkPlan.probeStream].bits(
        entity: station.pointee.plan.pointee.salt &+ UInt64(number), draw: UInt64(bitPattern: now))
      return bits >= thresholds[number]
    }
  }

  /// An autoscaler looks.
  func look(_ component: Int, _ scaling: ScalingPlan, in simulation: inout Simulation<NetworkEvent>) {
    let elsewhere = elsewhere(component, at: simulation.now)
    if let ready = stations[component].look(scaling, elsewhere: elsewhere, at: simulation.now) {
      schedule(.boot(component), at: ready, in: &simulation)
    }
  }

  /// Area of the line that a worker takes from: its work waits there, and not at the worker.
  private func elsewhere(_ component: Int, at now: Nanoseconds) -> UInt128 {
    let log = plan.components[component].pulls
    return log >= 0 ? stations[plan.logs[log].component].gauges[.queue].area(until: now) : 0
  }

  /// Measures are about to forget what they have.
  func carrySignals(at now: Nanoseconds) {
    for index in stations.indices {
      guard let scaling = plan.components[index].scaling else { continue }
      stations[index].carrySignal(scaling, elsewhere: elsewhere(index, at: now), at: now)
    }
  }
}
