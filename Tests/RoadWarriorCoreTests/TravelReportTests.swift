import TestSupport
import Testing

@testable import RoadWarriorCore

@Suite struct TravelReportTests {
  private func row(_ reservation: Int, _ version: Int, _ draws: inout SmallGenerator) -> LogRow {
    LogRow(
      reservation: UInt32(reservation), version: UInt16(version), kind: LogKind.allCases[draws.below(4)],
      vendor: UInt16(draws.below(4)), day: CalendarDate(number: UInt16(20_800 + draws.below(800))),
      nights: UInt8(draws.below(20)),
      cost: Amount(minor: UInt32(draws.below(100_000)), Currency.allCases[draws.below(5)]))
  }

  /// The same changes, many of them delivered more than once.
  private func history(
    _ counting: ReportCounting, repeated: Bool, seed: UInt64
  ) -> (report: TravelReport, rows: [[LogRow]]) {
    var draws = SmallGenerator(seed: seed)
    var report = TravelReport(counting: counting, travellers: 6)
    var rows: [[LogRow]] = Array(repeating: [], count: 6)
    for step in 0..<600 {
      let traveller = draws.below(6)
      let fresh = row(step / 7, step % 7, &draws)
      let old = rows[traveller].randomElement(using: &draws)
      let one = repeated && draws.below(4) == 0 ? old ?? fresh : fresh
      let outcome = report.note(one, traveller: UInt32(traveller))
      #expect(outcome == (rows[traveller].contains(one) ? .known : .appended), "seed \(seed)")
      if outcome == .appended { rows[traveller].append(one) }
    }
    for traveller in 0..<6 { #expect(report.log.rows(of: UInt32(traveller)) == rows[traveller]) }
    return (report, rows)
  }

  @Test(arguments: [91, 92, 93] as [UInt64])
  func `totals equal the log, however often a change is delivered`(seed: UInt64) {
    var (report, rows) = history(.distinctChanges, repeated: true, seed: seed)
    for traveller in 0..<6 {
      for year in 2026...2029 {
        let mine = rows[traveller].filter { $0.day.year == year }
        let totals = report.yearEnd(of: UInt32(traveller), year, at: 0)
        let finished = mine.filter { $0.kind == .finished }
        #expect(totals.finished == UInt32(finished.count) && totals.booked == mine.filter { $0.kind == .booked }.count)
        #expect(totals.changed == mine.filter { $0.kind == .changed }.count)
        #expect(totals.cancelled == mine.filter { $0.kind == .cancelled }.count)
        #expect(totals.nights == finished.reduce(0) { $0 + UInt32($1.nights) })
        for currency in Currency.allCases {
          let spent = finished.filter { $0.cost.currency == currency }.reduce(0) { $0 + UInt64($1.cost.minor) }
          #expect(totals.spent[Int(currency.rawValue)] == spent)
        }
      }
    }
    #expect(report.monitors.violated.isEmpty, "seed \(seed)")
  }

  @Test(arguments: [91, 92, 93] as [UInt64])
  func `totals of every delivery are more than the log, and that is all they break`(seed: UInt64) {
    var report = history(.everyDelivery, repeated: true, seed: seed).report
    for traveller in 0..<6 as Range<UInt32> {
      for year in 2026...2029 { _ = report.yearEnd(of: traveller, year, at: 7) }
    }
    #expect(report.monitors.violated == [.finishedAndCounted], "seed \(seed)")
    #expect(report.monitors[.finishedAndCounted].firstAt == 7)
    var once = history(.everyDelivery, repeated: false, seed: seed).report
    for traveller in 0..<6 as Range<UInt32> { _ = once.yearEnd(of: traveller, 2027, at: 7) }
    #expect(once.monitors.violated.isEmpty, "nothing was delivered twice")
  }

  @Test func `a row takes twenty bytes, and of an erased traveller none is left`() {
    #expect(MemoryLayout<LogRow>.stride == 20)
    var report = history(.everyDelivery, repeated: true, seed: 94).report
    report.erase(2)
    #expect(report.log.rows(of: 2).isEmpty && !report.log.rows(of: 3).isEmpty)
    for year in 2026...2029 { #expect(report.yearEnd(of: 2, year, at: 0) == YearTotals()) }
    #expect(report.monitors.violated.isEmpty)
  }

  @Test(arguments: [95, 96] as [UInt64])
  func `a vendor's month counts its rows and travellers, unless these are few`(seed: UInt64) throws {
    let (report, rows) = history(.distinctChanges, repeated: true, seed: seed)
    for fewest in [0, 3, 7] as [UInt64] {
      let months = VendorReport(report.log, year: 2027, month: 5, vendors: 3, fewest: fewest).months
      #expect(months.count == 3)
      for vendor in 0..<3 {
        let inMonth = rows.map {
          $0.filter { $0.vendor == vendor && $0.day.components.year == 2027 && $0.day.components.month == 5 }
        }
        let travellers = UInt64(inMonth.filter { !$0.isEmpty }.count)
        guard travellers >= max(1, fewest) else {
          #expect(months[vendor] == nil)
          continue
        }
        let month = try #require(months[vendor])
        func count(_ kind: LogKind) -> UInt64 { UInt64(inMonth.joined().filter { $0.kind == kind }.count) }
        #expect(month.travellers == travellers && month.booked == count(.booked) && month.changed == count(.changed))
        #expect(month.cancelled == count(.cancelled) && month.finished == count(.finished), "seed \(seed)")
      }
    }
  }
}
