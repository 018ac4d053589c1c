import Engine
import Statistics

/// A log while it runs: one line of records for each lane of each consumer group, in partitions that each have a leader;
/// or a queue of messages.
struct PartitionedLog: ~Copyable {
  /// Lanes of a partition whose records wait only for records of keys that share their lane.
  static let lanesPerPartition = 16

  let number: Int
  let plan: UnsafePointer<LogPlan>
  /// Where it is measured.
  let station: UnsafeMutablePointer<Station>
  let frames: FrameStore
  /// Those of all logs; records carry their numbers.
  private let lanes: Table<LaneState>
  /// Among the plan's consumer groups.
  let firstGroup: Int
  /// Of each group.
  private let laneRanges: [Range<Int>]
  private(set) var backlog: Int64 = 0
  /// Who waits for room.
  private var publishers = LinkedQueue()
  private var isAdmitting = false
  private var leaders = PartitionLeaders()
  /// Messages that their relay has not put in yet.
  var outbox = Outbox()
  var queue: MessageQueue?

  init(
    _ number: Int, _ plan: UnsafePointer<LogPlan>, station: UnsafeMutablePointer<Station>, lanes: Table<LaneState>,
    firstGroup: Int, firstLane: Int, queue: MessageQueue?, frames: FrameStore
  ) {
    self.number = number
    self.plan = plan
    self.station = station
    self.lanes = lanes
    self.firstGroup = firstGroup
    self.queue = queue
    self.frames = frames
    var first = firstLane
    laneRanges = plan.pointee.groups.map { group in
      let count = PartitionedLog.lanes(of: group, partitions: plan.pointee.partitions)
      defer { first += count }
      return first..<first + count
    }
  }

  static func lanes(of group: GroupPlan, partitions: Int) -> Int {
    group.order == .byKey ? partitions * lanesPerPartition : partitions
  }

  // MARK: Partitions

  /// Where a record finds its partition.
  @inline(__always)
  func partition(of key: UInt64) -> Int { Int(RandomStream.mix(key, 0x10c) % UInt64(plan.pointee.partitions)) }

  /// The lane of a record for a consumer group, by the group's place.
  func lane(of key: UInt64, _ partition: Int, for group: Int) -> Int32 {
    var lane = partition
    if plan.pointee.groups[group].order == .byKey {
      lane *= Self.lanesPerPartition
      lane += Int(RandomStream.mix(key, 0x1a9e) % UInt64(Self.lanesPerPartition))
    }
    return Int32(laneRanges[group].lowerBound + lane)
  }

  func partition(ofLane lane: Int) -> Int {
    guard let group = laneRanges.firstIndex(where: { $0.contains(lane) }) else { return 0 }
    let place = lane - laneRanges[group].lowerBound
    return plan.pointee.groups[group].order == .byKey ? place / Self.lanesPerPartition : place
  }

  func lanes(for group: Int) -> Range<Int> { laneRanges[group] }

  // MARK: Leaders

  /// The zones that it stands in, in the order of its partitions' leaders.
  private var zones: [Int] { station.pointee.plan.pointee.zones }

  /// Zone of a partition's leader; −1 is near everybody.
  func leaderZone(of partition: Int) -> Int32 { Int32(zones[leaders.place(of: partition, among: zones.count)]) }

  /// Whether a partition has a leader.
  @inline(__always)
  func isLed(_ partition: Int) -> Bool { leaders.isLed(partition) }

  /// A zone is lost, or back; false where nothing of it stands there.
  mutating func set(_ zone: Int, isStopped: Bool) -> Bool {
    guard zones.contains(zone) else { return false }
    leaders.set(zone, isStopped: isStopped, among: zones, partitions: plan.pointee.partitions)
    return true
  }

  /// Partitions without a leader are led where one of their copies is; how many are.
  mutating func elect() -> Int { leaders.elect(copies: plan.pointee.copies) }

  // MARK: Appending

