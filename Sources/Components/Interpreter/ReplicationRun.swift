import Engine
import Statistics
import Synchronization

/// Asks a run to stop: set from a signal handler or another thread, read between windows.
public final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)
  public init() {}
  /// Asks the run to stop. It is over after two million events at most, and what it has measured is partial.
  public func stop() { flag.store(true, ordering: .relaxed) }
  /// Whether somebody has asked.
  public var isRequested: Bool { flag.load(ordering: .relaxed) }
}

/// How far a replication is.
public struct Progress: Sendable {
  /// Nanoseconds of simulated time so far.
  public var simulated: Nanoseconds
  /// Nanoseconds until arrivals stop.
  public var total: Nanoseconds
  /// Events executed in the network so far.
  public var events: UInt64
  /// Polls of populations that have begun so far, of those due after the warm-up.
  public var refreshes: UInt64

  public init(simulated: Nanoseconds, total: Nanoseconds, events: UInt64, refreshes: UInt64) {
    self.simulated = simulated
    self.total = total
    self.events = events
    self.refreshes = refreshes
  }
}

/// One replication from time zero to the end of its drain: population partitions run in windows on
/// several threads, what they found enters the network, the network runs to the window's end.
///
/// A window is as long as a command to an entity takes to reach the population, so nothing that the
/// network decides in a window can be due inside it; and it is cut wherever conditions change. Results
/// do not depend on the number of threads: a partition is run by one thread at a time, its findings are
/// taken in partition order, and thread-local counters are sums.
public final class ReplicationRun {
  private let plan: NetworkPlan
  private var simulation: Simulation<NetworkEvent>
  private var network: Network
  private let bindings: [any DomainBinding]
  private let workers: WorkerPool
  private let alone = WorkerPool(threads: 1)
  /// Calls a second of each worker that asks by the clock, on average.
  private let callRates: [Double]
  /// What is pushed is known at once, whoever asks for it later in a window: so that comes first.
  private let order: [Int]
  private var partitions: [[any PopulationPartition]] = []
  private var scratches: [[PollScratch]] = []
  private var pollings: [PollingMeasurement] = []
  private var time: Nanoseconds = 0
  private var lastCounts: [(started: UInt64, answered: UInt64, refused: UInt64, busy: UInt128)] = []

  /// Events of the network after which a replication stops, and is partial.
  public static let eventLimit: UInt64 = 100_000_000_000

  /// Calls in a window from which on several threads share it.
  private static let callsWorthSharing = 8_000.0

  /// - Parameters:
  ///   - bindings: by the numbers that the plan's commands and pollings use.
  ///   - threads: the caller's is one of them.
  package init(
    _ plan: NetworkPlan, bindings: [any DomainBinding], seed: UInt64, replication: Int,
    threads: Int, watching watch: Watch?
  ) {
    self.plan = plan
    self.bindings = bindings
    callRates = plan.pollings.map(\.callsPerSecond)
    order =
      plan.pollings.indices.filter { plan.pollings[$0].push != nil }
      + plan.pollings.indices.filter { plan.pollings[$0].push == nil }
    workers = WorkerPool(threads: plan.pollings.isEmpty ? 1 : threads)
    simulation = Simulation()
    network = Network(
      plan, seed: seed, replication: replication, bindings: bindings, in: &simulation,
      watching: watch)
    let samplers = SamplerPool()
    for polling in plan.pollings {
      let source = plan.components[polling.source]
      let faults = plan.faults
      let errors = source.outcomes.first { $0.outcome == StandardOutcome.error }?.share ?? 0
      let setup = PartitionSetup(
        horizon: plan.horizon, seed: seed, replication: replication, samplers: samplers,
        distributions: plan.distributions, streams: plan.streams,
        sourceKeys: polling.sourcePopulation >= 0
          ? Int(plan.populations[polling.sourcePopulation].count) : 0,
        conditionsAt: { time in
          CallConditions.at(time, component: polling.source, faults: faults, baseErrors: errors)
        }, workers: workers)
      partitions.append(bindings[polling.binding].makePartitions(for: polling, setup: setup))
      let longest = polling.timeout ?? 10 * .minute
      scratches.append(
        (0..<workers.threads).map { _ in PollScratch(buckets: Histogram.bucket(of: longest) + 1) })
      pollings.append(PollingMeasurement())
      lastCounts.append((0, 0, 0, 0))
    }
    samplerPool = samplers
  }

  /// A replication of which nothing is watched.
  ///
  /// - Parameters:
  ///   - bindings: by the numbers that the plan's commands and pollings use.
  ///   - replication: from 0; another one draws other numbers.
  ///   - threads: the caller's is one of them. Results do not depend on it.
  public convenience init(
    _ plan: NetworkPlan, bindings: [any DomainBinding], seed: UInt64, replication: Int, threads: Int = 1
  ) {
    self.init(
      plan, bindings: bindings, seed: seed, replication: replication, threads: threads, watching: nil)
  }

