/// When the same people may connect again (card, HB-I5; the documents disagree, section 10).
package enum RepeatRule: Sendable, Equatable {
  /// A pair, after this many nanoseconds.
  case rollingPair(Int64)
  /// A pair, once a day of the clock.
  case calendarPair
  /// A citizen, once a day of the clock, whoever the officer is.
  case citizenDay

  package static let day: Int64 = 86_400_000_000_000
}

/// The connections of which the repeat rule may still speak: those of the present and of the previous period.
///
/// Instants are not negative and do not decrease.
struct RecentConnections: Sendable {
  let rule: RepeatRule
  private let period: Int64
  private var epoch: Int64 = 0
  private var current: [UInt64: Int64] = [:]
  private var previous: [UInt64: Int64] = [:]

  init(rule: RepeatRule) {
    self.rule = rule
    if case .rollingPair(let length) = rule {
      precondition(length > 0, "a repeat rule without time")
      period = length
    } else {
      period = RepeatRule.day
    }
  }

  /// Whether the rule forbids a connection of these two.
  func forbids(_ citizen: UInt32, _ officer: UInt32, at now: Int64) -> Bool {
    let key = key(citizen, officer)
    guard let last = current[key] ?? previous[key] else { return false }
    if case .rollingPair(let length) = rule { return now < last + length }
    return last / RepeatRule.day == now / RepeatRule.day
  }

  mutating func note(_ citizen: UInt32, _ officer: UInt32, at now: Int64) {
    turn(to: now)
    current[key(citizen, officer)] = now
  }

  var count: Int { current.count + previous.count }

  private func key(_ citizen: UInt32, _ officer: UInt32) -> UInt64 {
    rule == .citizenDay ? UInt64(citizen) : UInt64(citizen) << 32 | UInt64(officer)
  }

  private mutating func turn(to now: Int64) {
    let present = now / period
    precondition(present >= epoch, "commands come in the order of time")
    if present == epoch { return }
    previous = present == epoch + 1 ? current : [:]
    current = [:]
    epoch = present
  }
}
