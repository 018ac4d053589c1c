import Statistics

/// Operations of a component by how they ended, and bytes that they moved: of those that arrived inside the measured
/// part. What else is counted is a `Counter`.
public struct OperationCounts: Sendable {
  /// Operations that came, refused ones included; of a log publishes, of a timer starts.
  public var arrivals: UInt64 = 0
  /// Operations that ended, however they did.
  public var completions: UInt64 = 0
  /// Operations that ended as failures, refused ones included.
  public var failures: UInt64 = 0
  /// Operations that a full line or log, or controlled delay refused.
  public var refusals: UInt64 = 0
  /// Calls to it that their callers gave up.
  public var timeouts: UInt64 = 0
  /// Calls that were beyond its quota.
  public var quotaRefusals: UInt64 = 0
  /// Operations that count both as failures and as wasted.
  public var wastedFailures: UInt64 = 0
  /// The part of the waiting that was for a core, with a slot in hand: a sum of nanoseconds.
  public var coreWaiting: UInt128 = 0
  /// Bytes that came from another zone or went to one.
  public var crossZoneBytes: Int64 = 0
  /// Bytes of calls and records that state a size, beyond those that each has by the plan; below zero for smaller ones.
  public var sizedBytes: Int64 = 0
  public init() {}

  /// Those that stretches keep, in the order in which they have them.
  static let ofStretches: [any KeyPath<OperationCounts, UInt64> & Sendable] = [
    \.arrivals, \.completions, \.failures, \.refusals, \.timeouts, \.quotaRefusals, \.wastedFailures,
  ]
}

extension OperationCounts: Measurement {
  package static let quantities: [Quantity<OperationCounts>] = [
    .init(\.arrivals), .init(\.completions), .init(\.failures), .init(\.refusals), .init(\.timeouts),
    .init(\.quotaRefusals),
    // What follows from these and from times, or from the plan.
    .init(\.wastedFailures, in: .none), .init(\.coreWaiting, in: .none), .init(\.crossZoneBytes, in: .none),
    .init(\.sizedBytes, in: .none),
  ]
}