  /// Owns the tables that partitions draw from.
  private let samplerPool: SamplerPool

  /// Runs to the end, or until asked to stop.
  ///
  /// - Parameters:
  ///   - onProgress: called now and then.
  ///   - onInterval: called after each timeline interval; what it is given tells what was measured
  ///     so far.
  public func run(
    stop: StopRequest = StopRequest(), onProgress: (Progress) -> Void = { _ in },
    onInterval: (() -> Measurements) -> Void = { _ in }
  ) -> Measurements {
    let horizon = plan.horizon
    let cuts = windowCuts
    var nextCut = 0
    let window = max(Self.shortestWindow, plan.pollings.map(\.lag).min() ?? .max)
    var windows = 0
    var isStopped = false
    while time < horizon.end {
      while nextCut < cuts.count && cuts[nextCut] <= time { nextCut += 1 }
      var end = nextCut < cuts.count ? cuts[nextCut] : horizon.end
      if window < end - time { end = time + window }
      runPartitions(until: end)
      isStopped = runNetwork(until: end, stop: stop, onProgress: onProgress)
      if isStopped { break }
      time = end
      deliverCommands()
      if horizon.interval > 0 && (time % horizon.interval == 0 || time == horizon.end) {
        endPollingInterval()
        if time < horizon.end {
          onInterval {
            var measured = measurements(at: time)
            measured.isPartial = true
            return measured
          }
        }
      }
      windows += 1
      if windows % 64 == 0 { onProgress(progress) }
    }
    if !isStopped { isStopped = finishPasses(window: window, stop: stop, onProgress: onProgress) }
    if !isStopped {
      isStopped = runNetwork(until: horizon.drained + 1, stop: stop, onProgress: onProgress)
      time = horizon.drained
    }
    for binding in bindings { binding.finish(at: time) }
    if !isStopped { countMissed() }
    var measured = measurements(at: time)
    measured.isPartial = isStopped
    return measured
  }

  /// A pass that has begun goes on in the drain, as all that was asked for before the end does. True when the run must
  /// stop.
  private func finishPasses(window: Nanoseconds, stop: StopRequest, onProgress: (Progress) -> Void) -> Bool {
    while time < plan.horizon.drained, network.passes.contains(where: \.isRunning) {
      let end = min(plan.horizon.drained, time + window)
      runPartitions(until: end)
      if runNetwork(until: end, stop: stop, onProgress: onProgress) { return true }
      time = end
      deliverCommands()
    }
    return false
  }

  /// Look-ahead of the partitions where the lag of a work list is shorter still: what is written back
  /// then reaches the worker at the end of the window.
  static let shortestWindow: Nanoseconds = .millisecond

  private var progress: Progress {
    Progress(
      simulated: time, total: plan.horizon.end, events: simulation.executed,
      refreshes: scratches.reduce(0) { $0 + $1.reduce(0) { $0 + $1.started } })
  }

  /// Instants at which what partitions meet changes.
  private var windowCuts: [Nanoseconds] {
    let horizon = plan.horizon
    var cuts = [horizon.warmUp, horizon.end]
    if horizon.interval > 0 {
      cuts += (0..<horizon.intervals).map { Nanoseconds($0) * horizon.interval }
    }
    if !plan.pollings.isEmpty {
      for fault in plan.faults { cuts += [fault.begins, fault.ends] }
      for binding in bindings { cuts += binding.windowCuts }
    }
    return Set(cuts.filter { $0 > 0 && $0 <= horizon.end }).sorted()
  }

  private func runPartitions(until end: Nanoseconds) {
    for index in order {
      let polling = plan.pollings[index]
      let source = plan.components[polling.source]
      let conditions = CallConditions.at(
        time, component: polling.source, faults: plan.faults,
        baseErrors: source.outcomes.first { $0.outcome == StandardOutcome.error }?.share ?? 0)
      // Worked on by several threads, each piece by one of them.
      nonisolated(unsafe) let partitions = partitions[index]
      let scratches = scratches[index]
      // Waking threads for a window of few calls costs more than the calls.
      let pool = callsExpected(index, polling, until: end) < ReplicationRun.callsWorthSharing ? alone : workers
      pool.run(pieces: partitions.count) { piece, worker in
        partitions[piece].runWindow(until: end, conditions: conditions, scratch: scratches[worker])
      }
      for partition in partitions {
        for finding in partition.takeFindings() {
          network.inject(finding, from: index, in: &simulation)
        }
        if let ended = partition.takePassEnd() { network.endPass(of: index, at: ended, in: &simulation) }
      }
    }
  }

  private func callsExpected(_ index: Int, _ polling: PollingPlan, until end: Nanoseconds) -> Double {
    if polling.push != nil { return 0 }
    if polling.starts == .onCall { return network.passes[index].isRunning ? .infinity : 0 }
    return callRates[index] * Double(end - time) / 1e9
  }

