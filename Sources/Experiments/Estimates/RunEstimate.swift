import Components
import Engine
import Scenarios

/// What a run will take of the machine, before it is begun: events, wall time and memory, each with its sum. Retries,
/// queues and luck are not in it; a factor of two either way is to be expected, a factor of ten is not.
package struct RunEstimate: Sendable {
  /// Of one replication.
  package private(set) var events = 0.0
  /// Polls of one replication, which are no events.
  package private(set) var refreshes = 0.0
  /// Wall time of all replications that are run at least, pilot included.
  package private(set) var seconds = 0.0
  /// Bytes of the replications that run at once.
  package private(set) var bytes = 0.0
  /// How the time comes about, a line for each part that counts.
  package private(set) var timeArithmetic: [String] = []
  package private(set) var memoryArithmetic: [String] = []
  /// What can have no result at all, whatever the machine.
  package private(set) var problems: [Problem] = []

  /// Events after which a replication counts as out of bounds.
  package static let mostEvents = ReplicationRun.eventLimit
  /// A release build on a core of a small server does so many a second.
  static let eventsPerSecond = 2.5e6
  static let refreshesPerSecond = 1e8
  /// A request on its way: a frame of its flow, one of each call, and its pending events.
  static let bytesOfRequest = 800.0
  /// Tables of a Zipf law while they are made: weights, shares, thresholds, aliases and two lists of the method.
  static let bytesOfZipfKey = 52.0

  package init(_ scenario: Scenario, model: AssembledModel, threads: Int = 1) {
    let plan = model.plan
    var load = OfferedLoad(scenario, model: model)
    problems = load.endless
    countEvents(plan, &load)
    let replications = Double(max(1, scenario.run.replications)) + (scenario.run.warmUp == nil ? 1 : 0)
    let together = plan.pollings.isEmpty ? Double(max(1, min(threads, scenario.run.replications))) : 1
    let one = events / Self.eventsPerSecond + refreshes / Self.refreshesPerSecond
    seconds = one * replications / together
    if replications > 1 {
      timeArithmetic.append(
        "\(Self.short(one)) s × \(Self.short(replications)) replications\(together > 1 ? " ÷ \(Self.short(together)) threads" : "") = \(Self.short(seconds)) s"
      )
    }
    countMemory(scenario, model, load, together: together)
    checkBill(scenario, model, load)
  }

  /// Refuses what can have no result, and what does not fit.
  ///
  /// - Throws: `InvalidScenario`, or what `checkRoom` throws.
  package func check(limit: Double) throws {
    if !problems.isEmpty { throw InvalidScenario(problems: problems) }
    try checkRoom(limit: limit)
  }

  /// Refuses what cannot fit into this machine, or into the time that it may take.
  ///
  /// - Throws: `Experiment.NotEnoughMemory` or `Experiment.TooLong`, with the arithmetic.
  package func checkRoom(limit: Double) throws {
    if let available = HostReading.availableMemory, bytes > Double(available) {
      throw Experiment.NotEnoughMemory(
        needed: Int64(saturating: bytes), available: available, arithmetic: memoryArithmetic)
    }
    if seconds > limit || events > Double(Self.mostEvents) {
      throw Experiment.TooLong(estimate: self, limit: limit)
    }
  }

  // MARK: Events

  private mutating func countEvents(_ plan: NetworkPlan, _ load: inout OfferedLoad) {
    let seconds = Double(plan.horizon.end) / 1e9
    func add(_ name: String, _ number: Double, _ sum: String, _ keyPath: WritableKeyPath<RunEstimate, Double>) {
      self[keyPath: keyPath] += number
      if number >= 1e6 { timeArithmetic.append("\(name): \(sum) = \(Self.short(number))") }
    }
    for source in load.sources {
      add(
        "requests of \(source.name)", source.count, "\(Self.short(source.rate))/s × \(Self.short(seconds)) s", \.events)
    }
    for (index, component) in plan.components.enumerated() where load.mean.rates[index] > 0 {
      let hops = plan.hops[component.hops]
      let each = [hops.client, hops.sameZone, hops.crossZone].contains { $0 >= 0 } ? 3.0 : 1.0
      let rate = load.mean.rates[index]
      add(
        "calls of \(component.name)", rate * seconds * each,
        "\(Self.short(rate))/s × \(Self.short(seconds)) s × \(Self.short(each)) events", \.events)
    }
    for polling in plan.pollings where polling.push == nil {
      let keys = polling.callsPerRound
      let isOnCall = polling.starts == .onCall
      let rounds =
        isOnCall
        ? load.mean.rates[polling.component] * seconds
        : polling.callsPerSecond * Double(plan.horizon.end) / 1e9 / max(1, keys)
      add(
        "polls of \(plan.components[polling.component].name)", keys * rounds,
        "\(Self.short(keys)) keys × \(Self.short(rounds)) \(isOnCall ? "passes" : "cycles")", \.refreshes)
    }
    for timer in Self.timers(of: plan) {
      let count = Double(plan.horizon.end) / max(1, timer.every) * timer.each
      add(timer.name, count, "\(Self.short(seconds)) s ÷ \(Self.short(timer.every / 1e9)) s", \.events)
    }
    if timeArithmetic.isEmpty { timeArithmetic.append("\(Self.short(events)) events in all") }
  }

  /// What comes again and again by itself: nanoseconds between two, and events of each.
  private static func timers(of plan: NetworkPlan) -> [(name: String, every: Double, each: Double)] {
    var timers: [(name: String, every: Double, each: Double)] = []
    for timer in plan.timers {
      timers.append(("starts of \(plan.components[timer.component].name)", Double(timer.every), 2))
    }
    for component in plan.components {
      if let scaling = component.scaling {
        timers.append(("evaluations of the scaling of \(component.name)", Double(scaling.interval), 1))
      }
    }
    for balancer in plan.balancers {
      guard let health = balancer.health else { continue }
      let target = plan.components[balancer.target]
      timers.append(("probes of \(target.name)", Double(health.every), 1 + Double(target.replicas) / 10))
    }
    for log in plan.logs where log.relay > 0 {
      timers.append(("polls of the relay of \(log.name)", Double(log.relay), 1))
    }
    for fault in plan.faults {
      guard let recurs = fault.recurs else { continue }
      let span = max(1, plan.distributions[Int(recurs.gap)].mean) + max(1, plan.distributions[Int(recurs.length)].mean)
      timers.append(("occurrences of the fault \(fault.name)", span, 2))
    }
    for source in plan.sources {
      for burst in source.bursts {
        // No turn is shorter than a microsecond.
        timers.append(("bursts of \(source.name)", max(1_000, burst.calm.mean) + max(1_000, burst.burst.mean), 2))
      }
    }
    return timers
  }

  // MARK: Memory

  private mutating func countMemory(
    _ scenario: Scenario, _ model: AssembledModel, _ load: OfferedLoad, together: Double
  ) {
    let plan = model.plan
    let populations = model.populationMemory(of: scenario)
    bytes = Double(populations.bytes)
    memoryArithmetic = populations.arithmetic
    func add(_ name: String, _ count: Double, _ each: Double, _ what: String) {
      let needed = count * each * together
      bytes += needed
      guard needed >= 1e8 else { return }
      let times = together > 1 ? " × \(Self.short(together)) at once" : ""
      memoryArithmetic.append(
        "\(name): \(Self.short(count)) \(what) × \(Self.short(each)) B\(times) = \(Self.short(needed)) B")
    }
    for population in plan.populations {
      if case .zipf = population.pick {
        add("Zipf law of \(population.name)", Double(population.count), Self.bytesOfZipfKey, "keys")
      }
    }
    let seconds = Double(plan.horizon.drained) / 1e9
    for (index, component) in plan.components.enumerated() {
      let calls = load.mean.rates[index] * seconds
      add("requests in \(component.name)", load.inFlight(index, plan), Self.bytesOfRequest, "requests at once")
      add("replicas of \(component.name)", Double(component.replicas), 400, "replicas")
      if component.quota != nil { add("quota of \(component.name)", Double(component.quotaKeys), 4, "keys") }
      if let cache = component.cache {
        let keys = Double(plan.populations[cache.population].count)
        let size = cache.sizes < 0 ? 1 : max(1, plan.distributions[Int(cache.sizes)].mean)
        let held = min(keys, Double(cache.capacity) / size)
        add("keys in \(component.name)", cache.startsFull ? held : min(held, calls), 96, "keys")
      }
      if let remembers = component.remembers {
        let kept = load.mean.rates[index] * min(seconds, Double(remembers) / 1e9)
        add("requests that \(component.name) remembers", kept, 72, "requests")
      }
    }
    for source in plan.sources {
      switch source.arrivals {
      case .closed(let closed): add("users of \(source.name)", Double(closed.users), 64, "users")
      case .trace(let arrivals): add("trace of \(source.name)", Double(arrivals.count), 32, "rows")
      default: break
      }
    }
  }

  // MARK: Money

  /// A bill that no number could hold is refused, with what makes it.
  private mutating func checkBill(_ scenario: Scenario, _ model: AssembledModel, _ load: OfferedLoad) {
    guard scenario.components.contains(where: { !$0.prices.isEmpty }) else { return }
    let bill = InstantEstimate.bill(scenario, model.plan, load.mean.rates)
    for line in bill.lines {
      guard line.quantity * line.unitPriceMicros > CostModel.highestMicros,
        let component = scenario.components.first(where: { $0.name == line.component })
      else { continue }
      problems.append(
        Problem(
          .error, at: component.place,
          "the bill for `\(line.item)` of `\(line.component)` is out of range: \(Self.short(line.quantity)) \(line.unit) × $\(Self.short(line.unitPriceMicros / 1e6)) = $\(Self.short(line.quantity * line.unitPriceMicros / 1e6)) in a month, more than $1000G",
          suggestion: "lower the price or the load"))
    }
  }

  /// Three significant digits with a letter, or a power of ten: `5.4e+10` stays short.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "?" : "∞" }
    if value >= 1e15 || (value > 0 && value < 1e-3) { return "\(value)" }
    for (size, letter) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")] where value >= size {
      let unit = letter == "k" ? 1e3 : size
      return digits(value / unit) + letter
    }
    return digits(value)
  }

  private static func digits(_ value: Double) -> String {
    let scale = value < 10 ? 100.0 : value < 100 ? 10 : 1
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? "\(Int64(saturating: rounded))" : "\(rounded)"
  }
}
