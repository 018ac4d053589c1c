import Engine
import Statistics

/// One partition of a worker that asks for all of its keys when it is called: a pass. All calls of a pass are due when
/// it begins and start as slots let them, in the order of the keys; how long it takes follows from the slots.
///
/// A binding wraps it in a `PopulationPartition` of its own, as it does with `PollingLoop`.
public struct PassLoop<Population: PolledPopulation>: ~Copyable {
  /// The keys, as the loop asks for them and knows of them.
  public var population: Population
  private let shape: PollingPlan.Partition
  private let calls: PollCalls
  private let end: Nanoseconds
  private let warmUp: Nanoseconds
  private var quota: QuotaLease
  /// Whose turn it is at a source, where a quota lets not all calls through.
  private var turns: SourceTurns?
  /// When each slot is free.
  private var heap: SlotHeap
  /// When each pass began, the one in progress last.
  private var begun: [Nanoseconds] = []
  /// The next key to be asked for; as many as there are keys when all have been.
  private var position: Int
  private var lastAnswer: Nanoseconds = 0
  /// Passes whose end has been told, and the end that has not been taken yet.
  private var reported = 0
  private var ended: Nanoseconds?
  private var time: Nanoseconds = 0
  private var orders: [Order] = []
  private var findings: [Finding] = []
  private var peak = 0

  /// What it is told between windows.
  private struct Order {
    enum Kind { case begin, stop, command(EntityCommand) }
    var at: Nanoseconds
    var kind: Kind
  }

  /// - Parameters:
  ///   - shape: one of the plan's partitions, of which `population` has the keys.
  ///   - stream: of latencies, which entity and pass tell apart.
  ///   - sourceKeys: keys of the source that each have a quota; 0 for one quota in all.
  public init(
    _ population: Population, plan: PollingPlan, shape: PollingPlan.Partition, horizon: Horizon, sampler: Sampler,
    stream: RandomStream, faultDraws: RandomStream, sourceKeys: Int
  ) {
    self.population = population
    self.shape = shape
    calls = PollCalls(plan, sampler: sampler, stream: stream, faultDraws: faultDraws)
    end = horizon.drained
    warmUp = horizon.warmUp
    heap = SlotHeap(slots: shape.slots, completions: [])
    quota = QuotaLease(shape.allowance, own: shape.ownAllowances, keys: sourceKeys)
    quota.countEveryCall()
    position = shape.count
    turns = SourceTurns(plan, shape, keys: sourceKeys, from: 0, stream) { self.population.sourceKey($0) }
  }

  /// What `PopulationPartition.peakInFlight` asks for.
  public var peakInFlight: Int { peak }

  // MARK: Orders

  /// A pass begins; the one before has ended or was stopped.
  public mutating func begin(at time: Nanoseconds) { orders.append(Order(at: time, kind: .begin)) }

  /// Nothing more of the pass in progress is asked for.
  public mutating func stop(at time: Nanoseconds) { orders.append(Order(at: time, kind: .stop)) }

  /// What `PopulationPartition.deliver` asks for.
  public mutating func deliver(_ command: EntityCommand) {
    orders.append(Order(at: command.at, kind: .command(command)))
  }

