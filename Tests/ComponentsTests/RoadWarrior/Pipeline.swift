import Components
import Engine
import DomainBindings

/// A small Road Warrior: reservations that are polled, changes that travel through a log to a store, and
/// travellers who remove some of theirs.
struct Pipeline {
  var reservations: Int64 = 60_000
  var period: Nanoseconds = 5 * .second
  var partitions = 24
  var slots = 400
  var end: Nanoseconds = 20 * .second
  var warmUp: Nanoseconds = 5 * .second
  var lag: Nanoseconds = .second
  var starts = PollingPlan.Starts.spread
  var lease: Int?
  var providers: Int64 = 0
  var latency = Distribution.lognormal(median: 1e8, p99: 5e8)
  /// Removals by travellers a second.
  var removals = 0.0
  var parameters: [String: ParameterValue] = [
    "changes": .rate(0.02), "cancelled": .ratio(0.1), "active-life": .time(300 * .second),
    "notified": .ratio(0.5),
  ]
  /// Effects on the work list, the log between tracker and store.
  var logFaults: [FaultPlan.Effect] = []
  /// Effects on the providers, from 8 s to 12 s.
  var providerFaults: [FaultPlan.Effect] = []
  var order = GroupPlan.Order.byPartition
  var seed: UInt64 = 1

  private enum Command: Int {
    case compare, applyUpdate, registerNotice, noticeDelivered, noticeDeadLettered, edit, remove
  }

  var plan: NetworkPlan {
    var builder = PlanBuilder(end: end, drained: end + 20 * .second)
    builder.plan.horizon.warmUp = warmUp
    builder.plan.horizon.interval = 2 * .second
    let reservation = builder.population("reservation", count: reservations)
    let provider = builder.outside("provider")
    let tracker = builder.station("tracker")
    let store = builder.station("store", slots: 40)
    let log = builder.log("work-list", partitions: 16)
    let updater = builder.station("updater", slots: 4, queue: 1_000_000, replicas: 4)
    let words = Dictionary(
      uniqueKeysWithValues: [
        "unchanged", "changed", "cancelled", "finished", "applied", "stale", "duplicate", "tombstone", "due",
        "suppressed", "repeated", "removed", "closed",
      ].map { ($0, builder.outcome($0)) })
    func command(_ command: Command, _ outcomes: [String], _ builder: inout PlanBuilder) -> Int {
      builder.command(command.rawValue, outcomes: outcomes.compactMap { words[$0] ?? StandardOutcome.ok })
    }
    let apply = command(.applyUpdate, ["applied", "stale", "duplicate", "tombstone"], &builder)
    let register = command(.registerNotice, ["due", "suppressed", "repeated"], &builder)
    let delivered = command(.noticeDelivered, ["ok"], &builder)
    let remove = command(.remove, ["removed", "closed"], &builder)
    let applied = words["applied"] ?? 0
    let due = words["due"] ?? 0

    let write = builder.operation(store) { $0.work(.exponential(mean: 2e6)) }
    let update = builder.operation(updater) {
      $0.work(.exponential(mean: 1e6))
      $0.call(
        write, timeout: 200 * millisecond, commit: apply,
        when: [
          (
            applied,
            { builder in
              builder.emit(.measure(clock: 0, measure: 0))
              builder.decide(register, when: [(due, { $0.decide(delivered) })])
            }
          )
        ])
    }
    builder.plan.measures = [MeasurePlan(name: "freshness", mark: 0)]
    builder.plan.logs[log].groups = [GroupPlan(component: updater, operation: update, order: order)]
    let tail = builder.here
    builder.publish(log, key: reservation)
    builder.emit(.reply(outcome: StandardOutcome.ok))
    builder.flow {
      $0.decide(remove, key: reservation, when: [(words["removed"] ?? 0, { $0.publish(log, key: reservation) })])
    }
    builder.source(rate: removals)

    var polling = PollingPlan(
      component: tracker, source: provider, population: 0, binding: 0, command: 0, period: period,
      distribution: Int32(builder.plan.distributions.count), stream: Int32(builder.plan.streams.count))
    builder.plan.distributions.append(latency)
    builder.plan.streams.append("tracker/get")
    polling.timeout = .second
    polling.groups = ["all"]
    polling.lag = lag
    polling.starts = starts
    polling.tails = [-1, tail, tail, tail]
    builder.plan.operations.append(OperationPlan(name: "tracker.track", component: tracker, entry: tail))
    polling.operation = builder.plan.operations.count - 1
    if providers > 0 {
      polling.sourcePopulation = Int(builder.population("provider", count: providers))
    }
    for part in 0..<partitions {
      let count = Int(reservations) / partitions + (part < Int(reservations) % partitions ? 1 : 0)
      var partition = PollingPlan.Partition(
        group: 0, first: UInt64(part), stride: UInt64(partitions), count: count, slots: slots,
        offset: starts == .byPartition ? period / Nanoseconds(partitions) * Nanoseconds(part) : 0)
      partition.allowance = lease.map { .calls($0) }
      polling.partitions.append(partition)
    }
    builder.plan.pollings = [polling]
    for effect in logFaults { builder.fault(builder.plan.logs[log].component, effect) }
    for effect in providerFaults { builder.fault(provider, effect, from: 8 * .second, until: 12 * .second) }
    return builder.plan
  }

  func run(threads: Int = 1) -> Measurements {
    let plan = plan
    let configuration = BindingConfiguration(
      parameters: parameters,
      populations: [.init(name: "reservation", entity: "reservation", count: reservations, groups: [])])
    let binding = RoadWarrior().makeBinding(configuration, horizon: plan.horizon, seed: seed, replication: 0)
    return ReplicationRun(plan, bindings: [binding], seed: seed, replication: 0, threads: threads).run()
  }
}

extension Measurements {
  /// Invariants with their violations, those that have any.
  var violations: [String: UInt64] {
    Dictionary(uniqueKeysWithValues: monitors.filter { $0.violations > 0 }.map { ($0.id, $0.violations) })
  }

  /// Where two measurements differ first, as text; nil where they are the same to the last bit.
  func difference(from other: Measurements) -> String? {
    let one = Array(String(describing: self))
    let two = Array(String(describing: other))
    guard let place = zip(one, two).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
      return one.count == two.count ? nil : "one is longer"
    }
    let around = max(0, place - 150)..<min(one.count, two.count, place + 50)
    return "\(String(one[around])) — \(String(two[around]))"
  }
}
