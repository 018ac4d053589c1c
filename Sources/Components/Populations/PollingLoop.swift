import Engine
import Statistics

/// One partition of a polling worker: asks for each of its keys once a cycle, holding one of its slots
/// for as long as the call is open.
///
/// Calls start in due order. While fewer calls are open than there are slots, a call starts when it is
/// due; otherwise it waits for the slot that is free first. Both ways give the same starts; the first
/// costs a few nanoseconds (see `SlotRing`).
///
/// A binding wraps it in a `PopulationPartition` of its own: the wrapper is concrete, so this loop is
/// compiled for its population.
public struct PollingLoop<Population: PolledPopulation>: ~Copyable {
  public var population: Population
  @usableFromInline let shape: PollingPlan.Partition
  @usableFromInline let period: Nanoseconds
  @usableFromInline let starts: PollingPlan.Starts
  @usableFromInline let end: Nanoseconds
  @usableFromInline let warmUp: Nanoseconds
  @usableFromInline let timeout: Nanoseconds
  @usableFromInline let hasTimeout: Bool
  @usableFromInline let sampler: Sampler
  @usableFromInline let stream: RandomStream
  @usableFromInline let faultDraws: RandomStream
  @usableFromInline let conditionsAt: (Nanoseconds) -> CallConditions

  /// Next call: its cycle and its position in it.
  @usableFromInline var cycle = 0
  @usableFromInline var position = 0
  /// Due times are `cycleStart + position · step >> stepShift`.
  @usableFromInline let step: UInt64
  @usableFromInline let stepShift: UInt64
  @usableFromInline var ring: SlotRing
  /// Present while the bound may bind.
  @usableFromInline var heap: SlotHeap?
  /// Completions that the heap knew when it was given up, and since when the ring counts alone.
  @usableFromInline var residue: [Nanoseconds] = []
  @usableFromInline var freeSince: Nanoseconds = .min
  @usableFromInline var windowStart: Nanoseconds = 0
  @usableFromInline var findings: [Finding] = []
  @usableFromInline var commands: [EntityCommand] = []
  @usableFromInline var quota: QuotaLease
  @usableFromInline var ringPeak = 0

  public init(
    _ population: Population, plan: PollingPlan, shape: PollingPlan.Partition, horizon: Horizon,
    sampler: Sampler, stream: RandomStream, faultDraws: RandomStream, sourceKeys: Int,
    conditionsAt: @escaping (Nanoseconds) -> CallConditions
  ) {
    self.population = population
    self.shape = shape
    self.period = plan.period
    self.starts = plan.starts
    self.end = horizon.end
    self.warmUp = horizon.warmUp
    self.hasTimeout = plan.timeout != nil
    self.timeout = plan.timeout ?? PollingLoop.longestCall
    self.sampler = sampler
    self.stream = stream
    self.faultDraws = faultDraws
    self.conditionsAt = conditionsAt
    var shift: UInt64 = 32
    while UInt64(plan.period) >> (62 - shift) != 0 && shift > 0 { shift -= 1 }
    stepShift = shift
    step =
      plan.starts == .together ? 0 : (UInt64(plan.period) << shift) / UInt64(max(1, shape.count))
    ring = SlotRing(span: plan.timeout ?? PollingLoop.longestCall)
    quota = QuotaLease(perSecond: shape.lease, keys: sourceKeys)
    startAsIfRunningForEver()
  }

  /// A call without a timeout is given up after this.
  @inlinable public static var longestCall: Nanoseconds { 10 * .minute }

  public var peakInFlight: Int { min(shape.slots, ringPeak) }

  @inlinable
  public mutating func deliver(_ command: EntityCommand) {
    commands.append(command)
  }

