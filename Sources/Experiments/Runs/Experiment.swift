import Components
import Engine
import Scenarios
import Statistics

/// How a scenario is to be run, apart from what its file says.
package struct RunOptions: Sendable {
  package var threads = 1
  package var programVersion = ""
  /// Of the program itself; replications are only taken from the cache when they were run by the same.
  package var build = ""
  /// Takes replications from the cache instead of running them again.
  package var reuses = false
  /// Takes replications from the cache alone: one that is not there is a `MissingReplications`.
  package var runsNothing = false
  /// Runs a part of the replications alone.
  package var shard: Shard?
  /// Keeps a timeline of 100 intervals, enough for intervals of levels, where no budget needs a finer one: studies of
  /// many designs would fill the disk with timelines that nobody looks at.
  package var isTimelineCoarse = false
  /// A run that is estimated to take more seconds than this is refused; a day by default.
  package var longestSeconds = 86_400.0
  /// No further replication is begun after this much wall-clock time.
  package var maxTime: Duration?
  package init() {}
}

/// Watches a run from outside; nothing it does can reach a result.
package protocol RunObserver: AnyObject {
  func replicationProgressed(_ replication: Int, of total: Int, _ progress: Progress)
  /// A replication is done, or a long one has reached the end of a timeline interval: what is known so
  /// far, marked partial.
  func partialResult(_ result: () -> RunResult)
}

