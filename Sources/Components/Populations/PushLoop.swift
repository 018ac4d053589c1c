import Engine
import Statistics

/// The domain side of a population whose source tells of changes by itself.
public protocol PushedPopulation: PolledPopulation {
  /// The change that comes after what is known of an entity; nil when there is none before an instant.
  func nextChange(_ index: Int, before end: Nanoseconds) -> SourceChange?
  /// The one that comes after a change, whether or not it is known.
  func change(after change: SourceChange, _ index: Int, before end: Nanoseconds) -> SourceChange?
}

/// A change at its source.
public struct SourceChange: Sendable {
  /// When it happens.
  public var at: Nanoseconds
  /// Version of the entity that it makes.
  public var version: UInt64
  /// Its time, as the source counts it.
  public var tick: UInt64
  public init(at: Nanoseconds, version: UInt64, tick: UInt64) {
    self.at = at
    self.version = version
    self.tick = tick
  }
}

/// One partition of a population whose source pushes changes. Each arrives after a delay, or never; what is lost is told
/// by the next push of the same entity, or found by whoever asks for it.
///
/// A binding wraps it in a `PopulationPartition` of its own, as it does with `PollingLoop`; of several loops over one
/// population this one runs first in each window, since what it knows it knows at once.
public struct PushLoop<Population: PushedPopulation>: ~Copyable {
  /// The keys, as the loop asks for them and knows of them.
  public var population: Population
  private let shape: PollingPlan.Partition
  private let push: PollingPlan.Push
  private let sampler: Sampler
  private let delays: RandomStream
  private let losses: RandomStream
  private let end: Nanoseconds
  private let warmUp: Nanoseconds
  private let lossThreshold: UInt64
  /// Changes to come, the next one last.
  private var pending: [Pending] = []
  private var lost: [Pending] = []
  private var time: Nanoseconds = 0
  private var commands: [EntityCommand] = []
  private var findings: [Finding] = []

  private struct Pending {
    var change: SourceChange
    var index: Int
  }

  /// - Parameters:
  ///   - shape: one of the plan's partitions, of which `population` has the keys.
  ///   - delays, losses: streams, of which entity, version and try tell draws apart.
  public init(
    _ population: Population, plan: PollingPlan, push: PollingPlan.Push, shape: PollingPlan.Partition, horizon: Horizon,
    sampler: Sampler, delays: RandomStream, losses: RandomStream
  ) {
    self.population = population
    self.shape = shape
    self.push = push
    self.sampler = sampler
    self.delays = delays
    self.losses = losses
    end = horizon.end
    warmUp = horizon.warmUp
    lossThreshold = CallConditions.threshold(push.lost)
  }

  /// Finds the first change of each entity; a push is about one. O(keys), and as many entries as have one inside the run.
  public mutating func begin() {
    for index in 0..<shape.count where population.isActive(index) {
      if let change = population.nextChange(index, before: end) {
        pending.append(Pending(change: change, index: index))
      }
    }
    pending.sort { Self.isLater($0, $1) }
  }

  private static func isLater(_ one: Pending, _ other: Pending) -> Bool {
    (one.change.at, one.index) > (other.change.at, other.index)
  }

  private mutating func add(_ change: SourceChange, _ index: Int) {
    let entry = Pending(change: change, index: index)
    var low = 0
    var high = pending.count
    while low < high {
      let middle = (low + high) / 2
      if Self.isLater(pending[middle], entry) { low = middle + 1 } else { high = middle }
    }
    pending.insert(entry, at: low)
  }

  /// What `PopulationPartition.deliver` asks for.
  public mutating func deliver(_ command: EntityCommand) { commands.append(command) }

  /// What `PopulationPartition.takeFindings` asks for.
  public mutating func takeFindings() -> [Finding] {
    defer { findings.removeAll(keepingCapacity: true) }
    return findings
  }

  // MARK: Running

  /// What `PopulationPartition.runWindow` asks for.
  public mutating func runWindow(until limit: Nanoseconds, conditions: CallConditions, scratch: PollScratch) {
    let limit = min(limit, end)
    commands.sort { ($0.at, $0.entity) < ($1.at, $1.entity) }
    var taken = 0
    for command in commands where command.at < limit {
      runSpan(until: command.at, conditions, scratch)
      population.apply(command.code, to: shape.index(of: command.entity), at: command.at)
      taken += 1
    }
    commands.removeFirst(taken)
    runSpan(until: limit, conditions, scratch)
  }

  private mutating func runSpan(until limit: Nanoseconds, _ conditions: CallConditions, _ scratch: PollScratch) {
    guard limit > time else { return }
    population.beginWindow(from: time, until: limit)
    time = limit
    while let next = pending.last, next.change.at < limit {
      pending.removeLast()
      guard population.isActive(next.index) else { continue }
      if let delay = delay(of: next, conditions) {
        arrive(next, after: delay, scratch)
      } else {
        lost.append(next)
        if let change = population.change(after: next.change, next.index, before: end) { add(change, next.index) }
      }
    }
  }

  /// From the change to the arrival of its push, tries that were lost included; nil where the last of them is lost too.
  private func delay(of entry: Pending, _ conditions: CallConditions) -> Nanoseconds? {
    let entity = shape.entity(entry.index)
    var waited: Nanoseconds = 0
    for number in 0...push.retries {
      let draw = RandomStream.mix(entry.change.version, UInt64(number))
      let isLost =
        conditions.isOut || losses.bits(entity: entity, draw: draw) < max(lossThreshold, conditions.errorThreshold)
      if !isLost { return waited + max(1, sampler.draw(delays.bits(entity: entity, draw: draw))) }
      waited += push.every
    }
    return nil
  }

  private mutating func arrive(_ entry: Pending, after delay: Nanoseconds, _ scratch: PollScratch) {
    let index = entry.index
    let begins = entry.change.at
    // Nothing, where somebody has asked in the meantime.
    let news = population.findings(
      population.compare(index, at: begins), of: index, shape.entity(index), comparedAt: begins,
      askedAt: begins + delay, at: begins + delay)
    for finding in news { findings.append(scratch.counted(finding) { $0 >= warmUp }) }
    if population.isActive(index), let change = population.nextChange(index, before: end) { add(change, index) }
  }

  // MARK: After the run

  /// Changes of the measured part whose push was lost, and that nobody knows of yet. O(lost).
  public mutating func countMissed(from: Nanoseconds, until end: Nanoseconds) -> UInt64 {
    population.prepareUnseen(before: end)
    var missed: UInt64 = 0
    for entry in lost where entry.change.at >= from && population.mayHaveUnseen(entry.index) {
      population.forEachUnseen(entry.index, before: end) { if $0 == entry.change.at { missed += 1 } }
    }
    return missed
  }
}
