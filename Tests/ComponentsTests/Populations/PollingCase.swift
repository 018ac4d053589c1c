import Engine

@testable import Components

/// One partition of a polling worker over a `PolledList`, run window by window; and the same by brute
/// force: every call in due order takes the slot that is free first.
struct PollingCase: Sendable {
  var count = 997
  var period: Nanoseconds = 10 * .second
  var slots = 200
  var distribution = Distribution.lognormal(median: 2e8, p99: 1e9)
  var timeout: Nanoseconds? = 1200 * .millisecond
  var starts = PollingPlan.Starts.spread
  var offset: Nanoseconds = 0
  var end: Nanoseconds = 60 * .second
  var warmUp: Nanoseconds = 0
  var lease: Int?
  var slotChanges: [PollingPlan.SlotChange] = []
  var overQuota = PollingPlan.OverQuota.skip
  var keys = 0
  var faults: [FaultPlan] = []
  var seed: UInt64 = 1
  var closes: @Sendable (Int, Int) -> Bool = { _, _ in false }
  /// Instants at which entities are closed from outside.
  var commands: [(at: Nanoseconds, index: Int)] = []

  struct Result {
    var asks: [PolledList.Ask] = []
    var started: UInt64 = 0
    var timedOut: UInt64 = 0
    var failed: UInt64 = 0
    var refused: UInt64 = 0
    var waited: UInt64 = 0
    var waitingSum: UInt128 = 0
    var busy: UInt128 = 0
    var peak = 0
    var unended = UnendedMeasurement()
    var due: UInt64 = 0
    var findings: [Finding] = []
  }

  private var plan: PollingPlan {
    var plan = PollingPlan(
      component: 0, source: 1, population: 0, binding: 0, command: 0, period: period, distribution: 0, stream: 0)
    plan.timeout = timeout
    plan.starts = starts
    plan.overQuota = overQuota
    return plan
  }

  // Keys that do not begin at 0 and are not neighbours.
  private let first: UInt64 = 5
  private let stride: UInt64 = 3

  func loop(_ pool: SamplerPool) -> PollingLoop<PolledList> {
    var horizon = Horizon()
    horizon.end = end
    horizon.warmUp = warmUp
    let faults = faults
    var shape = PollingPlan.Partition(
      group: 0, first: first, stride: stride, count: count, slots: slots, offset: offset)
    shape.slotChanges = slotChanges
    shape.allowance = lease.map { .calls($0) }
    return PollingLoop(
      PolledList(count: count, keys: keys, closes: closes), plan: plan,
      shape: shape, horizon: horizon, sampler: pool.sampler(for: distribution),
      stream: RandomStream(seed: seed, replication: 0, name: "poll"),
      faultDraws: RandomStream(seed: seed, replication: 0, name: "poll/fault"), sourceKeys: keys,
      conditionsAt: { CallConditions.at($0, component: 1, faults: faults, baseErrors: 0) })
  }

  /// - Parameter cuts: ends of windows; the end of the run and the bounds of faults are added.
  func run(cuts: [Nanoseconds] = []) -> Result {
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    var loop = loop(pool)
    let scratch = PollScratch(buckets: 28_160)
    for command in commands {
      loop.deliver(EntityCommand(at: command.at, entity: first + UInt64(command.index) * stride, code: 1))
    }
    var result = Result()
    var time: Nanoseconds = 0
    let bounds = faults.flatMap { [$0.begins, $0.ends] }
    for cut in Set(cuts + bounds + [end]).sorted() where cut > 0 && cut <= end {
      let conditions = CallConditions.at(time, component: 1, faults: faults, baseErrors: 0)
      loop.runWindow(until: cut, conditions: conditions, scratch: scratch)
      result.findings += loop.takeFindings()
      time = cut
    }
    result.asks = loop.population.asks
    result.started = scratch.started
    result.timedOut = scratch.timedOut
    result.failed = scratch.failed
    result.refused = scratch.refused
    result.waited = scratch.waited
    result.waitingSum = scratch.waitingSum
    result.busy = scratch.busy
    result.peak = loop.peakInFlight
    result.unended = loop.unstarted(until: end)
    result.due = loop.dueCount(from: warmUp, until: end)
    return result
  }

