/// The few closest of the officers that are offered, closest first; of several equally close, the lowest number first.
struct ClosestFew {
  private let limit: Int
  private(set) var officers: [UInt32] = []
  private var distances: [Int64] = []

  init(_ limit: Int) {
    self.limit = limit
    officers.reserveCapacity(limit + 1)
    distances.reserveCapacity(limit + 1)
  }

  mutating func offer(_ officer: UInt32, _ distance: Int64) {
    if officers.count == limit, let last = distances.last, let lastOfficer = officers.last,
      distance > last || (distance == last && officer > lastOfficer)
    {
      return
    }
    var place = officers.count
    while place > 0
      && (distances[place - 1] > distance || (distances[place - 1] == distance && officers[place - 1] > officer))
    { place -= 1 }
    officers.insert(officer, at: place)
    distances.insert(distance, at: place)
    if officers.count > limit {
      officers.removeLast()
      distances.removeLast()
    }
  }
}
