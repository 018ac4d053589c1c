import Components
import Engine
import Scenarios
import Statistics

/// How a scenario is to be run, apart from what its file says.
public struct RunOptions: Sendable {
  public var threads = 1
  public var programVersion = ""
  /// Follows one request or entity; the replication that is traced is `tracedReplication`.
  public var trace: TraceTarget?
  public var tracedReplication = 0
  public init() {}
}

/// Watches a run from outside; nothing it does can reach a result.
public protocol RunObserver: AnyObject {
  func replicationProgressed(_ replication: Int, of total: Int, _ progress: Progress)
  /// A replication is done, or a long one has reached the end of a timeline interval: what is known so
  /// far, marked partial.
  func partialResult(_ result: () -> RunResult)
}

/// Runs the replications of a scenario and turns what they measured into one result.
///
/// Replications are independent and merged in order. Those without populations run on several threads
/// at once; one with populations uses the threads itself.
public struct Experiment {
  public let scenario: Scenario
  public let model: AssembledModel
  public let options: RunOptions

  public init(_ scenario: Scenario, model: AssembledModel, options: RunOptions) {
    self.scenario = scenario
    self.model = model
    self.options = options
  }

  /// The memory that populations need does not fit; nothing was run.
  public struct NotEnoughMemory: Error, Sendable {
    public var needed: Int64
    public var available: Int64
    public var arithmetic: [String]
  }

  /// Runs everything, or stops between two windows when asked to; the result then says that it is
  /// partial.
  public func run(stop: StopRequest, observer: (any RunObserver)? = nil) throws -> RunResult {
    let memory = model.populationMemory(of: scenario)
    if let available = HostReading.availableMemory, memory.bytes > available {
      throw NotEnoughMemory(
        needed: memory.bytes, available: available, arithmetic: memory.arithmetic)
    }
    let clock = ContinuousClock()
    let started = clock.now
    let (plan, warmUpRemark) = settleWarmUp(stop: stop)
    let total = scenario.run.replications
    var collected = Collection(plan: plan, scenario: scenario)
    if plan.pollings.isEmpty && options.threads > 1 && total > 1 {
      runTogether(plan, total, stop: stop, observer: observer, into: &collected)
    } else {
      for replication in 0..<total where !stop.isRequested {
        let measured = runOne(plan, replication, stop: stop, observer: observer) { partial in
          var copy = collected
          copy.add(partial)
          return self.result(of: copy, remark: warmUpRemark)
        }
        collected.add(measured)
        if replication + 1 < total {
          observer?.partialResult {
            var partial = self.result(of: collected, remark: warmUpRemark)
            partial.isPartial = true
            return partial
          }
        }
      }
    }
    var result = self.result(of: collected, remark: warmUpRemark)
    let elapsed = clock.now - started
    result.host = HostReading.read(threads: options.threads, wall: elapsed)
    result.host.setUpSeconds = collected.setUpSeconds
    return result
  }

  /// One replication with one thing traced.
  public func trace(_ target: TraceTarget, replication: Int, stop: StopRequest) -> [Trace.Step] {
    let (plan, _) = settleWarmUp(stop: stop)
    let run = ReplicationRun(
      plan, bindings: model.makeBindings(seed: scenario.run.seed, replication: replication),
      seed: scenario.run.seed, replication: replication, threads: options.threads, tracing: target)
    return run.run(stop: stop).trace
  }

  // MARK: Replications

  private func runOne(
    _ plan: NetworkPlan, _ replication: Int, stop: StopRequest, observer: (any RunObserver)?,
    partial: (Measurements) -> RunResult
  ) -> Measurements {
    let clock = ContinuousClock()
    let started = clock.now
    let run = ReplicationRun(
      plan, bindings: model.makeBindings(seed: scenario.run.seed, replication: replication),
      seed: scenario.run.seed, replication: replication, threads: options.threads)
    let setUp = clock.now - started
    let total = scenario.run.replications
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

  /// Independent replications on several threads; merged in the order of their numbers.
  private func runTogether(
    _ plan: NetworkPlan, _ total: Int, stop: StopRequest, observer: (any RunObserver)?,
    into collected: inout Collection
  ) {
    let workers = WorkerPool(threads: options.threads)
    // A round at a time, so that memory does not grow with the number of replications.
    var first = 0
    while first < total && !stop.isRequested {
      let count = min(total - first, max(2, options.threads) * 4)
      nonisolated(unsafe) let slots = UnsafeMutablePointer<Measurements?>.allocate(capacity: count)
      slots.initialize(repeating: nil, count: count)
      let base = first
      let seed = scenario.run.seed
      let model = model
      workers.run(pieces: count) { piece, _ in
        if stop.isRequested { return }
        let run = ReplicationRun(
          plan, bindings: model.makeBindings(seed: seed, replication: base + piece), seed: seed,
          replication: base + piece, threads: 1)
        slots[piece] = run.run(stop: stop)
      }
      for piece in 0..<count {
        if let measured = slots[piece] {
          collected.add(measured)
          observer?.replicationProgressed(
            base + piece, of: total,
            Progress(
              simulated: measured.simulated, total: plan.horizon.end, events: measured.events,
              refreshes: 0))
        }
      }
      slots.deinitialize(count: count).deallocate()
      first += count
      if first < total {
        observer?.partialResult {
          var partial = result(of: collected, remark: nil)
          partial.isPartial = true
          return partial
        }
      }
    }
  }

  // MARK: Warm-up

  /// The plan with its warm-up: as the file says, or found by MSER-5 from a pilot replication of its
  /// own (number −1, so that no result sees its draws twice).
  private func settleWarmUp(stop: StopRequest) -> (NetworkPlan, String?) {
    var plan = model.plan
    guard scenario.run.warmUp == nil, !plan.sources.isEmpty, plan.horizon.end > 0 else {
      return (plan, nil)
    }
    var pilot = plan
    pilot.horizon.interval = max(1, plan.horizon.end / 300)
    let run = ReplicationRun(
      pilot, bindings: model.makeBindings(seed: scenario.run.seed, replication: -1),
      seed: scenario.run.seed, replication: -1, threads: options.threads)
    let measured = run.run(stop: stop)
    var latest = 0
    var undecided: [String] = []
    for (index, flow) in measured.flows.enumerated() where flow.latency.count > 500 {
      var last = 0.0
      let series = flow.intervals.map { interval in
        if let mean = interval.mean { last = mean }
        return last
      }
      if let cut = WarmUp.truncation(of: series) {
        latest = max(latest, cut)
      } else {
        undecided.append(plan.flows[index].name)
      }
    }
    if !undecided.isEmpty {
      plan.horizon.warmUp = plan.horizon.end / 4
      return (
        plan,
        "no end of the warm-up was found for \(undecided.joined(separator: ", ")) (MSER-5): a quarter of the run was left out; run longer"
      )
    }
    plan.horizon.warmUp = Nanoseconds(latest) * pilot.horizon.interval
    return (plan, nil)
  }

  // MARK: Result

  private func result(of collected: Collection, remark: String?) -> RunResult {
    var builder = ResultBuilder(scenario: scenario, model: model, collected: collected)
    var result = builder.build()
    result.programVersion = options.programVersion
    if let remark { result.warnings.insert(remark, at: 0) }
    return result
  }
}
