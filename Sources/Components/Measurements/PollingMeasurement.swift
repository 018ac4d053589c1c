import Engine
import Statistics

/// What a polling worker did inside the measured part of the run.
public struct PollingMeasurement: Sendable {
  /// Polls that were due inside the measured part: one for each key and cycle. The other counts of polls are of these.
  public var due: UInt64 = 0
  /// Polls that began: `answered`, `timedOut` and `failed`.
  public var started: UInt64 = 0
  /// Polls that were answered in time.
  public var answered: UInt64 = 0
  /// Polls beyond the worker's quota, which were not made.
  public var refused: UInt64 = 0
  /// Polls that were given up after the timeout.
  public var timedOut: UInt64 = 0
  /// Polls that ended in `error`.
  public var failed: UInt64 = 0
  /// Polls that were not made, since the entity was off the worker's list.
  public var inactive: UInt64 = 0
  /// Changes of entities that polls have found.
  public var changesFound: UInt64 = 0
  /// Changes that a poll should have found and none did; 0 of a run that was stopped.
  public var changesMissed: UInt64 = 0
  /// Changes that a newer one replaced before they were applied.
  public var changesSettled: UInt64 = 0
  /// Nanoseconds that each poll that began took, up to its timeout.
  public var latency = Histogram()
  /// Polls due that have not begun for want of a slot: in no other count but `due`, by the time since they were due. What
  /// becomes of a poll is known when it begins, so one whose answer is still to come counts as what it will be.
  public var unended = UnendedMeasurement()
  /// Polls that waited for a slot.
  public var waited: UInt64 = 0
  /// Nanoseconds that they waited, added up.
  public var waitingSum: UInt128 = 0
  /// The longest such wait, in nanoseconds.
  public var waitingMaximum: Nanoseconds = 0
  /// Slots taken, times nanoseconds.
  public var busy: UInt128 = 0
  /// Slots of all partitions together.
  public var slots: Int64 = 0
  /// The most calls of one partition that were open at once, to within the width of a completion bucket (D-03).
  public var peakInFlight = 0
  /// By timeline interval from time zero on: polls that began, of those due after the warm-up.
  public var intervalStarted: [UInt64] = []
  /// By timeline interval: those of them that were answered.
  public var intervalAnswered: [UInt64] = []
  /// By timeline interval: nanoseconds that those that began in it took.
  public var intervalBusy: [UInt128] = []
  /// By timeline interval: polls beyond the quota.
  public var intervalRefused: [UInt64] = []
  public init() {}
}

extension PollingMeasurement: Measurement {
  package static let quantities: [Quantity<PollingMeasurement>] = [
    .init(\.due), .init(\.started), .init(\.answered), .init(\.refused), .init(\.timedOut), .init(\.failed),
    .init(\.inactive), .init(\.changesFound), .init(\.changesMissed), .init(\.changesSettled), .init(\.waited),
    .init(\.latency), .init(\.unended), .init(\.waitingSum), .maximum(\.waitingMaximum), .init(\.busy),
    .init(\.intervalStarted, in: .timeline), .init(\.intervalAnswered, in: .timeline),
    .init(\.intervalBusy, in: .timeline), .init(\.intervalRefused, in: .none),
    .maximum(\.peakInFlight, in: .none), .first(\.slots),
  ]
}
