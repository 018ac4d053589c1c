import Engine
import Statistics

/// A consumer group while it runs: records on which it has not begun, and how long those waited on which it has.
struct GroupState {
  /// A record or message that waits, or did.
  struct Waiting: BitwiseCopyable {
    var since: Nanoseconds
    var index: UInt32
  }

  var published: UInt64 = 0
  var taken: UInt64 = 0
  var redelivered: UInt64 = 0
  var dropped: UInt64 = 0
  var lag = Histogram()
  var waiting = TimeWeightedAverage()
  private var levels = LevelSeries()
  private(set) var intervalOldest: [UInt64] = []
  private var totals: Totals?
  /// In the order of their appends; what has been taken leaves when it comes to the front, or with the next clearance.
  private var line: [Waiting] = []
  private var front = 0
  /// Those that came again, in any order.
  private var again: [Waiting] = []

  struct Totals {
    var records: UInt128
    var maximum: Int64
    var atEnd: Int64
  }

  // MARK: The oldest

  mutating func append(_ index: UInt32, since: Nanoseconds, isNew: Bool) {
    if isNew {
      line.append(Waiting(since: since, index: index))
    } else {
      again.append(Waiting(since: since, index: index))
    }
  }

  /// Lets go of what no longer waits. Amortised O(1) for each record.
  @inline(__always)
  mutating func clear(_ waits: (Waiting) -> Bool) {
    while front < line.count, !waits(line[front]) { front += 1 }
    if line.count + again.count > 2 * Int(waiting.level) + 64 { compact(waits) }
  }

  private mutating func compact(_ waits: (Waiting) -> Bool) {
    line = line[front...].filter(waits)
    front = 0
    again.removeAll { !waits($0) }
  }

  /// When the oldest that waits was appended; nil when none does. O(those that came again).
  mutating func oldest(_ waits: (Waiting) -> Bool) -> Nanoseconds? {
    while front < line.count, !waits(line[front]) { front += 1 }
    again.removeAll { !waits($0) }
    let first = front < line.count ? line[front].since : .max
    let least = again.reduce(first) { min($0, $1.since) }
    return least == .max ? nil : least
  }

  // MARK: Times

  mutating func startMeasuring(at now: Nanoseconds) {
    levels.restart(at: waiting.area(until: now))
    waiting.reset(at: now)
  }

  mutating func stopMeasuring(at now: Nanoseconds) { totals = records(at: now) }

  mutating func endInterval(at now: Nanoseconds, oldest: Nanoseconds?) {
    levels.end(at: waiting.area(until: now))
    intervalOldest.append(oldest.map { UInt64(max(0, now - $0)) } ?? 0)
  }

  private func records(at now: Nanoseconds) -> Totals {
    Totals(records: waiting.area(until: now), maximum: waiting.maximum, atEnd: waiting.level)
  }

  /// What was measured until now, but for what waits.
  func measurement(at now: Nanoseconds) -> GroupMeasurement {
    let totals = totals ?? records(at: now)
    var measured = GroupMeasurement()
    measured.published = published
    measured.taken = taken
    measured.redelivered = redelivered
    measured.dropped = dropped
    measured.lag = lag
    measured.records = totals.records
    measured.recordsMaximum = totals.maximum
    measured.recordsAtEnd = totals.atEnd
    measured.intervalRecords = levels.areas
    measured.intervalOldest = intervalOldest
    return measured
  }
}
