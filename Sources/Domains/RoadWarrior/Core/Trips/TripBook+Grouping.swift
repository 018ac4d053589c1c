package enum GroupOutcome: UInt8, Sendable, CaseIterable {
  case grouped
  /// No two reservations of the unassigned trip overlap.
  case nothingToGroup
  /// The traveller ran out of trips; what was grouped stays.
  case full
}

extension TripBook {
  /// Makes a trip of all reservations in the unassigned trip that overlap in time, directly or through others; the day
  /// on which one ends and the next begins counts.
  /// - Complexity: O(n log n) in the traveller's reservations.
  package mutating func group(_ traveller: UInt32) -> (outcome: GroupOutcome, trips: [TripID]) {
    let loose = rows(of: traveller).filter { entries[$0].state == .open && entries[$0].trip == 0 }
      .sorted { (entries[$0].begins, entries[$0].ends, $0) < (entries[$1].begins, entries[$1].ends, $1) }
    var made: [TripID] = []
    var first = 0
    while first < loose.count {
      var next = first + 1
      var end = entries[loose[first]].ends
      while next < loose.count && entries[loose[next]].begins <= end {
        end = max(end, entries[loose[next]].ends)
        next += 1
      }
      if next - first > 1 {
        guard let trip = takeNumber(traveller) else { return (.full, made) }
        for row in loose[first..<next] { entries[row].trip = trip.number }
        made.append(trip)
      }
      first = next
    }
    return (made.isEmpty ? .nothingToGroup : .grouped, made)
  }
}