  /// True when the run must stop.
  private func runNetwork(
    until end: Nanoseconds, stop: StopRequest, onProgress: (Progress) -> Void
  ) -> Bool {
    let slice: UInt64 = 2_000_000
    while true {
      let count = simulation.run(until: end, with: &network, limit: slice)
      if stop.isRequested {
        time = max(time, min(simulation.now, plan.horizon.end))
        return true
      }
      // What has no end is not measured as if it had one.
      if simulation.executed >= ReplicationRun.eventLimit {
        time = max(time, min(simulation.now, plan.horizon.end))
        return true
      }
      if count < slice { return false }
      time = max(time, min(simulation.now, plan.horizon.end))
      onProgress(progress)
    }
  }

  private func deliverCommands() {
    for command in network.domains.takeCommands() {
      for (index, polling) in plan.pollings.enumerated() {
        let partition = bindings[polling.binding].partition(of: command.entity, in: polling)
        if partition >= 0 {
          var late = command
          late.at = max(command.at + polling.lag, time)
          partitions[index][partition].deliver(late)
        }
      }
    }
    for (index, polling) in plan.pollings.enumerated() where polling.starts == .onCall {
      for (order, at) in network.takePassOrders(of: index, at: time) {
        let at = max(at + polling.lag, time)
        for partition in partitions[index] {
          switch order {
          case .begin: partition.beginPass(at: at)
          case .stop: partition.stopPass(at: at)
          }
        }
      }
    }
  }

  private func endPollingInterval() {
    for index in pollings.indices {
      let started = scratches[index].reduce(0) { $0 + $1.started }
      let answered = scratches[index].reduce(0) { $0 + $1.answered }
      let refused = scratches[index].reduce(0) { $0 + $1.refused }
      let busy = scratches[index].reduce(UInt128(0)) { $0 + $1.busy }
      pollings[index].intervalStarted.append(started - lastCounts[index].started)
      pollings[index].intervalAnswered.append(answered - lastCounts[index].answered)
      pollings[index].intervalBusy.append(busy - lastCounts[index].busy)
      pollings[index].intervalRefused.append(refused - lastCounts[index].refused)
      lastCounts[index] = (started, answered, refused, busy)
    }
  }

  private func countMissed() {
    let horizon = plan.horizon
    for index in pollings.indices {
      nonisolated(unsafe) let partitions = partitions[index]
      nonisolated(unsafe) let counts = UnsafeMutablePointer<UInt64>.allocate(capacity: partitions.count)
      workers.run(pieces: partitions.count) { piece, _ in
        counts[piece] = partitions[piece].countMissed(from: horizon.warmUp, until: horizon.end)
      }
      for piece in partitions.indices { pollings[index].changesMissed += counts[piece] }
      counts.deallocate()
    }
  }

  // MARK: Results

  /// What was measured until `time`; the run can go on afterwards.
  private func measurements(at time: Nanoseconds) -> Measurements {
    var result = network.measurements(at: min(time, plan.horizon.end), until: max(time, simulation.now))
    result.simulated = min(time, plan.horizon.end)
    result.events = simulation.executed
    for (number, binding) in bindings.enumerated() {
      for var monitor in binding.monitors {
        monitor.system = plan.bindingPrefixes.indices.contains(number) ? plan.bindingPrefixes[number] : ""
        result.monitors.append(monitor)
      }
    }
    for (index, polling) in plan.pollings.enumerated() {
      let sum = PollScratch(buckets: scratches[index][0].latencyBuckets)
      for scratch in scratches[index] { sum.merge(scratch) }
      var measured = pollings[index]
      for partition in partitions[index] {
        // Before the warm-up has passed, nothing that is measured is due.
        let from = min(plan.horizon.warmUp, result.simulated)
        measured.due += partition.dueCount(from: from, until: result.simulated)
        measured.peakInFlight = max(measured.peakInFlight, partition.peakInFlight)
        measured.unended.merge(partition.unstarted(until: result.simulated))
      }
      measured.started = sum.started
      measured.answered = sum.answered
      measured.refused = sum.refused
      measured.timedOut = sum.timedOut
      measured.failed = sum.failed
      measured.inactive = sum.inactive
      // What it leaves out was never due.
      if polling.keys != .all {
        measured.due -= min(measured.due, measured.inactive)
        measured.inactive = 0
      }
      measured.changesFound = sum.found
      measured.changesSettled = network.measures.changesSettled[index]
      measured.waited = sum.waited
      measured.waitingSum = sum.waitingSum
      measured.waitingMaximum = sum.waitingMaximum
      measured.busy = sum.busy
      measured.slots = polling.partitions.reduce(0) { $0 + Int64($1.slots) }
      measured.latency = Histogram(
        sparse: (0..<sum.latencyBuckets).compactMap {
          sum.latency[$0] > 0 ? (bucket: Int32($0), count: sum.latency[$0]) : nil
        }, missing: 0, sum: sum.latencySum,
        minimum: sum.started > 0 ? sum.latencyMinimum : nil,
        maximum: sum.started > 0 ? sum.latencyMaximum : nil)
      result.pollings.append(measured)
    }
    return result
  }
}
