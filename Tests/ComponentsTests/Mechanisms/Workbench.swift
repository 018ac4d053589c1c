import Engine
import Testing

@testable import Components

/// The stations of a plan, and no network that runs them.
final class Workbench {
  let tables: PlanTables
  let frames = FrameStore()
  let decisions = DecisionLog()
  let stations: Stations

  init(_ plan: NetworkPlan) {
    tables = PlanTables(plan)
    stations = Stations(tables, frames: frames, decisions: decisions)
  }

  /// One component, by the name of `service`.
  convenience init(
    replicas: Int = 1, slots: Int = 0, cores: Int = 0, balancers: [BalancerPlan] = [],
    _ change: (inout ComponentPlan) -> Void = { _ in }
  ) {
    var component = ComponentPlan(name: "service", kind: "server")
    component.replicas = replicas
    component.slots = slots
    component.cores = cores
    change(&component)
    var plan = NetworkPlan()
    plan.components = [component]
    plan.balancers = balancers
    self.init(plan)
  }

  deinit { frames.deallocate() }

  /// The first one.
  var station: Station {
    unsafeAddress { UnsafePointer(stations.address(of: 0)) }
    unsafeMutableAddress { stations.address(of: 0) }
  }

  /// Those of the decisions, in their order.
  var kinds: [Decision.Kind] { decisions.rows.map(\.kind) }

  /// Frames of requests of their own.
  func arrive(_ count: Int, _ change: (inout Frame) -> Void = { _ in }) -> [UInt32] {
    var frame = Frame()
    change(&frame)
    return (0..<count).map { _ in frames.allocate(frame, Request()) }
  }

  /// So many slots of a replica are taken.
  func occupy(_ count: Int, of replica: Int = 0, at now: Nanoseconds = 0) {
    for _ in 0..<count { station.takeSlot(of: replica, at: now) }
  }

  func vacate(_ count: Int = 1, of replica: Int = 0, response: Nanoseconds = 0, at now: Nanoseconds = 0) {
    for _ in 0..<count {
      station.giveSlot(of: replica, response: response, at: now)
      station.settleSlots(of: replica, at: now)
    }
  }
}

/// The logs and queues of a plan as well.
final class LogBench {
  let bench: Workbench
  let logs: Logs

  init(_ plan: NetworkPlan) {
    bench = Workbench(plan)
    logs = Logs(bench.tables, bench.stations, visibilityLines: plan.logs.map { _ in 0 }, frames: bench.frames)
  }

  subscript(number: Int) -> PartitionedLog {
    unsafeAddress { UnsafePointer(logs.all.address(of: number)) }
    unsafeMutableAddress { logs.all.address(of: number) }
  }

  /// A component for each name, and the measured part of the run.
  static func plan(_ names: String..., horizon: Range<Nanoseconds> = 0..<1_000) -> NetworkPlan {
    var plan = NetworkPlan()
    plan.components = names.map { ComponentPlan(name: $0, kind: "server") }
    (plan.horizon.warmUp, plan.horizon.end) = (horizon.lowerBound, horizon.upperBound)
    return plan
  }
}