  @inlinable
  public mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }

  @inlinable
  public mutating func runWindow(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    let end = min(end, self.end)
    // Commands take effect between the calls before and after their instant.
    if !commands.isEmpty {
      commands.sort { ($0.at, $0.entity) < ($1.at, $1.entity) }
      var taken = 0
      for command in commands where command.at < end {
        runSpan(until: command.at, conditions: conditions, scratch: scratch)
        population.apply(command.code, to: localIndex(command.entity), at: command.at)
        taken += 1
      }
      commands.removeFirst(taken)
    }
    runSpan(until: end, conditions: conditions, scratch: scratch)
    if let heap, position > 0 || cycle > 0 {
      // Back to counting once the slots are clearly more than enough again.
      let busy = heap.busy(at: end)
      if busy.count < shape.slots - shape.slots / 8 - 1 && dueTime() >= end {
        residue = busy
        freeSince = end
        ring.reset(at: end)
        for time in busy { ring.add(completingAt: time) }
        self.heap = nil
      }
    }
    windowStart = max(windowStart, end)
  }

  @inlinable
  mutating func runSpan(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    guard end > windowStart else { return }
    population.beginWindow(from: windowStart, until: end)
    windowStart = end
    quota.prepare(
      callsPerSecondAtMost: heap == nil ? callsPerSecondAtMost : .max, from: dueTime())
    let isPlain = conditions.areNormal && hasTimeout && !quota.mayBind
    while heap == nil {
      let stopped =
        isPlain
        ? runPlain(until: end, scratch: scratch)
        : runCounted(until: end, conditions: conditions, scratch: scratch)
      if stopped == .reachedEnd { return }
      enterExactMode()
    }
    runExact(until: end, conditions: conditions, scratch: scratch)
  }

  @usableFromInline enum Stop { case reachedEnd, slotsMayBind }

  /// The loop that full-size runs spend their time in: no faults, no quota that could bind, no slot
  /// that could be missing.
  @inlinable
  mutating func runPlain(until end: Nanoseconds, scratch: PollScratch) -> Stop {
    let count = shape.count
    let slots = shape.slots
    let latencyCounts = scratch.latency
    let measuredFrom = warmUp
    var position = self.position
    var cycle = self.cycle
    var cycleStart = shape.offset + Nanoseconds(cycle) * period
    var entity = shape.first &+ UInt64(position) &* shape.stride
    var started: UInt64 = 0
    var inactive: UInt64 = 0
    var timedOut: UInt64 = 0
    var sum: UInt64 = 0
    var least: Nanoseconds = scratch.latencyMinimum
    var most: Nanoseconds = scratch.latencyMaximum
    var stop = Stop.reachedEnd
    while true {
      if position == count {
        position = 0
        cycle += 1
        cycleStart += period
        entity = shape.first
      }
      let due =
        cycleStart &+ Nanoseconds(bitPattern: (UInt64(bitPattern: Int64(position)) &* step) >> stepShift)
      if due >= end { break }
      if population.isActive(position) {
        ring.advance(to: due)
        if ring.open >= slots {
          stop = .slotsMayBind
          break
        }
        var latency = sampler.draw(
          stream.bits(entity: entity, draw: UInt64(bitPattern: Int64(cycle))))
        let isLate = latency >= timeout
        if isLate { latency = timeout }
        ring.add(completingAt: due &+ latency)
        if ring.open > ringPeak { ringPeak = ring.open }
        if due >= measuredFrom {
          latencyCounts[Histogram.bucket(of: latency)] &+= 1
          started &+= 1
          sum &+= UInt64(bitPattern: latency)
          if latency < least { least = latency }
          if latency > most { most = latency }
        }
        if isLate {
          if due >= measuredFrom { timedOut &+= 1 }
        } else {
          let outcome = population.compare(position, at: due)
          if outcome != 0 {
            found(outcome, position, entity, due: due, askedAt: due, latency: latency, scratch)
          }
        }
      } else {
        inactive &+= 1
      }
      position &+= 1
      entity &+= shape.stride
    }
    self.position = position
    self.cycle = cycle
    scratch.started &+= started
    scratch.answered &+= started &- timedOut
    scratch.timedOut &+= timedOut
    scratch.inactive &+= inactive
    scratch.latencySum &+= UInt128(sum)
    scratch.busy &+= UInt128(sum)
    scratch.latencyMinimum = least
    scratch.latencyMaximum = most
    return stop
  }

  /// As `runPlain`, under faults and quotas.
  @usableFromInline
  mutating func runCounted(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) -> Stop {
    while true {
      wrap()
      let due = dueTime()
      if due >= end { return .reachedEnd }
      if population.isActive(position) {
        ring.advance(to: due)
        if ring.open >= shape.slots { return .slotsMayBind }
        let call = call(position, cycle: cycle, at: due, conditions)
        if quota.admits(key: call.key, at: due) {
          ring.add(completingAt: due + call.latency)
          ringPeak = max(ringPeak, ring.open)
          finish(call, due: due, start: due, scratch)
        } else {
          refuse(due: due, scratch)
        }
      } else {
        scratch.inactive += 1
      }
      position += 1
    }
  }

  /// As `runCounted`, with the exact time at which each slot becomes free.
  @usableFromInline
  mutating func runExact(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    guard var heap else { return }
    self.heap = nil
    quota.countEveryCall()
    while true {
      wrap()
      let due = dueTime()
      let start = max(due, heap.first)
      if start >= end { break }
      if population.isActive(position) {
        let call = call(position, cycle: cycle, at: start, conditions)
        if quota.admits(key: call.key, at: start) {
          heap.occupy(until: start + call.latency)
          finish(call, due: due, start: start, scratch)
        } else {
          refuse(due: due, scratch)
        }
      } else {
        scratch.inactive += 1
      }
      position += 1
    }
    ringPeak = max(ringPeak, heap.busy(at: end - 1).count)
    self.heap = heap
  }

  // MARK: One call

  @usableFromInline
  struct Call {
    @usableFromInline enum Ending { case answered, timedOut, failed }
    @usableFromInline var latency: Nanoseconds
    @usableFromInline var ending: Ending
    @usableFromInline var key: Int64
  }

  /// What becomes of the call for one key, as a function of its draws and the conditions alone.
  func call(_ position: Int, cycle: Int, at start: Nanoseconds, _ conditions: CallConditions) -> Call {
    let entity = shape.first &+ UInt64(position) &* shape.stride
    let draw = UInt64(bitPattern: Int64(cycle))
    var latency = sampler.draw(stream.bits(entity: entity, draw: draw))
    let key = quota.needsKey || conditions.onlyKey != 0 ? population.sourceKey(position) : 0
    var ending = Call.Ending.answered
    if conditions.onlyKey == 0 || conditions.onlyKey == key {
      if conditions.isOut {
        return Call(latency: hasTimeout ? timeout : 0, ending: hasTimeout ? .timedOut : .failed, key: key)
      }
      if conditions.slowness != 1 << 16 {
        let slowed = conditions.slowness.multipliedFullWidth(by: UInt64(latency))
        latency = Nanoseconds(min(UInt64(PollingLoop.longestCall), slowed.high << 48 | slowed.low >> 16))
      }
      if conditions.errorThreshold > 0,
        faultDraws.bits(entity: entity, draw: draw) < conditions.errorThreshold
      {
        ending = .failed
      }
    }
    if latency >= timeout {
      latency = timeout
      ending = .timedOut
    }
    return Call(latency: latency, ending: ending, key: key)
  }

  @usableFromInline
  mutating func finish(_ call: Call, due: Nanoseconds, start: Nanoseconds, _ scratch: PollScratch) {
    let isMeasured = start >= warmUp
    if isMeasured {
      scratch.latency[min(scratch.latencyBuckets - 1, Histogram.bucket(of: call.latency))] += 1
      scratch.latencySum += UInt128(call.latency)
      scratch.latencyMinimum = min(scratch.latencyMinimum, call.latency)
      scratch.latencyMaximum = max(scratch.latencyMaximum, call.latency)
      scratch.busy += UInt128(call.latency)
      scratch.started += 1
      switch call.ending {
      case .answered: scratch.answered += 1
      case .timedOut: scratch.timedOut += 1
      case .failed: scratch.failed += 1
      }
      if start > due {
        scratch.waited += 1
        scratch.waitingSum += UInt128(start - due)
        scratch.waitingMaximum = max(scratch.waitingMaximum, start - due)
      }
    }
    guard call.ending == .answered else { return }
    let outcome = population.compare(position, at: start)
    if outcome != 0 {
      found(
        outcome, position, shape.first &+ UInt64(position) &* shape.stride, due: due, askedAt: start,
        latency: call.latency, scratch)
    }
  }

  mutating func refuse(due: Nanoseconds, _ scratch: PollScratch) {
    if due >= warmUp { scratch.refused += 1 }
  }

  @usableFromInline @inline(never)
  mutating func found(
    _ outcome: UInt8, _ position: Int, _ entity: UInt64, due: Nanoseconds, askedAt: Nanoseconds,
    latency: Nanoseconds, _ scratch: PollScratch
  ) {
    var finding = Finding()
    finding.at = askedAt + latency
    finding.askedAt = askedAt
    finding.entity = entity
    finding.outcome = outcome
    population.describe(position, at: askedAt, in: &finding)
    finding.isMeasured = firstDue(after: finding.changedAt, foundBy: due) >= warmUp
    finding.others.removeAll { firstDue(after: $0, foundBy: due) < warmUp }
    if finding.isMeasured { scratch.found += 1 }
    scratch.found += UInt64(finding.others.count)
    findings.append(finding)
  }

  /// Due time of the first call that could have seen a change: changes belong to the part of the run
  /// in which that call falls.
  func firstDue(after change: Nanoseconds, foundBy due: Nanoseconds) -> Nanoseconds {
    change >= due ? due : due - (due - change) / period * period
  }

  // MARK: Order of calls

  @inlinable @inline(__always)
  mutating func wrap() {
    if position == shape.count {
      position = 0
      cycle += 1
    }
  }

  @inlinable @inline(__always)
  func dueTime() -> Nanoseconds { dueTime(position, cycle) }

  @inlinable @inline(__always)
  func dueTime(_ position: Int, _ cycle: Int) -> Nanoseconds {
    shape.offset &+ Nanoseconds(cycle) &* period
      &+ Nanoseconds((UInt64(position) &* step) >> stepShift)
  }

  /// Due time of the first call for a key, by its position.
  public func firstDue(of position: Int) -> Nanoseconds { dueTime(position, 0) }

  @usableFromInline
  func localIndex(_ entity: UInt64) -> Int { Int((entity - shape.first) / shape.stride) }

  @inlinable
  var callsPerSecondAtMost: Int {
    starts == .together ? .max : Int((1_000_000_000 << stepShift) / max(1, step)) + 2
  }

  /// Fills the slots with the calls of the cycle before that are still open at time zero.
  private mutating func startAsIfRunningForEver() {
    ring.reset(at: 0)
    for completion in openCalls(at: 0, since: .min) {
      if ring.open < shape.slots { ring.add(completingAt: completion) }
    }
    ringPeak = ring.open
  }

  /// Completions after `time` of calls due before it and not before `since`: draws are functions of
  /// key and cycle, so calls of the past can be computed again.
  private func openCalls(at time: Nanoseconds, since: Nanoseconds) -> [Nanoseconds] {
    var open: [Nanoseconds] = []
    var position = self.position
    var cycle = self.cycle
    while starts != .together {
      if position == 0 {
        position = shape.count
        cycle -= 1
      }
      position -= 1
      let due = dueTime(position, cycle)
      if due < time - timeout || due < since || open.count >= 4 * shape.slots + 64 { break }
      let call = call(position, cycle: cycle, at: due, conditionsAt(max(0, due)))
      if due + call.latency > time { open.append(due + call.latency) }
    }
    return open
  }

  @usableFromInline
  mutating func enterExactMode() {
    let now = dueTime()
    let open = openCalls(at: now, since: freeSince) + residue.filter { $0 > now }
    heap = SlotHeap(slots: shape.slots, completions: open)
    residue = []
    quota.countEveryCall()
  }

  // MARK: After the run

  public func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64 {
    func before(_ time: Nanoseconds) -> UInt64 {
      guard time > shape.offset else { return 0 }
      let cycles = (time - 1 - shape.offset) / period
      let rest = time - shape.offset - cycles * period
      // Number of positions with a due time below `rest`.
      var low = 0
      var high = shape.count
      while low < high {
        let middle = (low + high) / 2
        if Nanoseconds((UInt64(middle) &* step) >> stepShift) < rest { low = middle + 1 } else { high = middle }
      }
      return UInt64(cycles) * UInt64(shape.count) + UInt64(low)
    }
    return before(until) - before(from)
  }

  public mutating func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 {
    var missed: UInt64 = 0
    population.prepareUnseen(before: end)
    for index in 0..<shape.count where population.mayHaveUnseen(index) {
      // The last call due inside the run: changes after it belong to the next.
      let first = dueTime(index, 0)
      if first >= end { continue }
      let last = first + (end - 1 - first) / period * period
      population.forEachUnseen(index, before: last) { change in
        let due = last - (last - change) / period * period
        if due >= from { missed += 1 }
      }
    }
    return missed
  }
}
