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
  /// The domain side, with whatever it keeps of its entities.
  public var population: Population
  @usableFromInline let shape: PollingPlan.Partition
  /// Calls that may be open at once, as of the window.
  @usableFromInline var slots: Int
  /// Changes of that which have taken effect.
  @usableFromInline var slotChangesTaken = 0
  @usableFromInline let period: Nanoseconds
  @usableFromInline let starts: PollingPlan.Starts
  @usableFromInline let end: Nanoseconds
  @usableFromInline let warmUp: Nanoseconds
  @usableFromInline let calls: PollCalls
  @usableFromInline let conditionsAt: (Nanoseconds) -> CallConditions

  /// Next call: its cycle and its position in it.
  @usableFromInline var cycle = 0
  @usableFromInline var position = 0
  /// Due times are `cycleStart + position · step >> stepShift`.
  @usableFromInline let step: UInt64
  @usableFromInline let stepShift: UInt64
  /// Keys whose call of cycle −1 was due before time zero: all of them unless the partition has an offset.
  /// The others' first call is that one.
  @usableFromInline var skipped = 0
  @usableFromInline var ring: SlotRing
  /// Present while the bound may bind.
  @usableFromInline var heap: SlotHeap?
  /// Completions that the heap knew when it was given up, and since when the ring counts alone.
  @usableFromInline var residue: [Nanoseconds] = []
  @usableFromInline var freeSince: Nanoseconds = .min
  /// When a call last had to wait for a slot, or the bound might have bound.
  @usableFromInline var lastWait: Nanoseconds = .min / 2
  /// Calls of the last moments that were not made, so that those that were can be told: the latest due
  /// time at which an entity that has left the list was asked, and the numbers of refused calls.
  @usableFromInline var lastCalls: [(position: Int, due: Nanoseconds)] = []
  @usableFromInline var refusals: [Int] = []
  @usableFromInline var windowStart: Nanoseconds = 0
  @usableFromInline var findings: [Finding] = []
  @usableFromInline var commands: [EntityCommand] = []
  @usableFromInline var quota: QuotaLease
  /// Whose turn it is at a source, where a quota lets not all calls through.
  private var turns: SourceTurns?
  @usableFromInline var ringPeak = 0

  /// A partition that has been asked for its keys all along: calls that are open at time zero hold their slots.
  /// - Parameters:
  ///   - population: of the keys of `shape`, which is one of the plan's partitions.
  ///   - stream: calls draw their time from it, by key and cycle.
  ///   - faultDraws: the same for errors of faults.
  ///   - sourceKeys: keys of the source that each have the quota; 0 for one quota in all.
  ///   - conditionsAt: what calls meet at an instant.
  public init(
    _ population: Population, plan: PollingPlan, shape: PollingPlan.Partition, horizon: Horizon,
    sampler: Sampler, stream: RandomStream, faultDraws: RandomStream, sourceKeys: Int,
    conditionsAt: @escaping (Nanoseconds) -> CallConditions
  ) {
    self.population = population
    self.shape = shape
    slots = shape.slots
    let period = plan.period(of: shape)
    self.period = period
    self.starts = plan.starts
    self.end = horizon.end
    self.warmUp = horizon.warmUp
    calls = PollCalls(plan, sampler: sampler, stream: stream, faultDraws: faultDraws)
    self.conditionsAt = conditionsAt
    var shift: UInt64 = 32
    while UInt64(period) >> (62 - shift) != 0 && shift > 0 { shift -= 1 }
    stepShift = shift
    step =
      plan.starts == .together ? 0 : (UInt64(period) << shift) / UInt64(max(1, shape.count))
    ring = SlotRing(span: calls.timeout)
    quota = QuotaLease(shape.allowance, own: shape.ownAllowances, keys: sourceKeys)
    startAsIfRunningForEver()
    turns = SourceTurns(plan, shape, keys: sourceKeys, from: position % max(1, shape.count), stream) {
      self.population.sourceKey($0)
    }
  }

  /// What `PopulationPartition.peakInFlight` asks for.
  public var peakInFlight: Int { min(shape.slots, ringPeak) }

  /// What `PopulationPartition.deliver` asks for: commands may come in any order.
  @inlinable
  public mutating func deliver(_ command: EntityCommand) {
    commands.append(command)
  }

  /// What `PopulationPartition.takeFindings` asks for.
  @inlinable
  public mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }

  /// What `PopulationPartition.runWindow` asks for: some nanoseconds for each key that is due.
  @inlinable
  public mutating func runWindow(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    guard shape.count > 0 else { return }
    let end = min(end, self.end)
    forgetClosedCalls()
    while let change = nextSlotChange(before: end) {
      runCommands(until: change.at, conditions: conditions, scratch: scratch)
      take(change)
    }
    runCommands(until: end, conditions: conditions, scratch: scratch)
    if heap != nil { leaveExactModeIfIdle(at: end) }
    windowStart = max(windowStart, end)
  }

  /// Commands take effect between the calls before and after their instant.
  @inlinable
  mutating func runCommands(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    if !commands.isEmpty {
      commands.sort { ($0.at, $0.entity) < ($1.at, $1.entity) }
      var taken = 0
      for command in commands where command.at < end {
        runSpan(until: command.at, conditions: conditions, scratch: scratch)
        apply(command)
        taken += 1
      }
      commands.removeFirst(taken)
    }
    runSpan(until: end, conditions: conditions, scratch: scratch)
  }

  @inlinable
  mutating func runSpan(until end: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    guard end > windowStart else { return }
    population.beginWindow(from: windowStart, until: end)
    windowStart = end
    guard slots > 0 else { return }
    quota.prepare(callsPerSecondAtMost: heap == nil ? callsPerSecondAtMost : .max)
    let isPlain = conditions.areNormal && calls.hasTimeout && !quota.mayBind
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
    let slots = self.slots
    let latencyCounts = scratch.latency
    let measuredFrom = warmUp
    let timeout = calls.timeout
    var position = self.position
    var cycle = self.cycle
    var cycleStart = shape.offset + Nanoseconds(cycle) * period
    var entity = shape.entity(position)
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
        var latency = calls.sampler.draw(
          calls.stream.bits(entity: entity, draw: UInt64(bitPattern: Int64(cycle))))
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
        if due >= measuredFrom { inactive &+= 1 }
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
        if ring.open >= slots { return .slotsMayBind }
        let call = call(position, cycle: cycle, at: due, conditions)
        if quota.admits(key: call.key, at: due) {
          ring.add(completingAt: due + call.latency)
          ringPeak = max(ringPeak, ring.open)
          finish(call, due: due, start: due, scratch)
        } else {
          refusals.append(number(position, cycle))
          refuse(due: due, scratch)
        }
      } else {
        if due >= warmUp { scratch.inactive += 1 }
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
        if start > due { lastWait = start }
        let call = call(position, cycle: cycle, at: start, conditions)
        if quota.admits(key: call.key, at: start) {
          heap.occupy(until: start + call.latency)
          finish(call, due: due, start: start, scratch)
        } else {
          refuse(due: due, scratch)
        }
      } else {
        if due >= warmUp { scratch.inactive += 1 }
      }
      position += 1
    }
    ringPeak = max(ringPeak, heap.busy(at: end - 1).count)
    self.heap = heap
  }

  // MARK: One call

  /// What becomes of the call for one key.
  func call(_ position: Int, cycle: Int, at start: Nanoseconds, _ conditions: CallConditions) -> PollCall {
    let key = quota.needsKey || conditions.onlyKey != 0 ? population.sourceKey(position) : 0
    return calls.call(
      for: shape.entity(position), round: cycle, key: key, conditions)
  }

  @usableFromInline
  mutating func finish(_ call: PollCall, due: Nanoseconds, start: Nanoseconds, _ scratch: PollScratch) {
    // A call belongs to the part of the run in which it was due, as its refusal would.
    if due >= warmUp { scratch.count(call, due: due, start: start) }
    var (asked, foundBy) = (position, due)
    if quota.mayBind, let next = turns?.next(of: call.key, round: cycle, isActive: population.isActive) {
      asked = next
      foundBy = dueTime(asked, asked <= position ? cycle : cycle - 1)
    }
    guard call.ending == .answered else { return }
    let outcome = population.compare(asked, at: start)
    if outcome != 0 {
      found(
        outcome, asked, shape.entity(asked), due: foundBy, askedAt: start, latency: call.latency, scratch)
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
    let news = population.findings(
      outcome, of: position, entity, comparedAt: askedAt, askedAt: askedAt, at: askedAt + latency)
    if !population.isActive(position) { lastCalls.append((position, due)) }
    for finding in news {
      findings.append(scratch.counted(finding) { firstDue(after: $0, foundBy: due) >= warmUp })
    }
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
  public func firstDue(of position: Int) -> Nanoseconds { dueTime(position, position < skipped ? 0 : -1) }

  /// Number of a call in the order of calls.
  @inlinable
  func number(_ position: Int, _ cycle: Int) -> Int { (cycle + 1) * shape.count + position }

  @usableFromInline
  mutating func apply(_ command: EntityCommand) {
    let key = shape.index(of: command.entity)
    let position = key / shape.bulk
    let wasActive = population.isActive(position)
    population.apply(command.code, to: key, at: command.at)
    if wasActive && !population.isActive(position) { lastCalls.append((position, command.at - 1)) }
  }

  @inlinable
  var callsPerSecondAtMost: Int {
    starts == .together ? .max : Int((1_000_000_000 << stepShift) / max(1, step)) + 2
  }
}
