/// A traveller's year.
package struct YearTotals: Hashable, Sendable {
  package var booked: UInt32 = 0
  package var changed: UInt32 = 0
  package var cancelled: UInt32 = 0
  package var finished: UInt32 = 0
  package var nights: UInt32 = 0
  /// What was spent, by currency, in cents or yen.
  package var spent: [UInt64] = Array(repeating: 0, count: Currency.allCases.count)

  package init() {}

  mutating func add(_ row: LogRow) {
    switch row.kind {
    case .booked: booked &+= 1
    case .changed: changed &+= 1
    case .cancelled: cancelled &+= 1
    case .finished:
      finished &+= 1
      nights &+= UInt32(row.nights)
      spent[Int(row.cost.currency.rawValue)] &+= UInt64(row.cost.minor)
    }
  }
}

package enum ReportCounting: Sendable, CaseIterable {
  /// What is new in the log.
  case distinctChanges
  /// Whatever is delivered, though the log knows it.
  case everyDelivery
}

/// Year-end reports, from totals that are kept as changes arrive; the itinerary log says what they have to be (RW-I13).
///
/// ```swift
/// var report = TravelReport(counting: .distinctChanges, travellers: 1000)
/// _ = report.note(row, traveller: 7)                    // .appended
/// let totals = report.yearEnd(of: 7, 2027, at: now)
/// let vendors = VendorReport(report.log, year: 2027, month: 5, vendors: 300)
/// ```
///
/// About 130 bytes for each traveller and year beside the log.
package struct TravelReport: Sendable {
  package let counting: ReportCounting
  package private(set) var monitors = Monitors()
  package private(set) var log: TravelLog
  private var totals: [UInt64: YearTotals] = [:]

  package init(counting: ReportCounting, travellers: Int) {
    self.counting = counting
    log = TravelLog(travellers: travellers)
  }

  /// A change was applied, or is delivered once more.
  package mutating func note(_ row: LogRow, traveller: UInt32) -> LogOutcome {
    let outcome = log.append(row, traveller)
    if outcome == .appended || counting == .everyDelivery {
      totals[Self.key(traveller, row.day.year), default: YearTotals()].add(row)
    }
    return outcome
  }

  /// The report of a year.
  /// - Complexity: O(rows of the traveller).
  package mutating func yearEnd(of traveller: UInt32, _ year: Int, at now: Int64) -> YearTotals {
    var expected = YearTotals()
    for row in log.rows(of: traveller) where row.day.year == year { expected.add(row) }
    let found = totals[Self.key(traveller, year)] ?? YearTotals()
    if found != expected { monitors.report(.finishedAndCounted, UInt64(traveller), at: now) }
    return found
  }

  /// The account is deleted.
  package mutating func erase(_ traveller: UInt32) {
    for row in log.rows(of: traveller) { totals[Self.key(traveller, row.day.year)] = nil }
    log.erase(traveller)
  }

  private static func key(_ traveller: UInt32, _ year: Int) -> UInt64 {
    UInt64(traveller) << 16 | UInt64(UInt16(clamping: year))
  }
}