  /// The failure that it answers while it is out, has no leader for the partition, or is full.
  func refusal(of partition: Int, isMeasuring: Bool) -> UInt16? {
    let isLost = station.pointee.replicas.isOut || !isLed(partition)
    guard isLost || backlog >= plan.pointee.limit else { return nil }
    if isMeasuring {
      station.pointee.counted.refusals += isLost ? 0 : 1
      station.pointee.counted.failures += 1
    }
    return isLost ? StandardOutcome.error : StandardOutcome.refused
  }

  /// Whether its relay can put something in.
  var takesMore: Bool { !station.pointee.replicas.isOut && !isFull }

  var isFull: Bool { backlog >= plan.pointee.limit }

  @inline(__always)
  mutating func enter(at now: Nanoseconds) {
    backlog += 1
    station.pointee.gauges[.present].add(1, at: now)
  }

  @inline(__always)
  mutating func exit(at now: Nanoseconds) {
    backlog -= 1
    station.pointee.gauges[.present].add(-1, at: now)
  }

  // MARK: Publishers that wait

  @inline(__always)
  var hasPublishers: Bool { !publishers.isEmpty }

  /// A publisher stands in line for room, behind all others.
  mutating func wait(publisher: UInt32, at now: Nanoseconds) {
    frames[publisher].state = .blocked
    frames[publisher].waitingSince = now
    publishers.append(publisher, in: frames.slab)
  }

  /// It ends before there is room for it.
  mutating func leave(publisher: UInt32) { publishers.remove(publisher, in: frames.slab) }

  /// Whether somebody begins to let publishers in; what a record that comes in sets free is for whoever does already.
  mutating func beginAdmission() -> Bool {
    if isAdmitting || publishers.isEmpty { return false }
    isAdmitting = true
    return true
  }

  /// The publisher that there is room for; nil where none is left, which ends the admission.
  mutating func admit() -> UInt32? {
    isAdmitting = !isFull && !publishers.isEmpty
    return isAdmitting ? publishers.removeFirst(in: frames.slab) : nil
  }

  // MARK: Messages

  /// Whether one waits to be taken.
  @inline(__always)
  var hasMessages: Bool { queue.map { !$0.isEmpty } ?? false }

  /// A message is in line, for the first time or again.
  mutating func wait(message: UInt32, at now: Nanoseconds) {
    queue?.wait(message, at: now)
    enter(at: now)
    station.pointee.gauges[.queue].add(1, at: now)
  }

  /// The first in line leaves it, and what becomes of it; nil when none waits.
  mutating func takeMessage(at now: Nanoseconds) -> (message: UInt32, fate: MessageQueue.Fate)? {
    guard hasMessages, let message = queue?.removeFirst(), let fate = queue?.fate(of: message, at: now) else {
      return nil
    }
    exit(at: now)
    station.pointee.gauges[.queue].add(-1, at: now)
    return (message, fate)
  }

  // MARK: Lanes

  /// Whether nobody is before a record that comes to its lane.
  @inline(__always)
  func isFree(_ lane: Int) -> Bool { !lanes[lane].isTaken && lanes[lane].queue.isEmpty }

  /// - Parameter isFirst: whether it goes before all others.
  func wait(_ index: UInt32, in lane: Int, isFirst: Bool = false, at now: Nanoseconds) {
    frames[index].state = .logged
    if isFirst {
      lanes[lane].queue.prepend(index, in: frames.slab)
    } else {
      lanes[lane].queue.append(index, in: frames.slab)
    }
    station.pointee.gauges[.queue].add(1, at: now)
  }

  /// The record that its consumer may take next.
  func first(of lane: Int) -> UInt32? {
    lanes[lane].isTaken || lanes[lane].queue.isEmpty ? nil : lanes[lane].queue.head
  }

  func removeFirst(of lane: Int, at now: Nanoseconds) -> UInt32 {
    station.pointee.gauges[.queue].add(-1, at: now)
    return lanes[lane].queue.removeFirst(in: frames.slab)
  }
}
