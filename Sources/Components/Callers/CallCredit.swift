import Engine

/// A rate of calls that is kept by credit: each call costs one, credit grows with time, and at most one call's or one
/// second's worth of it is saved up, whichever is more.
///
/// Kept as the instant at which the credit of all calls so far has grown back, so that one integer is all there is to
/// remember (generic cell rate algorithm, ITU-T I.371).
@frozen
public struct CallCredit: Sendable {
  /// Time in which the credit of one call grows; a rate of nothing has none.
  public let gap: Nanoseconds

  /// A longer gap is a rate of nothing.
  @usableFromInline static var longest: Nanoseconds { .max / 4 }

  /// - Parameter rate: calls a second; none where it is not above zero, or where a gap would take decades.
  public init(perSecond rate: Double) {
    gap = rate > 0 && 1e9 / rate < Double(Self.longest) ? max(1, Nanoseconds(1e9 / rate)) : Self.longest
  }

  /// - Parameter gap: nanoseconds, at least one.
  public init(gap: Nanoseconds) { self.gap = max(1, gap) }

  /// How far ahead of its rate it may be: a second's worth of calls, less the one that is always there.
  @inlinable public var slack: Nanoseconds { max(0, .second - gap) }

  /// Whether a call may be made; counts it if so. `due` is all that is remembered, 0 at first.
  @inlinable
  public func admits(_ due: inout Nanoseconds, at now: Nanoseconds) -> Bool {
    guard gap < Self.longest, due <= now + slack else { return false }
    due = max(due, now) + gap
    return true
  }

  /// What is remembered at time zero where only so much credit is there.
  public func due(withCredit credit: Double) -> Nanoseconds {
    let full = Double(slack + gap)
    return Nanoseconds(max(0, min(full, full - credit * Double(gap))).rounded())
  }
}