  func every(_ window: Nanoseconds) -> [Nanoseconds] {
    Array(Swift.stride(from: window, to: end, by: Int64.Stride(window)))
  }

  /// The plainest way to the same result: G/G/c, first come first served.
  func bruteForce() -> Result {
    let pool = SamplerPool()
    defer { withExtendedLifetime(pool) {} }
    let loop = loop(pool)
    let sampler = pool.sampler(for: distribution)
    let stream = RandomStream(seed: seed, replication: 0, name: "poll")
    let longest = timeout ?? 10 * .minute
    func latency(_ position: Int, _ cycle: Int) -> Nanoseconds {
      let entity = first + UInt64(position) * self.stride
      return min(longest, sampler.draw(stream.bits(entity: entity, draw: UInt64(bitPattern: Int64(cycle)))))
    }
    func due(_ position: Int, _ cycle: Int) -> Nanoseconds {
      loop.dueTime(position, 0) + Nanoseconds(cycle) * period
    }
    // Calls before time zero that are still open then.
    var free = [Nanoseconds](repeating: .min, count: slots)
    if starts != .together {
      var open: [Nanoseconds] = []
      for cycle in -Int(longest / period) - 2..<1 {
        for position in 0..<count where due(position, cycle) < 0 {
          let completion = due(position, cycle) + latency(position, cycle)
          if completion > 0 { open.append(completion) }
        }
      }
      for (slot, completion) in open.sorted().suffix(slots).enumerated() { free[slot] = completion }
    }
    var result = Result()
    var isClosed = [Bool](repeating: false, count: count)
    var asked = [Int](repeating: 0, count: count)
    var pending = commands.sorted { $0.at < $1.at }
    // The first call that is due at time zero or later.
    var position = 0
    var cycle = -1
    while due(position, cycle) < 0 {
      position += 1
      if position == count {
        position = 0
        cycle += 1
      }
    }
    while true {
      let due = due(position, cycle)
      var slot = 0
      for other in 1..<max(1, slots) where free[other] < free[slot] { slot = other }
      let start = max(due, free[slot])
      if start >= end { break }
      while let command = pending.first, command.at <= start {
        isClosed[command.index] = true
        pending.removeFirst()
      }
      if !isClosed[position] {
        let latency = latency(position, cycle)
        free[slot] = start + latency
        if due >= warmUp {
          result.started += 1
          result.busy += UInt128(latency)
          if latency >= longest { result.timedOut += 1 }
          if start > due {
            result.waited += 1
            result.waitingSum += UInt128(start - due)
          }
        }
        if latency < longest {
          result.asks.append(.init(index: position, at: start))
          if closes(position, asked[position]) { isClosed[position] = true }
          asked[position] += 1
        }
      }
      position += 1
      if position == count {
        position = 0
        cycle += 1
      }
    }
    return result
  }
}

extension PollingCase.Result {
  /// Where two results differ first; nil where they agree. Peaks are left out: brute force has none.
  func difference(from other: Self) -> String? {
    if let place = zip(asks, other.asks).enumerated().first(where: { $1.0 != $1.1 }) {
      return "call \(place.offset): \(place.element.0), not \(place.element.1)"
    }
    if asks.count != other.asks.count { return "\(asks.count) calls, not \(other.asks.count)" }
    let ours = [started, timedOut, waited]
    let theirs = [other.started, other.timedOut, other.waited]
    if ours != theirs { return "started, timed out, waited: \(ours), not \(theirs)" }
    if waitingSum != other.waitingSum { return "waited \(waitingSum) ns, not \(other.waitingSum)" }
    return busy == other.busy ? nil : "busy for \(busy) ns, not \(other.busy)"
  }
}