/// The replications of one scenario, and the result that they make together.
///
/// Replications are independent, numbered from 0, and merged in that order; more can be added at any time. Those
/// without populations run on several threads at once; one with populations uses the threads itself.
package final class Experiment {
  package let scenario: Scenario
  package let model: AssembledModel
  package let options: RunOptions
  /// Figures of single replications that are wanted besides those of the budgets.
  package let figures: [Check]
  package let key: ReplicationKey
  private let cache: (any ReplicationCache)?
  private var settled: (plan: NetworkPlan, remark: String?)?
  private var collected: Collection?
  private let clock = ContinuousClock()
  private var elapsed = Duration.zero
  private var remarks: [String] = []
  private var isStopped = false
  /// Whether the run is known to fit.
  private var hasRoom = false
  /// Taken from the cache, not run.
  package private(set) var reused = 0

  package init(
    _ scenario: Scenario, model: AssembledModel, options: RunOptions, cache: (any ReplicationCache)? = nil,
    figures: [Check] = []
  ) {
    self.scenario = scenario
    var model = model
    if options.isTimelineCoarse && !scenario.budgets.contains(where: \.needsTimeline) {
      let horizon = model.plan.horizon
      let factor = max(1, horizon.end / 100 / max(1, horizon.interval))
      model.plan.horizon.interval = horizon.interval * factor
    } else if !options.isTimelineCoarse {
      model.plan.horizon.interval = BurnRate.interval(for: scenario, model.plan.horizon)
    }
    let stretches = StretchSelection(model.plan, budgets: scenario.budgets)
    model.plan = stretches.plan
    self.model = model
    self.options = options
    self.cache = cache
    self.figures = figures
    var digest = Digest()
    digest.add(scenario.modelHash)
    digest.add(model.plan.horizon.interval)
    for name in stretches.names { digest.add(name) }
    key = ReplicationKey(model: digest.hex, seed: scenario.run.seed, build: options.build)
  }

  /// The memory that populations need does not fit; nothing was run.
  package struct NotEnoughMemory: Error, Sendable {
    package var needed: Int64
    package var available: Int64
    package var arithmetic: [String]
  }

  /// The run would take longer than it may; nothing was run.
  package struct TooLong: Error, Sendable {
    package var estimate: RunEstimate
    package var limit: Double
    /// Whether a replication would have more events than one may have, however long it may take.
    package var isOverEvents: Bool { estimate.events > Double(RunEstimate.mostEvents) }
  }

  /// Nothing was to be run, and the cache does not have all that was wanted.
  package struct MissingReplications: Error, Sendable {
    package var found: Int
    package var wanted: Int
  }

  /// Replications so far.
  package var replications: Int { collected?.replications ?? 0 }

  /// Runs what the scenario asks for, or stops between two windows when asked to; the result then says that it is
  /// partial.
  package func run(stop: StopRequest, observer: (any RunObserver)? = nil) throws -> RunResult {
    let asked = scenario.run.replications
    try extend(to: options.shard?.share(of: asked) ?? asked, stop: stop, observer: observer)
    guard let precision = scenario.run.precision, options.shard == nil else { return result() }
    let most = scenario.run.mostReplications
    var latest = result()
    while !stop.isRequested && !isTimeUp && !latest.reaches(precision) {
      guard replications < most else {
        remarks.append("the most replications, \(most), were run and \(precision.wanted)")
        return result()
      }
      do {
        try extend(to: min(most, replications + max(1, replications / 4)), stop: stop, observer: observer)
      } catch is MissingReplications {
        remarks.append("the \(replications) replications that are stored were judged, and \(precision.wanted)")
        return result()
      }
      latest = result()
    }
    return latest
  }

  /// Runs as many replications as are missing to `count`, in order; fewer when asked to stop or out of time. What
  /// the cache has is taken from it, and what is run is kept there.
  package func extend(to count: Int, stop: StopRequest, observer: (any RunObserver)? = nil) throws {
    if !hasRoom {
      try checkRoom()
      hasRoom = true
    }
    let started = clock.now
    let before = elapsed
    defer { elapsed = before + (clock.now - started) }
    let (plan, remark) = try settle(stop: stop)
    var collected = self.collected ?? Collection(plan: plan, scenario: scenario, figures: figures)
    self.collected = nil
    defer { self.collected = collected }
    let isTogether = plan.pollings.isEmpty && options.threads > 1
    while collected.replications < count && !stop.isRequested && (collected.replications == 0 || !isTimeUp) {
      elapsed = before + (clock.now - started)
      let first = collected.replications
      // A round at a time, so that memory does not grow with the number of replications.
      let round = isTogether ? min(count - first, options.threads * 4) : 1
      let numbers = (first..<first + round).map { options.shard?.replication(at: $0) ?? $0 }
      var kept = try numbers.map { try fromCache($0, plan) }
      let missing = kept.indices.filter { kept[$0] == nil }.map { numbers[$0] }
      reused += round - missing.count
      if let lost = missing.first, options.runsNothing { throw MissingReplications(found: lost, wanted: count) }
      let measured =
        missing.count > 1
        ? runTogether(plan, missing, of: count, stop: stop, observer: observer)
        : missing.map { number in
          runOne(plan, number, of: count, stop: stop, observer: observer) { partial in
            var copy = collected
            copy.add(partial, as: number)
            return self.result(of: copy, remark: remark)
          }
        }
      for (number, measurements) in zip(missing, measured) {
        guard let measurements else { break }
        kept[numbers.firstIndex(of: number) ?? 0] = measurements
        if !measurements.isPartial {
          try cache?.keep(
            KeptReplication(warmUp: plan.horizon.warmUp, remark: remark, measurements: measurements), as: number,
            of: key)
        }
      }
      for (number, measurements) in zip(numbers, kept) {
        guard let measurements else { break }
        collected.add(measurements, as: number)
        if measurements.events >= ReplicationRun.eventLimit {
          remarks.append("replication \(number) was stopped after \(measurements.events) events: it does not end")
        }
      }
      if collected.replications < count {
        observer?.partialResult {
          var partial = self.result(of: collected, remark: remark)
          partial.isPartial = true
          return partial
        }
      }
    }
    if collected.replications < count && stop.isRequested { isStopped = true }
    if collected.replications < count && isTimeUp && !stop.isRequested {
      remarks.append("the time was up after \(collected.replications) of \(count) replications")
    }
  }

  private func checkRoom() throws {
    if options.runsNothing { return }
    try RunEstimate(scenario, model: model, threads: options.threads).check(limit: options.longestSeconds)
  }

  /// Of what has been run so far.
  package func result() -> RunResult {
    let plan = settled?.plan ?? model.plan
    let collected = collected ?? Collection(plan: plan, scenario: scenario, figures: figures)
    var result = result(of: collected, remark: settled?.remark)
    result.host = HostReading.read(threads: options.threads, wall: elapsed)
    result.host.setUpSeconds = collected.setUpSeconds
    return result
  }

  /// What a run of the scenario by the wall clock says, judged as a simulated one is.
  ///
  /// - Parameters:
  ///   - measured: with the plan of `model`.
  ///   - wall: time that it took.
  package func result(ofLive measured: Measurements, wall: Duration) -> RunResult {
    var collected = Collection(plan: model.plan, scenario: scenario)
    collected.add(measured, as: 0)
    var result = result(of: collected, remark: nil)
    result.mode = .live
    result.cost = nil
    result.host = HostReading.read(threads: 1, wall: wall)
    return result
  }

  /// A figure of each replication in order; nil where a replication had nothing to read it from. `figure` counts
  /// through `figures`.
  package func samples(of figure: Int) -> [Double?] { collected?.figureSamples[figure] ?? [] }

  /// What all replications so far say of a figure together; nil where there is nothing to read it from.
  package func value(of check: Check) -> Double? { measured.flatMap { $0.reading.value(of: check) } }

  /// Nil as long as there is nothing to read a figure from: a run may be stopped in its first replication.
  private var measured: Collection? { collected.flatMap { $0.replications > 0 ? $0 : nil } }

  /// What is run, its warm-up found.
  var plan: NetworkPlan { settled?.plan ?? model.plan }

  /// What a check reads its figure from, over all replications so far.
  func histogram(of check: Check) -> Histogram? {
    measured.flatMap { $0.reading.samples(check) }.map { TimeFigure.pooled($0).favourable }
  }

  /// One replication again, watched.
  func replay(_ watch: Watch, replication: Int, stop: StopRequest) throws -> Measurements {
    let (plan, _) = try settle(stop: stop)
    return replicationRun(plan, replication, threads: options.threads, watching: watch).run(stop: stop)
  }

  private var isTimeUp: Bool { options.maxTime.map { elapsed >= $0 } ?? false }

  // MARK: Replications

  private func fromCache(_ number: Int, _ plan: NetworkPlan) throws -> Measurements? {
    guard options.reuses, let kept = try cache?.replication(number, of: key), kept.measurements.fits(plan),
      kept.warmUp == plan.horizon.warmUp
    else { return nil }
    return kept.measurements
  }

  private func replicationRun(
    _ plan: NetworkPlan, _ replication: Int, threads: Int, watching watch: Watch? = nil
  ) -> ReplicationRun {
    let seed = scenario.run.seed
    return ReplicationRun(
      plan, bindings: model.makeBindings(seed: seed, replication: replication), seed: seed, replication: replication,
      threads: threads, watching: watch)
  }

  private func runOne(
    _ plan: NetworkPlan, _ replication: Int, of total: Int, stop: StopRequest, observer: (any RunObserver)?,
    partial: (Measurements) -> RunResult
  ) -> Measurements? {
    let started = clock.now
    let run = replicationRun(plan, replication, threads: options.threads)
    let setUp = clock.now - started
    var measured = run.run(
      stop: stop,
      onProgress: { observer?.replicationProgressed(replication, of: total, $0) },
      onInterval: { soFar in
        observer?.partialResult {
          var result = partial(soFar())
          result.isPartial = true
          return result
        }
      })
    measured.setUpSeconds = HostReading.seconds(setUp)
    return measured
  }

  /// Independent replications on several threads, in the order of their numbers; nil for those that were not begun.
  private func runTogether(
    _ plan: NetworkPlan, _ numbers: [Int], of total: Int, stop: StopRequest, observer: (any RunObserver)?
  ) -> [Measurements?] {
    let workers = WorkerPool(threads: options.threads)
    nonisolated(unsafe) let slots = UnsafeMutablePointer<Measurements?>.allocate(capacity: numbers.count)
    slots.initialize(repeating: nil, count: numbers.count)
    defer { slots.deinitialize(count: numbers.count).deallocate() }
    let seed = scenario.run.seed
    let model = model
    workers.run(pieces: numbers.count) { piece, _ in
      if stop.isRequested { return }
      let run = ReplicationRun(
        plan, bindings: model.makeBindings(seed: seed, replication: numbers[piece]), seed: seed,
        replication: numbers[piece], threads: 1)
      slots[piece] = run.run(stop: stop)
    }
    return numbers.indices.map { piece in
      if let measured = slots[piece] {
        observer?.replicationProgressed(
          numbers[piece], of: total,
          Progress(
            simulated: measured.simulated, total: plan.horizon.end, events: measured.events, refreshes: 0))
      }
      return slots[piece]
    }
  }

  // MARK: Warm-up

  private func settle(stop: StopRequest) throws -> (plan: NetworkPlan, remark: String?) {
    if let settled { return settled }
    let found: (NetworkPlan, String?)
    if scenario.run.warmUp == nil, options.reuses, let kept = try cache?.replication(0, of: key) {
      var plan = model.plan
      plan.horizon.warmUp = kept.warmUp
      found = (plan, kept.remark)
    } else if options.runsNothing, scenario.run.warmUp == nil, !model.plan.sources.isEmpty {
      throw MissingReplications(found: 0, wanted: scenario.run.replications)
    } else {
      found = findWarmUp(stop: stop)
    }
    settled = found
    return found
  }

  /// Pilots that the warm-up is found from; their numbers are negative, so that no result sees their draws twice.
  static let pilots = 5

  /// The plan with its warm-up: as the file says, or found from pilots. The latest cut of all flows serves all.
  private func findWarmUp(stop: StopRequest) -> (NetworkPlan, String?) {
    var plan = model.plan
    guard scenario.run.warmUp == nil, !plan.sources.isEmpty, plan.horizon.end > 0 else {
      return (plan, nil)
    }
    var pilot = plan
    pilot.horizon.interval = max(1, plan.horizon.end / 300)
    let numbers = (1...Self.pilots).map { -$0 }
    let measured =
      plan.pollings.isEmpty && options.threads > 1
      ? runTogether(pilot, numbers, of: numbers.count, stop: stop, observer: nil).compactMap { $0 }
      : numbers.filter { _ in !stop.isRequested }
        .map { replicationRun(pilot, $0, threads: options.threads).run(stop: stop) }
    var settling: WarmUp.Settling?
    var unsettled: [String] = []
    for index in plan.flows.indices {
      let flows = measured.map { $0.flows[index] }
      guard flows.reduce(0, { $0 + $1.latency.count }) > 500 else { continue }
      let found = WarmUp.settling(of: flows.map { $0.intervals.map { $0.mean ?? .nan } })
      if found == .notStationary { unsettled.append(plan.flows[index].name) }
      if found != .tooShort { settling = settling.map { $0.joined(with: found) } ?? found }
    }
    switch settling {
    case nil, .tooShort: return (plan, nil)
    case .settled(let intervals):
      plan.horizon.warmUp = Nanoseconds(intervals) * pilot.horizon.interval
      return (plan, nil)
    case .notStationary:
      plan.horizon.warmUp = plan.horizon.end / 4
      return (
        plan,
        "\(unsettled.joined(separator: ", ")) \(unsettled.count == 1 ? "is" : "are") not stationary in \(Self.pilots) pilots: a quarter of the run was left out, and its figures are of this run only; say `warm-up`, or run longer"
      )
    }
  }

  // MARK: Result

  private func result(of collected: Collection, remark: String?) -> RunResult {
    var builder = ResultBuilder(scenario: scenario, model: model, collected: collected)
    var result = builder.build()
    result.programVersion = options.programVersion
    result.shard = options.shard
    result.model = key.model
    result.build = options.build
    result.isPartial = result.isPartial || isStopped
    result.warnings.insert(contentsOf: (remark.map { [$0] } ?? []) + remarks, at: 0)
    return result
  }
}

extension Budget {
  /// Judged by what happened in single intervals.
  fileprivate var needsTimeline: Bool { window != nil || check.metric == "recovery" }
}
