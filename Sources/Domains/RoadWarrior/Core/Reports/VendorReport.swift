/// What a month was like at one vendor.
package struct VendorMonth: Hashable, Sendable {
  package var booked: UInt64 = 0
  package var changed: UInt64 = 0
  package var cancelled: UInt64 = 0
  package var finished: UInt64 = 0
  /// Who is behind it: how many, never who.
  package var travellers: UInt64 = 0
}

/// The monthly report for vendors. It holds counts alone, and of a vendor with few travellers none: a count of two
/// people is a statement about each of them (k-anonymity; Sweeney 2002).
package struct VendorReport: Sendable {
  /// By vendor; nil where too few travellers are behind it.
  package let months: [VendorMonth?]

  /// - Parameters:
  ///   - vendors: how many there are; rows of others are left out.
  ///   - fewest: travellers that a vendor must have to be in the report.
  /// - Complexity: O(rows of the log).
  package init(_ log: TravelLog, year: Int, month: Int, vendors: Int, fewest: UInt64 = 5) {
    var months = Array(repeating: VendorMonth(), count: max(0, vendors))
    var counted = Array(repeating: UInt32.max, count: months.count)
    for traveller in 0..<UInt32(log.travellers) {
      for row in log.rows(of: traveller) where Int(row.vendor) < months.count {
        let (rowYear, rowMonth, _) = row.day.components
        guard rowYear == year, rowMonth == month else { continue }
        let vendor = Int(row.vendor)
        switch row.kind {
        case .booked: months[vendor].booked += 1
        case .changed: months[vendor].changed += 1
        case .cancelled: months[vendor].cancelled += 1
        case .finished: months[vendor].finished += 1
        }
        if counted[vendor] != traveller { months[vendor].travellers += 1 }
        counted[vendor] = traveller
      }
    }
    self.months = months.map { $0.travellers < max(1, fewest) ? nil : $0 }
  }
}
