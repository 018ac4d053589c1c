/// The units that spans of time are told in.
enum TimeUnit: Int, CaseIterable {
  case nanosecond, microsecond, millisecond, second, minute, hour, day

  var nanoseconds: Double {
    switch self {
    case .nanosecond: 1
    case .microsecond: 1e3
    case .millisecond: 1e6
    case .second: 1e9
    case .minute: 60e9
    case .hour: 3_600e9
    case .day: 86_400e9
    }
  }

  var symbol: String {
    switch self {
    case .nanosecond: "ns"
    case .microsecond: "µs"
    case .millisecond: "ms"
    case .second: "s"
    case .minute: "min"
    case .hour: "h"
    case .day: "d"
    }
  }

  /// The unit in which a span takes the fewest digits. Seconds go up to ten minutes, because limits
  /// are mostly written so.
  static func fitting(_ nanoseconds: Double) -> TimeUnit {
    switch nanoseconds.magnitude {
    case ..<999.5: .nanosecond
    case ..<999.5e3: .microsecond
    case ..<999.5e6: .millisecond
    case ..<600e9: .second
    case ..<7_200e9: .minute
    case ..<172_800e9: .hour
    default: .day
    }
  }
}