  /// What `PopulationPartition.takeFindings` asks for.
  public mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }

  /// When the last answer of a pass is there whose calls have all been made since the last look.
  public mutating func takePassEnd() -> Nanoseconds? {
    defer { ended = nil }
    return ended
  }

  // MARK: Running

  /// What `PopulationPartition.runWindow` asks for.
  public mutating func runWindow(until limit: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    let limit = min(limit, end)
    var taken = 0
    orders.sort { $0.at < $1.at }
    for order in orders where order.at < limit {
      runSpan(until: order.at, conditions, scratch)
      follow(order)
      taken += 1
    }
    orders.removeFirst(taken)
    runSpan(until: limit, conditions, scratch)
  }

  private mutating func follow(_ order: Order) {
    switch order.kind {
    case .begin:
      assert(position == shape.count, "one pass at a time")
      begun.append(order.at)
      population.beginPass(begun.count)
      position = 0
      lastAnswer = order.at
    case .stop:
      position = shape.count
    case .command(let command):
      population.apply(command.code, to: shape.index(of: command.entity), at: command.at)
    }
  }

  private mutating func runSpan(until limit: Nanoseconds, _ conditions: CallConditions, _ scratch: PollScratch) {
    guard limit > time else { return }
    population.beginWindow(from: time, until: limit)
    time = limit
    guard position < shape.count, let begins = begun.last else { return endIfDone() }
    let isMeasured = begins >= warmUp
    while position < shape.count {
      let start = max(begins, heap.first)
      if start >= limit { break }
      if population.isActive(position) {
        ask(at: start, begins, conditions, scratch)
      } else if isMeasured {
        scratch.inactive += 1
      }
      position += 1
    }
    peak = max(peak, heap.busy(at: limit - 1).count)
    endIfDone()
  }

  private mutating func ask(
    at start: Nanoseconds, _ begins: Nanoseconds, _ conditions: CallConditions, _ scratch: PollScratch
  ) {
    let entity = shape.entity(position)
    let key = quota.needsKey || conditions.onlyKey != 0 ? population.sourceKey(position) : 0
    guard quota.admits(key: key, at: start) else {
      if begins >= warmUp { scratch.refused += 1 }
      return
    }
    let call = calls.call(for: entity, round: begun.count, key: key, conditions)
    heap.occupy(until: start + call.latency)
    lastAnswer = max(lastAnswer, start + call.latency)
    if begins >= warmUp { scratch.count(call, due: begins, start: start) }
    let asked = quota.mayBind ? turns?.next(of: key, round: begun.count, isActive: population.isActive) : nil
    guard call.ending == .answered else { return }
    let outcome = population.compare(asked ?? position, at: start)
    if outcome != 0 { found(outcome, asked ?? position, askedAt: start, latency: call.latency, scratch) }
  }

  private mutating func found(
    _ outcome: UInt8, _ place: Int, askedAt: Nanoseconds, latency: Nanoseconds, _ scratch: PollScratch
  ) {
    let news = population.findings(
      outcome, of: place, shape.entity(place), comparedAt: askedAt, askedAt: askedAt, at: askedAt + latency)
    for finding in news { findings.append(scratch.counted(finding) { firstPass(after: $0) >= warmUp }) }
  }

  /// When the first pass began that could have seen a change: that in progress, where none did since.
  private func firstPass(after change: Nanoseconds) -> Nanoseconds {
    begun.first { $0 >= change } ?? begun.last ?? .max
  }

  private mutating func endIfDone() {
    guard position == shape.count, reported < begun.count else { return }
    reported = begun.count
    ended = lastAnswer
  }

  // MARK: After the run

  /// What `PopulationPartition.dueCount` asks for.
  public func dueCount(from: Nanoseconds, until: Nanoseconds) -> UInt64 {
    UInt64(begun.count { $0 >= from && $0 < until } * shape.count)
  }

  /// Calls of the pass in progress that have not begun: they wait for a slot. O(keys).
  public func unstarted(until end: Nanoseconds) -> UnendedMeasurement {
    var unended = UnendedMeasurement()
    guard let begins = begun.last, begins >= warmUp else { return unended }
    for index in position..<shape.count where population.isActive(index) {
      unended.add(age: end - begins, isLost: false)
    }
    return unended
  }

  /// Changes before the last pass that asked for their key, and that none did find. O(keys).
  public mutating func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 {
    var missed: UInt64 = 0
    population.prepareUnseen(before: end)
    for index in 0..<shape.count where population.mayHaveUnseen(index) {
      guard let last = index < position ? begun.last : begun.dropLast().last else { continue }
      population.forEachUnseen(index, before: last) { if firstPass(after: $0) >= from { missed += 1 } }
    }
    return missed
  }
}
