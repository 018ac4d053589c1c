package enum NoticeOutcome: UInt8, Sendable, CaseIterable {
  case due
  /// The traveller has switched notifications off.
  case suppressed
  /// The traveller was told of this version, or of a newer one.
  case repeated
}

/// Decides who is told of what: each change at most once, and only who wants to be told.
package struct NotificationRegister: Sendable {
  /// Without it, each record that arrives is a notice.
  package let deduplicates: Bool
  /// Travellers whose draw is below this want to be told.
  private let enabledBelow: UInt64
  package private(set) var monitors = Monitors()
  package private(set) var due: UInt64 = 0
  package private(set) var delivered: UInt64 = 0
  package private(set) var deadLettered: UInt64 = 0

  /// - Parameter enabled: share of travellers who want to be told.
  package init(deduplicates: Bool, enabled: Double) {
    self.deduplicates = deduplicates
    enabledBelow = enabled >= 1 ? .max : UInt64(max(0, enabled) * 0x1p64)
  }

  /// - Parameter preference: 64 bits that are a function of the traveller.
  package mutating func register(
    _ update: ReservationUpdate, row: inout StoredReservation, _ reservation: UInt64,
    preference: UInt64, at now: Int64
  ) -> NoticeOutcome {
    if enabledBelow != .max && preference >= enabledBelow { return .suppressed }
    if update.version <= row.notified {
      if deduplicates { return .repeated }
      monitors.report(.notifiedOnce, reservation, at: now)
    }
    row.notified = max(row.notified, update.version)
    due += 1
    return .due
  }

  package mutating func noteDelivered(_ reservation: UInt64, at now: Int64) {
    delivered += 1
    if delivered + deadLettered > due { monitors.report(.notifiedOnce, reservation, at: now) }
  }

  package mutating func noteDeadLettered(_ reservation: UInt64, at now: Int64) {
    deadLettered += 1
    if delivered + deadLettered > due { monitors.report(.notifiedOnce, reservation, at: now) }
  }
}
