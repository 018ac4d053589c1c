import Engine
import Statistics

/// What a polling worker did inside the measured part of the run.
public struct PollingMeasurement: Sendable {
  public var due: UInt64 = 0
  public var started: UInt64 = 0
  public var answered: UInt64 = 0
  public var refused: UInt64 = 0
  public var timedOut: UInt64 = 0
  public var failed: UInt64 = 0
  public var inactive: UInt64 = 0
  public var changesFound: UInt64 = 0
  public var changesMissed: UInt64 = 0
  /// Changes that a newer one replaced before they were applied.
  public var changesSettled: UInt64 = 0
  public var latency = Histogram()
  /// Polls due that have not begun for want of a slot: in no other count but `due`, by the time since they were due. What
  /// becomes of a poll is known when it begins, so one whose answer is still to come counts as what it will be.
  public var unended = UnendedMeasurement()
  public var waited: UInt64 = 0
  public var waitingSum: UInt128 = 0
  public var waitingMaximum: Nanoseconds = 0
  public var busy: UInt128 = 0
  public var slots: Int64 = 0
  public var peakInFlight = 0
  public var intervalStarted: [UInt64] = []
  public var intervalAnswered: [UInt64] = []
  public var intervalBusy: [UInt128] = []
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
