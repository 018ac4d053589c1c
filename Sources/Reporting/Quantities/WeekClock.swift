/// A place in the week, for runs that start at one: `Sat 10:00`.
enum WeekClock {
  private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  static func text(_ sinceMonday: Int64) -> String {
    let minutes = sinceMonday / 60_000_000_000
    let day = Int((minutes / 1_440) % 7)
    let hour = (minutes / 60) % 24
    let minute = minutes % 60
    return "\(days[(day + 7) % 7]) \(two(hour)):\(two(minute))"
  }

  private static func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
}
