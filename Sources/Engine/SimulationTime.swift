/// An instant or a span of simulated time in whole nanoseconds; instants count from the start of the
/// run. Integers never drift, so sums of spans equal differences of instants (292 years fit).
public typealias Nanoseconds = Int64

extension Nanoseconds {
  /// A thousand nanoseconds.
  public static let microsecond: Nanoseconds = 1_000
  /// A million nanoseconds.
  public static let millisecond: Nanoseconds = 1_000_000
  /// A billion nanoseconds.
  public static let second: Nanoseconds = 1_000_000_000
  /// Sixty seconds.
  public static let minute: Nanoseconds = 60 * second
  /// Sixty minutes.
  public static let hour: Nanoseconds = 60 * minute
  /// 24 hours.
  public static let day: Nanoseconds = 24 * hour
}
